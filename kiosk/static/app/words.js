// @ts-check
/** Says things in the visitor's language, from the words that the page holds. */

/** @param {Record<string, Record<string, string>>} words @param {string} lang */
export const speaker =
  (words, lang) =>
  /** @param {string} key @param {Record<string, string | number>} [fields] */
  (key, fields = {}) =>
    (words[lang]?.[key] ?? words.en[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => String(fields[name] ?? whole));

/** @param {string} lang */
export const teller =
  (lang) =>
  /** @param {Record<string, string> | null | undefined} words */
  (words) => (words ? words[lang] || words.en || "" : "");

/**
 * A wait as a range in words; empty when nobody knows it.
 * @param {ReturnType<typeof speaker>} say
 * @param {import("./types.js").Wait | null | undefined} wait
 */
export function waitText(say, wait) {
  if (!wait) return "";
  const { low_minutes: low, high_minutes: high } = wait;
  return low ? say("range", { low, high }) : say("less_than", { high });
}

/** Spoken by many in the city, and not by the screens; their names also show at a glance that every script is welcome. */
const OFTEN = ["am", "ar", "zh", "vi", "ru", "ksw", "om", "lo", "km"];

/** @param {import("./types.js").Offer} offer */
export const oftenSpoken = (offer) =>
  OFTEN.map((tag) => offer.languages.find((one) => one.tag === tag)).filter((one) => one !== undefined);

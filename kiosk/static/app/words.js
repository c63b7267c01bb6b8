// @ts-check
/** Says things in the visitor's language, from the words that the page holds. */

/** Says what a key stands for in one language, or in English. @param {Record<string, Record<string, string>>} words @param {string} lang */
export const speaker =
  (words, lang) =>
  /** @param {string} key @param {Record<string, string | number>} [fields] */
  (key, fields = {}) =>
    (words[lang]?.[key] ?? words.en[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => String(fields[name] ?? whole));

/** Gives a text of the catalog in one language, or in English. @param {string} lang */
export const translator =
  (lang) =>
  /** @param {Record<string, string> | null | undefined} words */
  (words) =>
    words ? words[lang] || words.en || "" : "";

/**
 * A wait as a range in words; empty when it is not known.
 * @param {ReturnType<typeof speaker>} say
 * @param {import("./types.js").Wait | null | undefined} wait
 */
export function waitText(say, wait) {
  if (!wait) return "";
  const { low_minutes: low, high_minutes: high } = wait;
  return low ? say("range", { low, high }) : say("less_than", { high });
}

/** Spoken by many in the city, and not by the screens; their names also show that every script is welcome. */
const OFTEN = ["am", "ar", "zh", "vi", "ru", "ksw", "om", "lo", "km"];

/** The languages that many speak, of those that the center knows. @param {import("./types.js").Bundle} bundle */
export const oftenSpoken = (bundle) =>
  OFTEN.map((tag) => bundle.languages.find((one) => one.tag === tag)).filter((one) => one !== undefined);

// @ts-check
/** Words on the board in the languages of the location, each marked with its language. */
import { html } from "lit-html";

/**
 * @typedef {import("./i18n.js").Language} Language
 * @typedef {import("./template.js").Shown} Shown
 */

/** The language that the board shows now. @param {Shown} shown */
export const current = ({ languages, turn }) => languages[turn % languages.length];

/** Words in one language, marked as such. @param {Language} language @param {unknown} words @param {string} [kind] */
export const spoken = (language, words, kind = "") =>
  html`<span lang=${language.tag} dir=${language.dir} class=${kind}>${words}</span>`;

/**
 * The same words in every language, side by side, none twice.
 * @param {Shown} shown @param {(language: Language) => string} words
 */
export function inEach({ languages }, words) {
  /** @type {Map<string, Language>} */
  const texts = new Map();
  for (const language of languages) if (!texts.has(words(language))) texts.set(words(language), language);
  return [...texts].map(([text, language]) => spoken(language, text, "each"));
}

/** A text of several languages, in one of them or else in English. @param {Record<string, string>} texts @param {Language} language */
export function pick(texts, language) {
  const own = texts[language.tag];
  return own ? spoken(language, own) : html`<span lang="en" dir="ltr">${texts.en ?? ""}</span>`;
}

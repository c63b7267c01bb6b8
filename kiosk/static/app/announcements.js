// @ts-check
/** Tells a visitor what has changed, through the page's live region and through speech mode. */
import { loadedBundle, model } from "./model.js";
import { liveRegion } from "./page.js";
import { speaker } from "./words.js";

/** @typedef {(say: import("./types.js").View["say"]) => string} Words in the language of the `say` that is given */

/** Tell a screen reader. @param {Words} words */
export function announce(words) {
  const { lang } = model.visit;
  liveRegion.lang = lang;
  liveRegion.textContent = words(speaker(loadedBundle().words, lang));
}

/** Tell a screen reader, and speech mode too. @param {import("../speech/narrator.js").Narrator} narrator @param {Words} words */
export function announceAloud(narrator, words) {
  announce(words);
  narrator.speak(words);
}

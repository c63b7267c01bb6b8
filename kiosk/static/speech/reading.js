// @ts-check
/** What of the screen is spoken, in reading order. Changes nothing. */

/** @typedef {{words: string, lang: string}} Utterance words in one language */
/**
 * @typedef {object} Voice how the screen is spoken
 * @property {string} lang of words that name no other language
 * @property {string[]} voices tags of the languages that can be spoken
 * @property {(tag: string) => string} nameOf a language's name, spoken for words that no voice can say
 * @property {string} lead the language in which that name is spoken
 * @property {string} space what a space is called
 * @property {(isOn: boolean) => string} chosen the words for a control that is on or off
 */

export const CONTROLS = 'button:not([disabled]):not([tabindex="-1"]), input';
const SILENT = 'script, style, [hidden], [aria-hidden="true"], [tabindex="-1"]:is(button)';
const PARTS = new Set([
  "P",
  "H1",
  "H2",
  "H3",
  "LI",
  "SECTION",
  "DIV",
  "DL",
  "UL",
  "NAV",
  "HEADER",
  "FOOTER",
  "MAIN",
  "FORM",
  "LABEL",
]);
const LONGEST = 320;

/**
 * Everything on the screen. A keyboard is named, not spelled out.
 * @param {Element} root @param {Voice} voice
 */
export function readAll(root, voice) {
  const spoken = new Transcript(voice);
  walk(root, spoken);
  return spoken.done();
}

/** One control: its words and how it is set. @param {Element} control @param {Voice} voice */
export function readControl(control, voice) {
  const spoken = new Transcript(voice);
  walk(control, spoken, true);
  return spoken.done();
}

/** Letters one by one, as somebody spells. @param {string} text @param {string} space what a space is called */
export const spelled = (text, space) => [...text].map((letter) => (letter === " " ? space : letter)).join(", ");

/** @param {Node} node @param {Transcript} spoken @param {boolean} [alone] asked for by itself */
function walk(node, spoken, alone = false) {
  if (node instanceof Text) return spoken.add(node.data, languageOf(node.parentElement, spoken.voice));
  if (!(node instanceof Element) || node.matches(SILENT) || isUnseen(node)) return;
  const label = node.getAttribute("aria-label") ?? (node instanceof HTMLImageElement ? node.alt : null);
  if (node instanceof HTMLInputElement)
    return spoken.whole([label ?? "", spelled(node.value, spoken.voice.space)], languageOf(node, spoken.voice));
  if (label && (node.matches("img, [role=img]") || node.hasAttribute("data-grid")))
    return spoken.whole([label], languageOf(node, spoken.voice));
  if (node.hasAttribute("data-grid") && !alone) return;
  const apart = PARTS.has(node.tagName) && !node.closest("dl > div > *");
  const isControl = node.matches("button");
  if (apart || isControl) spoken.part();
  if (isControl) spoken.inControl = true;
  for (const child of node.childNodes) walk(child, spoken);
  const pressed = node.getAttribute("aria-pressed");
  if (pressed === "true" || (pressed && alone)) {
    spoken.pause();
    spoken.add(spoken.voice.chosen(pressed === "true"), spoken.voice.lang);
  }
  if (isControl) spoken.inControl = false;
  if (apart || isControl) spoken.part();
  else spoken.pause();
}

/** @param {Element} element */
const isUnseen = (element) => {
  const { display, visibility } = getComputedStyle(element);
  return display === "none" || visibility === "hidden";
};

/** @param {Element | null} element @param {Voice} voice */
const languageOf = (element, voice) => element?.closest("[lang]:not(html)")?.getAttribute("lang") || voice.lang;

/** Gathers words into utterances, each in one language. */
class Transcript {
  /** @param {Voice} voice */
  constructor(voice) {
    this.voice = voice;
    /** @type {Utterance[]} */
    this.utterances = [];
    this.words = "";
    this.last = "";
    this.lang = "";
    this.between = "";
    this.inControl = false;
  }

  /** @param {string} text @param {string} written its language */
  add(text, written) {
    const words = text.replace(/\s+/g, " ").trim();
    const hasVoice = this.voice.voices.includes(written);
    // In place of a choice that no voice can speak, the name of its language, once.
    const heard = hasVoice ? words : this.inControl ? this.voice.nameOf(written) : "";
    if (!words || !heard || (this.words && heard === this.last)) return;
    const lang = hasVoice ? written : this.voice.lead;
    if (lang !== this.lang) this.part();
    this.lang = lang;
    const joint = !this.words ? "" : /[.!?:,…]$/.test(this.words) ? " " : this.between || " ";
    this.words += joint + heard;
    this.last = heard;
    this.between = "";
  }

  /** The next words stand apart a little. */
  pause() {
    if (this.words) this.between = ", ";
  }

  /** The next words are an utterance of their own. */
  part() {
    if (this.words) this.utterances.push(...split(this.words).map((words) => ({ words, lang: this.lang })));
    this.words = "";
    this.between = "";
  }

  /** @param {string[]} parts @param {string} lang */
  whole(parts, lang) {
    this.part();
    for (const part of parts) {
      this.add(part, lang);
      this.pause();
    }
    this.part();
  }

  done() {
    this.part();
    return this.utterances;
  }
}

/** Long words by sentences, so that the first is heard soon. @param {string} words */
function split(words) {
  if (words.length <= LONGEST) return [words];
  return (
    words
      .match(/[^.!?]+[.!?]*\s*/g)
      ?.map((sentence) => sentence.trim())
      .filter(Boolean) ?? [words]
  );
}

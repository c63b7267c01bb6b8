// @ts-check
/** What of the glass is said aloud, in the order in which one reads it. Changes nothing. */

/** @typedef {{words: string, lang: string}} Utterance words in one language */
/**
 * @typedef {object} Ear how the glass is heard
 * @property {string} lang of what says no other
 * @property {string[]} voices tags of the languages that can be spoken
 * @property {(tag: string) => string} nameOf a language's name, said for words that no voice can say
 * @property {string} lead the language in which that name is said
 * @property {string} space what a space is called
 * @property {(isOn: boolean) => string} chosen what is said of a control that is on or off
 */

export const CONTROLS = 'button:not([disabled]):not([tabindex="-1"]), input';
const SILENT = 'script, style, [hidden], [aria-hidden="true"], [tabindex="-1"]:is(button)';
const PARTS = new Set(["P", "H1", "H2", "H3", "LI", "SECTION", "DIV", "DL", "UL", "NAV", "HEADER", "FOOTER", "MAIN", "FORM", "LABEL"]);
const LONGEST = 320;

/**
 * Everything on the glass. A keyboard is named, not spelled out.
 * @param {Element} root @param {Ear} ear
 */
export function readAll(root, ear) {
  const said = new Said(ear);
  walk(root, said);
  return said.done();
}

/** One control: its words and how it is set. @param {Element} control @param {Ear} ear */
export function readControl(control, ear) {
  const said = new Said(ear);
  walk(control, said, true);
  return said.done();
}

/** Letters one by one, as somebody spells. @param {string} text @param {string} space what a space is called */
export const spelled = (text, space) => [...text].map((letter) => (letter === " " ? space : letter)).join(", ");

/** @param {Node} node @param {Said} said @param {boolean} [alone] asked for by itself */
function walk(node, said, alone = false) {
  if (node instanceof Text) return said.add(node.data, languageOf(node.parentElement, said.ear));
  if (!(node instanceof Element) || node.matches(SILENT) || isUnseen(node)) return;
  const label = node.getAttribute("aria-label") ?? (node instanceof HTMLImageElement ? node.alt : null);
  if (node instanceof HTMLInputElement) return said.whole([label ?? "", spelled(node.value, said.ear.space)], languageOf(node, said.ear));
  if (label && (node.matches("img, [role=img]") || node.hasAttribute("data-grid"))) return said.whole([label], languageOf(node, said.ear));
  if (node.hasAttribute("data-grid") && !alone) return;
  const apart = PARTS.has(node.tagName) && !node.closest("dl > div > *");
  const isControl = node.matches("button");
  if (apart || isControl) said.part();
  if (isControl) said.inControl = true;
  for (const child of node.childNodes) walk(child, said);
  const pressed = node.getAttribute("aria-pressed");
  if (pressed === "true" || (pressed && alone)) {
    said.pause();
    said.add(said.ear.chosen(pressed === "true"), said.ear.lang);
  }
  if (isControl) said.inControl = false;
  if (apart || isControl) said.part();
  else said.pause();
}

/** @param {Element} element */
const isUnseen = (element) => {
  const { display, visibility } = getComputedStyle(element);
  return display === "none" || visibility === "hidden";
};

/** @param {Element | null} element @param {Ear} ear */
const languageOf = (element, ear) => element?.closest("[lang]:not(html)")?.getAttribute("lang") || ear.lang;

/** Gathers words into utterances, each in one language. */
class Said {
  /** @param {Ear} ear */
  constructor(ear) {
    this.ear = ear;
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
    const hasVoice = this.ear.voices.includes(written);
    // A choice that no voice can say is told by the name of its language, once.
    const said = hasVoice ? words : this.inControl ? this.ear.nameOf(written) : "";
    if (!words || !said || (this.words && said === this.last)) return;
    const lang = hasVoice ? written : this.ear.lead;
    if (lang !== this.lang) this.part();
    this.lang = lang;
    const joint = !this.words ? "" : /[.!?:,…]$/.test(this.words) ? " " : this.between || " ";
    this.words += joint + said;
    this.last = said;
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
  return words.match(/[^.!?]+[.!?]*\s*/g)?.map((sentence) => sentence.trim()).filter(Boolean) ?? [words];
}

// @ts-check
/** Speech mode: tells a visitor who does not see the glass what is on it, and what they do to it. */
import { keyName } from "../app/keypad.js";
import { speaker } from "../app/words.js";
import { LOUDEST, Reader } from "./reader.js";
import { CONTROLS, readAll, readControl, spelled } from "./reading.js";

/** @typedef {import("../app/types.js").View} View */
/** @typedef {import("./reading.js").Ear} Ear */

export class Narrator {
  /**
   * @param {HTMLElement} glass
   * @param {object} options
   * @param {string[]} options.voices tags of the languages that this server can speak
   * @param {string} options.lead speaks for the languages that have no voice
   * @param {(lang: string) => Element} options.drawIn draws the glass in another language, unseen
   * @param {() => void} options.onSpeaking called now and then while something is being said
   */
  constructor(glass, { voices, lead, drawIn, onSpeaking }) {
    this.glass = glass;
    this.voices = voices;
    this.lead = lead;
    this.drawIn = drawIn;
    /** @type {View | null} */
    this.view = null;
    this.isOn = false;
    this.where = "";
    this.notes = "";
    this.value = "";
    this.lang = "";
    /** @type {number | null} */
    this.volume = null;
    this.hasArrived = false;
    this.isSettling = false;
    this.reader = new Reader(glass.dataset.location ?? "", { words: "1", lang: lead }, (isSpeaking) => glass.toggleAttribute("data-speaking", isSpeaking));
    glass.addEventListener("click", () => this.isOn && this.chose(), { capture: true });
    glass.addEventListener("click", (event) => this.isOn && this.done(/** @type {Element} */ (event.target)));
    glass.addEventListener("focusin", (event) => this.isOn && this.focused(/** @type {Element} */ (event.target)));
    /** How the last test went; null before the first. @type {boolean | null} */
    this.wasHeard = null;
    // A browser lets a page sound from its first touch on, so that is when it is first tested, without a sound.
    const test = () => this.isOffered && this.wasHeard === null && void this.canSpeak();
    for (const sign of ["pointerup", "keyup"]) addEventListener(sign, test, { once: true });
    setInterval(() => this.reader.isSpeaking && onSpeaking(), 1000);
  }

  /** Whether there is anything to speak with. */
  get isOffered() {
    return this.voices.length > 0;
  }

  /**
   * The glass has been drawn. `where` changes with the screen, not with what is typed on it.
   * @param {View} view @param {string} where
   */
  drawn(view, where) {
    this.view = view;
    const { speech, volume, lang, query } = view.state;
    const starts = speech && !this.isOn;
    if (!speech && this.isOn) this.reader.stop();
    this.isOn = speech;
    if (!speech) return;
    const turned = volume !== this.volume;
    this.reader.setVolume((this.volume = volume));
    const place = `${where} ${view.secondsLeft !== null}`;
    const notes = this.notesNow();
    if (starts || place !== this.where || lang !== this.lang) this.arrived(starts, lang !== this.lang);
    else if (turned) this.turned(volume);
    else if (notes && notes !== this.notes) this.reader.add([{ words: notes, lang: this.ear().lang }]);
    else if (query !== this.value) this.typed(query);
    [this.where, this.lang, this.notes, this.value] = [place, lang, notes, query];
  }

  /** Whether this glass can be heard. */
  async canSpeak() {
    return (this.wasHeard = await this.reader.canSpeak());
  }

  /** Words that are told without being on the glass. @param {(say: View["say"]) => string} words */
  tell(words) {
    if (this.isOn) this.reader.add(this.inWords(words));
  }

  again() {
    if (this.isOn) this.reader.again();
  }

  pauseOrGoOn() {
    if (this.isOn) this.reader.pauseOrGoOn();
  }

  /** The loudness is told, unless it is heard anyway. @param {number} step */
  turned(step) {
    if (!this.reader.isSpeaking) this.reader.say(this.inWords((say) => say("volume", { n: step, most: LOUDEST })));
  }

  /** @param {boolean} starts speech mode @param {boolean} isOtherLanguage */
  arrived(starts, isOtherLanguage) {
    this.hasArrived = true;
    this.isSettling = true;
    setTimeout(() => (this.isSettling = false));
    const focused = document.activeElement;
    const modal = this.glass.querySelector("[data-modal]");
    const heard = this.heard(modal ?? this.glass);
    // What is new on the glass first; what surrounds every screen after it.
    const parts = modal ? [heard] : ["main", "footer", "header"].flatMap((part) => [...heard.querySelectorAll(part)]);
    const all = parts.flatMap((part) => readAll(part, this.ear()));
    const again = !modal && focused?.matches("main button") ? this.readOne(focused) : [];
    this.reader.say([...(starts ? this.introduction() : []), ...(isOtherLanguage ? this.standIn() : []), ...all, ...again]);
  }

  chose() {
    this.hasArrived = false;
    this.reader.stop();
  }

  /** What a choice did, when it led to no other screen. @param {Element} target */
  done(target) {
    const control = target.closest("button");
    if (this.hasArrived || !control || !this.isOn) return;
    if (control.closest("[data-grid]")) return;
    if (control.isConnected && control.hasAttribute("aria-pressed")) this.reader.say(this.readOne(control));
  }

  /** @param {Element} target */
  focused(target) {
    if (target.matches(CONTROLS) && !this.isSettling) this.reader.say(this.readOne(target));
  }

  /** A letter more, or less, than before. @param {string} query */
  typed(query) {
    const before = this.value;
    const { space } = this.ear();
    if (query.startsWith(before)) this.reader.say(this.spell(query.slice(before.length), space));
    else if (before.startsWith(query)) {
      const gone = this.spell(before.slice(query.length), space);
      this.reader.say([...this.inWords((say) => say(query ? "key_delete" : "key_clear")), ...gone]);
    } else this.reader.say(this.spell(query, space));
  }

  /** @param {string} letters @param {string} space */
  spell(letters, space) {
    return letters ? [{ words: spelled(letters, space), lang: this.ear().lang }] : [];
  }

  /** @param {Element} control */
  readOne(control) {
    return readControl(this.heard(control), this.ear());
  }

  /** How to go about, in the chosen language; before one is chosen, in each that can be spoken. */
  introduction() {
    const { state, offer } = /** @type {View} */ (this.view);
    const speaks = state.path.length > 1 ? [this.ear().lang] : offer.interface.filter((tag) => this.voices.includes(tag));
    const keys = Object.fromEntries(["help", "speech", "again", "pause", "softer", "louder"].map((act) => [act, keyName(act)]));
    return speaks.map((lang) => ({ words: speaker(offer.words, lang)("speech_intro", keys), lang }));
  }

  /** A language without a voice is told of before another stands in for it. */
  standIn() {
    const { state } = /** @type {View} */ (this.view);
    if (this.voices.includes(state.lang)) return [];
    return this.inWords((say) => say("no_voice", { language: this.ear().nameOf(state.lang), help: keyName("help") }));
  }

  /** Words in the language that is heard. @param {(say: View["say"]) => string} words */
  inWords(words) {
    const { offer } = /** @type {View} */ (this.view);
    const { lang } = this.ear();
    return [{ words: words(speaker(offer.words, lang)), lang }].filter((one) => one.words);
  }

  /** What the glass says without being asked: a refusal, the paper. */
  notesNow() {
    return [...this.heard(this.glass).querySelectorAll("main [role=alert], main [role=status]")]
      .flatMap((note) => readAll(note, this.ear()).map(({ words }) => words))
      .join(" ");
  }

  /**
   * Where the words of a part of the glass are read: there, or where the same part stands in a language with a voice.
   * @param {Element} part
   */
  heard(part) {
    const { state } = /** @type {View} */ (this.view);
    if (this.voices.includes(state.lang)) return part;
    const twin = this.drawIn(this.lead);
    if (part === this.glass) return twin;
    const kind = part.matches("[data-modal]") ? "[data-modal]" : CONTROLS;
    return [...twin.querySelectorAll(kind)][[...this.glass.querySelectorAll(kind)].indexOf(part)] ?? part;
  }

  /** @returns {Ear} */
  ear() {
    const { state, offer } = /** @type {View} */ (this.view);
    const lang = this.voices.includes(state.lang) ? state.lang : this.lead;
    const say = speaker(offer.words, lang);
    return {
      lang,
      voices: this.voices,
      lead: this.lead,
      nameOf: (tag) => offer.languages.find((one) => one.tag === tag)?.english ?? "",
      space: say("key_space"),
      chosen: (isOn) => say(isOn ? "is_chosen" : "not_chosen"),
    };
  }
}

// @ts-check
/** Speech mode: tells a visitor who does not see the screen what is on it, and what their touches do. */
import { keyName } from "../app/keypad.js";
import { speaker } from "../app/words.js";
import { LOUDEST, Reader } from "./reader.js";
import { CONTROLS, readAll, readControl, spelled } from "./reading.js";

/** @typedef {import("../app/types.js").View} View */
/** @typedef {import("./reading.js").Voice} Voice */

export class Narrator {
  /**
   * @param {HTMLElement} root
   * @param {object} options
   * @param {string[]} options.voices tags of the languages that this server can speak
   * @param {string} options.lead speaks for the languages that have no voice
   * @param {(lang: string) => Element} options.drawIn draws the screen in another language, unseen
   * @param {() => void} options.onSpeaking called now and then while something is being said
   */
  constructor(root, { voices, lead, drawIn, onSpeaking }) {
    this.root = root;
    this.voices = voices;
    this.lead = lead;
    this.drawIn = drawIn;
    /** @type {View | null} */
    this.view = null;
    this.isOn = false;
    this.screen = "";
    this.notes = "";
    this.value = "";
    this.lang = "";
    /** @type {number | null} */
    this.volume = null;
    this.isNewScreen = false;
    this.isSettling = false;
    const onSpeech = (/** @type {boolean} */ isSpeaking) => void root.toggleAttribute("data-speaking", isSpeaking);
    this.reader = new Reader(root.dataset.location ?? "", { words: "1", lang: lead }, onSpeech);
    root.addEventListener("click", () => this.isOn && this.onPress(), { capture: true });
    root.addEventListener("click", (event) => this.isOn && this.afterPress(/** @type {Element} */ (event.target)));
    root.addEventListener("focusin", (event) => this.isOn && this.onFocus(/** @type {Element} */ (event.target)));
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
   * The screen has been drawn. `name` changes with the screen, not with what is typed on it.
   * @param {View} view @param {string} name
   */
  onDraw(view, name) {
    this.view = view;
    const { speech, volume, lang, query } = view.state;
    const starts = speech && !this.isOn;
    if (!speech && this.isOn) this.reader.stop();
    this.isOn = speech;
    if (!speech) return;
    const isOtherVolume = volume !== this.volume;
    this.volume = volume;
    this.reader.setVolume(volume);
    const screen = `${name} ${view.secondsLeft !== null}`;
    const notes = this.notesNow();
    if (starts || screen !== this.screen || lang !== this.lang) this.readScreen(starts, lang !== this.lang);
    else if (isOtherVolume) this.sayVolume(volume);
    else if (notes && notes !== this.notes) this.reader.add([{ words: notes, lang: this.voice().lang }]);
    else if (query !== this.value) this.sayTyping(query);
    [this.screen, this.lang, this.notes, this.value] = [screen, lang, notes, query];
  }

  /** Whether this kiosk can be heard. */
  async canSpeak() {
    this.wasHeard = await this.reader.canSpeak();
    return this.wasHeard;
  }

  /** Speak words that are not on the screen. @param {(say: View["say"]) => string} words */
  speak(words) {
    if (this.isOn) this.reader.add(this.inWords(words));
  }

  repeat() {
    if (this.isOn) this.reader.repeat();
  }

  togglePause() {
    if (this.isOn) this.reader.togglePause();
  }

  /** Say how loud it is, unless that is heard anyway. @param {number} step */
  sayVolume(step) {
    if (!this.reader.isSpeaking) this.reader.say(this.inWords((say) => say("volume", { n: step, most: LOUDEST })));
  }

  /** Read out a new screen. @param {boolean} starts speech mode @param {boolean} isOtherLanguage */
  readScreen(starts, isOtherLanguage) {
    this.isNewScreen = true;
    this.isSettling = true;
    setTimeout(() => {
      this.isSettling = false;
    });
    const focused = document.activeElement;
    const modal = this.root.querySelector("[data-modal]");
    const spoken = this.spokenPart(modal ?? this.root);
    // What is new on the screen first; what surrounds every screen after it.
    const parts = modal ? [spoken] : ["main", "footer", "header"].flatMap((part) => [...spoken.querySelectorAll(part)]);
    const all = parts.flatMap((part) => readAll(part, this.voice()));
    const again = !modal && focused?.matches("main button") ? this.readOne(focused) : [];
    this.reader.say([
      ...(starts ? this.introduction() : []),
      ...(isOtherLanguage ? this.missingVoice() : []),
      ...all,
      ...again,
    ]);
  }

  onPress() {
    this.isNewScreen = false;
    this.reader.stop();
  }

  /** What a choice did, when it led to no other screen. @param {Element} target */
  afterPress(target) {
    const control = target.closest("button");
    if (this.isNewScreen || !control || !this.isOn) return;
    if (control.closest("[data-grid]")) return;
    if (control.isConnected && control.hasAttribute("aria-pressed")) this.reader.say(this.readOne(control));
  }

  /** Read out a control that is reached by a key. @param {Element} target */
  onFocus(target) {
    if (target.matches(CONTROLS) && !this.isSettling) this.reader.say(this.readOne(target));
  }

  /** Spell what was typed or deleted. @param {string} query */
  sayTyping(query) {
    const before = this.value;
    const { space } = this.voice();
    if (query.startsWith(before)) this.reader.say(this.spell(query.slice(before.length), space));
    else if (before.startsWith(query)) {
      const gone = this.spell(before.slice(query.length), space);
      this.reader.say([...this.inWords((say) => say(query ? "key_delete" : "key_clear")), ...gone]);
    } else this.reader.say(this.spell(query, space));
  }

  /** @param {string} letters @param {string} space */
  spell(letters, space) {
    return letters ? [{ words: spelled(letters, space), lang: this.voice().lang }] : [];
  }

  /** @param {Element} control */
  readOne(control) {
    return readControl(this.spokenPart(control), this.voice());
  }

  /** How speech mode is used, in the chosen language; before one is chosen, in each that can be spoken. */
  introduction() {
    const { state, bundle } = /** @type {View} */ (this.view);
    const speaks =
      state.path.length > 1 ? [this.voice().lang] : bundle.interface.filter((tag) => this.voices.includes(tag));
    const keys = Object.fromEntries(
      ["help", "speech", "again", "pause", "softer", "louder"].map((act) => [act, keyName(act)]),
    );
    return speaks.map((lang) => ({ words: speaker(bundle.words, lang)("speech_intro", keys), lang }));
  }

  /** Says that the chosen language has no voice, before another is spoken in its place. */
  missingVoice() {
    const { state } = /** @type {View} */ (this.view);
    if (this.voices.includes(state.lang)) return [];
    return this.inWords((say) => say("no_voice", { language: this.voice().nameOf(state.lang), help: keyName("help") }));
  }

  /** Words in the language that is spoken. @param {(say: View["say"]) => string} words */
  inWords(words) {
    const { bundle } = /** @type {View} */ (this.view);
    const { lang } = this.voice();
    return [{ words: words(speaker(bundle.words, lang)), lang }].filter((one) => one.words);
  }

  /** What the screen says without a touch: a refusal, the paper. */
  notesNow() {
    return [...this.spokenPart(this.root).querySelectorAll("main [role=alert], main [role=status]")]
      .flatMap((note) => readAll(note, this.voice()).map(({ words }) => words))
      .join(" ");
  }

  /**
   * The part of the screen whose words are spoken: itself, or the same part drawn in a language with a voice.
   * @param {Element} part
   */
  spokenPart(part) {
    const { state } = /** @type {View} */ (this.view);
    if (this.voices.includes(state.lang)) return part;
    const hidden = this.drawIn(this.lead);
    if (part === this.root) return hidden;
    const kind = part.matches("[data-modal]") ? "[data-modal]" : CONTROLS;
    return [...hidden.querySelectorAll(kind)][[...this.root.querySelectorAll(kind)].indexOf(part)] ?? part;
  }

  /** @returns {Voice} */
  voice() {
    const { state, bundle } = /** @type {View} */ (this.view);
    const lang = this.voices.includes(state.lang) ? state.lang : this.lead;
    const say = speaker(bundle.words, lang);
    return {
      lang,
      voices: this.voices,
      lead: this.lead,
      nameOf: (tag) => bundle.languages.find((one) => one.tag === tag)?.english ?? "",
      space: say("key_space"),
      chosen: (isOn) => say(isOn ? "is_chosen" : "not_chosen"),
    };
  }
}

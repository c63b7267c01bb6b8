// @ts-check
/** Speaks utterances one after another with the server's voice; a new list ends the one before. */
import { token } from "now-serving/api.js";
import { Sound } from "now-serving/sound.js";

/** @typedef {import("./reading.js").Utterance} Utterance */

const PATIENCE_MS = 8000;
/** Steps of loudness; a visit begins in the middle. */
export const LOUDEST = 5;
export const USUAL = 3;
const GAINS = [0, 0.12, 0.25, 0.45, 0.7, 1];

export class Reader {
  /**
   * @param {string} location
   * @param {Utterance} trial spoken, unheard, by the test whether this kiosk can be heard
   * @param {(isSpeaking: boolean) => void} onChange
   */
  constructor(location, trial, onChange) {
    this.location = location;
    this.onChange = onChange;
    this.sound = new Sound(
      nameOf(trial),
      () => {},
      (name) => this.ask(name),
    );
    /** @type {Utterance[]} */
    this.last = [];
    this.turn = 0;
    this.isSpeaking = false;
  }

  /** Whether this kiosk can be heard. */
  async canSpeak() {
    return (await this.sound.test()) === "on";
  }

  /** @param {number} step from 1 to LOUDEST */
  setVolume(step) {
    this.sound.setVolume(GAINS[step]);
  }

  /** Speak these, and nothing of before. @param {Utterance[]} utterances */
  say(utterances) {
    this.last = utterances;
    void this.run(utterances);
  }

  /** Speak these after what is being spoken. @param {Utterance[]} utterances */
  add(utterances) {
    const from = this.last.length;
    this.last.push(...utterances);
    if (!this.isSpeaking) void this.run(this.last, from);
  }

  repeat() {
    this.say(this.last);
  }

  togglePause() {
    const { context } = this.sound;
    void (context?.state === "running" ? context.suspend() : context?.resume());
  }

  stop() {
    this.turn += 1;
    this.setSpeaking(false);
    this.sound.stop();
  }

  /** @param {Utterance[]} utterances a list that may grow while it is spoken @param {number} [from] */
  async run(utterances, from = 0) {
    this.stop();
    const turn = this.turn;
    const isWanted = () => turn === this.turn;
    this.setSpeaking(true);
    await this.sound.context?.resume();
    for (let at = from; at < utterances.length && isWanted(); at++) {
      const [now, next] = [utterances[at], utterances[at + 1]].map((one) => one && nameOf(one));
      if (next) this.sound.prepare([next]);
      await this.sound.play([now], isWanted);
    }
    if (isWanted()) this.setSpeaking(false);
  }

  /** @param {boolean} isSpeaking */
  setSpeaking(isSpeaking) {
    this.isSpeaking = isSpeaking;
    this.onChange(isSpeaking);
  }

  /** Fetch a clip. The words are in no address, where a log would keep them. @param {string} name */
  ask(name) {
    const [language, words] = JSON.parse(name);
    return fetch(`/api/v1/locations/${this.location}/speech`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${token.get()}` },
      body: JSON.stringify({ words, language }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  }
}

/** @param {Utterance} utterance */
const nameOf = ({ words, lang }) => JSON.stringify([lang, words]);

// @ts-check
/** Plays the server's sounds, and knows whether this screen can: it asks no voice of the browser. */

/** @typedef {"testing" | "on" | "off" | "broken"} State off: the browser waits for a first touch or key */

const RETEST_MS = 10_000;
const START_MS = 400;

export class Sound {
  /** @param {string} trial address of a sound to test with @param {(state: State) => void} changed */
  constructor(trial, changed) {
    this.trial = trial;
    this.changed = changed;
    /** @type {State} */
    this.state = "testing";
    /** @type {AudioContext | null} */
    this.context = null;
    /** @type {Map<string, Promise<AudioBuffer>>} */
    this.buffers = new Map();
  }

  /** Test now, again while it fails, and at every first touch or key. */
  start() {
    for (const gesture of ["pointerdown", "keydown"]) addEventListener(gesture, () => void this.test());
    setInterval(() => this.state !== "on" && this.test(), RETEST_MS);
    return this.test();
  }

  /** Find out, without a sound, whether sounds can be heard. */
  async test() {
    const state = await this.judge().catch(() => /** @type {State} */ ("broken"));
    if (state !== this.state) this.changed((this.state = state));
  }

  /** @returns {Promise<State>} */
  async judge() {
    this.context ??= new AudioContext();
    const buffer = await this.load(this.context, this.trial);
    if (!buffer.getChannelData(0).some((sample) => Math.abs(sample) > 0.1)) return "broken";
    void this.context.resume();
    const began = this.context.currentTime;
    await new Promise((resolve) => setTimeout(resolve, START_MS));
    if (this.context.state !== "running") return "off";
    return this.context.currentTime > began ? "on" : "broken";
  }

  /**
   * Play sounds one after another; resolve when they have ended, at once when they cannot be heard.
   * @param {string[]} clips
   */
  async play(clips) {
    for (const clip of clips) {
      try {
        await this.playOne(clip);
      } catch {
        this.buffers.delete(clip); // fetched anew the next time
      }
    }
  }

  /** @param {string} clip */
  async playOne(clip) {
    if (this.context?.state !== "running") return;
    const source = this.context.createBufferSource();
    source.buffer = await this.load(this.context, clip);
    source.connect(this.context.destination);
    const ended = new Promise((resolve) => source.addEventListener("ended", resolve));
    source.start();
    const atMost = new Promise((resolve) => setTimeout(resolve, (source.buffer?.duration ?? 0) * 1000 + 1000));
    await Promise.race([ended, atMost]);
  }

  /** @param {AudioContext} context @param {string} clip */
  async load(context, clip) {
    let buffer = this.buffers.get(clip);
    if (!buffer) this.buffers.set(clip, (buffer = fetchSound(context, clip)));
    try {
      return await buffer;
    } catch (problem) {
      this.buffers.delete(clip);
      throw problem;
    }
  }
}

/** @param {AudioContext} context @param {string} clip */
async function fetchSound(context, clip) {
  const answer = await fetch(clip, { signal: AbortSignal.timeout(8000) });
  if (!answer.ok) throw new Error(answer.statusText);
  return context.decodeAudioData(await answer.arrayBuffer());
}

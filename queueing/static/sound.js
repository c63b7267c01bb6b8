// @ts-check
/** Plays the server's sounds, and knows whether this screen can: it asks no voice of the browser. */

/** @typedef {"testing" | "on" | "off" | "broken"} State off: the browser waits for a first touch or key */

const RETEST_MS = 10_000;
const START_MS = 400;
const KEPT = 40;

export class Sound {
  /**
   * @param {string} trial address of a sound to test with
   * @param {(state: State) => void} changed
   * @param {(clip: string) => Promise<Response>} [fetchClip] how a sound is asked for by its name
   */
  constructor(trial, changed, fetchClip = fetchAddress) {
    this.trial = trial;
    this.changed = changed;
    this.fetchClip = fetchClip;
    /** @type {State} */
    this.state = "testing";
    this.volume = 1;
    /** @type {AudioContext | null} */
    this.context = null;
    /** @type {GainNode | null} */
    this.gain = null;
    /** @type {AudioBufferSourceNode | null} */
    this.playing = null;
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
    if (state === this.state) return state;
    this.state = state;
    this.changed(state);
    return state;
  }

  /** @returns {Promise<State>} */
  async judge() {
    const context = this.open();
    const buffer = await this.load(this.trial);
    if (!buffer.getChannelData(0).some((sample) => Math.abs(sample) > 0.1)) return "broken";
    void context.resume();
    const began = context.currentTime;
    await new Promise((resolve) => setTimeout(resolve, START_MS));
    if (context.state !== "running") return "off";
    return context.currentTime > began ? "on" : "broken";
  }

  /** How loud, from 0 to 1. @param {number} volume */
  setVolume(volume) {
    this.volume = volume;
    if (this.gain) this.gain.gain.value = volume;
  }

  /**
   * Play sounds one after another; resolve when they have ended, at once when they cannot be heard.
   * @param {string[]} clips
   * @param {() => boolean} [isWanted] asked again when a sound has been fetched
   */
  async play(clips, isWanted = () => true) {
    for (const clip of clips) {
      try {
        await this.playOne(clip, isWanted);
      } catch {
        this.buffers.delete(clip); // fetched anew the next time
      }
    }
  }

  /** Have sounds at hand before they are played. @param {string[]} clips */
  prepare(clips) {
    if (this.context) for (const clip of clips) this.load(clip).catch(() => {});
  }

  /** @param {string} clip @param {() => boolean} isWanted */
  async playOne(clip, isWanted) {
    const { context, gain } = this;
    if (!gain || context?.state !== "running") return;
    const source = context.createBufferSource();
    source.buffer = await this.load(clip);
    if (!isWanted()) return;
    source.connect(gain);
    const ended = new Promise((resolve) => source.addEventListener("ended", resolve));
    this.playing = source;
    source.start();
    await Promise.race([ended, this.silence(context, source.buffer?.duration ?? 0)]);
  }

  /**
   * Resolve when a sound must be over, should its end never be told; in a pause no time goes by.
   * @param {AudioContext} context
   * @param {number} seconds
   */
  async silence(context, seconds) {
    for (let left = seconds + 1; left > 0; ) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      if (context.state !== "suspended") left -= 0.5;
    }
  }

  /** End what is heard now. */
  stop() {
    this.playing?.stop();
    this.playing = null;
  }

  open() {
    if (!this.context) {
      this.context = new AudioContext();
      this.gain = this.context.createGain();
      this.gain.gain.value = this.volume;
      this.gain.connect(this.context.destination);
    }
    return this.context;
  }

  /** @param {string} clip */
  async load(clip) {
    const buffer = this.buffers.get(clip) ?? this.fetchSound(clip);
    this.buffers.set(clip, buffer);
    if (this.buffers.size > KEPT)
      this.buffers.delete(/** @type {string} */ ([...this.buffers.keys()].find((one) => one !== this.trial)));
    try {
      return await buffer;
    } catch (problem) {
      this.buffers.delete(clip);
      throw problem;
    }
  }

  /** @param {string} clip */
  async fetchSound(clip) {
    const answer = await this.fetchClip(clip);
    if (!answer.ok) throw new Error(answer.statusText);
    return this.open().decodeAudioData(await answer.arrayBuffer());
  }
}

/** @param {string} address */
const fetchAddress = (address) => fetch(address, { signal: AbortSignal.timeout(8000) });

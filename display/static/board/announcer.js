// @ts-check
/**
 * Announces calls one after another: each is heard to its end and shown alone for some seconds,
 * however many counters call at once.
 */
import { callsOf, keyOf } from "./calls.js";

/**
 * @typedef {import("./calls.js").Call} Call
 * @typedef {{call: Call, clips: string[]}} Announcement clips are addresses of sounds, played in order
 */

/** A call stays prominent this long; less when others wait for their turn. */
const SHOWN_MS = 9000;
const SHOWN_IN_TURN_MS = 4500;

export class Announcer {
  /**
   * @param {object} parts
   * @param {import("./calls.js").RungCalls} parts.rung
   * @param {(call: Call) => string[]} parts.sounds what is heard at a call
   * @param {(clips: string[]) => void} parts.prepare
   * @param {(clips: string[]) => Promise<void>} parts.play resolves when all were heard, or could not be
   * @param {(call: Call | null) => void} parts.show the call being announced, null when none is
   */
  constructor({ rung, sounds, prepare, play, show }) {
    this.rung = rung;
    this.sounds = sounds;
    this.prepare = prepare;
    this.play = play;
    this.show = show;
    /** @type {Announcement[]} */
    this.queue = [];
    /** @type {Announcement | null} */
    this.current = null;
    /** @type {Set<string>} */
    this.standing = new Set();
  }

  /** Take in a view: queue the new calls, forget those that were undone. @param {import("./calls.js").View} view */
  update(view) {
    this.standing = new Set(callsOf(view).map(keyOf));
    this.queue = this.queue.filter(({ call }) => this.standing.has(keyOf(call)));
    const queued = new Set(this.queue.map(({ call }) => keyOf(call)));
    for (const call of this.rung.newCalls(view)) {
      if (queued.has(keyOf(call))) continue;
      const clips = this.sounds(call);
      this.prepare(clips);
      this.queue.push({ call, clips });
    }
    if (!this.current) void this.run();
  }

  async run() {
    for (let next = this.queue.shift(); next; next = this.queue.shift()) {
      this.current = next;
      this.rung.remember([keyOf(next.call)]);
      this.show(next.call);
      const began = performance.now();
      await this.play(next.clips);
      while (this.standing.has(keyOf(next.call)) && performance.now() - began < this.turn()) await pause(100);
    }
    this.current = null;
    this.show(null);
  }

  turn() {
    return this.queue.length ? SHOWN_IN_TURN_MS : SHOWN_MS;
  }
}

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

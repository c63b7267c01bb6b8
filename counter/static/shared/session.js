// @ts-check
/** What the staff's pages know of their session: the set-up, the server's clock, what this browser remembers. */
import { Refused } from "now-serving/api.js";
import { setup as staffSetup } from "now-serving/staff.js";

/**
 * @typedef {object} CounterSetup what the server tells the pages of the counter once, see counter/views.py
 * @property {[string, string][]} languages tags and English names, in the catalog's order
 * @property {string[]} screen_languages
 * @property {{id: string, name: string, queue: string}[]} services
 * @property {boolean} picks whether this person may call a visitor out of turn
 * @property {boolean} voids whether this person may take a ticket out
 * @property {number} recalls_before_no_show
 * @property {number} reinstate_minutes
 * @property {number} undo_seconds
 * @property {number} pace
 * @property {string[]} usual_closures reasons that every language has words for
 * @property {string} me
 * @property {boolean} manages
 * @property {boolean} paper whether slips are printed here
 * @property {{id: string, name: string}[]} centers
 * @property {string[]} roles those that this person may give to others
 * @property {boolean} everywhere whether this person acts at all locations
 */

export const setup = /** @type {import("now-serving/staff.js").StaffSetup & CounterSetup} */ (staffSetup);

const languages = new Map(setup.languages);
/** @param {string} tag @returns {string} the language's English name */
export const languageName = (tag) => languages.get(tag) ?? tag;

/** The server's clock, read off each view: screens have clocks of their own, and training has another time. */
export const clock = {
  at: Date.now(),
  readAt: performance.now(),
  /** @param {string} at */
  set(at) {
    this.at = Date.parse(at);
    this.readAt = performance.now();
  },
  /** @returns {number} milliseconds since the epoch */
  now() {
    return this.at + (performance.now() - this.readAt) * setup.pace;
  },
  /** @param {string | null | undefined} moment @returns {number} seconds since then, never negative */
  since(moment) {
    return moment ? Math.max(0, (this.now() - Date.parse(moment)) / 1000) : 0;
  },
};

/** @param {unknown} refused @returns {string} the sentence for the person at the screen; anything but a refusal is thrown on */
export function inWords(refused) {
  if (!(refused instanceof Refused)) throw refused;
  if (refused.problem.type === "unreachable") {
    return "The server did not answer, so it is not certain that this was done. The screen will show it.";
  }
  return refused.problem.detail;
}

/** @returns {string} random and unguessable, also where the page came without HTTPS */
export function randomKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What this browser remembers of its user's choices. */
export const kept = {
  get counter() {
    return localStorage.getItem(`now-serving-counter-${setup.location}`);
  },
  set counter(id) {
    if (id === null) localStorage.removeItem(`now-serving-counter-${setup.location}`);
    else localStorage.setItem(`now-serving-counter-${setup.location}`, id);
  },
  get keys() {
    return localStorage.getItem("now-serving-keys") !== "off";
  },
  set keys(on) {
    localStorage.setItem("now-serving-keys", on ? "on" : "off");
  },
  get sound() {
    return localStorage.getItem("now-serving-sound") === "on";
  },
  set sound(on) {
    localStorage.setItem("now-serving-sound", on ? "on" : "off");
  },
  get theme() {
    return document.documentElement.dataset.theme ?? "light";
  },
  set theme(name) {
    localStorage.setItem("now-serving-theme", name);
    document.documentElement.dataset.theme = name;
  },
};

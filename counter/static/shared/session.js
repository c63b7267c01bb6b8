// @ts-check
/** What the staff's pages share: the page's setup, the server's clock, the way to ask and what a refusal leads to. */
import { Refused, call } from "now-serving/api.js";

/**
 * @typedef {object} Setup what the server said once, see counter/views.py
 * @property {string} location
 * @property {string} name
 * @property {string} timezone
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
 * @property {[string, string][]} pages address and name of each of the manager's pages
 * @property {string[]} roles those that this person may give to others
 * @property {boolean} everywhere whether this person acts at all locations
 */

/** @type {Setup} */
export const setup = JSON.parse(document.getElementById("setup")?.textContent ?? "{}");

const languages = new Map(setup.languages);
/** @param {string} tag @returns {string} the language's English name */
export const languageName = (tag) => languages.get(tag) ?? tag;

/** The server's clock, read off each view: screens have clocks of their own, and training has another time. */
export const clock = {
  at: Date.now(),
  heard: performance.now(),
  /** @param {string} at */
  set(at) {
    this.at = Date.parse(at);
    this.heard = performance.now();
  },
  /** @returns {number} milliseconds since the epoch */
  now() {
    return this.at + (performance.now() - this.heard) * setup.pace;
  },
  /** @param {string | null | undefined} moment @returns {number} seconds since then, never negative */
  since(moment) {
    return moment ? Math.max(0, (this.now() - Date.parse(moment)) / 1000) : 0;
  },
};

/** Go and sign in; come back to this page. */
export function signIn() {
  location.assign(`/staff/sign-in?to=${encodeURIComponent(location.pathname)}`);
}

/**
 * Ask the API as the person who is signed in, never as a screen paired in the same browser.
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @param {Record<string, string>} [headers]
 */
export async function ask(method, path, body, headers = {}) {
  try {
    return await call(method, path, { body, headers, asScreen: false });
  } catch (refused) {
    if (refused instanceof Refused && refused.problem.status === 401) signIn();
    throw refused;
  }
}

/** @param {unknown} refused @returns {string} the sentence for whoever stands at the screen */
export function inWords(refused) {
  if (!(refused instanceof Refused)) throw refused;
  if (refused.problem.type === "unreachable") {
    return "The server did not answer, so it is not certain that this was done. The screen will show it.";
  }
  return refused.problem.detail;
}

/**
 * Have a screen reader say it, even the same words twice.
 * @param {string} words
 * @param {"said" | "arrivals"} [where] what came of the agent's own acts, or what happened meanwhile: neither cuts the other off
 */
export function say(words, where = "said") {
  const region = document.getElementById(where);
  if (!region) return;
  region.textContent = "";
  setTimeout(() => (region.textContent = words), 50);
}

/** @returns {string} random and unguessable, also where the page came without HTTPS */
export function randomKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What this browser remembers about its agent's wishes. */
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

// @ts-check
/** Which calls are new to this screen, and which it has already rung: a reload repeats none. */

/**
 * @typedef {{number: string, counter: string, called_at: string, recalls: number, language: string}} Call
 * @typedef {{location: string, at: string, called: Call[], recent: Call[]} & Record<string, any>} View
 */

/** A call that is older than this when the screen first sees it is shown, not rung. */
const NEWS_MS = 90_000;
const REMEMBERED = 60;

/** A recall has its own `called_at`, so it rings again. @param {Call} call */
export const keyOf = (call) => `${call.number} ${call.called_at}`;

/**
 * Every call of a view, the latest first, none twice.
 * @param {View} view
 */
export function callsOf(view) {
  const calls = new Map([...view.called, ...view.recent].map((call) => [keyOf(call), call]));
  return [...calls.values()].sort((a, b) => Date.parse(b.called_at) - Date.parse(a.called_at));
}

/** What this screen has rung, kept over reloads. */
export class Rung {
  /** @param {string} location */
  constructor(location) {
    this.place = `now-serving-rung:${location}`;
    /** @type {string[] | null} null on a screen that has never shown this location */
    this.kept = read(this.place);
    this.known = new Set(this.kept ?? []);
  }

  /**
   * The calls of a view that must still be rung, the earliest first; the others count as rung from now on.
   * @param {View} view
   */
  news(view) {
    const fresh = this.kept === null;
    const unknown = callsOf(view).filter((call) => !this.known.has(keyOf(call)));
    const old = unknown.filter((call) => fresh || Date.parse(view.at) - Date.parse(call.called_at) > NEWS_MS);
    if (fresh || old.length) this.keep(old.map(keyOf));
    return unknown.filter((call) => !old.includes(call)).reverse();
  }

  /** @param {string[]} keys */
  keep(keys) {
    for (const key of keys) this.known.add(key);
    this.kept = [...(this.kept ?? []), ...keys].slice(-REMEMBERED);
    try {
      localStorage.setItem(this.place, JSON.stringify(this.kept));
    } catch {
      // A browser that keeps nothing rings only what it saw called.
    }
  }
}

/** @param {string} place @returns {string[] | null} */
function read(place) {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? "null");
    return Array.isArray(kept) ? kept : null;
  } catch {
    return null;
  }
}

// @ts-check
/** Which calls are new to this screen, and which it has already rung: none is repeated after a reload. */

/**
 * @typedef {import("now-serving-api").Call} Call
 * @typedef {import("now-serving-api").BoardView} View
 */

/** A call that is older than this when the screen first sees it is shown, not rung. */
const NEW_FOR_MS = 90_000;
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

/** The calls that this screen has rung, kept over reloads. */
export class RungCalls {
  /** @param {string} location */
  constructor(location) {
    this.storageKey = `now-serving-rung:${location}`;
    /** @type {string[] | null} null on a screen that has never shown this location */
    this.kept = read(this.storageKey);
    this.known = new Set(this.kept ?? []);
  }

  /**
   * The calls of a view that must still be rung, the earliest first; the others count as rung from now on.
   * @param {View} view
   */
  newCalls(view) {
    const fresh = this.kept === null;
    const unknown = callsOf(view).filter((call) => !this.known.has(keyOf(call)));
    const old = unknown.filter((call) => fresh || Date.parse(view.at) - Date.parse(call.called_at) > NEW_FOR_MS);
    if (fresh || old.length) this.remember(old.map(keyOf));
    return unknown.filter((call) => !old.includes(call)).reverse();
  }

  /** @param {string[]} keys */
  remember(keys) {
    for (const key of keys) this.known.add(key);
    this.kept = [...(this.kept ?? []), ...keys].slice(-REMEMBERED);
    try {
      localStorage.setItem(this.storageKey, JSON.stringify(this.kept));
    } catch {
      // A browser that keeps nothing rings only what it saw called.
    }
  }
}

/** @param {string} key @returns {string[] | null} */
function read(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "null");
    return Array.isArray(kept) ? kept : null;
  } catch {
    return null;
  }
}

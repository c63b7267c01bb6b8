// @ts-check
/** How staff screens name the states of screens, printers and slips: one plain name for each. Pure. */

/** By the state of a PartView: a screen is up, silent or down; every other state is a printer's. */
const PART_STATES = {
  up: { name: "Up", pill: "up" },
  silent: { name: "No sound", pill: "paused" },
  down: { name: "Down", pill: "down" },
  ok: { name: "Up", pill: "up" },
  low: { name: "Paper low", pill: "paused" },
  out: { name: "No paper", pill: "down" },
  cover: { name: "Cover open", pill: "down" },
  error: { name: "Fault", pill: "down" },
  offline: { name: "No answer", pill: "down" },
  unknown: { name: "Not known", pill: "" },
};

/** The states in which nothing is wrong. */
export const WELL = new Set(["up", "ok"]);

/** @param {string} state of a screen or a printer @returns {{name: string, pill: string}} its name, and the class of its pill */
export const partState = (state) => /** @type {any} */ (PART_STATES)[state] ?? { name: state, pill: "" };

/** By the state of a slip whose paper may be missing. */
const SLIP_STATES = { failed: "not printed", unknown: "not certain", expired: "too late to print" };

/** @param {string} state of a slip @returns {string} */
export const slipState = (state) => /** @type {any} */ (SLIP_STATES)[state] ?? state;

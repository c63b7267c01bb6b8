// @ts-check
/** How staff screens write moments, durations, waits and needs. Pure. */

/** @param {number} seconds @returns {string} such as `under 1 min`, `14 min`, `1 h 05 min` */
export function duration(seconds) {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1) return "under 1 min";
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** @param {number} seconds @returns {string} such as `0:42` */
export function ticking(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const rest = `${String(Math.floor(whole / 60) % 60).padStart(hours ? 2 : 1, "0")}:${String(whole % 60).padStart(2, "0")}`;
  return hours ? `${hours}:${rest}` : rest;
}

/** From this share of the target on, a wait is near it. */
const NEAR = 0.75;

/**
 * Where a wait stands to its target: a class to color it and the words that say the same.
 * @param {number} waited seconds
 * @param {number} target seconds
 * @returns {{band: "within" | "near" | "beyond", words: string}}
 */
export function band(waited, target) {
  const over = waited - target;
  if (over > 0) return { band: "beyond", words: over < 60 ? "just over" : `${duration(over)} over` };
  if (waited >= target * NEAR) return { band: "near", words: "near target" };
  return { band: "within", words: "within target" };
}

const NEEDS = new Map([
  ["accessible", "Accessible place"],
  ["mobility", "Mobility"],
  ["vision", "Low vision"],
  ["hearing", "Hard of hearing"],
  ["cannot-stand", "Cannot stand long"],
  ["interpreter", "Interpreter"],
  ["sign-language", "Sign language"],
  ["person", "Help from a person"],
]);

/** @param {string} id @returns {string} */
export const need = (id) => NEEDS.get(id) ?? id.replaceAll("-", " ").replace(/^./, (first) => first.toUpperCase());

/** The needs that an agent may note for a walk-up. */
export const NOTABLE_NEEDS = ["interpreter", "sign-language", "mobility", "vision", "hearing", "cannot-stand"];

/** @param {number} count @param {string} one @param {string} [many] */
export const counted = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

const OUTCOMES = {
  served: "served",
  no_show: "no-show",
  left: "left",
  not_reached: "not reached",
  voided: "taken out",
};

/** @param {string} outcome of a ticket @returns {string} */
export const outcomeName = (outcome) => /** @type {any} */ (OUTCOMES)[outcome] ?? outcome;

// @ts-check
/** What the kiosk knows: one visitor's state, what the server last gave, and how the page is doing. */
import { newVisit } from "./state.js";

/**
 * @typedef {object} Model
 * @property {import("./types.js").State} visit
 * @property {import("./types.js").Bundle | null} bundle null until it was loaded
 * @property {ReturnType<typeof import("../server/search.js").createSearch> | null} search null until there is a bundle
 * @property {import("./types.js").Board | null} board the last public view of this location
 * @property {import("./types.js").OpeningTimes} openingTimes
 * @property {Record<string, import("./types.js").OpeningTimes>} otherOpeningTimes of the other centers, by id
 * @property {boolean} isOffline the server does not answer
 * @property {import("./types.js").PhoneCode | null} phoneCode for a visitor's own phone
 * @property {number | null} secondsLeft until the time-out clears the screen; null while nobody is warned
 * @property {string} pairingProblem
 */

/** @type {Model} */
export const model = {
  visit: newVisit(),
  bundle: null,
  search: null,
  board: null,
  openingTimes: {},
  otherOpeningTimes: {},
  isOffline: false,
  phoneCode: null,
  secondsLeft: null,
  pairingProblem: "",
};

let draw = () => {};

/** Call `redraw` after each change of the model. @param {() => void} redraw */
export function onChange(redraw) {
  draw = redraw;
}

/** Change what is named and redraw. @param {Partial<Model>} change */
export function update(change) {
  Object.assign(model, change);
  draw();
}

/** Change what is named of the visitor's state and redraw. @param {Partial<import("./types.js").State>} change */
export function updateVisit(change) {
  update({ visit: { ...model.visit, ...change } });
}

/** The bundle, where the page runs only once it is there. */
export function loadedBundle() {
  if (!model.bundle) throw new Error("The bundle has not been loaded yet.");
  return model.bundle;
}

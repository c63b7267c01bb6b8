// @ts-check
/** What one visitor has chosen so far, and how it changes; pure. */

import { USUAL } from "../speech/reader.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Place} Place */

/** @returns {State} */
export function fresh() {
  return {
    path: [{ screen: "start" }],
    lang: "en",
    query: "",
    found: [],
    layer: "letters",
    needs: [],
    order: null,
    ticket: null,
    paper: "asked",
    sheet: null,
    refused: null,
    because: "",
    danger: null,
    large: false,
    dark: false,
    low: false,
    speech: false,
    volume: USUAL,
    mute: false,
  };
}

/** Start over for the same visitor: what they chose is gone, how they see and hear stays. @param {State} state @returns {State} */
export function startedOver({ large, dark, low, speech, volume }) {
  return { ...fresh(), large, dark, low, speech, volume };
}

/** @param {State} state */
export const here = (state) => state.path[state.path.length - 1];

/** Whether there is nothing of a visitor to clear. @param {State} state */
export const isPristine = ({ path, large, dark, low, speech, mute }) =>
  path.length === 1 && !large && !dark && !low && !speech && !mute;

/** @param {State} state @param {Place} place @returns {State} */
export function gone(state, place) {
  const needs = place.screen === "service" ? [] : state.needs;
  return { ...state, path: [...state.path, place], needs, refused: null, danger: null, sheet: null };
}

/** @param {State} state @returns {State} */
export function back(state) {
  if (state.path.length === 1 || state.ticket) return state;
  if (state.path.length === 2) return startedOver(state);
  return { ...state, path: state.path.slice(0, -1), refused: null, order: null, danger: null, sheet: null };
}

/** Whether this screen tells of danger. @param {State} state @param {import("./types.js").Service[]} services */
export function isDanger(state, services) {
  const { screen, service } = here(state);
  return screen === "emergency" || services.some(({ id, kind }) => id === service && kind === "emergency");
}

/** @param {State} state @param {string} need @returns {State} */
export function toggledNeed(state, need) {
  const has = state.needs.includes(need);
  return { ...state, needs: has ? state.needs.filter((n) => n !== need) : [...state.needs, need] };
}

/** @param {State} state @param {import("./types.js").Ticket} ticket @returns {State} */
export const ticketed = (state, ticket) => ({
  ...state,
  order: null,
  ticket,
  path: [state.path[0], { screen: "ticket" }],
});

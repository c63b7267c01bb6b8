// @ts-check
/** What one visitor has chosen so far, and how it changes; pure. */

import { USUAL } from "../speech/reader.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Step} Step */

/** The state before anybody has touched the screen. @returns {State} */
export function newVisit() {
  return {
    path: [{ screen: "start" }],
    lang: "en",
    query: "",
    found: [],
    layer: "letters",
    needs: [],
    order: null,
    ticket: null,
    ticketPaper: "asked",
    referralPaper: null,
    refused: null,
    refusedDetail: "",
    emergency: null,
    large: false,
    dark: false,
    low: false,
    speech: false,
    volume: USUAL,
    mute: false,
  };
}

/** Start over for the same visitor: their choices are cleared, their screen settings stay. @param {State} state @returns {State} */
export function startOver({ large, dark, low, speech, volume }) {
  return { ...newVisit(), large, dark, low, speech, volume };
}

/** The step that is shown. @param {State} state */
export const currentStep = (state) => state.path[state.path.length - 1];

/** Whether there is nothing of a visitor to clear. @param {State} state */
export const isPristine = ({ path, large, dark, low, speech, mute }) =>
  path.length === 1 && !large && !dark && !low && !speech && !mute;

/** Go one step further. Needs are asked for anew at each service. @param {State} state @param {Step} step @returns {State} */
export function goTo(state, step) {
  const needs = step.screen === "service" ? [] : state.needs;
  return { ...state, path: [...state.path, step], needs, refused: null, emergency: null, referralPaper: null };
}

/** Go one step back; from a ticket there is no way back. @param {State} state @returns {State} */
export function goBack(state) {
  if (state.path.length === 1 || state.ticket) return state;
  if (state.path.length === 2) return startOver(state);
  const path = state.path.slice(0, -1);
  return { ...state, path, refused: null, order: null, emergency: null, referralPaper: null };
}

/** Whether the step that is shown is an emergency. @param {State} state @param {import("./types.js").Service[]} services */
export function isEmergency(state, services) {
  const { screen, service } = currentStep(state);
  return screen === "emergency" || services.some(({ id, kind }) => id === service && kind === "emergency");
}

/** Choose a need, or take it back. @param {State} state @param {import("./types.js").Need} need @returns {State} */
export function toggleNeed(state, need) {
  const has = state.needs.includes(need);
  return { ...state, needs: has ? state.needs.filter((n) => n !== need) : [...state.needs, need] };
}

/** The ticket was issued: it is shown, and nothing of the way to it is left. @param {State} state @param {import("./types.js").Ticket} ticket @returns {State} */
export const withTicket = (state, ticket) => ({
  ...state,
  order: null,
  ticket,
  path: [state.path[0], { screen: "ticket" }],
});

// @ts-check
/** Why an act was refused, beside the button that it came from. */
import { html, nothing } from "lit-html";

import { icon } from "../app/icons.js";

const KNOWN_REFUSALS = new Set(["closed", "not-offered", "too-many"]);

/** @param {import("../app/types.js").View} view */
export function refusal({ state, say }) {
  if (!state.refused) return nothing;
  const words = KNOWN_REFUSALS.has(state.refused) ? `refused_${state.refused}` : "refused";
  // Only this one says when and where instead, which the server alone knows.
  return html`<p class="refused" role="alert">${icon("alert")}<span>${state.refused === "too-late-today" ? state.refusedDetail : say(words)}</span></p>`;
}

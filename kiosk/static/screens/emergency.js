// @ts-check
/** An emergency: 911, the desk, and whether the staff have been told. */
import { html, nothing } from "lit-html";

import { icon } from "../app/icons.js";

/** By the button of that name, or by a service that is one. @param {import("../app/types.js").View} view @param {import("../app/types.js").Service} [one] @param {string} [reason] */
export function emergency(view, one, reason = "") {
  const { bundle, say, text, act } = view;
  const why = reason || (one && one.refer !== null ? text(bundle.texts[one.refer]) : "");
  return html`<div class="emergency">
    <p class="nine" aria-hidden="true">911</p>
    <h1 tabindex="-1">${say("call_911")}</h1>
    ${one ? html`<p class="what-it-is">${text(one.name)}</p>` : nothing}
    <p class="big-words">${say("desk_now")}</p>
    ${why ? html`<p class="refer">${why}</p>` : nothing}
    <p class="heard" role="status">${heard(view)}</p>
    <button class="giant" @click=${act.withdrawEmergency}>${icon("back")}<span>${say("no_danger")}</span></button>
  </div>`;
}

/** Whether the staff have been told; empty until they have. @param {import("../app/types.js").View} view */
function heard({ state, say }) {
  if (!state.emergency) return nothing;
  const words = state.emergency.coming ? "staff_coming" : "staff_told";
  return html`${icon(state.emergency.coming ? "check" : "talk")}<span>${say(words)}</span>`;
}

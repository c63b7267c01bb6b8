// @ts-check
/** Where a report goes: at most three plain questions, one a screen, and then its end. */
import { html } from "lit-html";

import { icon } from "../app/icons.js";
import * as visit from "../app/state.js";

/** @typedef {import("../app/types.js").View} View */

/** @param {View} view */
export function guide(view) {
  const { state, offer, say, told } = view;
  const question = offer.guidance.questions[visit.here(state).question ?? offer.guidance.first];
  const n = state.path.filter(({ screen }) => screen === "guide").length;
  return html`<div class="guide">
    <p class="quiet">${say("question_n", { n })}</p>
    <h1 tabindex="-1">${told(question.text)}</h1>
    <ul class="answers">
      ${question.choices.map((choice) => html`<li>${answer(view, choice)}</li>`)}
    </ul>
  </div>`;
}

/** @param {View} view @param {import("../app/types.js").Choice} choice */
function answer({ offer, told, act }, choice) {
  const isUrgent = Boolean(choice.go) && offer.guidance.outcomes[choice.go].route === "911";
  const follow = () =>
    act.go(choice.ask ? { screen: "guide", question: choice.ask } : { screen: "service", ...endOf(offer, choice.go) });
  return html`<button class="answer ${isUrgent ? "urgent" : ""}" @click=${follow}>
    ${isUrgent ? icon("alert") : icon("arrow")}<span>${told(choice.text)}</span>
  </button>`;
}

/** @param {import("../app/types.js").Offer} offer @param {string} outcome */
const endOf = (offer, outcome) => ({ outcome, service: offer.guidance.outcomes[outcome].service });

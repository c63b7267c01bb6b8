// @ts-check
/** Where a report goes: at most three plain questions, one a screen, and then its end. */
import { html } from "lit-html";

import { icon } from "../app/icons.js";
import { currentStep } from "../app/state.js";

/** @typedef {import("../app/types.js").View} View */

/** @param {View} view */
export function guide(view) {
  const { state, bundle, say, text } = view;
  const question = bundle.guidance.questions[currentStep(state).question ?? bundle.guidance.first];
  const n = state.path.filter(({ screen }) => screen === "guide").length;
  return html`<div class="guide">
    <p class="quiet">${say("question_n", { n })}</p>
    <h1 tabindex="-1">${text(question.text)}</h1>
    <ul class="answers">
      ${question.choices.map((choice) => html`<li>${answer(view, choice)}</li>`)}
    </ul>
  </div>`;
}

/** @param {View} view @param {import("../app/types.js").Choice} choice */
function answer({ bundle, text, act }, choice) {
  const isUrgent = Boolean(choice.go) && bundle.guidance.outcomes[choice.go].route === "911";
  const follow = () =>
    act.go(choice.ask ? { screen: "guide", question: choice.ask } : { screen: "service", ...endOf(bundle, choice.go) });
  return html`<button class="answer ${isUrgent ? "urgent" : ""}" @click=${follow}>
    ${isUrgent ? icon("alert") : icon("arrow")}<span>${text(choice.text)}</span>
  </button>`;
}

/** @param {import("../app/types.js").Bundle} bundle @param {string} outcome */
const endOf = (bundle, outcome) => ({ outcome, service: bundle.guidance.outcomes[outcome].service });

// @ts-check
/** One service: a ticket for it, or 911; what is done elsewhere has its own screen. */
import { html, nothing } from "lit-html";

import { icon } from "../app/icons.js";
import { currentStep } from "../app/state.js";
import { waitText } from "../app/words.js";
import { askPerson, elsewhere } from "./elsewhere.js";
import { emergency } from "./emergency.js";
import { refusal } from "./refusal.js";

/** @typedef {import("../app/types.js").View} View */
/** @typedef {import("../app/types.js").Service} Service */

const NEEDS = /** @type {const} */ ([
  ["accessible", "accessible", "need_accessible"],
  ["interpreter", "talk", "need_interpreter"],
  ["sign-language", "hand", "need_sign"],
]);

/** @param {View} view */
export function service(view) {
  const { service: wanted, outcome } = currentStep(view.state);
  const one = /** @type {Service} */ (view.bundle.services.find(({ id }) => id === wanted));
  const end = outcome ? view.bundle.guidance.outcomes[outcome] : null;
  const reason = end ? view.text(end.reason) : "";
  const isHere = !one.centers.length;
  if (one.kind === "emergency") return emergency(view, one, reason);
  if (one.kind === "referral" || !isHere) return elsewhere(view, one, { reason });
  return end?.route === "online" ? elsewhere(view, one, { reason, desk: true }) : forTicket(view, one, reason);
}

/** @param {View} view @param {Service} one @param {string} reason why the questions led here */
function forTicket(view, one, reason) {
  const { bundle, say, text } = view;
  const { closing, closed } = queueOf(view, one) ?? {};
  const isShut = Boolean(closed || closing?.unlikely);
  return html`<div class="service">
    <div class="what">
      <h1 tabindex="-1">${text(one.name)}</h1>
      <p class="quiet">${reason || text(bundle.texts[one.department])}</p>
    </div>
    ${closed ? closedQueue(view, closed) : queueFacts(view, one)}
    ${closing && !closed ? html`<p class="notice">${icon("clock")}<span class=${closing.unlikely ? "big-words" : ""}>${text(closing.words)}</span></p>` : nothing}
    ${
      one.bring === null || isShut
        ? nothing
        : html`<section class="card bring">
          <h2>${icon("ready")}${say("have_ready")}</h2>
          <p>${text(bundle.texts[one.bring])}</p>
        </section>`
    }
    ${isShut ? nothing : ticketForm(view, one)}
  </div>`;
}

/** A manager closed this queue for today: why and until when, and a person for any question. @param {View} view @param {import("../app/types.js").Words} words */
function closedQueue(view, words) {
  return html`<p class="notice shut">${icon("info")}<span class="big-words">${view.text(words)}</span></p>
    ${refusal(view)} ${askPerson(view)}`;
}

/** The needs that a visitor may have, and the button that takes a ticket. @param {View} view @param {Service} one */
function ticketForm(view, one) {
  const { state, say, act } = view;
  return html`<section class="card needs">
      <h2 id="needs">${say("do_you_need")}</h2>
      <div class="need-choices" role="group" aria-labelledby="needs">
        ${NEEDS.map((need) => needButton(view, need))}
      </div>
    </section>
    ${refusal(view)}
    <div class="take">
      <button class="primary giant" id="take" aria-disabled=${state.order !== null} @click=${() => act.takeTicket(one.id)}>
        <span>${state.order ? say("one_moment") : say("take_ticket")}</span>${icon("arrow")}
      </button>
    </div>`;
}

/** @param {View} view @param {readonly [need: import("../app/types.js").Need, drawing: string, word: string]} shown */
function needButton({ state, say, act }, [need, drawing, word]) {
  const isChosen = state.needs.includes(need);
  return html`<button aria-pressed=${isChosen} @click=${() => act.toggleNeed(need)}>
    ${icon(drawing)}<span>${say(word)}</span>${icon(isChosen ? "checked" : "box")}
  </button>`;
}

/** The queue of a service, as everybody may see it. @param {View} view @param {Service} one */
const queueOf = ({ board }, one) => board?.waiting.find(({ letter }) => letter === one.letter);

/** How many wait for the same desk, and how long it takes. @param {View} view @param {Service} one */
function queueFacts(view, one) {
  const { say } = view;
  const queue = queueOf(view, one);
  if (!queue || queue.closed) return nothing;
  const wait = waitText(say, queue.wait);
  return html`<dl class="facts">
      <div><dt>${icon("people")}${say("waiting_now")}</dt><dd>${queue.waiting}</dd></div>
      ${wait ? html`<div><dt>${icon("clock")}${say("expected_wait")}</dt><dd class="words">${wait}</dd></div>` : nothing}
    </dl>
    ${queue.served ? nothing : html`<p class="notice">${icon("info")}<span>${say("no_counter")}</span></p>`}`;
}

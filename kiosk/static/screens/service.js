// @ts-check
/** One service: a ticket for it, where else it is done, or 911. */
import { html, nothing } from "lit-html";

import { icon, qr } from "../icons.js";
import { waitText } from "../words.js";

/** @typedef {import("../types.js").View} View */
/** @typedef {import("../types.js").Service} Service */

const NEEDS = /** @type {const} */ ([
  ["accessible", "accessible", "need_accessible"],
  ["interpreter", "talk", "need_interpreter"],
  ["sign-language", "hand", "need_sign"],
]);
const KNOWN_REFUSALS = new Set(["closed", "not-offered", "too-many"]);

/** @param {View} view */
export function service(view) {
  const wanted = view.state.path.at(-1)?.service;
  const one = /** @type {Service} */ (view.offer.services.find(({ id }) => id === wanted));
  if (one.kind === "emergency") return emergency(view, one);
  return one.kind === "referral" ? elsewhere(view, one) : forTicket(view, one);
}

/** @param {View} view @param {Service} one */
function forTicket(view, one) {
  const { state, offer, say, told, act } = view;
  return html`<div class="service">
    <div class="what">
      <h1 tabindex="-1">${told(one.name)}</h1>
      <p class="quiet">${told(offer.texts[one.department])}</p>
    </div>
    ${line(view, one)}
    ${one.bring === null
      ? nothing
      : html`<section class="card bring">
          <h2>${icon("ready")}${say("have_ready")}</h2>
          <p>${told(offer.texts[one.bring])}</p>
        </section>`}
    <section class="card needs">
      <h2 id="needs">${say("do_you_need")}</h2>
      <div class="need-choices" role="group" aria-labelledby="needs">
        ${NEEDS.map(
          ([need, drawing, word]) => html`<button aria-pressed=${state.needs.includes(need)} @click=${() => act.need(need)}>
            ${icon(drawing)}<span>${say(word)}</span>${icon(state.needs.includes(need) ? "checked" : "box")}
          </button>`,
        )}
      </div>
    </section>
    ${refusal(view)}
    <div class="take">
      <button class="primary giant" id="take" aria-disabled=${state.order !== null} @click=${() => act.take(one.id)}>
        <span>${state.order ? say("one_moment") : say("take_ticket")}</span>${icon("arrow")}
      </button>
    </div>
  </div>`;
}

/** How many wait for the same desk, and how long it takes. @param {View} view @param {Service} one */
function line({ board, say }, one) {
  const queue = board?.waiting.find((/** @type {{letter: string}} */ { letter }) => letter === one.letter);
  if (!queue) return nothing;
  const wait = waitText(say, queue.wait);
  return html`<dl class="facts">
      <div><dt>${icon("people")}${say("waiting_now")}</dt><dd>${queue.waiting}</dd></div>
      ${wait ? html`<div><dt>${icon("clock")}${say("expected_wait")}</dt><dd class="words">${wait}</dd></div>` : nothing}
    </dl>
    ${queue.served ? nothing : html`<p class="notice">${icon("info")}<span>${say("no_counter")}</span></p>`}`;
}

/** @param {View} view */
export function refusal({ state, say }) {
  if (!state.refused) return nothing;
  const words = KNOWN_REFUSALS.has(state.refused) ? `refused_${state.refused}` : "refused";
  return html`<p class="refused" role="alert">${icon("alert")}<span>${say(words)}</span></p>`;
}

/** @param {View} view @param {Service} one */
function elsewhere(view, one) {
  const { offer, say, told, act } = view;
  return html`<div class="service elsewhere">
    <div class="what">
      <h1 tabindex="-1">${told(one.name)}</h1>
      <p class="quiet">${say("not_here")}</p>
    </div>
    <section class="card where">
      <h2>${icon("place")}${say("where_to_go")}</h2>
      ${one.refer === null ? nothing : html`<p class="big-words">${told(offer.texts[one.refer])}</p>`}
    </section>
    ${one.online
      ? html`<section class="card online">
          ${qr(offer.qr[one.online], say("on_your_phone"))}
          <div><h2>${icon("phone")}${say("on_your_phone")}</h2><p class="address" lang="en">${address(one.online)}</p></div>
        </section>`
      : nothing}
    ${refusal(view)}
    ${offer.general
      ? html`<div class="take">
          <button class="giant" aria-disabled=${view.state.order !== null} @click=${() => act.take(offer.general ?? "")}>
            <span>${say("ask_anyway")}</span>${icon("arrow")}
          </button>
        </div>`
      : nothing}
  </div>`;
}

/** @param {string} url */
const address = (url) => url.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "");

/** Danger: by the button of that name, or by a service that is one. @param {View} view @param {Service} [one] */
export function emergency(view, one) {
  const { offer, say, told, act } = view;
  const refer = one && one.refer !== null ? told(offer.texts[one.refer]) : "";
  return html`<div class="emergency">
    <p class="nine" aria-hidden="true">911</p>
    <h1 tabindex="-1">${say("call_911")}</h1>
    ${one ? html`<p class="what-it-is">${told(one.name)}</p>` : nothing}
    <p class="big-words">${say("desk_now")}</p>
    ${refer ? html`<p class="refer">${refer}</p>` : nothing}
    <button class="giant" @click=${act.back}>${icon("back")}<span>${say("no_danger")}</span></button>
  </div>`;
}

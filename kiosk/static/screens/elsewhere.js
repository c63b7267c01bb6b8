// @ts-check
/** What is not done by a ticket here: another center, an address on the web, a telephone. */
import { html, nothing } from "lit-html";

import { icon, qr } from "../app/icons.js";
import { refusal } from "./refusal.js";

/** @typedef {import("../app/types.js").View} View */
/** @typedef {import("../app/types.js").Service} Service */

/** A hyphen at which no line ends. */
const UNPARTED = "\u2011";

/**
 * @param {View} view
 * @param {Service} one
 * @param {{reason?: string, desk?: boolean}} [how] why it is here, and whether a desk of this center does it too
 */
export function elsewhere(view, one, { reason = "", desk = false } = {}) {
  const { bundle, say, text } = view;
  const refer = one.refer === null ? "" : text(bundle.texts[one.refer]);
  return html`<div class="service elsewhere">
    <div class="what">
      <h1 tabindex="-1">${text(one.name)}</h1>
      <p class="quiet">${reason || say(one.centers.length ? "at_other_center" : "not_here")}</p>
    </div>
    ${one.centers.map((id) => center(view, id))}
    ${
      one.centers.length || !refer
        ? nothing
        : html`<section class="card where">
          <h2>${icon("place")}${say("where_to_go")}</h2>
          <p class="big-words">${refer}</p>
        </section>`
    }
    ${one.online ? online(view, one.online) : nothing} ${carry(view, one)} ${refusal(view)} ${askPerson(view, desk ? one : undefined)}
  </div>`;
}

/** @param {View} view @param {string} id */
function center({ bundle, state, say, text, otherOpeningTimes }, id) {
  const place = bundle.centers[id];
  const now = otherOpeningTimes[id]?.[state.lang];
  return html`<section class="card where center">
    <h2>${icon("place")}${text(place.name)}</h2>
    <p class="big-words">${place.address}</p>
    ${text(place.directions) ? html`<p>${text(place.directions)}</p>` : nothing}
    ${now?.closes_at ? html`<p class="now">${icon("clock")}<span>${say("open_until", { time: now.closes_at })}</span></p>` : nothing}
    ${
      now && !now.closes_at && now.opens_next
        ? html`<p class="now">${icon("clock")}<span>${say("there_opens", { when: now.opens_next })}</span></p>`
        : nothing
    }
    <ul class="week">${(place.hours[state.lang] ?? place.hours.en).map((line) => html`<li>${line}</li>`)}</ul>
    ${place.phone ? html`<p class="now">${icon("call")}<span>${say("by_phone", { phone: place.phone.replaceAll("-", UNPARTED) })}</span></p>` : nothing}
  </section>`;
}

/** @param {View} view @param {string} address */
const online = ({ bundle, say }, address) =>
  html`<section class="card online">
    ${qr(bundle.qr[address], say("on_your_phone"))}
    <div><h2>${icon("phone")}${say("on_your_phone")}</h2><p class="address" lang="en">${plain(address)}</p></div>
  </section>`;

/** All of this page, to carry away. @param {View} view @param {Service} one */
const carry = ({ bundle, state, say, act }, one) =>
  html`<section class="card online carry">
    <img class="qr" src="/kiosk/${bundle.location.id}/where/${one.id}.svg?lang=${state.lang}" alt=${say("carry")} />
    <div>
      <h2>${icon("ready")}${say("carry")}</h2>
      <p>${say("carry_hint")}</p>
      ${bundle.location.paper ? paper(state.referralPaper, say, () => act.printReferral(one.id)) : nothing}
    </div>
  </section>`;

/** @param {string | null} sheet @param {View["say"]} say @param {() => void} print */
const paper = (sheet, say, print) =>
  sheet === null
    ? html`<button class="way" @click=${print}>${icon("printer")}<span>${say("print_it")}</span></button>`
    : html`<p class="paper ${sheet}">${icon("printer")}<span>${say(`sheet_${sheet}`)}</span></p>`;

/** @param {string} url */
const plain = (url) => url.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "");

/** The desk that does it too (`here`), or whoever answers any question. @param {View} view @param {Service} [here] */
export function askPerson({ bundle, state, say, act }, here) {
  if (!here && !bundle.general) return nothing;
  const follow = () => (here ? act.go({ screen: "service", service: here.id }) : act.takeTicket(bundle.general ?? ""));
  return html`<div class="take">
    <button class="giant" aria-disabled=${state.order !== null} @click=${follow}>
      <span>${say(here ? "with_person" : "ask_anyway")}</span>${icon("arrow")}
    </button>
  </div>`;
}

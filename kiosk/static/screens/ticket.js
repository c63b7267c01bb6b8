// @ts-check
/** The ticket on the screen. */
import { html, nothing } from "lit-html";

import { icon } from "../app/icons.js";
import { waitText } from "../app/words.js";

/** @param {import("../app/types.js").View} view */
export function ticket({ state, bundle, say, text }) {
  const one = /** @type {import("../app/types.js").Ticket} */ (state.ticket);
  const service = bundle.services.find(({ id }) => id === one.service.id);
  const bring = service && service.bring !== null ? text(bundle.texts[service.bring]) : "";
  const wait = waitText(say, one.wait);
  return html`<div class="ticket">
    <section class="slip">
      <h1 tabindex="-1"><span class="label">${say("your_number")}</span> <span class="number">${one.number}</span></h1>
      <p class="for">${service ? text(service.name) : one.service.name}</p>
      <dl class="facts">
        <div><dt>${icon("people")}${say("ahead")}</dt>${ahead(one, say)}</div>
        ${wait ? html`<div><dt>${icon("clock")}${say("expected_wait")}</dt><dd class="words">${wait}</dd></div>` : nothing}
      </dl>
      ${wait ? nothing : html`<p class="watch">${say("place_kept")}</p>`}
      <p class="watch">${say("watch_screens")}</p>
    </section>
    <section class="follow">
      <img class="qr" src="/kiosk/qr/${one.id}.svg" alt=${say("scan_to_follow")} />
      <div>
        <p class="scan">${icon("phone")}<span>${say("scan_to_follow")}</span></p>
        ${bundle.location.paper && state.ticketPaper !== "printed" ? paper(state.ticketPaper, say) : nothing}
      </div>
    </section>
    ${bring ? html`<section class="card bring"><h2>${icon("ready")}${say("have_ready")}</h2><p>${bring}</p></section>` : nothing}
  </div>`;
}

/** @param {string} how asked or trouble @param {import("../app/types.js").View["say"]} say */
const paper = (how, say) =>
  html`<p class="paper ${how}" role="status">${icon("printer")}<span>${
    how === "trouble"
      ? html`<strong>${say("no_paper")}</strong>`
      : html`<strong>${say("printing")}</strong> ${say("no_paper")}`
  }</span></p>`;

/** @param {import("../app/types.js").Ticket} one @param {import("../app/types.js").View["say"]} say */
const ahead = (one, say) =>
  // Nobody ahead in one's own line is not yet the next, while the counters serve others first.
  one.ahead === 0 && one.wait?.low_minutes === 0
    ? html`<dd class="words">${say("you_are_next")}</dd>`
    : html`<dd>${one.ahead ?? "–"}</dd>`;

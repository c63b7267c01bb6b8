// @ts-check
/** The other visitors in the center: waiting, on hold, missed; and every counter. */
import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { clockOf } from "now-serving/staff.js";
import { activityAt, lasting, stateName, visitorAt } from "../shared/counters.js";
import { band, duration, need, outcomeName } from "../shared/format.js";
import { clock, setup } from "../shared/session.js";
import { actOf } from "./acts.js";
import { putOff, reservedFor, whyNotServe } from "./model.js";
import { askAbout, isTooLate } from "./other_tickets.js";
import { perform, whyNot } from "./perform.js";
import { reinstate, resume } from "./requests.js";
import { currentView, desk, NO_SERVER, report } from "./state.js";

/**
 * @typedef {import("../shared/counters.js").Counter} Counter
 * @typedef {import("../shared/counters.js").Ticket} Ticket
 */

/** @param {import("./model.js").Scene} scene */
export function lists(scene) {
  const served = [...scene.mine, ...scene.later];
  const shown = desk.showAll ? scene.waiting : served;
  const choose = (/** @type {boolean} */ all) => () => {
    desk.showAll = all;
    desk.draw();
  };
  return html`<aside class="lists" aria-label="Who else is here">
    <section class="card waiting" aria-labelledby="waiting-title">
      <div class="list-head">
        <h2 id="waiting-title">Waiting</h2>
        <div class="choice" role="group" aria-label="Which of those who wait">
          <button type="button" aria-pressed=${desk.showAll ? "false" : "true"} @click=${choose(false)}>I serve ${served.length}</button>
          <button type="button" aria-pressed=${desk.showAll ? "true" : "false"} @click=${choose(true)}>All ${scene.waiting.length}</button>
        </div>
        ${setup.picks ? ofList("pick", "Call…") : nothing} ${ofList("find", "Find…")}
      </div>
      ${
        shown.length
          ? html`<ol class="rows" tabindex="0" aria-labelledby="waiting-title">${repeat(shown, (ticket) => ticket.id, waitingRow)}</ol>`
          : html`<p class="quiet nobody">${desk.showAll || !scene.waiting.length ? "Nobody is waiting." : "Nobody waits for what you serve."}</p>`
      }
    </section>
    ${scene.held.length ? aside("held", "On hold", scene.held, whyNotResume(scene), (ticket) => heldRow(ticket, scene)) : nothing}
    ${scene.missed.length ? aside("missed", "Missed or left", scene.missed, desk.stale ? NO_SERVER : "", missedRow) : nothing}
  </aside>`;
}

/** @param {string} id @param {string} words */
function ofList(id, words) {
  const act = actOf(id);
  const why = whyNot(act);
  return html`<button type="button" class="small" aria-keyshortcuts=${act.key} title=${why}
    aria-disabled=${why ? "true" : "false"} @click=${() => perform(id)}>${words} <kbd>${act.key}</kbd></button>`;
}

/** @param {Ticket} ticket */
function waitingRow(ticket) {
  const waited = clock.since(ticket.issued_at);
  const stands = band(waited, ticket.target_seconds);
  return html`<li class="row">
    ${number(ticket)}
    <span class="row-what"><span class="row-service">${ticket.service.name}</span>${tags(ticket)}</span>
    <span class="row-wait band ${stands.band}"><b>${duration(waited)}</b> <span>${stands.words}</span></span>
  </li>`;
}

/** @param {Ticket} ticket */
const number = (ticket) =>
  html`<button type="button" class="row-number name" @click=${() => askAbout(ticket)}>${ticket.number}<span class="visually-hidden">, what to do</span></button>`;

/** @param {Ticket} ticket */
function tags(ticket) {
  const sent = reservedFor(ticket, desk.counter);
  const notes = [
    ...(sent ? [html`<b class="sent">${sent}</b>`] : []),
    ...(putOff(ticket, currentView()) ? [`ready from ${clockOf(ticket.ready_at ?? "")}`] : []),
    ...[[ticket.interpreter, ticket.needs.includes("interpreter") && "interpreter"].filter(Boolean).join(" ")].filter(
      Boolean,
    ),
    ...ticket.needs.filter((/** @type {string} */ id) => id !== "interpreter").map(need),
    ...ticket.then.map(({ name }) => `then ${name}`),
    ...[ticket.note, ticket.reason].filter(Boolean),
  ];
  return notes.length
    ? html` <span class="row-notes">${notes.map((note, index) => html`${index ? " · " : ""}${note}`)}</span>`
    : nothing;
}

/**
 * @param {string} kind
 * @param {string} title
 * @param {Ticket[]} tickets
 * @param {string} why why nothing can be done about any of them now; said once
 * @param {(ticket: Ticket) => unknown} row
 */
const aside = (kind, title, tickets, why, row) => html`<section class="card ${kind}" aria-labelledby="${kind}-title">
  <div class="list-head"><h2 id="${kind}-title">${title} <span class="quiet">${tickets.length}</span></h2><p class="list-why">${why}</p></div>
  <ul class="rows">${repeat(tickets, (ticket) => ticket.id, row)}</ul>
</section>`;

/** @param {import("./model.js").Scene} scene */
const whyNotResume = (scene) => (desk.stale ? NO_SERVER : whyNotServe(scene));

/** @param {Ticket} ticket @param {import("./model.js").Scene} scene */
function heldRow(ticket, scene) {
  const until = ticket.held_until ? `, until ${clockOf(ticket.held_until)}` : "";
  const words = html`${ticket.reason || ticket.service.name}
    <span class="row-notes">${isDue(ticket) ? html`<b class="due">due now</b> · ` : ""}counter ${ticket.held_for}, since ${clockOf(ticket.held_at ?? "")}${until}</span>`;
  return sideRow(ticket, words, "Resume", whyNotResume(scene), () => resume(ticket));
}

/** @param {Ticket} ticket on hold @returns {boolean} whether the time for the agent's reminder has come */
export const isDue = (ticket) => ticket.held_until !== null && clock.now() >= Date.parse(ticket.held_until);

/** @param {Ticket} ticket */
function missedRow(ticket) {
  const how = outcomeName(ticket.outcome ?? "");
  const until = Date.parse(ticket.ended_at ?? "") + setup.reinstate_minutes * 60_000;
  const words = `${how} ${clockOf(ticket.ended_at ?? "")}, may come back until ${clockOf(until)}`;
  const why = desk.stale ? NO_SERVER : isTooLate(ticket) ? "Too late to put back." : "";
  return sideRow(ticket, words, "Put back", why, () => reinstate(ticket));
}

/** @param {Ticket} ticket @param {unknown} words @param {string} label @param {string} why @param {() => void} act */
const sideRow = (ticket, words, label, why, act) => html`<li class="row">
  ${number(ticket)}
  <span class="row-what"><span class="row-service">${words}</span></span>
  <button type="button" class="small" aria-label="${label} ${ticket.number}" aria-disabled=${why || desk.pending ? "true" : "false"}
    @click=${() => (why ? report(why, true) : act())}>${label}</button>
</li>`;

/** @param {import("./model.js").Scene} scene */
export function counters(scene) {
  return html`<ul class="counters" aria-label="All counters">
    ${repeat(
      currentView().counters,
      (counter) => counter.id,
      (counter) => counterCell(counter, scene),
    )}
  </ul>`;
}

/** @param {Counter} counter @param {import("./model.js").Scene} scene */
function counterCell(counter, scene) {
  const ticket = visitorAt(currentView(), counter.id);
  const since = ticket ? (ticket.started_at ?? ticket.called_at) : counter.since;
  const mine = counter.id === scene.counter?.id;
  return html`<li class="counter-cell ${mine ? "mine" : ""} ${counter.state}">
    <b>${counter.name}${mine ? html`<span class="visually-hidden"> (yours)</span>` : nothing}</b>
    <span class="pill ${counter.state}">${stateName(counter)}</span>
    <span class="doing">${[counter.agent, activityAt(counter, ticket)].filter(Boolean).join(" · ")}</span>
    <span class="quiet">${lasting(counter, ticket !== null, clock.since(since))}</span>
  </li>`;
}

// @ts-check
/** What a manager reads: every center at a glance, today's figures, queues, counters, tickets on hold. */
import { html, nothing } from "lit-html";
import { clockOf } from "now-serving/staff.js";
import { activityAt, lasting, stateName, visitorAt } from "../shared/counters.js";
import { band, counted, duration } from "../shared/format.js";
import { clock, setup } from "../shared/session.js";
import { unseen } from "./alerts.js";
import { currentView, floor } from "./state.js";

/**
 * @typedef {import("../shared/counters.js").Counter} Counter
 * @typedef {import("../shared/counters.js").Queue} Queue
 * @typedef {import("../shared/counters.js").Ticket} Ticket
 * @typedef {import("../shared/counters.js").View} View
 */

/** @param {View} view */
function totals(view) {
  const sum = (/** @type {"waiting" | "beyond_target"} */ name) =>
    view.queues.reduce((all, queue) => all + queue[name], 0);
  const longest = Math.max(0, ...waitsNow(view).map((/** @type {{waited: number}} */ { waited }) => waited));
  const open = view.counters.filter((counter) => counter.state === "open").length;
  return { waiting: sum("waiting"), longest, beyond: sum("beyond_target"), open, counters: view.counters.length };
}

/** @param {View} view */
const waitsNow = (view) =>
  view.tickets
    .filter((ticket) => ticket.state === "waiting")
    .map((ticket) => ({ ticket, waited: clock.since(ticket.issued_at) }));

/** Every center the manager may act at; the links go from one to another. */
export function glance() {
  return html`<nav aria-label="Centers"><ul class="centers">${setup.centers.map(center)}</ul></nav>`;
}

/** @param {{id: string, name: string}} center */
function center({ id, name }) {
  const view = floor.views.get(id);
  const now = view && totals(view);
  const stale = floor.stale.has(id) ? "no connection" : "";
  return html`<li><a class="card center" href="/manager/${id}" aria-current=${id === setup.location ? "page" : "false"}>
    <b>${name}</b>
    <span class="quiet">${stale || (!view ? "One moment…" : view.open ? `open until ${clockOf(view.closes_at ?? "")}` : "closed now")}</span>
    ${
      now
        ? html`<span class="center-facts">
          <span><b>${now.waiting}</b> waiting</span>
          <span>longest <b>${now.waiting ? duration(now.longest) : "–"}</b></span>
          <span class=${now.beyond ? "band beyond" : ""}><b>${now.beyond}</b> beyond target</span>
          <span><b>${now.open}</b> of ${now.counters} counters</span>
          ${unseen(view).length ? html`<span class="band beyond"><b>${counted(unseen(view).length, "alert")}</b></span>` : nothing}
        </span>`
        : nothing
    }
  </a></li>`;
}

export function figures() {
  const day = currentView().today;
  const share = (/** @type {number} */ part) => (day.arrivals ? `${Math.round((part / day.arrivals) * 100)}%` : "");
  return html`<section class="card figures" aria-labelledby="today-title">
    <h2 id="today-title">Today</h2>
    <dl>
      ${figure("Arrivals", day.arrivals)}
      ${figure("Served", day.served)}
      ${figure("No-show", day.no_show, share(day.no_show))}
      ${figure("Left", day.left, share(day.left))}
      ${day.not_reached ? figure("Not reached", day.not_reached, share(day.not_reached)) : nothing}
    </dl>
    <h2>Waits, from ticket to call</h2>
    <dl>
      ${figure("Mean", brief(day.mean_wait_seconds))}
      ${figure("Median", brief(day.p50_wait_seconds))}
      ${figure("P90", brief(day.p90_wait_seconds))}
      ${figure("Longest", brief(day.longest_wait_seconds))}
      ${figure("Within target", day.within_target_share == null ? "–" : `${Math.round(day.within_target_share * 100)}%`)}
    </dl>
  </section>`;
}

/** @param {number | null | undefined} seconds @returns {string} a duration that fits under a heading */
const brief = (seconds) => (seconds == null ? "–" : seconds < 60 ? "< 1 min" : duration(seconds));

/** @param {string} name @param {unknown} value @param {string} [beside] */
const figure = (name, value, beside = "") =>
  html`<div><dt>${name}</dt><dd>${value} ${beside ? html`<small>${beside}</small>` : nothing}</dd></div>`;

/** @param {(queue: Queue) => void} manage */
export function queueTable(manage) {
  return html`<section class="card" aria-labelledby="queues-title">
    <h2 id="queues-title">Queues</h2>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="queues-title"><table>
      <thead><tr>
        <th scope="col">Queue</th><th scope="col" class="count">Waiting</th><th scope="col" class="count">Longest</th>
        <th scope="col" class="count">Beyond target</th><th scope="col" class="count">Counters open</th>
        <th scope="col" class="count">Forecast</th>
      </tr></thead>
      <tbody>${currentView().queues.map((queue) => queueRow(queue, manage))}</tbody>
    </table></div>
  </section>`;
}

/** Where a wait stands to its target, in as few words as a column has room for. */
const STANDS = { within: "", near: ", near", beyond: ", over" };

/** @param {Queue} queue @param {(queue: Queue) => void} manage */
function queueRow(queue, manage) {
  const longest = queue.longest_wait_seconds;
  const stands = longest == null ? null : band(longest, queue.target_seconds);
  const unserved = queue.waiting && !queue.counters_open;
  return html`<tr class=${queue.waiting ? "" : "idle"}>
    <th scope="row"><b class="letter">${queue.letter}</b> ${queue.gone ? queue.name : html`<button type="button" class="name" @click=${() => manage(queue)}>${queue.name}</button>`}
      ${queue.closed ? html`<span class="pill paused" title=${queue.closed}>Closed</span>` : nothing}</th>
    <td class="count"><b>${queue.waiting}</b></td>
    <td class="count">${stands ? html`<span class="band ${stands.band}">${duration(longest ?? 0)}${/** @type {any} */ (STANDS)[stands.band]}</span>` : "–"}</td>
    <td class="count ${queue.beyond_target ? "band beyond" : ""}">${queue.beyond_target}</td>
    <td class="count ${unserved ? "band beyond" : ""}">${queue.counters_open || (unserved ? "none" : 0)}</td>
    <td class="count">${forecast(queue.wait)}</td>
  </tr>`;
}

/** @param {{low_minutes: number, high_minutes: number} | null} wait @returns {string} such as `5–10 min`, as it is quoted to visitors */
function forecast(wait) {
  if (!wait) return "–";
  return wait.low_minutes ? `${wait.low_minutes}–${wait.high_minutes} min` : `under ${wait.high_minutes} min`;
}

/** The tickets on hold: since when, and until when. */
export function heldTable() {
  const aside = currentView().tickets.filter(({ state }) => state === "held");
  if (!aside.length) return nothing;
  return html`<section class="card" aria-labelledby="held-title">
    <h2 id="held-title">On hold</h2>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="held-title"><table>
      <thead class="visually-hidden"><tr><th scope="col">Ticket</th><th scope="col">Service, and why</th><th scope="col">Since</th></tr></thead>
      <tbody>${aside.map((ticket) => heldRow(ticket))}</tbody>
    </table></div>
  </section>`;
}

/** @param {Ticket} ticket */
function heldRow(ticket) {
  const due = ticket.held_until && clock.now() >= Date.parse(ticket.held_until);
  return html`<tr>
    <th scope="row"><b>${ticket.number}</b></th>
    <td class="wide">${ticket.service.name} <small>${ticket.reason}</small></td>
    <td class="count">${ticket.held_at ? html`since ${clockOf(ticket.held_at)} <small>${duration(clock.since(ticket.held_at))}</small>` : "–"}
      ${ticket.held_until ? html`<small class=${due ? "band beyond" : ""}>${due ? "was due" : "until"} ${clockOf(ticket.held_until)}</small>` : nothing}</td>
  </tr>`;
}

/** @param {(counter: Counter) => void} manage */
export function counterTable(manage) {
  return html`<section class="card" aria-labelledby="counters-title">
    <h2 id="counters-title">Counters</h2>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="counters-title"><table>
      <thead class="visually-hidden"><tr>
        <th scope="col">Counter</th><th scope="col">State</th><th scope="col">Agent</th><th scope="col">For</th>
      </tr></thead>
      <tbody>${currentView().counters.map((counter) => counterRow(counter, manage))}</tbody>
    </table></div>
  </section>`;
}

/** @param {Counter} counter @param {(counter: Counter) => void} manage */
function counterRow(counter, manage) {
  const ticket = visitorAt(currentView(), counter.id);
  const since = ticket ? (ticket.started_at ?? ticket.called_at) : counter.since;
  return html`<tr>
    <th scope="row"><button type="button" class="name" @click=${() => manage(counter)}>${counter.name}</button></th>
    <td><span class="pill ${counter.state}">${stateName(counter)}</span></td>
    <td>${counter.agent} <small>${activityAt(counter, ticket)}</small></td>
    <td class="count last">${lasting(counter, ticket !== null, clock.since(since)) || "–"}</td>
  </tr>`;
}

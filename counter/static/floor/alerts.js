// @ts-check
/** What needs the manager now: calls, alarms and alerts by the location's rules; seen once, rung only if wished. */
import { html, nothing } from "lit-html";
import { chime } from "../shared/chime.js";
import { askReopen } from "./day_dialogs.js";
import { change, floor, here } from "./state.js";
import { kept, say, setup } from "../shared/session.js";
import { counted, wallClock } from "../shared/format.js";

const clockOf = wallClock(setup.timezone);
/** A quiet alarm never makes a sound, anywhere. */
const SILENT = "alarm";
/** An emergency rings also where sound is off. */
const RINGS = "emergency";
/** Alerts that were already told, by center. @type {Map<string, Set<string>>} */
const told = new Map();

/** @param {any} view @returns {any[]} what nobody has seen yet */
export const fresh = (view) => view.alerts.filter((/** @type {any} */ alert) => !alert.seen_at);

/** Say, and if wished ring, what is new at a center. @param {string} center @param {any} view */
export function announce(center, view) {
  const known = told.get(center);
  const now = fresh(view);
  told.set(center, new Set(now.map((alert) => alert.key)));
  const news = now.filter((alert) => !known?.has(alert.key));
  if (!news.length) return;
  const where = center === setup.location ? "" : `${view.name}: `;
  say(where + news.map((alert) => alert.words).join(" "), "arrivals");
  if (news.some(({ kind }) => kind === RINGS || (kept.sound && kind !== SILENT))) chime();
}

/** Mark the most urgent alert as seen, or say that one comes. */
export function seeFirst() {
  const [first] = fresh(here());
  if (first) see(first);
}

/** @param {any} alert */
function see(alert) {
  if (alert.call) change("POST", `/calls/${alert.call}/answer`, undefined, "They are told that you come.");
  else change("POST", "/alerts/seen", { key: alert.key }, "Marked as seen.");
}

export function attention() {
  const view = here();
  const now = fresh(view);
  const seen = view.alerts.filter((/** @type {any} */ alert) => alert.seen_at);
  return html`<section class="attention ${now.length ? "some" : ""}" aria-label="What needs you now">
    <div>
      ${view.over ? dayOver(view.over) : nothing}
      ${now.length
        ? html`<ul class="alerts">${now.map((alert, index) => row(alert, index === 0))}</ul>`
        : html`<p>${seen.length ? "Nothing new." : "Nothing needs you now."}</p>`}
      ${seen.length
        ? html`<ul class="alerts seen">${seen.map(
            (/** @type {any} */ alert) => html`<li><span>${alert.words}</span>
              <small>seen by ${alert.seen_by || "somebody"}, ${clockOf(alert.seen_at)}</small></li>`,
          )}</ul>`
        : nothing}
    </div>
    <button type="button" class="small" aria-pressed=${kept.sound ? "true" : "false"} @click=${() => {
      kept.sound = !kept.sound;
      if (kept.sound) chime();
      floor.draw();
    }}>Sound ${kept.sound ? "on" : "off"}</button>
  </section>`;
}

/** @param {any} alert @param {boolean} first */
function row(alert, first) {
  const words = alert.call ? "I am coming" : "Seen";
  const id = `alert-${alert.key}`;
  return html`<li class=${alert.kind}><span id=${id}>${alert.words}</span>
    <button type="button" class="small" aria-describedby=${id} aria-keyshortcuts=${first ? "S" : nothing}
      @click=${() => see(alert)}>${words} ${first ? html`<kbd>S</kbd>` : nothing}</button></li>`;
}

/** @param {{ended_at: string, not_reached: number, reason: string}} over */
function dayOver(over) {
  const left = over.not_reached ? ` ${counted(over.not_reached, "visitor was", "visitors were")} not reached.` : " Everybody was seen to.";
  return html`<p class="over"><span>The day ended at ${clockOf(over.ended_at)}.${left} ${over.reason}</span>
    <button type="button" class="small" @click=${askReopen}>Reopen</button></p>`;
}

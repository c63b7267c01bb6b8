// @ts-check
/** What needs the manager now: calls, alarms and alerts by the location's rules; with a sound only if wished. */
import { html, nothing } from "lit-html";
import { clockOf, say } from "now-serving/staff.js";
import { chime } from "../shared/chime.js";
import { counted } from "../shared/format.js";
import { kept, setup } from "../shared/session.js";
import { askReopen } from "./day_dialogs.js";
import { change, currentView, floor } from "./state.js";

/**
 * @typedef {import("../shared/counters.js").Alert} Alert
 * @typedef {import("../shared/counters.js").View} View
 */

/** A quiet alarm never makes a sound, anywhere. */
const SILENT = "alarm";
/** An emergency rings also where sound is off. */
const RINGS = "emergency";
/** The alerts that were already announced, by center. @type {Map<string, Set<string>>} */
const announced = new Map();

/** @param {View} view @returns {Alert[]} the alerts that no manager has seen yet */
export const unseen = (view) => view.alerts.filter((alert) => !alert.seen_at);

/** Read out the new alerts of a center, with a sound if wished. @param {string} center @param {View} view */
export function announce(center, view) {
  const known = announced.get(center);
  const now = unseen(view);
  announced.set(center, new Set(now.map((alert) => alert.key)));
  const added = now.filter((alert) => !known?.has(alert.key));
  if (!added.length) return;
  const where = center === setup.location ? "" : `${view.name}: `;
  say(where + added.map((alert) => alert.words).join(" "), "arrivals");
  if (added.some(({ kind }) => kind === RINGS || (kept.sound && kind !== SILENT))) chime();
}

/** Mark the most urgent alert as seen; answer it if it is a call. */
export function markFirstSeen() {
  const [first] = unseen(currentView());
  if (first) see(first);
}

/** @param {Alert} alert */
function see(alert) {
  if (alert.call) change("POST", `/calls/${alert.call}/answer`, undefined, "They are told that you come.");
  else change("POST", "/alerts/seen", { key: alert.key }, "Marked as seen.");
}

export function attention() {
  const view = currentView();
  const now = unseen(view);
  const seen = view.alerts.filter((alert) => alert.seen_at);
  return html`<section class="attention ${now.length ? "some" : ""}" aria-label="What needs you now">
    <div>
      ${view.over ? dayOver(view.over) : nothing}
      ${
        now.length
          ? html`<ul class="alerts">${now.map((alert, index) => row(alert, index === 0))}</ul>`
          : html`<p>${seen.length ? "Nothing new." : "Nothing needs you now."}</p>`
      }
      ${
        seen.length
          ? html`<ul class="alerts seen">${seen.map(
              (alert) => html`<li><span>${alert.words}</span>
              <small>seen by ${alert.seen_by || "somebody"}, ${clockOf(alert.seen_at ?? "")}</small></li>`,
            )}</ul>`
          : nothing
      }
    </div>
    <button type="button" class="small" aria-pressed=${kept.sound ? "true" : "false"} @click=${() => {
      kept.sound = !kept.sound;
      if (kept.sound) chime();
      floor.draw();
    }}>Sound ${kept.sound ? "on" : "off"}</button>
  </section>`;
}

/** @param {Alert} alert @param {boolean} first */
function row(alert, first) {
  const words = alert.call ? "I am coming" : "Seen";
  const id = `alert-${alert.key}`;
  return html`<li class=${alert.kind}><span id=${id}>${alert.words}</span>
    <button type="button" class="small" aria-describedby=${id} aria-keyshortcuts=${first ? "S" : nothing}
      @click=${() => see(alert)}>${words} ${first ? html`<kbd>S</kbd>` : nothing}</button></li>`;
}

/** @param {{ended_at: string, not_reached: number, reason: string}} over */
function dayOver(over) {
  const left = over.not_reached
    ? ` ${counted(over.not_reached, "visitor was", "visitors were")} not reached.`
    : " Every visitor was served.";
  return html`<p class="over"><span>The day ended at ${clockOf(over.ended_at)}.${left} ${over.reason}</span>
    <button type="button" class="small" @click=${askReopen}>Reopen</button></p>`;
}

// @ts-check
/** The choice of a counter: which agent sits where, and what each serves. */
import { html, nothing } from "lit-html";
import { agentAt, stateName } from "../shared/counters.js";
import { counted, duration } from "../shared/format.js";
import { clock, setup } from "../shared/session.js";
import { askTakeOver } from "./desk_dialogs.js";
import { sitAt } from "./own_counter.js";
import { queueName } from "./service_dialogs.js";
import { currentView } from "./state.js";

/** @typedef {import("../shared/counters.js").Counter} Counter */

export function chooser() {
  return html`<main class="chooser">
    <h1>Where do you sit, ${setup.me}?</h1>
    <p class="quiet">The counter’s digit takes you there.</p>
    <ul class="seats">${currentView().counters.map(card)}</ul>
  </main>`;
}

/** Sit down at the counter with a digit. @param {string} key @returns {boolean} whether there is one */
export function chooseByKey(key) {
  const counter = currentView().counters.find(({ id }) => id === key);
  if (counter) choose(counter);
  return counter !== undefined;
}

/** @param {Counter} counter */
const isAnothers = (counter) => counter.state !== "closed" && counter.agent !== setup.me;

/** @param {Counter} counter */
const choose = (counter) => (isAnothers(counter) ? askTakeOver(counter, () => sitAt(counter.id)) : sitAt(counter.id));

/** @param {Counter} counter */
function card(counter) {
  const taken = isAnothers(counter);
  const waits = currentView()
    .queues.filter((queue) => counter.serves.includes(queue.id))
    .reduce((sum, queue) => sum + queue.waiting, 0);
  const words = taken ? `Take over from ${agentAt(counter)}` : counter.state === "closed" ? "Sit here" : "Go on here";
  return html`<li class="card seat">
    <h2>${counter.name} <span class="pill ${counter.state}">${stateName(counter)}</span></h2>
    <p>${counter.state === "closed" ? "Nobody sits here." : html`<b>${agentAt(counter)}</b>, ${duration(clock.since(counter.since))}`}</p>
    <p class="quiet">${counter.serves.map(queueName).join(", ")}</p>
    <p class="quiet">${counted(waits, "visitor waits", "visitors wait")} for this.</p>
    <button type="button" class=${taken ? "" : "primary"} aria-label="${words}: ${counter.name}"
      aria-keyshortcuts=${counter.id.length === 1 ? counter.id : nothing} @click=${() => choose(counter)}>${words}</button>
  </li>`;
}

// @ts-check
/** The two dialogs that choose a service: transfer a visitor, and add a walk-up. */
import { html } from "lit-html";
import { frame, openDialog, redrawDialog } from "../shared/dialog.js";
import { NOTABLE_NEEDS, need } from "../shared/format.js";
import { Picker } from "../shared/picker.js";
import { randomKey, setup } from "../shared/session.js";
import { transferTargets } from "./model.js";
import { currentView, desk, NO_SERVER, send } from "./state.js";

/** @typedef {import("../shared/counters.js").Ticket} Ticket */

/** @param {string} queue @returns {string} a queue's letter and name */
export function queueName(queue) {
  const found = desk.view?.queues.find((each) => each.id === queue);
  return found ? found.name : "";
}

/** @param {string} queue @returns {string} how many wait there, and whether any open counter serves it */
function queueNow(queue) {
  const found = desk.view?.queues.find((each) => each.id === queue);
  if (!found) return "";
  const served = found.counters_open ? "" : " No open counter serves it now.";
  return `${found.waiting} waiting in that queue.${served}`;
}

/** @param {Picker} picker @returns {string} why the dialog cannot be sent now */
const whyNot = (picker) => (desk.stale ? NO_SERVER : picker.picked ? "" : "Choose a service.");

const focusOn = (/** @type {string} */ id) => document.getElementById(id)?.focus();

/**
 * Transfer a visitor: to a service, to one counter or agent, or to a service there.
 * @param {Ticket} visitor
 * @param {string} from the counter that the visitor leaves, which is no target; empty for a waiting visitor
 * @param {(body: object, words: string) => void} then
 */
export function askTransfer(visitor, from, then) {
  const picker = new Picker({
    label: "To which service?",
    nameOf: queueName,
    onPick: () => focusOn("note"),
    optional: true,
  });
  let only = "";
  const targets = () => transferTargets(currentView(), from);
  const why = () =>
    desk.stale ? NO_SERVER : picker.picked || only ? "" : "Choose a service, or a counter or an agent.";
  openDialog(() =>
    frame({
      title: `Transfer ${visitor.number}`,
      confirm: "Transfer",
      why: why(),
      body: html`<div class="stack">
        ${picker.template()}
        <p class="quiet" ?hidden=${!picker.picked}>${picker.picked ? queueNow(picker.picked.queue) : ""} Number and place in time stay.</p>
        <label for="note">Note for the next desk <span class="quiet">(never a visitor’s name)</span></label>
        <input id="note" name="note" maxlength="400" autocomplete="off" value=${visitor.note}>
        <div class="pair">
          <label for="only">Called by
            <select id="only" name="only" @keydown=${sendOnEnter} @change=${(/** @type {any} */ event) => {
              only = event.target.value;
              redrawDialog();
            }}>
              <option value="">any counter that serves it</option>
              ${targets().map(({ value, words }) => html`<option value=${value}>${words}</option>`)}
            </select></label>
          <label for="place">Place in line
            <select id="place" name="place" @keydown=${sendOnEnter}>
              <option value="sorted">by when they came</option>
              <option value="front">at the front</option>
              <option value="end">at the end</option>
            </select></label>
        </div>
      </div>`,
      onConfirm: (fields) => {
        const [kind, who] = only.split(":");
        const body = {
          ...(picker.picked ? { service: picker.picked.id } : {}),
          ...(only ? { [kind]: who } : {}),
          place: fields.get("place"),
          note: String(fields.get("note")).trim(),
        };
        const target = targets()
          .find(({ value }) => value === only)
          ?.words.split(",")[0];
        then(body, [picker.picked?.name, target].filter(Boolean).join(", "));
      },
    }),
  );
}

/** A list of choices does not send its form on Enter by itself. @param {KeyboardEvent} event */
function sendOnEnter(event) {
  if (event.key !== "Enter") return;
  event.preventDefault();
  /** @type {HTMLSelectElement} */ (event.target).form?.requestSubmit();
}

/** Issue a ticket for a visitor who came straight to the counter. */
export function askWalkUp() {
  const key = randomKey(); // one dialog, one ticket, however often it is sent
  const picker = new Picker({ label: "What do they come for?", nameOf: queueName, onPick: () => focusOn("language") });
  openDialog(() =>
    frame({
      title: "Add a walk-up",
      confirm: "Issue the ticket",
      why: whyNot(picker),
      body: html`<div class="stack">
        ${picker.template()}
        <p class="quiet" ?hidden=${!picker.picked}>${picker.picked ? queueNow(picker.picked.queue) : ""}</p>
        <label for="language">Language</label>
        <select id="language" name="language" @keydown=${sendOnEnter}>
          ${setup.languages.map(([tag, name]) => html`<option value=${tag}>${name}</option>`)}
        </select>
        <fieldset class="needs">
          <legend>Needs</legend>
          ${NOTABLE_NEEDS.map(
            (id) => html`<label class="tick"><input type="checkbox" name="need" value=${id}> ${need(id)}</label>`,
          )}
        </fieldset>
      </div>`,
      onConfirm: (fields) => {
        if (picker.picked) issue(picker.picked, fields, key);
      },
    }),
  );
}

/** @param {{id: string, name: string}} service @param {FormData} fields @param {string} key */
async function issue(service, fields, key) {
  const ticket = await send({
    id: "walk-up",
    path: `/locations/${setup.location}/tickets`,
    body: { service: service.id, language: fields.get("language"), needs: fields.getAll("need"), print: setup.paper },
    headers: { "Idempotency-Key": key },
    done: (/** @type {import("now-serving-api").TicketView} */ issued) =>
      `${issued.number} issued for ${service.name}.`,
  });
  if (ticket) openDialog(() => issued(ticket, service));
  redrawDialog();
}

/** @param {import("now-serving-api").TicketView} ticket @param {{name: string}} service */
const issued = (ticket, service) =>
  frame({
    title: "Tell the visitor this number",
    body: html`<p class="number issued">${ticket.number}</p>
      <p>${service.name}. ${ticket.ahead ? `${ticket.ahead} ahead.` : "Next in line."}</p>`,
  });

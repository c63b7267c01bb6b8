// @ts-check
/** Dialogs about one visit: which one, a note, further services, what was done, quick service. */
import { html, nothing } from "lit-html";
import { closeDialog, frame, openDialog, redrawDialog } from "../shared/dialog.js";
import { Picker } from "../shared/picker.js";
import { randomKey, setup } from "../shared/session.js";
import { queueName } from "./service_dialogs.js";
import { desk, NO_SERVER, send } from "./state.js";

/** @typedef {import("../shared/counters.js").Ticket} Ticket */

const nameOf = new Map(setup.services.map((service) => [service.id, service.name]));
const focusOn = (/** @type {string} */ id) => document.getElementById(id)?.focus();
const MOST_LISTED = 8;

/**
 * Choose a ticket by typing a part of its number or its service.
 * @param {string} title
 * @param {() => Ticket[]} tickets those who can be chosen now
 * @param {(ticket: Ticket) => void} then
 */
export function askWhich(title, tickets, then) {
  let typed = "";
  const matching = () =>
    tickets().filter(({ number, service }) =>
      `${number} ${service.name}`.toLowerCase().includes(typed.trim().toLowerCase()),
    );
  const choose = (/** @type {Ticket} */ ticket) => {
    closeDialog();
    then(ticket);
  };
  openDialog(() => {
    const found = matching();
    return frame({
      title,
      confirm: found.length ? `Choose ${found[0].number}` : "Choose",
      why: found.length ? "" : "Nobody like that is waiting.",
      body: html`<div class="stack">
        <label for="which">Number or service</label>
        <input id="which" autocomplete="off" autofocus @input=${(/** @type {any} */ event) => {
          typed = event.target.value;
          redrawDialog();
        }}>
        <ul class="which" aria-label="Those who wait">
          ${found.slice(0, MOST_LISTED).map(
            (ticket) => html`<li><button type="button" class="reason" @click=${() => choose(ticket)}>
              <b>${ticket.number}</b> ${ticket.service.name}</button></li>`,
          )}
        </ul>
        ${found.length > MOST_LISTED ? html`<p class="quiet">and ${found.length - MOST_LISTED} more</p>` : nothing}
      </div>`,
      onConfirm: () => {
        // The dialog that follows must not be closed with this one.
        closeDialog();
        then(found[0]);
        return false;
      },
    });
  });
}

/** @param {Ticket} visitor @param {(note: string) => void} then */
export function askNote(visitor, then) {
  openDialog(() =>
    frame({
      title: `Note on ${visitor.number}`,
      confirm: "Keep the note",
      why: desk.stale ? NO_SERVER : "",
      body: html`<div class="stack">
        <label for="note">For the next desk <span class="quiet">(never a visitor’s name)</span></label>
        <input id="note" name="note" maxlength="400" autocomplete="off" autofocus value=${visitor.note}>
      </div>`,
      onConfirm: (fields) => then(String(fields.get("note")).trim()),
    }),
  );
}

/** @param {Ticket} visitor @param {(service: {id: string, name: string}) => void} then @param {(service: {id: string, name: string}) => void} drop */
export function askAdd(visitor, then, drop) {
  const picker = new Picker({
    label: "What else do they come for?",
    nameOf: queueName,
    onPick: () => focusOn("dialog-confirm"),
  });
  const why = () => {
    if (desk.stale) return NO_SERVER;
    if (!picker.picked) return "Choose a service.";
    const had = [visitor.service, ...visitor.then].some(({ id }) => id === picker.picked?.id);
    return had ? "The visit has that service already." : "";
  };
  openDialog(() =>
    frame({
      title: `Add a service for ${visitor.number}`,
      confirm: "Add it",
      why: why(),
      body: html`<div class="stack">
        ${picker.template()}
        <p class="quiet">Same number; they go on to it when this one is finished, their place in time kept.</p>
        ${visitor.then.map(
          (service) => html`<p class="to-come">Then: <b>${service.name}</b>
            <button type="button" class="small" @click=${() => {
              closeDialog();
              drop(service);
            }}>Take off<span class="visually-hidden"> ${service.name}</span></button></p>`,
        )}
      </div>`,
      onConfirm: () => picker.picked && then(picker.picked),
    }),
  );
}

/** A list of what was done: services and how many times each. */
class DoneList {
  /** @param {string[]} services */
  constructor(services) {
    /** @type {Map<string, number>} */
    this.counts = new Map(services.map((id) => [id, 1]));
    this.picker = new Picker({ label: "And what else?", nameOf: queueName, onPick: () => this.add(), optional: true });
  }

  add() {
    const { picked } = this.picker;
    if (!picked) return;
    this.counts.set(picked.id, (this.counts.get(picked.id) ?? 0) + 1);
    this.picker.clear();
  }

  /** @param {string} id @param {number} count */
  set(id, count) {
    if (count > 0) this.counts.set(id, Math.min(99, Math.floor(count)));
    else this.counts.delete(id);
    redrawDialog();
  }

  entries() {
    return [...this.counts].map(([service, count]) => ({ service, count }));
  }

  rows() {
    return html`<ul class="done">
      ${[...this.counts].map(([id, count]) => {
        const name = nameOf.get(id) ?? id;
        return html`<li>
          <span>${name}</span>
          <input type="number" min="0" max="99" aria-label="How many times: ${name}" .value=${String(count)}
            @change=${(/** @type {any} */ event) => this.set(id, Number(event.target.value))}>
        </li>`;
      })}
    </ul>`;
  }
}

const settled = html`<label class="tick"><input type="checkbox" name="resolved" checked> It is settled; nothing is left to do</label>`;

/** @param {Ticket} visitor @param {(body: {done: {service: string, count: number}[], resolved: boolean}) => void} then */
export function askFinish(visitor, then) {
  const done = new DoneList([visitor.service.id]);
  openDialog(() =>
    frame({
      title: `Finish ${visitor.number}: what was done?`,
      confirm: "Finish",
      why: desk.stale ? NO_SERVER : done.counts.size ? "" : "Say what was done.",
      body: html`<div class="stack">${done.rows()} ${settled} ${done.picker.template()}
        ${visitor.then.length ? html`<p class="quiet">Still to come: ${visitor.then.map(({ name }) => name).join(", ")}. What is done here is not waited for again.</p>` : nothing}
      </div>`,
      onConfirm: (fields) => then({ done: done.entries(), resolved: fields.has("resolved") }),
    }),
  );
}

/** Record a service for a visitor without a ticket. */
export function askQuick() {
  const key = randomKey(); // one dialog, one record, however often it is sent
  const picker = new Picker({ label: "What was done?", nameOf: queueName, onPick: () => focusOn("minutes") });
  openDialog(() =>
    frame({
      title: "Quick service, without a ticket",
      confirm: "Record it",
      why: desk.stale ? NO_SERVER : picker.picked ? "" : "Choose a service.",
      body: html`<div class="stack">
        ${picker.template()}
        <div class="pair">
          <label for="minutes">Minutes it took <input id="minutes" name="minutes" type="number" min="0" max="240" step="1" value="1"></label>
          <label for="count">How many times <input id="count" name="count" type="number" min="1" max="99" value="1"></label>
        </div>
        ${settled}
        <p class="quiet">Counted as a service without a wait. No number is given, and nobody’s place changes.</p>
      </div>`,
      onConfirm: (fields) => picker.picked && record(picker.picked, fields, key),
    }),
  );
}

/** @param {{id: string, name: string}} service @param {FormData} fields @param {string} key */
function record(service, fields, key) {
  const minutes = String(fields.get("minutes"));
  send({
    id: "quick",
    path: `/locations/${setup.location}/counters/${desk.counter}/quick`,
    body: {
      service: service.id,
      count: Number(fields.get("count")) || 1,
      minutes: minutes === "" ? null : Number(minutes),
      resolved: fields.has("resolved"),
    },
    headers: { "Idempotency-Key": key },
    undoable: "quick service",
    done: () => `${service.name} is recorded.`,
  });
}

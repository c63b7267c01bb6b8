// @ts-check
/** The dialog in which an agent or a manager changes what a counter serves. */
import { html } from "lit-html";
import { frame, openDialog, redrawDialog } from "./dialog.js";

/**
 * @typedef {import("./counters.js").Counter} Counter
 * @typedef {import("./counters.js").Queue} Queue
 */

/**
 * @param {Counter} counter
 * @param {Queue[]} queues those of the view
 * @param {(services: string[]) => void} then
 * @param {unknown} [more] what else the dialog offers
 */
export function askWhatServes(counter, queues, then, more = "") {
  const chosen = new Set(counter.serves);
  const usual = new Set(counter.may_serve);
  const toggle = (/** @type {string} */ id, /** @type {boolean} */ on) => {
    if (on) chosen.add(id);
    else chosen.delete(id);
    redrawDialog();
  };
  openDialog(() =>
    frame({
      title: `What ${counter.name} serves`,
      confirm: "Serve these",
      why: chosen.size ? "" : "Choose at least one. To serve nobody, pause.",
      body: html`<fieldset class="queues-served">
          <legend class="visually-hidden">Queues</legend>
          ${queues
            .filter(({ gone }) => !gone)
            .map(
              (queue) => html`<label class="tick">
              <input type="checkbox" .checked=${chosen.has(queue.id)}
                @change=${(/** @type {any} */ event) => toggle(queue.id, event.target.checked)}>
              <b class="letter">${queue.letter}</b> ${queue.name}
              <span class="quiet">${queue.waiting} waiting${usual.has(queue.id) ? "" : ", not usual here"}</span>
            </label>`,
            )}
        </fieldset>
        ${more}`,
      onConfirm: () => then([...chosen]),
    }),
  );
}

// @ts-check
/** What a manager does to one queue, one counter, one ticket. */
import { html, nothing } from "lit-html";
import { isAstray } from "../shared/counters.js";
import { askReason, closeDialog, frame, openDialog, redrawDialog } from "../shared/dialog.js";
import { counted, outcomeName } from "../shared/format.js";
import { askWhatServes } from "../shared/served_queues.js";
import { setup } from "../shared/session.js";
import { change, currentView, findTicket, sendAct } from "./state.js";

/**
 * @typedef {import("../shared/counters.js").Counter} Counter
 * @typedef {import("../shared/counters.js").Queue} Queue
 * @typedef {import("now-serving-api").TicketView} Found a ticket found by its number
 */

const PAUSES = ["Break", "Meeting", "Helping at another counter"];
const TAKEN_OUT = ["Issued by mistake", "Printed twice", "Tried out"];
const SENT_BACK = ["That counter is no longer there"];
const PUT_BACK = ["Was in the center all the time", "Ended by mistake", "Came back"];

/** Which counters serve a queue, and whether it takes new tickets. @param {Queue} queue */
export function manageQueue(queue) {
  const now = () => currentView().queues.find(({ id }) => id === queue.id);
  const counters = currentView().counters;
  const shut = now()?.closed;
  openDialog(() =>
    frame({
      title: queue.name,
      body: html`<div class="stack">
        ${
          shut
            ? html`<p>Closed to new tickets. <span class="quiet">${shut}</span></p>
              <button type="button" autofocus @click=${() => openQueue(queue)}>Take new tickets again</button>`
            : html`<button type="button" autofocus @click=${() => askClosing(queue)}>Close to new tickets for today…</button>`
        }
        <fieldset class="queues-served"><legend>Counters that serve it</legend>
          ${counters.map(
            (counter) => html`<label class="tick">
              <input type="checkbox" .checked=${counter.serves.includes(queue.id)}
                @change=${(/** @type {any} */ event) => serveHere(counter, queue, event.target.checked)}>
              ${counter.name} <span class="quiet">${[counter.agent, counter.state === "open" ? "" : counter.state].filter(Boolean).join(", ")}</span></label>`,
          )}
        </fieldset>
      </div>`,
    }),
  );
}

/** @param {Queue} queue */
function openQueue(queue) {
  closeDialog();
  change("PUT", `/queues/${queue.id}`, { open: true }, `${queue.name} takes new tickets again.`);
}

/** @param {Queue} queue */
const askClosing = (queue) =>
  askReason({
    title: `Close ${queue.name} for today? Visitors see the reason.`,
    confirm: "Close it",
    usual: setup.usual_closures,
    onReason: (reason) =>
      change(
        "PUT",
        `/queues/${queue.id}`,
        { open: false, reason },
        `${queue.name} takes no new tickets. ${counted(queue.waiting, "visitor who waits is", "visitors who wait are")} still served.`,
      ),
  });

/** @param {Counter} counter @param {Queue} queue @param {boolean} on */
function serveHere(counter, queue, on) {
  const serves = counter.serves.filter((/** @type {string} */ id) => id !== queue.id);
  if (on) serves.push(queue.id);
  if (!serves.length) {
    redrawDialog();
    return;
  }
  counter.serves = serves;
  const will = counter.state === "closed" ? (on ? "will serve" : "will not serve") : on ? "serves" : "no longer serves";
  putCounter(counter, { services: serves }, `${counter.name} ${will} ${queue.name}.`);
}

const putCounter = (/** @type {Counter} */ counter, /** @type {object} */ body, /** @type {string} */ done) =>
  change("PUT", `/counters/${counter.id}`, { keep_agent: true, ...body }, done);

/** @param {Counter} counter */
export function manageCounter(counter) {
  const then = (/** @type {object} */ body, /** @type {string} */ done) => () => {
    closeDialog();
    putCounter(counter, body, done);
  };
  const sits = counter.agent ? `, where ${counter.agent} sits` : "";
  askWhatServes(
    counter,
    currentView().queues,
    (services) => putCounter(counter, { services }, `What ${counter.name} serves is changed.`),
    counter.state === "closed"
      ? html`<p class="quiet">Nobody sits there; it will serve these from its next opening on.</p>`
      : html`<p class="ways-of">
      ${
        counter.state === "open"
          ? html`<button type="button" @click=${() => askPause(counter)}>Pause it…</button>`
          : html`<button type="button" @click=${then({ open: true }, `${counter.name} is open.`)}>Open it again</button>`
      }
      ${counter.ticket ? nothing : html`<button type="button" @click=${then({ open: false }, `${counter.name} is closed.`)}>Close ${counter.name}${sits}</button>`}
    </p>`,
  );
}

/** @param {Counter} counter */
const askPause = (counter) =>
  askReason({
    title: `Pause ${counter.name}?`,
    confirm: "Pause it",
    usual: PAUSES,
    onReason: (reason) => putCounter(counter, { open: false, reason }, `${counter.name} is paused: ${reason}.`),
  });

/** Find a ticket by its number, then take it out or put it back. */
export function askTicket() {
  /** @type {Found | null} */
  let found = null;
  let problem = "";
  const look = async (/** @type {FormData} */ fields) => {
    const number = String(fields.get("number")).trim();
    found = await findTicket(number);
    problem = found ? "" : `There is no ticket ${number.toUpperCase()} today.`;
    redrawDialog();
    /** @type {HTMLElement | null} */ (document.querySelector("#dialog [autofocus]"))?.focus();
  };
  openDialog(() =>
    frame({
      title: found ? found.number : "Find a ticket",
      confirm: found ? "" : "Find",
      body: found
        ? ticket(found)
        : html`<div class="stack"><label for="number">Its number</label>
            <input id="number" name="number" maxlength="8" required autofocus autocomplete="off" placeholder="P042">
            <p class="problem" role="alert" ?hidden=${!problem}>${problem}</p></div>`,
      onConfirm: (fields) => {
        look(fields);
        return false;
      },
    }),
  );
}

const WHERE = {
  waiting: "waits",
  called: "is called",
  serving: "is being served",
  held: "is on hold",
  ended: "has ended",
};

/** @param {Found} one */
function ticket(one) {
  const where = /** @type {any} */ (WHERE)[one.state] + (one.counter ? ` at counter ${one.counter}` : "");
  const outcome = one.outcome ? `: ${outcomeName(one.outcome)}` : "";
  const mayLeave = one.state === "waiting" || one.state === "called" || one.state === "held";
  return html`<div class="stack">
    <p>${one.service.name}. It ${where}${outcome}.</p>
    ${
      one.state === "ended"
        ? one.outcome === "served"
          ? html`<p class="quiet">A visitor who was served takes a new ticket.</p>`
          : html`<button type="button" autofocus @click=${() => askPutBack(one)}>Put it back into its place…</button>`
        : html`<button type="button" autofocus @click=${() => askTakeOut(one)}>Take it out…</button>`
    }
    ${isAstray(currentView(), one) ? waysOut(one) : nothing}
    ${
      mayLeave
        ? html`<button type="button" @click=${() => {
            closeDialog();
            sendAct(one, "leave", undefined, `${one.number} has left.`);
          }}>The visitor has left</button>`
        : nothing
    }
    <p><a href="/manager/${setup.location}/audit?number=${one.number}">Who did what to it</a></p>
  </div>`;
}

/** What ends or mends a ticket at a counter that is no longer there. @param {Found} one */
const waysOut = (one) => html`
  <button type="button" @click=${() => askSendBack(one)}>Send it back to the queue…</button>
  ${
    one.state === "serving"
      ? html`<button type="button" @click=${() => {
          closeDialog();
          sendAct(one, "finish", undefined, `${one.number} is finished.`);
        }}>The visitor was served</button>`
      : nothing
  }`;

/** @param {Found} one */
const askSendBack = (one) =>
  askReason({
    title: `Send ${one.number} back to the queue?`,
    confirm: "Send it back",
    usual: SENT_BACK,
    onReason: (reason) => sendAct(one, "return", { reason }, `${one.number} waits again.`),
  });

/** @param {Found} one */
const askTakeOut = (one) =>
  askReason({
    title: `Take ${one.number} out?`,
    confirm: "Take it out",
    usual: TAKEN_OUT,
    onReason: (reason) => sendAct(one, "void", { reason }, `${one.number} is taken out.`),
  });

/** @param {Found} one */
const askPutBack = (one) =>
  askReason({
    title: `Put ${one.number} back?`,
    confirm: "Put it back",
    usual: PUT_BACK,
    onReason: (reason) => sendAct(one, "put-back", { reason }, `${one.number} waits again, in its old place.`),
  });

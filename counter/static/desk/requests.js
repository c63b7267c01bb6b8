// @ts-check
/** The requests that an agent's acts send to the server, and the questions that come before them. */
import { html } from "lit-html";
import { askReason } from "../shared/dialog.js";
import { setup } from "../shared/session.js";
import { INTERPRETER_STEPS } from "./model.js";
import { askTransfer } from "./service_dialogs.js";
import { desk, send } from "./state.js";
import { askAdd, askNote } from "./visit_dialogs.js";

/**
 * @typedef {import("../shared/counters.js").Ticket} Ticket
 * @typedef {import("now-serving-api").TicketView} Moved a ticket as an act answers it
 */

const RETURN_REASONS = ["Not ready yet", "Stepped out", "Called too soon"];
const PICK_REASONS = ["Appointment", "In distress or pain", "Was missed before", "Asked for this desk"];
const VOID_REASONS = ["Printed twice", "Taken by mistake", "Has another ticket"];
/** After how many minutes an agent may want to be reminded of a visitor on hold. */
const HOLD_MINUTES = [5, 10, 15, 20, 30, 45, 60];
export const NOBODY_WAITS = "Nobody you serve is waiting.";

/** What undo takes back, where the act's own name does not say it. */
const UNDOES = {
  flag: "the time mark",
  note: "the note",
  add: "the added service",
  drop: "taking off",
  interpreter: "the interpreter",
};

/** Acts that change fields which their answer does not hold. */
const MARKS = new Set(["note", "interpreter", "add", "drop", "flag", "undo"]);

/** @param {Pick<Ticket, "id" | "moves">} ticket @param {string} act @param {object} how */
export const sendAct = (ticket, act, how) =>
  send({
    id: act,
    path: `/tickets/${ticket.id}/${act}?seen=${ticket.moves}`,
    undoable: /** @type {any} */ (UNDOES)[act] ?? act,
    marks: MARKS.has(act),
    done: () => "",
    ...how,
  });

/** @param {string} id @param {object} body @param {(answer: import("now-serving-api").CounterView) => string} done */
export const setCounter = (id, body, done) =>
  send({ id, method: "PUT", path: `/locations/${setup.location}/counters/${desk.counter}`, body, done });

/** @param {Ticket} visitor @param {object} [body] what was done; without it, the visitor's own service, once */
export function finish(visitor, body) {
  const done = (/** @type {Moved} */ answer) =>
    answer.state === "ended"
      ? `${visitor.number} is finished.`
      : `${visitor.number} goes on to ${visitor.then.find(({ id }) => id === answer.service.id)?.name ?? answer.service.name}.`;
  sendAct(visitor, "finish", { body, done, marks: visitor.then.length > 0 });
}

/** @param {Ticket} ticket */
export const takeOut = (ticket) =>
  askReason({
    title: `Take ${ticket.number} out`,
    confirm: "Take out",
    usual: VOID_REASONS,
    onReason: (reason) =>
      sendAct(ticket, "void", {
        body: { reason },
        undoable: "taking out",
        done: () => `${ticket.number} is taken out.`,
      }),
  });

/** @param {Ticket | null} visitor */
export const interpreterStep = (visitor) => /** @type {any} */ (INTERPRETER_STEPS)[visitor?.interpreting ?? ""];

export const reminderField = () => html`<label for="minutes">Remind me in
  <select id="minutes" name="minutes">
    <option value="">no reminder</option>
    ${HOLD_MINUTES.map((minutes) => html`<option value=${minutes}>${minutes} minutes</option>`)}
  </select></label>`;

/** @param {Ticket} ticket */
export const resume = (ticket) =>
  sendAct(ticket, "resume", { body: { counter: desk.counter }, done: () => `Serving ${ticket.number} again.` });

/** @param {Ticket} ticket */
export const reinstate = (ticket) =>
  sendAct(ticket, "reinstate", { done: () => `${ticket.number} is back in the queue.` });

export async function callNext() {
  const path = `/locations/${setup.location}/counters/${desk.counter}/call-next`;
  const done = (/** @type {Moved | null} */ ticket) => (ticket ? `${ticket.number} called.` : NOBODY_WAITS);
  const ticket = await send({ id: "call-next", path, undoable: "call", done });
  if (ticket?.why) {
    desk.why = { id: ticket.id, words: ticket.why };
    desk.draw();
  }
}

export function undo() {
  if (!desk.undo) return;
  const { ticket, what } = desk.undo;
  sendAct(ticket, "undo", { undoable: "", done: () => `Undone: ${what} ${ticket.number}.` });
}

/** @param {Ticket} ticket one that waits */
export const callOutOfTurn = (ticket) =>
  askReason({
    title: `Call ${ticket.number} out of turn`,
    confirm: "Call",
    usual: PICK_REASONS,
    onReason: (reason) =>
      sendAct(ticket, "call", { body: { counter: desk.counter, reason }, done: () => `${ticket.number} called.` }),
  });

/** @param {Ticket} ticket @param {string | null} from the counter that it leaves, to which it is not sent */
export const transfer = (ticket, from) =>
  askTransfer(ticket, from ?? "", (body, target) =>
    sendAct(ticket, "transfer", { body, done: () => `${ticket.number} waits for ${target}.` }),
  );

/** @param {Ticket} ticket */
export const sendBack = (ticket) =>
  askReason({
    title: `Send ${ticket.number} back to the queue`,
    confirm: "Send back",
    usual: RETURN_REASONS,
    onReason: (reason) =>
      sendAct(ticket, "return", { body: { reason }, done: () => `${ticket.number} is back in the queue.` }),
  });

/** @param {Ticket} ticket */
export const writeNote = (ticket) =>
  askNote(ticket, (note) => sendAct(ticket, "note", { body: { note }, done: () => "The note is kept." }));

/** @param {Ticket} ticket */
export const addService = (ticket) =>
  askAdd(
    ticket,
    ({ id, name }) => sendAct(ticket, "add", { body: { service: id }, done: () => `Then: ${name}.` }),
    ({ id, name }) => sendAct(ticket, "drop", { body: { service: id }, done: () => `${name} is taken off.` }),
  );

/** @param {Ticket} ticket */
export function advanceInterpreter(ticket) {
  const { next, done } = interpreterStep(ticket);
  sendAct(ticket, "interpreter", { body: { state: next }, done: () => done });
}

/** @param {Ticket} ticket */
export const toggleTypical = (ticket) =>
  sendAct(ticket, "flag", {
    body: { untimed: !ticket.untimed },
    done: () => (ticket.untimed ? "This service's time counts." : "This service's time is left out of figures."),
  });

/** @param {Ticket} ticket */
export const markLeft = (ticket) =>
  sendAct(ticket, "leave", { undoable: "", done: () => `${ticket.number} has left; put back with M if they return.` });

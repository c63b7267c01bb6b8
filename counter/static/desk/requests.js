// @ts-check
/** What the acts of an agent send to the server. */
import { html } from "lit-html";
import { desk, scene, send } from "./state.js";
import { askReason } from "../shared/dialog.js";
import { INTERPRETING } from "./model.js";
import { askTransfer } from "./service_dialogs.js";
import { setup } from "../shared/session.js";
import { askAdd, askNote } from "./visit_dialogs.js";

const RETURN_REASONS = ["Not ready yet", "Stepped out", "Called too soon"];
const PICK_REASONS = ["Appointment", "In distress or pain", "Was missed before", "Asked for this desk"];
const VOID_REASONS = ["Printed twice", "Taken by mistake", "Has another ticket"];
/** After how many minutes an agent may want to be reminded of somebody on hold. */
const HOLD_MINUTES = [5, 10, 15, 20, 30, 45, 60];
export const NOBODY_WAITS = "Nobody you serve is waiting.";

/** What undo takes back, where the act's own name would not say it. */
const UNDOES = { flag: "the time mark", note: "the note", add: "the added service", drop: "taking off", interpreter: "the interpreter" };

/** Acts that change what their answer does not tell. */
const MARKS = new Set(["note", "interpreter", "add", "drop", "flag", "undo"]);

/** @param {any} ticket @param {string} act @param {object} how */
export const onTicket = (ticket, act, how) =>
  send({ id: act, path: `/tickets/${ticket.id}/${act}?seen=${ticket.moves}`, undoable: /** @type {any} */ (UNDOES)[act] ?? act, marks: MARKS.has(act), done: () => "", ...how });

/** @param {string} id @param {object} body @param {(answer: any) => string} done */
export const setCounter = (id, body, done) =>
  send({ id, method: "PUT", path: `/locations/${setup.location}/counters/${desk.counter}`, body, done });

/** @param {any} visitor @param {object} [body] what was done; the visitor's own service, once, when nothing is said */
export function finish(visitor, body) {
  const done = (/** @type {any} */ answer) =>
    answer.state === "ended" ? `${visitor.number} is finished.` : `${visitor.number} goes on to ${visitor.then.find((/** @type {any} */ { id }) => id === answer.service.id)?.name ?? answer.service.name}.`;
  onTicket(visitor, "finish", { body, done, marks: visitor.then.length > 0 });
}

/** @param {any} ticket */
export const takeOut = (ticket) =>
  askReason({
    title: `Take ${ticket.number} out`, confirm: "Take out", usual: VOID_REASONS,
    then: (reason) => onTicket(ticket, "void", { body: { reason }, undoable: "taking out", done: () => `${ticket.number} is taken out.` }),
  });

/** @param {any} visitor */
export const interpreting = (visitor) => /** @type {any} */ (INTERPRETING)[visitor?.interpreting ?? ""];

export const untilWhen = () => html`<label for="minutes">Remind me in
  <select id="minutes" name="minutes">
    <option value="">no reminder</option>
    ${HOLD_MINUTES.map((minutes) => html`<option value=${minutes}>${minutes} minutes</option>`)}
  </select></label>`;

/** @param {any} ticket */
export const resume = (ticket) =>
  onTicket(ticket, "resume", { body: { counter: desk.counter }, done: () => `Serving ${ticket.number} again.` });

/** @param {any} ticket */
export const reinstate = (ticket) =>
  onTicket(ticket, "reinstate", { done: () => `${ticket.number} is back in the queue.` });

export async function callNext() {
  const path = `/locations/${setup.location}/counters/${desk.counter}/call-next`;
  const done = (/** @type {any} */ ticket) => (ticket ? `${ticket.number} called.` : NOBODY_WAITS);
  const ticket = await send({ id: "call-next", path, undoable: "call", done });
  if (ticket?.why) {
    desk.why = { id: ticket.id, words: ticket.why };
    desk.draw();
  }
}

export function undo() {
  if (!desk.undo) return;
  const { ticket, what } = desk.undo;
  onTicket(ticket, "undo", { undoable: "", done: () => `Undone: ${what} ${ticket.number}.` });
}

/** @param {any} ticket who waits */
export const callOutOfTurn = (ticket) =>
  askReason({
    title: `Call ${ticket.number} out of turn`, confirm: "Call", usual: PICK_REASONS,
    then: (reason) => onTicket(ticket, "call", { body: { counter: desk.counter, reason }, done: () => `${ticket.number} called.` }),
  });

/** @param {any} ticket @param {string | null} from the counter that it leaves, to which it is not sent */
export const sendOn = (ticket, from) =>
  askTransfer(ticket, from ?? "", (body, goal) => onTicket(ticket, "transfer", { body, done: () => `${ticket.number} waits for ${goal}.` }));

/** @param {any} ticket */
export const sendBack = (ticket) =>
  askReason({
    title: `Send ${ticket.number} back to the queue`, confirm: "Send back", usual: RETURN_REASONS,
    then: (reason) => onTicket(ticket, "return", { body: { reason }, done: () => `${ticket.number} is back in the queue.` }),
  });

/** @param {any} ticket */
export const noteOn = (ticket) =>
  askNote(ticket, (note) => onTicket(ticket, "note", { body: { note }, done: () => "The note is kept." }));

/** @param {any} ticket */
export const addTo = (ticket) =>
  askAdd(
    ticket,
    ({ id, name }) => onTicket(ticket, "add", { body: { service: id }, done: () => `Then: ${name}.` }),
    ({ id, name }) => onTicket(ticket, "drop", { body: { service: id }, done: () => `${name} is taken off.` }),
  );

/** @param {any} ticket */
export function nextOfInterpreter(ticket) {
  const { next, done } = interpreting(ticket);
  onTicket(ticket, "interpreter", { body: { state: next }, done: () => done });
}

/** @param {any} ticket */
export const flag = (ticket) =>
  onTicket(ticket, "flag", {
    body: { untimed: !ticket.untimed },
    done: () => (ticket.untimed ? "This service's time counts." : "This service's time is left out of figures."),
  });

/** @param {any} ticket */
export const hasLeft = (ticket) =>
  onTicket(ticket, "leave", { undoable: "", done: () => `${ticket.number} has left; put back with M if they return.` });

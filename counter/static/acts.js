// @ts-check
/** Every act of an agent: its key, its words, why it cannot be done now, and what it does. One table. */
import { askReason } from "./dialog.js";
import { NO_SERVER, desk, scene, send, tell } from "./desk_state.js";
import { kept, setup } from "./page.js";
import { askWhatServes } from "./serving.js";
import { askAboutMe, askLeave, askTakeOver, showHelp } from "./desk_dialogs.js";
import { sitter } from "./model.js";
import { askTransfer, askWalkUp } from "./orders.js";

/**
 * @typedef {object} Act
 * @property {string} id
 * @property {string} key
 * @property {string} label
 * @property {(scene: import("./model.js").Scene) => string} why why it cannot be done now; empty when it can
 * @property {(scene: any) => unknown} run
 */

const HOLD_REASONS = ["Filling in a form", "Fetching a document", "Waiting for an interpreter", "Waiting for a colleague"];
const RETURN_REASONS = ["Not ready yet", "Stepped out", "Called too soon"];
const PAUSE_REASONS = ["Break", "Lunch", "Meeting", "Helping at another desk"];

/** @param {import("./model.js").Scene} scene @returns {string} what keeps this counter from any act */
function away({ phase, counter }) {
  if (phase === "closed") return "The counter is closed.";
  if (phase === "taken") return `${sitter(counter)} sits here now.`;
  if (phase === "paused") return "The counter is paused.";
  return "";
}

/** @param {import("./model.js").Scene} scene */
const nobodyHere = (scene) => away(scene) || (scene.visitor ? "" : "Nobody is in front of you.");
/** @param {import("./model.js").Scene} scene */
const stillHere = ({ visitor }) => (visitor ? `${visitor.number} is still in front of you.` : "");
/** @param {import("./model.js").Scene} scene */
const notCalled = (scene) => nobodyHere(scene) || (scene.phase === "serving" ? "Already arrived." : "");

/** @param {import("./model.js").Scene} scene @returns {string} why no other visitor can be taken on now */
export const whyNotServe = (scene) => away(scene) || stillHere(scene);

/** @param {any} ticket @param {string} act @param {object} how */
const onTicket = (ticket, act, how) =>
  send({ id: act, path: `/tickets/${ticket.id}/${act}?seen=${ticket.moves}`, undoable: act, done: () => "", ...how });

/** @param {string} id @param {object} body @param {(answer: any) => string} done */
const setCounter = (id, body, done) =>
  send({ id, method: "PUT", path: `/locations/${setup.location}/counters/${desk.counter}`, body, done });

/** @type {Act[]} */
export const ACTS = [
  {
    id: "open", key: "O", label: "Open counter",
    why: ({ phase }) => (phase === "closed" || phase === "paused" || phase === "taken" ? "" : "The counter is open."),
    run: ({ counter, phase }) =>
      phase === "taken" ? askTakeOver(counter) : setCounter("open", { open: true }, () => `${counter.name} is open.`),
  },
  {
    id: "call-next", key: "N", label: "Call next",
    why: (scene) => whyNotServe(scene) || (scene.mine.length ? "" : "Nobody you serve is waiting."),
    run: () => callNext(),
  },
  {
    id: "start", key: "S", label: "Arrived – start",
    why: notCalled,
    run: ({ visitor }) => onTicket(visitor, "start", { done: () => `Serving ${visitor.number}.` }),
  },
  {
    id: "finish", key: "F", label: "Finish",
    why: (scene) => nobodyHere(scene) || (scene.phase === "called" ? "Not started yet." : ""),
    run: ({ visitor }) => onTicket(visitor, "finish", { done: () => `${visitor.number} is finished.` }),
  },
  {
    id: "recall", key: "R", label: "Recall",
    why: notCalled,
    run: ({ visitor }) => onTicket(visitor, "recall", { undoable: "", done: () => `${visitor.number} called again.` }),
  },
  {
    id: "no-show", key: "X", label: "No-show",
    why: (scene) => notCalled(scene) || tooFewRecalls(scene),
    run: ({ visitor }) => onTicket(visitor, "no-show", { done: () => `${visitor.number} did not come.` }),
  },
  {
    id: "hold", key: "H", label: "Hold",
    why: nobodyHere,
    run: ({ visitor }) =>
      askReason({
        title: `Set ${visitor.number} aside`, confirm: "Hold", usual: HOLD_REASONS,
        then: (reason) => onTicket(visitor, "hold", { body: { reason }, done: () => `${visitor.number} is on hold.` }),
      }),
  },
  {
    id: "return", key: "B", label: "Back to queue",
    why: nobodyHere,
    run: ({ visitor }) =>
      askReason({
        title: `Send ${visitor.number} back to the queue`, confirm: "Send back", usual: RETURN_REASONS,
        then: (reason) =>
          onTicket(visitor, "return", { body: { reason }, done: () => `${visitor.number} is back in the queue.` }),
      }),
  },
  {
    id: "transfer", key: "T", label: "Transfer",
    why: nobodyHere,
    run: ({ visitor }) =>
      askTransfer(visitor, (service, reason) =>
        onTicket(visitor, "transfer", {
          body: { service: service.id, reason },
          done: () => `${visitor.number} waits for ${service.name}.`,
        }),
      ),
  },
  {
    id: "slip", key: "D", label: "Print slip",
    why: (scene) => nobodyHere(scene) || (setup.paper ? "" : "There is no printer here."),
    run: ({ visitor }) =>
      send({ id: "slip", path: `/tickets/${visitor.id}/reprint`, done: () => `A copy of ${visitor.number} is printing.` }),
  },
  {
    id: "undo", key: "Z", label: "Undo",
    why: () => (undoSeconds() > 0 ? "" : "There is nothing to undo any more."),
    run: () => undo(),
  },
  {
    id: "walk-up", key: "A", label: "Add walk-up",
    why: () => (desk.view.open ? "" : "The center is closed."),
    run: () => askWalkUp(),
  },
  {
    id: "serves", key: "V", label: "What I serve",
    why: (scene) => away(scene),
    run: ({ counter }) =>
      askWhatServes(counter, desk.view.queues, (services) =>
        setCounter("serves", { open: true, services }, () => "What you serve is changed."),
      ),
  },
  {
    id: "pause", key: "P", label: "Pause",
    why: whyNotServe,
    run: ({ counter }) =>
      askReason({
        title: `Pause ${counter.name}`, confirm: "Pause", usual: PAUSE_REASONS,
        then: (reason) => setCounter("pause", { open: false, reason }, () => `${counter.name} is paused: ${reason}.`),
      }),
  },
  {
    id: "close", key: "C", label: "Close",
    why: (scene) => (scene.phase === "paused" ? "" : away(scene)) || stillHere(scene),
    run: ({ counter }) => setCounter("close", { open: false }, () => `${counter.name} is closed.`),
  },
  {
    id: "held", key: "U", label: "On hold: resume",
    why: ({ held }) => (held.length ? "" : "Nobody is on hold."),
    run: () => focusFirst(".held"),
  },
  {
    id: "missed", key: "M", label: "Missed: put back",
    why: ({ missed }) => (missed.length ? "" : "Nobody has missed a call lately."),
    run: () => focusFirst(".missed"),
  },
  { id: "switch", key: "K", label: "Another counter", why: () => "", run: () => leaveCounter() },
  { id: "me", key: "I", label: "My settings", why: () => "", run: () => askAboutMe(leaveCounter) },
  { id: "help", key: "?", label: "Keys", why: () => "", run: () => showHelp(ACTS) },
];

const byId = new Map(ACTS.map((act) => [act.id, act]));
const byKey = new Map(ACTS.map((act) => [act.key.toLowerCase(), act]));
/** Acts of the screen alone, which need no server. */
const LOCAL = new Set(["held", "missed", "switch", "me", "help"]);

/** @param {string} id @returns {Act} */
export const actOf = (id) => /** @type {Act} */ (byId.get(id));

/** @param {Act} act @returns {string} why it cannot be done now; empty when it can */
export function whyNot(act) {
  if (desk.stale && !LOCAL.has(act.id)) return NO_SERVER;
  return act.why(scene());
}

/** Do an act, or say why not. @param {string} id */
export function perform(id) {
  const act = actOf(id);
  const why = whyNot(act);
  if (why) return tell(why, true);
  return desk.pending ? undefined : act.run(scene());
}

/** @param {string} key @returns {boolean} whether some act has that key */
export function press(key) {
  const act = byKey.get(key.toLowerCase());
  if (act) perform(act.id);
  return act !== undefined;
}

/** @returns {number} whole seconds for which undo is still offered */
export const undoSeconds = () => (desk.undo ? Math.max(0, Math.ceil((desk.undo.until - performance.now()) / 1000)) : 0);

/** The act that is the obvious next one. @param {import("./model.js").Scene} scene @returns {Act} */
export function primaryOf({ phase }) {
  const ids = { free: "call-next", called: "start", serving: "finish" };
  return actOf(/** @type {any} */ (ids)[phase] ?? "open");
}

/** @param {any} ticket */
export const resume = (ticket) =>
  onTicket(ticket, "resume", { body: { counter: desk.counter }, done: () => `Serving ${ticket.number} again.` });

/** @param {any} ticket */
export const reinstate = (ticket) =>
  onTicket(ticket, "reinstate", { done: () => `${ticket.number} is back in the queue.` });

/** Sit down at a counter in this browser. @param {string} counter */
export function sitAt(counter) {
  desk.counter = kept.counter = counter;
  desk.news = desk.undo = desk.why = null;
  desk.draw();
  document.getElementById("main-act")?.focus();
}

function leaveCounter() {
  const { counter, phase, visitor } = scene();
  if (!visitor && !desk.stale && (phase === "free" || phase === "paused")) askLeave(counter, getUp);
  else getUp();
}

function getUp() {
  desk.counter = kept.counter = null;
  desk.news = desk.undo = desk.why = null;
  desk.draw();
}

async function callNext() {
  const path = `/locations/${setup.location}/counters/${desk.counter}/call-next`;
  const done = (/** @type {any} */ ticket) => (ticket ? `${ticket.number} called.` : "Nobody you serve is waiting any more.");
  const ticket = await send({ id: "call-next", path, undoable: "call", done });
  if (ticket?.why) {
    desk.why = { id: ticket.id, words: ticket.why };
    desk.draw();
  }
}

function undo() {
  if (!desk.undo) return;
  const { ticket, what } = desk.undo;
  onTicket(ticket, "undo", { undoable: "", done: () => `Undone: ${what} ${ticket.number}.` });
}

/** @param {import("./model.js").Scene} scene */
function tooFewRecalls({ visitor }) {
  const missing = setup.recalls_before_no_show - visitor.recalls;
  if (missing <= 0) return "";
  return missing === 1 ? "Recall once first." : `Recall ${missing} times first.`;
}

/** @param {string} list */
const focusFirst = (list) => /** @type {HTMLElement | null} */ (document.querySelector(`${list} button`))?.focus();

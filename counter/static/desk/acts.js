// @ts-check
/** Every act of an agent: its key, its words, why it cannot be done now, and what it does. One table. */
import {
  NOBODY_WAITS, addTo, callNext, callOutOfTurn, finish, flag, interpreting, nextOfInterpreter, noteOn, onTicket, sendBack, sendOn,
  setCounter, takeOut, undo, untilWhen,
} from "./requests.js";
import { askReason } from "../shared/dialog.js";
import { NO_SERVER, desk, scene, send, tell } from "./state.js";
import { kept, setup } from "../shared/session.js";
import { askWhatServes } from "../shared/served_queues.js";
import { askAboutMe, askLeave, askTakeOver, showHelp } from "./desk_dialogs.js";
import { away, stillHere, whyNotServe } from "./hindrances.js";
import { askWalkUp } from "./service_dialogs.js";
import { askAbout, others } from "./other_tickets.js";
import { askFinish, askQuick, askWhich } from "./visit_dialogs.js";

/**
 * @typedef {object} Act
 * @property {string} id
 * @property {string} key
 * @property {string} label
 * @property {(scene: import("./model.js").Scene) => string} [says] the label where it depends on the visitor
 * @property {(scene: import("./model.js").Scene) => string} why why it cannot be done now; empty when it can
 * @property {(scene: import("./model.js").Scene) => string} [asks] why it is not even asked of the server, where that knows better than a view
 * @property {(scene: any) => unknown} run
 */

const HOLD_REASONS = ["Filling in a form", "Fetching a document", "Waiting for an interpreter", "Waiting for a colleague"];
const PAUSE_REASONS = ["Break", "Lunch", "Meeting", "Helping at another desk"];

/** @param {import("./model.js").Scene} scene */
const nobodyHere = (scene) => away(scene) || (scene.visitor ? "" : "Nobody is in front of you.");
/** @param {import("./model.js").Scene} scene */
const notCalled = (scene) => nobodyHere(scene) || (scene.phase === "serving" ? "Already arrived." : "");

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
    why: (scene) => whyNotServe(scene) || (scene.mine.length ? "" : NOBODY_WAITS),
    asks: (scene) => whyNotServe(scene), // somebody may have come this instant
    run: () => callNext(),
  },
  {
    id: "pick", key: "G", label: "Call this one",
    why: (scene) => (setup.picks ? "" : "This is not yours to do.") || whyNotServe(scene) || (scene.waiting.length ? "" : "Nobody is waiting."),
    run: () => askWhich("Call whom, out of turn?", () => scene().waiting, callOutOfTurn),
  },
  {
    id: "start", key: "S", label: "Arrived – start",
    why: notCalled,
    run: ({ visitor }) => onTicket(visitor, "start", { done: () => `Serving ${visitor.number}.` }),
  },
  {
    id: "finish", key: "F", label: "Finish",
    why: (scene) => nobodyHere(scene) || (scene.phase === "called" ? "Not started yet." : ""),
    run: ({ visitor }) => finish(visitor),
  },
  {
    id: "finish-with", key: "E", label: "Finish with…",
    why: (scene) => nobodyHere(scene) || (scene.phase === "called" ? "Not started yet." : ""),
    run: ({ visitor }) => askFinish(visitor, (body) => finish(visitor, body)),
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
        title: `Set ${visitor.number} aside`, confirm: "Hold", usual: HOLD_REASONS, more: untilWhen(),
        then: (reason, fields) => {
          const minutes = Number(fields.get("minutes")) || null;
          onTicket(visitor, "hold", { body: { reason, minutes }, done: () => `${visitor.number} is on hold.` });
        },
      }),
  },
  {
    id: "return", key: "B", label: "Send back",
    why: nobodyHere,
    run: ({ visitor }) => sendBack(visitor),
  },
  {
    id: "transfer", key: "T", label: "Transfer",
    why: nobodyHere,
    run: ({ visitor }) => sendOn(visitor, desk.counter),
  },
  {
    id: "note", key: "J", label: "Note",
    why: nobodyHere,
    run: ({ visitor }) => noteOn(visitor),
  },
  {
    id: "interpreter", key: "L", label: "Interpreter",
    says: ({ visitor }) => interpreting(visitor).label,
    why: nobodyHere,
    run: ({ visitor }) => nextOfInterpreter(visitor),
  },
  {
    id: "add", key: "W", label: "Add service",
    why: nobodyHere,
    run: ({ visitor }) => addTo(visitor),
  },
  {
    id: "flag", key: "Y", label: "Time not typical",
    says: ({ visitor }) => (visitor?.untimed ? "Typical again" : "Not typical"),
    why: nobodyHere,
    run: ({ visitor }) => flag(visitor),
  },
  {
    id: "void", key: "Delete", label: "Take out",
    why: (scene) => (setup.voids ? nobodyHere(scene) : "This is not yours to do."),
    run: ({ visitor }) => takeOut(visitor),
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
    id: "walk-up", key: "A", label: "Walk-up",
    why: () => (desk.view.open ? "" : "The center is closed."),
    run: () => askWalkUp(),
  },
  {
    id: "quick", key: "Q", label: "Quick service",
    why: (scene) => away(scene) || (scene.counter.state === "paused" ? "The counter is paused." : ""),
    run: () => askQuick(),
  },
  {
    id: "serves", key: "V", label: "I serve",
    why: ({ phase, counter }) => (phase === "taken" ? away({ phase, counter }) : ""),
    run: ({ counter }) =>
      askWhatServes(counter, desk.view.queues, (services) =>
        setCounter("serves", { services }, () => "What you serve is changed."),
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
  {
    id: "find", key: "/", label: "Somebody else…",
    why: (scene) => (others(scene).length ? "" : "Nobody else is here."),
    run: () => askWhich("Whom is it about?", () => others(scene()), askAbout),
  },
  { id: "switch", key: "K", label: "Another counter", why: () => "", run: () => leaveCounter() },
  { id: "me", key: "I", label: "My settings", why: () => "", run: () => askAboutMe(leaveCounter) },
  { id: "help", key: "?", label: "Keys", why: () => "", run: () => showHelp(ACTS) },
];

const byId = new Map(ACTS.map((act) => [act.id, act]));
const byKey = new Map(ACTS.map((act) => [act.key.toLowerCase(), act]));
/** Acts of the screen alone, which need no server. */
const LOCAL = new Set(["held", "missed", "find", "switch", "me", "help"]);

/** @param {string} id @returns {Act} */
export const actOf = (id) => /** @type {Act} */ (byId.get(id));

/** @param {Act} act @returns {string} why it cannot be done now; empty when it can */
export function whyNot(act) {
  if (desk.stale && !LOCAL.has(act.id)) return NO_SERVER;
  return act.why(scene());
}

/** @param {Act} act @returns {string} what its button says now */
export const labelOf = (act) => act.says?.(scene()) ?? act.label;

/** Do an act, or say why not. @param {string} id */
export function perform(id) {
  const act = actOf(id);
  if (desk.pending) {
    // One more press is kept; the same one again was meant for the act that is on its way.
    if (id !== desk.pending) desk.next ??= id;
    return desk.draw();
  }
  const why = act.asks && !desk.stale ? act.asks(scene()) : whyNot(act);
  return why ? tell(why, true) : act.run(scene());
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

desk.answeredOne = (went) => {
  const id = desk.next;
  desk.next = null;
  if (id && went) perform(id);
  else if (id) tell(`${desk.news?.words} So “${labelOf(actOf(id))}” was not done.`, true);
};

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

/** @param {import("./model.js").Scene} scene */
function tooFewRecalls({ visitor }) {
  const missing = setup.recalls_before_no_show - visitor.recalls;
  if (missing <= 0) return "";
  return missing === 1 ? "Recall once first." : `Recall ${missing} times first.`;
}

/** @param {string} list */
const focusFirst = (list) => /** @type {HTMLElement | null} */ (document.querySelector(`${list} button.small`))?.focus();

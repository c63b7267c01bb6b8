// @ts-check
/** Every act of an agent: its key, its label, why it cannot be done now, and what it does. One table. */
import { askReason } from "../shared/dialog.js";
import { askWhatServes } from "../shared/served_queues.js";
import { setup } from "../shared/session.js";
import { askAboutMe, askTakeOver, showHelp } from "./desk_dialogs.js";
import { whyNoAct, whyNotEmpty, whyNotServe } from "./model.js";
import { askAbout, otherTickets } from "./other_tickets.js";
import { leaveCounter } from "./own_counter.js";
import { callNext, callOutOfTurn, NOBODY_WAITS, setCounter, undo } from "./requests.js";
import { askWalkUp } from "./service_dialogs.js";
import { currentView, scene, undoSeconds } from "./state.js";
import { askQuick, askWhich } from "./visit_dialogs.js";
import { VISITOR_ACTS } from "./visitor_acts.js";

/**
 * @typedef {object} Act
 * @property {string} id
 * @property {string} key
 * @property {string} label
 * @property {(scene: import("./model.js").Scene) => string} [says] its label, where that depends on the visitor
 * @property {(scene: import("./model.js").Scene) => string} why why it cannot be done now; empty when it can
 * @property {(scene: import("./model.js").Scene) => string} [asks] why it is not even sent to the server; only where the server knows more than the last view
 * @property {(scene: import("./model.js").Serving) => unknown} run called where `why` is empty, so with what the act needs
 */

const PAUSE_REASONS = ["Break", "Lunch", "Meeting", "Helping at another desk"];

/** @type {Act[]} */
export const ACTS = [
  {
    id: "open",
    key: "O",
    label: "Open counter",
    why: ({ phase }) => (phase === "closed" || phase === "paused" || phase === "taken" ? "" : "The counter is open."),
    run: ({ counter, phase }) =>
      phase === "taken" ? askTakeOver(counter) : setCounter("open", { open: true }, () => `${counter.name} is open.`),
  },
  {
    id: "call-next",
    key: "N",
    label: "Call next",
    why: (scene) => whyNotServe(scene) || (scene.mine.length ? "" : NOBODY_WAITS),
    asks: (scene) => whyNotServe(scene), // somebody may have come this instant
    run: () => callNext(),
  },
  {
    id: "pick",
    key: "G",
    label: "Call this one",
    why: (scene) =>
      (setup.picks ? "" : "This is not yours to do.") ||
      whyNotServe(scene) ||
      (scene.waiting.length ? "" : "Nobody is waiting."),
    run: () => askWhich("Call whom, out of turn?", () => scene().waiting, callOutOfTurn),
  },
  ...VISITOR_ACTS,
  {
    id: "undo",
    key: "Z",
    label: "Undo",
    why: () => (undoSeconds() > 0 ? "" : "There is nothing to undo any more."),
    run: () => undo(),
  },
  {
    id: "walk-up",
    key: "A",
    label: "Walk-up",
    why: () => (currentView().open ? "" : "The center is closed."),
    run: () => askWalkUp(),
  },
  {
    id: "quick",
    key: "Q",
    label: "Quick service",
    why: (scene) => whyNoAct(scene) || (scene.counter?.state === "paused" ? "The counter is paused." : ""),
    run: () => askQuick(),
  },
  {
    id: "serves",
    key: "V",
    label: "I serve",
    why: ({ phase, counter }) => (phase === "taken" ? whyNoAct({ phase, counter }) : ""),
    run: ({ counter }) =>
      askWhatServes(counter, currentView().queues, (services) =>
        setCounter("serves", { services }, () => "What you serve is changed."),
      ),
  },
  {
    id: "pause",
    key: "P",
    label: "Pause",
    why: whyNotServe,
    run: ({ counter }) =>
      askReason({
        title: `Pause ${counter.name}`,
        confirm: "Pause",
        usual: PAUSE_REASONS,
        onReason: (reason) =>
          setCounter("pause", { open: false, reason }, () => `${counter.name} is paused: ${reason}.`),
      }),
  },
  {
    id: "close",
    key: "C",
    label: "Close",
    why: (scene) => (scene.phase === "paused" ? "" : whyNoAct(scene)) || whyNotEmpty(scene),
    run: ({ counter }) => setCounter("close", { open: false }, () => `${counter.name} is closed.`),
  },
  {
    id: "held",
    key: "U",
    label: "On hold: resume",
    why: ({ held }) => (held.length ? "" : "Nobody is on hold."),
    run: () => focusFirst(".held"),
  },
  {
    id: "missed",
    key: "M",
    label: "Missed: put back",
    why: ({ missed }) => (missed.length ? "" : "Nobody has missed a call lately."),
    run: () => focusFirst(".missed"),
  },
  {
    id: "find",
    key: "/",
    label: "Somebody else…",
    why: (scene) => (otherTickets(scene).length ? "" : "Nobody else is here."),
    run: () => askWhich("Which visitor?", () => otherTickets(scene()), askAbout),
  },
  { id: "switch", key: "K", label: "Another counter", why: () => "", run: () => leaveCounter() },
  { id: "me", key: "I", label: "My settings", why: () => "", run: () => askAboutMe(leaveCounter) },
  { id: "help", key: "?", label: "Keys", why: () => "", run: () => showHelp(ACTS) },
];

const byId = new Map(ACTS.map((act) => [act.id, act]));
const byKey = new Map(ACTS.map((act) => [act.key.toLowerCase(), act]));

/** @param {string} id @returns {Act} */
export const actOf = (id) => /** @type {Act} */ (byId.get(id));

/** @param {string} key @returns {Act | undefined} */
export const actAt = (key) => byKey.get(key.toLowerCase());

/** @param {string} list */
const focusFirst = (list) =>
  /** @type {HTMLElement | null} */ (document.querySelector(`${list} button.small`))?.focus();

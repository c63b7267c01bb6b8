// @ts-check
/** The counter page's state, and the one way an act goes out: once, shown as pending, drawn from the answer. */
import { ask, say } from "now-serving/staff.js";
import { clock, inWords, kept, setup } from "../shared/session.js";
import { agrees, findTicket, predates, sceneOf, withAnswer, withCounter } from "./model.js";

/** @typedef {import("../shared/counters.js").View} View */

/** @typedef {import("now-serving-api").TicketView | import("now-serving-api").CounterView | null} Answered what the server answers to an act; null when there was nobody to call */

/** For this long after an act, a view that was drawn before it may still arrive; it is not shown as new. */
const LATE_VIEW_MS = 500;
/** Just after an act the main button means the next act; a second press so soon meant the first. */
const SETTLE_MS = 450;
export const NO_SERVER = "The server does not answer.";

export const desk = {
  /** @type {import("./model.js").View | null} */
  view: null,
  stale: true,
  /** Whether views come by asking alone. */
  asking: false,
  /** Why the server refuses this page its view; empty when it does not. */
  refusal: "",
  /** @type {string | null} the counter this browser sits at */
  counter: kept.counter,
  /** @type {string | null} the act that is on its way */
  pending: null,
  /** @type {string | null} the one act whose key was pressed meanwhile; it is done next, if it is possible then */
  queued: null,
  /** Called when an act's answer has come. @type {(accepted: boolean) => void} */
  onAnswered: () => {},
  /** @type {{words: string, bad: boolean} | null} the result of the last act */
  news: null,
  /** @type {{ticket: import("./model.js").Moved, what: string, until: number} | null} the act that can be taken back */
  undo: null,
  /** @type {{id: string, words: string} | null} why a ticket was next */
  why: null,
  /** @type {import("./model.js").Ticket | null} the ticket of the last act, as in the last view that held it */
  known: null,
  /** @type {{answer: import("./model.js").Moved, at: number} | null} the last act's answer */
  answered: null,
  /** Whether the list shows every waiting visitor, or only those whom this counter serves. */
  showAll: false,
  draw: () => {},
};

/** @returns {import("./model.js").View} the last view; nothing that asks for it is drawn before there is one */
export const currentView = () => /** @type {import("./model.js").View} */ (desk.view);

export const scene = () => sceneOf(currentView(), desk.counter, setup.me);

/** Take in a whole view. @param {View} view */
export function take(view) {
  const { answered } = desk;
  if (answered && predates(view, answered.answer)) return; // the one with the act's result follows
  const late = answered ? answered.at + LATE_VIEW_MS - performance.now() : 0;
  if (answered && late > 0 && !agrees(view, answered.answer)) {
    setTimeout(
      () => desk.answered === answered && (!desk.view || view.version >= desk.view.version) && take(view),
      late,
    );
    return;
  }
  clock.set(view.at);
  const before = desk.view && scene().phase;
  desk.view = view;
  if (desk.undo && !agrees(view, desk.undo.ticket)) desk.undo = null; // another screen moved it since
  if (scene().phase === "taken" && before !== "taken") desk.undo = desk.news = null; // it is theirs now
  desk.draw();
}

/** Ask for the whole view: after a refusal another screen was first, and this one should show it at once. */
export async function refresh() {
  const view = await ask("GET", `/locations/${setup.location}/queue`).catch(() => null);
  if (view) take(view);
}

/** Show and read out the result of an act. @param {string} words @param {boolean} [bad] */
export function report(words, bad = false) {
  desk.news = { words, bad };
  say(words);
  desk.draw();
}

/** @returns {number} whole seconds for which undo is still offered */
export const undoSeconds = () => (desk.undo ? Math.max(0, Math.ceil((desk.undo.until - performance.now()) / 1000)) : 0);

/** @returns {boolean} whether a press right now can only be the second half of the last one */
export const settling = () => desk.answered !== null && performance.now() - desk.answered.at < SETTLE_MS;

/**
 * Send an act, once; nothing else goes out while it is on its way.
 * @template {Answered} [Answer=Answered]
 * @param {object} act
 * @param {string} act.id
 * @param {"POST" | "PUT"} [act.method]
 * @param {string} act.path
 * @param {unknown} [act.body]
 * @param {Record<string, string>} [act.headers]
 * @param {(answer: Answer) => string} act.done the words for what was done
 * @param {string} [act.undoable] what undo would take back
 * @param {boolean} [act.marks] whether it changes fields that the answer does not hold
 * @returns {Promise<Answer | undefined>} the answer; undefined when refused
 */
export async function send({ id, method = "POST", path, body, headers, done, undoable = "", marks = false }) {
  if (desk.pending) return undefined;
  if (desk.stale) {
    report(NO_SERVER, true);
    return undefined;
  }
  desk.pending = id;
  desk.news = null;
  desk.draw();
  try {
    const answer = /** @type {Answer} */ (await ask(method, path, body, { headers }));
    if (answer && "number" in answer && desk.view) {
      desk.answered = { answer, at: performance.now() };
      desk.known = findTicket(desk.view, answer.id) ?? (desk.known?.id === answer.id ? desk.known : null);
      desk.view = withAnswer(desk.view, answer, desk.known);
      if (!desk.known || marks) await refresh(); // so new that no view has held it yet
      const until = performance.now() + (setup.undo_seconds * 1000) / setup.pace;
      desk.undo = undoable ? { ticket: answer, what: undoable, until } : null;
    }
    if (answer && "may_serve" in answer && desk.view) {
      desk.view = withCounter(desk.view, answer);
      if (answer.state !== "open") desk.undo = null; // nobody would serve what undo brings back
    }
    desk.pending = null;
    report(done(answer));
    desk.onAnswered(true);
    return answer;
  } catch (refused) {
    desk.pending = null;
    report(inWords(refused), true);
    desk.onAnswered(false);
    refresh();
    return undefined;
  }
}

// @ts-check
/** The counter page's state, and the one way an act goes out: once, shown as pending, drawn from what came back. */
import { agrees, predates, sceneOf, shown, withAnswer, withCounter } from "./model.js";
import { ask, clock, inWords, kept, say, setup } from "../shared/session.js";

/** For this long after an act, a view that was drawn before it may still arrive; it is not shown as news. */
const LATE_VIEW_MS = 500;
/** Just after an act the main button means the next act; a second press so soon meant the first. */
const SETTLE_MS = 450;
export const NO_SERVER = "The server does not answer.";

export const desk = {
  /** @type {import("./model.js").View | null} */
  view: null,
  stale: true,
  /** Why the server will not let this page watch; empty when it does. */
  shut: "",
  /** @type {string | null} the counter this browser sits at */
  counter: kept.counter,
  /** @type {string | null} the act that is on its way */
  pending: null,
  /** @type {string | null} the one act that was asked for meanwhile; it is done after, if it is offered then */
  next: null,
  /** What happens when an act's answer has come. @type {(went: boolean) => void} */
  answeredOne: () => {},
  /** @type {{words: string, bad: boolean} | null} what came of the last act */
  news: null,
  /** @type {{ticket: any, what: string, until: number} | null} the act that can be taken back */
  undo: null,
  /** @type {{id: string, words: string} | null} why a ticket was next */
  why: null,
  /** @type {any} the ticket of the last act as a view last told it */
  known: null,
  /** @type {{answer: any, at: number} | null} the last act's answer */
  answered: null,
  /** Whether the list shows all who wait, or those whom this counter serves. */
  showAll: false,
  draw: () => {},
};

export const scene = () => sceneOf(desk.view, desk.counter, setup.me);

/** Take in a whole view. @param {any} view */
export function take(view) {
  const { answered } = desk;
  if (answered && predates(view, answered.answer)) return; // the one that tells of the act follows
  const late = answered ? answered.at + LATE_VIEW_MS - performance.now() : 0;
  if (answered && late > 0 && !agrees(view, answered.answer)) {
    setTimeout(() => desk.answered === answered && (!desk.view || view.version >= desk.view.version) && take(view), late);
    return;
  }
  clock.set(view.at);
  const before = desk.view && scene().phase;
  desk.view = view;
  if (desk.undo && !agrees(view, desk.undo.ticket)) desk.undo = null; // somebody else moved it since
  if (scene().phase === "taken" && before !== "taken") desk.undo = desk.news = null; // it is theirs now
  desk.draw();
}

/** Ask for the whole view: after a refusal, somebody else was first and the screen should say so at once. */
export async function refresh() {
  const view = await ask("GET", `/locations/${setup.location}/queue`).catch(() => null);
  if (view) take(view);
}

/** @param {string} words @param {boolean} [bad] */
export function tell(words, bad = false) {
  desk.news = { words, bad };
  say(words);
  desk.draw();
}

/** @returns {boolean} whether a press right now can only be the second half of the last one */
export const settling = () => desk.answered !== null && performance.now() - desk.answered.at < SETTLE_MS;

/**
 * Send an act, once; nothing else goes out while it is on its way.
 * @param {object} act
 * @param {string} act.id
 * @param {"POST" | "PUT"} [act.method]
 * @param {string} act.path
 * @param {unknown} [act.body]
 * @param {Record<string, string>} [act.headers]
 * @param {(answer: any) => string} act.done the words for what was done
 * @param {string} [act.undoable] what undo would take back
 * @param {boolean} [act.marks] whether it changes what the answer does not tell
 * @returns {Promise<any>} the answer; undefined when refused
 */
export async function send({ id, method = "POST", path, body, headers, done, undoable = "", marks = false }) {
  if (desk.pending) return undefined;
  if (desk.stale) {
    tell(NO_SERVER, true);
    return undefined;
  }
  desk.pending = id;
  desk.news = null;
  desk.draw();
  try {
    const answer = await ask(method, path, body, headers);
    if (answer?.number && desk.view) {
      desk.answered = { answer, at: performance.now() };
      desk.known = shown(desk.view, answer.id) ?? (desk.known?.id === answer.id ? desk.known : null);
      desk.view = withAnswer(desk.view, answer, desk.known);
      if (!desk.known || marks) await refresh(); // so new that no view has told of it yet
      const until = performance.now() + (setup.undo_seconds * 1000) / setup.pace;
      desk.undo = undoable ? { ticket: answer, what: undoable, until } : null;
    }
    if (answer?.may_serve && desk.view) {
      desk.view = withCounter(desk.view, answer);
      if (answer.state !== "open") desk.undo = null; // what it would bring back has nobody to serve it
    }
    desk.pending = null;
    tell(done(answer));
    desk.answeredOne(true);
    return answer;
  } catch (refused) {
    desk.pending = null;
    tell(inWords(refused), true);
    desk.answeredOne(false);
    refresh();
    return undefined;
  }
}

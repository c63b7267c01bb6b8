// @ts-check
/** What a view of the queue means at one counter: whose it is, who is in front of it, who is next. Pure. */
import { agentAt, isAstray, visitorAt } from "../shared/counters.js";

/**
 * @typedef {import("../shared/counters.js").Ticket} Ticket
 * @typedef {import("../shared/counters.js").View} View
 * @typedef {import("../shared/counters.js").Counter} Counter
 *
 * @typedef {"open" | "closed" | "paused" | "taken" | "free" | "called" | "serving"} Phase
 *   `taken`: another agent sits at the counter that this browser chose; `free`: open, no visitor in front.
 *
 * @typedef {object} Scene
 * @property {Counter | null} counter the one this browser chose
 * @property {Ticket | null} visitor in front of that counter
 * @property {Phase} phase
 * @property {Ticket[]} waiting all who wait, in the order in which they are due
 * @property {Ticket[]} mine of those, the ones this counter may call next: it serves them, they were sent to it, or
 *   their queue is gone and every counter may call them
 * @property {Ticket[]} later those that it may call once they are ready: their visitors asked for time
 * @property {Ticket[]} held all who are on hold, those of this counter first
 * @property {Ticket[]} missed
 * @property {Ticket[]} astray those called to, or served at, a counter that is no longer there
 *
 * @typedef {Scene & {counter: Counter}} AtCounter this browser chose a counter
 * @typedef {AtCounter & {visitor: Ticket}} Serving a visitor is in front of it
 * @typedef {Pick<import("now-serving-api").TicketView, "id" | "number" | "moves" | "state" | "counter" | "called_at" | "started_at" | "ended_at" | "outcome" | "then">} Moved a ticket as an act answers it
 */

/**
 * @param {View} view
 * @param {string | null} chosen the id of the counter this browser sits at
 * @param {string} me the agent's name
 * @returns {Scene}
 */
export function sceneOf(view, chosen, me) {
  const counter = view.counters.find((/** @type {Counter} */ each) => each.id === chosen) ?? null;
  const visitor = counter && visitorAt(view, counter.id);
  const waiting = view.tickets.filter((/** @type {Ticket} */ ticket) => ticket.state === "waiting");
  const serves = new Set(counter?.serves);
  const ours = waiting.filter((/** @type {Ticket} */ ticket) =>
    ticket.only_at.length
      ? chosen !== null && ticket.only_at.includes(chosen)
      : ticket.anywhere || serves.has(ticket.queue),
  );
  return {
    counter,
    visitor,
    phase: phaseOf(counter, visitor, me),
    waiting,
    mine: ours.filter((/** @type {Ticket} */ ticket) => !putOff(ticket, view)),
    later: ours.filter((/** @type {Ticket} */ ticket) => putOff(ticket, view)),
    held: view.tickets
      .filter((/** @type {Ticket} */ ticket) => ticket.state === "held")
      .sort(
        (/** @type {Ticket} */ one, /** @type {Ticket} */ other) =>
          Number(other.held_for === chosen) - Number(one.held_for === chosen),
      ),
    missed: view.missed,
    astray: view.tickets.filter((/** @type {Ticket} */ ticket) => isAstray(view, ticket)),
  };
}

/** @param {Ticket} ticket @param {View} view @returns {boolean} whether the visitor asked not to be called yet */
export const putOff = (ticket, view) => ticket.ready_at !== null && Date.parse(ticket.ready_at) > Date.parse(view.at);

/** @param {Counter | null} counter @param {Ticket | null} visitor @param {string} me @returns {Phase} */
function phaseOf(counter, visitor, me) {
  if (!counter || counter.state === "closed") return "closed";
  if (counter.agent !== me) return "taken";
  if (visitor) return /** @type {"called" | "serving"} */ (visitor.state); // also while paused: the visitor in front is served first
  return counter.state === "paused" ? "paused" : "free";
}

/** What the answer to an act says about a ticket; the other fields of a StaffTicket stay as in the last view. */
const CHANGED = /** @type {const} */ ([
  "state",
  "counter",
  "called_at",
  "started_at",
  "ended_at",
  "outcome",
  "then",
  "moves",
]);

/** @param {View} view @param {string} id @returns {Ticket | null} a ticket that the view holds: waiting, at a counter, on hold or missed */
export function findTicket(view, id) {
  return [...view.tickets, ...view.missed].find((/** @type {Ticket} */ ticket) => ticket.id === id) ?? null;
}

/**
 * The view as it is after an act, until the next whole view comes.
 * @param {View} view
 * @param {Moved} answer the ticket as the API answered it
 * @param {Ticket | null} known the ticket as it was last seen; one that has ended is no longer in the view
 * @returns {View}
 */
export function withAnswer(view, answer, known) {
  const rest = (/** @type {Ticket[]} */ tickets) => tickets.filter((ticket) => ticket.id !== answer.id);
  if (!known || answer.state === "ended") return { ...view, tickets: rest(view.tickets) };
  const moved = { ...known, ...Object.fromEntries(CHANGED.map((name) => [name, answer[name]])) };
  const here = view.tickets.some((/** @type {Ticket} */ ticket) => ticket.id === answer.id);
  const tickets = here
    ? view.tickets.map((/** @type {Ticket} */ ticket) => (ticket.id === answer.id ? moved : ticket))
    : [...view.tickets, moved];
  return { ...view, tickets, missed: rest(view.missed) };
}

/** @param {View} view @param {Pick<Moved, "id" | "moves">} answer @returns {boolean} whether a view is certainly older than the answer to an act */
export const predates = (view, answer) =>
  view.tickets.some((/** @type {Ticket} */ ticket) => ticket.id === answer.id && ticket.moves < answer.moves);

/** @param {View} view @param {Moved} answer @returns {boolean} whether a view shows the result of an act */
export function agrees(view, answer) {
  const seen = view.tickets.find((/** @type {Ticket} */ ticket) => ticket.id === answer.id);
  if (predates(view, answer)) return false;
  return (seen?.state ?? "ended") === answer.state && (seen?.counter ?? null) === (seen ? answer.counter : null);
}

/** @param {View} view @param {Counter} counter @returns {View} the view with that counter as the API answered it */
export function withCounter(view, counter) {
  const counters = view.counters.map((/** @type {Counter} */ each) => (each.id === counter.id ? counter : each));
  return { ...view, counters };
}

/** @param {{phase: string, counter: Counter | null}} scene @returns {string} why nothing can be done at this counter; empty when something can */
export function whyNoAct({ phase, counter }) {
  if (phase === "closed") return "The counter is closed.";
  if (counter && phase === "taken") return `${agentAt(counter)} sits here now.`;
  if (phase === "paused") return "The counter is paused.";
  return "";
}

/** @param {Scene} scene @returns {string} that a visitor is still in front of the counter; empty when none is */
export const whyNotEmpty = ({ visitor }) => (visitor ? `${visitor.number} is still in front of you.` : "");

/** @param {Scene} scene @returns {string} why no other visitor can be served now; empty when one can */
export const whyNotServe = (scene) => whyNoAct(scene) || whyNotEmpty(scene);

/** @param {View} view @param {string} chosen this counter @returns {{value: string, words: string}[]} the counters and agents to which a visitor can be transferred */
export function transferTargets(view, chosen) {
  const staffed = view.counters.filter((/** @type {Counter} */ each) => each.state !== "closed" && each.id !== chosen);
  const agents = [...new Set(staffed.map((/** @type {Counter} */ each) => each.agent).filter(Boolean))];
  return [
    ...staffed.map((/** @type {Counter} */ each) => ({
      value: `counter:${each.id}`,
      words: `${each.name}${each.agent ? `, ${each.agent} sits there` : ""}${each.state === "paused" ? ", paused" : ""}`,
    })),
    ...agents.map((agent) => ({ value: `agent:${agent}`, words: `${agent}, at any counter` })),
  ];
}

/** @param {Ticket} ticket @param {string | null} chosen this counter @returns {string} for which counter or agent alone a ticket waits; empty for any that serves it */
export function reservedFor(ticket, chosen) {
  const [only] = ticket.only_at;
  if (!only) return "";
  if (chosen !== null && ticket.only_at.includes(chosen)) return "for you";
  return ticket.for_agent ? `for ${ticket.for_agent}` : `for counter ${only}`;
}

/** By the state of an interpreter: the next state, the button's label, and what is said when it is reached. */
export const INTERPRETER_STEPS = {
  "": { next: "asked", label: "Ask interpreter", done: "Interpreter asked for." },
  asked: { next: "on_line", label: "Interpreter on", done: "Interpreter on the line." },
  on_line: { next: "done", label: "Interpreter off", done: "Interpreter done." },
  done: { next: "asked", label: "Ask again", done: "Interpreter asked for again." },
};

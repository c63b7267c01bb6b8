// @ts-check
/** What an agent's screen makes of a view: whose counter this is, who stands in front, who is next. Pure. */

/**
 * @typedef {any} Ticket a StaffTicket of queueing/shapes.py
 * @typedef {any} View a QueueView of queueing/shapes.py
 * @typedef {any} Counter a CounterView of queueing/shapes.py
 *
 * @typedef {"open" | "closed" | "paused" | "taken" | "free" | "called" | "serving"} Phase
 *   `taken`: somebody else sits at the counter that this browser chose; `free`: open, nobody in front.
 *
 * @typedef {object} Scene
 * @property {Counter | null} counter the one this browser chose
 * @property {Ticket | null} visitor in front of that counter
 * @property {Phase} phase
 * @property {Ticket[]} waiting all who wait, in the order in which they are due
 * @property {Ticket[]} mine of those, the ones this counter may call next: it serves them, or they were sent to it
 * @property {Ticket[]} later those that it may call once they are ready: their visitors asked for time
 * @property {Ticket[]} held those whom this counter set aside first
 * @property {Ticket[]} missed
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
    ticket.only_at.length ? ticket.only_at.includes(chosen) : serves.has(ticket.queue),
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
      .sort((/** @type {Ticket} */ one, /** @type {Ticket} */ other) => Number(other.held_for === chosen) - Number(one.held_for === chosen)),
    missed: view.missed,
  };
}

/** @param {Ticket} ticket @param {View} view @returns {boolean} whether the visitor asked not to be called yet */
export const putOff = (ticket, view) => ticket.ready_at !== null && Date.parse(ticket.ready_at) > Date.parse(view.at);

/** @param {View} view @param {string} counter @returns {Ticket | null} */
export function visitorAt(view, counter) {
  return (
    view.tickets.find(
      (/** @type {Ticket} */ ticket) =>
        ticket.counter === counter && (ticket.state === "called" || ticket.state === "serving"),
    ) ?? null
  );
}

/** @param {Counter | null} counter @param {Ticket | null} visitor @param {string} me @returns {Phase} */
function phaseOf(counter, visitor, me) {
  if (!counter || counter.state === "closed") return "closed";
  if (counter.agent !== me) return "taken";
  if (visitor) return visitor.state; // also while paused: whoever stands there is seen to first
  return counter.state === "paused" ? "paused" : "free";
}

/** What an answer to an act says about a ticket; the rest of a StaffTicket stays as the last view told it. */
const MOVED = ["state", "counter", "called_at", "started_at", "ended_at", "outcome", "then", "moves"];

/** @param {View} view @param {string} id @returns {Ticket | null} a ticket that the view shows, wherever */
export function shown(view, id) {
  return [...view.tickets, ...view.missed].find((/** @type {Ticket} */ ticket) => ticket.id === id) ?? null;
}

/**
 * The view as it is after an act, until the next whole view comes.
 * @param {View} view
 * @param {Ticket} answer the ticket as the API answered it
 * @param {Ticket | null} known the ticket as it was last seen: one that had ended is in the view no more
 * @returns {View}
 */
export function withAnswer(view, answer, known) {
  const rest = (/** @type {Ticket[]} */ tickets) => tickets.filter((ticket) => ticket.id !== answer.id);
  const moved = { ...known, ...Object.fromEntries(MOVED.map((name) => [name, answer[name]])) };
  if (!known || answer.state === "ended") return { ...view, tickets: rest(view.tickets) };
  const here = view.tickets.some((/** @type {Ticket} */ ticket) => ticket.id === answer.id);
  const tickets = here
    ? view.tickets.map((/** @type {Ticket} */ ticket) => (ticket.id === answer.id ? moved : ticket))
    : [...view.tickets, moved];
  return { ...view, tickets, missed: rest(view.missed) };
}

/** @param {View} view @param {Ticket} answer @returns {boolean} whether a view was certainly drawn before an act */
export const predates = (view, answer) =>
  view.tickets.some((/** @type {Ticket} */ ticket) => ticket.id === answer.id && ticket.moves < answer.moves);

/** @param {View} view @param {Ticket} answer @returns {boolean} whether a view shows what an act has just done */
export function agrees(view, answer) {
  const seen = view.tickets.find((/** @type {Ticket} */ ticket) => ticket.id === answer.id);
  if (predates(view, answer)) return false;
  return (seen?.state ?? "ended") === answer.state && (seen?.counter ?? null) === (seen ? answer.counter : null);
}

/** @param {View} view @param {Counter} counter @returns {View} the view with one counter as the API answered it */
export function withCounter(view, counter) {
  const counters = view.counters.map((/** @type {Counter} */ each) => (each.id === counter.id ? counter : each));
  return { ...view, counters };
}

/** @param {Counter} counter @returns {string} who sits there, in words; a program has no name */
export const sitter = (counter) => counter.agent || "somebody";

/** @param {Counter} counter @param {Ticket | null} ticket the one it holds @returns {string} what goes on there */
export function doing(counter, ticket) {
  if (counter.state === "closed") return "nobody";
  if (ticket) return `${ticket.state === "called" ? "calls" : "serves"} ${ticket.number}`;
  return counter.state === "paused" ? counter.reason : "free";
}

/** @param {View} view @param {string} chosen this counter @returns {{value: string, words: string}[]} to whom alone a visitor can be sent */
export function goals(view, chosen) {
  const staffed = view.counters.filter((/** @type {Counter} */ each) => each.state !== "closed" && each.id !== chosen);
  const agents = [...new Set(staffed.map((/** @type {Counter} */ each) => each.agent).filter(Boolean))];
  return [
    ...staffed.map((/** @type {Counter} */ each) => ({
      value: `counter:${each.id}`,
      words: `${each.name}${each.agent ? `, ${each.agent} sits there` : ""}${each.state === "paused" ? ", paused" : ""}`,
    })),
    ...agents.map((agent) => ({ value: `agent:${agent}`, words: `${agent}, at whichever counter` })),
  ];
}

/** @param {Ticket} ticket @param {string | null} chosen this counter @returns {string} to whom a waiting ticket was sent; empty to nobody in particular */
export function sentTo(ticket, chosen) {
  const [only] = ticket.only_at;
  if (!only) return "";
  if (ticket.only_at.includes(chosen)) return "for you";
  return ticket.for_agent ? `for ${ticket.for_agent}` : `for counter ${only}`;
}

/** The next state of an interpreter, and the words for asking for it. */
export const INTERPRETING = {
  "": { next: "asked", label: "Ask interpreter", done: "Interpreter asked for." },
  asked: { next: "on_line", label: "Interpreter on", done: "Interpreter on the line." },
  on_line: { next: "done", label: "Interpreter off", done: "Interpreter done." },
  done: { next: "asked", label: "Ask again", done: "Interpreter asked for again." },
};

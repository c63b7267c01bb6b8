// @ts-check
/** How staff screens describe a counter: who is there, who is in front of it, what goes on and for how long. Pure. */
import { duration } from "./format.js";

/**
 * @typedef {import("now-serving-api").StaffTicket} Ticket
 * @typedef {import("now-serving-api").QueueView} View
 * @typedef {import("now-serving-api").CounterView} Counter
 * @typedef {import("now-serving-api").QueueFigures} Queue
 * @typedef {import("now-serving-api").CallView} Call
 * @typedef {import("now-serving-api").Alert} Alert
 */

export const COUNTER_STATES = { open: "Open", paused: "Paused", closed: "Closed" };

/** @param {Counter} counter @returns {string} */
export const stateName = ({ state }) => /** @type {any} */ (COUNTER_STATES)[state];

/** @param {View} view @param {string} counter its id @returns {Ticket | null} the ticket called to it or served there */
export function visitorAt(view, counter) {
  return (
    view.tickets.find(
      (/** @type {Ticket} */ ticket) =>
        ticket.counter === counter && (ticket.state === "called" || ticket.state === "serving"),
    ) ?? null
  );
}

/** @param {View} view @param {{state: string, counter: string | null}} ticket @returns {boolean} whether it is at a counter that is no longer there */
export const isAstray = (view, { state, counter }) =>
  (state === "called" || state === "serving") && !view.counters.some(({ id }) => id === counter);

/** @param {Counter} counter @returns {string} the agent's name; a program that uses the API has none */
export const agentAt = (counter) => counter.agent || "somebody";

/** @param {Counter} counter @param {Ticket | null} ticket the one in front of it @returns {string} what goes on there */
export function activityAt(counter, ticket) {
  if (counter.state === "closed") return "nobody";
  if (ticket) return `${ticket.state === "called" ? "calls" : "serves"} ${ticket.number}`;
  return counter.state === "paused" ? counter.reason : "free";
}

/**
 * For how long a counter has been doing what it does; empty for a closed one.
 * @param {Counter} counter
 * @param {boolean} busy whether a visitor is in front of it
 * @param {number} seconds
 */
export function lasting({ state }, busy, seconds) {
  if (state === "closed") return "";
  return state === "open" && !busy ? `open ${duration(seconds)}` : duration(seconds);
}

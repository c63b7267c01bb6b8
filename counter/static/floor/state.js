// @ts-check
/** The floor page's state: the last view of each center, and the result of the last act. */
import { ask, say } from "now-serving/staff.js";
import { clock, inWords, setup } from "../shared/session.js";

/** @typedef {import("../shared/counters.js").View} View */

/** How long a good result is shown; a bad one stays until the next act. */
const NEWS_MS = 10_000;

export const floor = {
  /** @type {Map<string, View>} the last view of each center the manager may see */
  views: new Map(),
  /** @type {Set<string>} centers whose view may be old */
  stale: new Set(),
  /** Whether this center's views come by asking alone. */
  asking: false,
  /** Why the server refuses this page its view; empty when it does not. */
  refusal: "",
  /** @type {{words: string, bad: boolean} | null} */
  news: null,
  /** @type {import("now-serving-api").LocationView | null} the center as everybody may see it: today's hours, and why they are not the usual ones */
  center: null,
  draw: () => {},
};

/** @returns {View} the view of the center this page is about; nothing is drawn before there is one */
export const currentView = () => /** @type {View} */ (floor.views.get(setup.location));
export const isStale = () => floor.stale.has(setup.location);

/** @param {string} words @param {boolean} [bad] */
export function report(words, bad = false) {
  const news = { words, bad };
  floor.news = news;
  say(words);
  floor.draw();
  if (bad) return;
  setTimeout(() => {
    if (floor.news !== news) return;
    floor.news = null;
    floor.draw();
  }, NEWS_MS);
}

/**
 * Change something at this center and report the result.
 * @template {string} Method
 * @template {string} Path
 * @param {Method} method
 * @param {Path} path below the location's
 * @param {unknown} body
 * @param {string} done
 * @returns {Promise<import("now-serving-call").Answer<Method, `/locations/${string}${Path}`> | undefined>} the answer; undefined when refused
 */
export async function change(method, path, body, done) {
  try {
    const answer = await ask(method, `/locations/${setup.location}${path}`, body);
    report(done);
    loadHours();
    return answer;
  } catch (refused) {
    report(inWords(refused), true);
    return undefined;
  }
}

/** @param {string} number @returns {Promise<import("now-serving-api").TicketView | null>} today's ticket of that number, or null */
export async function findTicket(number) {
  const answer = await ask("GET", `/locations/${setup.location}/tickets?number=${encodeURIComponent(number)}`).catch(
    () => null,
  );
  return answer?.tickets[0] ?? null;
}

/** Act on a ticket and report the result. @param {{id: string}} ticket @param {string} act @param {unknown} body @param {string} done */
export async function sendAct({ id }, act, body, done) {
  try {
    await ask("POST", `/tickets/${id}/${act}`, body);
    report(done);
  } catch (refused) {
    report(inWords(refused), true);
  }
}

/** Print a slip again that may not have come out. @param {{ticket: string, number: string}} slip */
export async function printAgain({ ticket, number }) {
  try {
    await ask("POST", `/tickets/${ticket}/reprint`);
    report(`${number} is printing again.`);
  } catch (refused) {
    report(inWords(refused), true);
  }
}

/** Load today's hours; a view holds only the closing time. */
export async function loadHours() {
  floor.center = await ask("GET", `/locations/${setup.location}`).catch(() => floor.center);
  floor.draw();
}

const dateHere = new Intl.DateTimeFormat("en-CA", { timeZone: setup.timezone });
const timeHere = new Intl.DateTimeFormat("en-GB", { timeZone: setup.timezone, hour: "2-digit", minute: "2-digit" });

/** @returns {string} today's date at the center, such as 2026-11-23 */
export const today = () => dateHere.format(clock.now());
/** @returns {string} the center's wall clock, such as 09:31 */
export const timeNow = () => timeHere.format(clock.now());

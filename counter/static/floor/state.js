// @ts-check
/** The manager's page's state: one whole view a center, and what came of the last act. */
import { ask, clock, inWords, say, setup } from "../shared/session.js";

/** How long good news stay; bad ones stay until the next act. */
const NEWS_MS = 10_000;

export const floor = {
  /** @type {Map<string, any>} the last view of each center the manager may see */
  views: new Map(),
  /** @type {Set<string>} centers whose view may be old */
  stale: new Set(),
  shut: "",
  /** @type {{words: string, bad: boolean} | null} */
  news: null,
  /** @type {any} what anyone may know of the center: today's hours, and why they are not the usual ones */
  place: null,
  draw: () => {},
};

/** @returns {any} the view of the center this page is about */
export const here = () => floor.views.get(setup.location);
export const cutOff = () => floor.stale.has(setup.location);

/** @param {string} words @param {boolean} [bad] */
export function tell(words, bad = false) {
  const news = { words, bad };
  floor.news = news;
  say(words);
  floor.draw();
  if (!bad) setTimeout(() => floor.news === news && ((floor.news = null), floor.draw()), NEWS_MS);
}

/**
 * Change something at this center and say what came of it.
 * @param {string} method
 * @param {string} path below the location's
 * @param {unknown} body
 * @param {string} done
 * @returns {Promise<any>} the answer; undefined when refused
 */
export async function change(method, path, body, done) {
  try {
    const answer = await ask(method, `/locations/${setup.location}${path}`, body);
    tell(done);
    learnHours();
    return answer;
  } catch (refused) {
    tell(inWords(refused), true);
    return undefined;
  }
}

/** @param {string} number @returns {Promise<any>} today's ticket of that number, or null */
export async function lookUp(number) {
  const answer = await ask("GET", `/locations/${setup.location}/tickets?number=${encodeURIComponent(number)}`).catch(() => null);
  return answer?.tickets[0] ?? null;
}

/** Do something to a ticket and say what came of it. @param {{id: string}} ticket @param {string} act @param {unknown} body @param {string} done */
export async function onTicket({ id }, act, body, done) {
  try {
    await ask("POST", `/tickets/${id}/${act}`, body);
    tell(done);
  } catch (refused) {
    tell(inWords(refused), true);
  }
}

/** Print a slip that may not have come out once more. @param {{ticket: string, number: string}} slip */
export async function printAgain({ ticket, number }) {
  try {
    await ask("POST", `/tickets/${ticket}/reprint`);
    tell(`${number} is printing again.`);
  } catch (refused) {
    tell(inWords(refused), true);
  }
}

/** Ask for today's hours; views tell only until when. */
export async function learnHours() {
  floor.place = await ask("GET", `/locations/${setup.location}`).catch(() => floor.place);
  floor.draw();
}

const dateHere = new Intl.DateTimeFormat("en-CA", { timeZone: setup.timezone });
const timeHere = new Intl.DateTimeFormat("en-GB", { timeZone: setup.timezone, hour: "2-digit", minute: "2-digit" });

/** @returns {string} today's date at the center, such as 2026-11-23 */
export const today = () => dateHere.format(clock.now());
/** @returns {string} the center's wall clock, such as 09:31 */
export const timeNow = () => timeHere.format(clock.now());

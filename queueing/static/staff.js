// @ts-check
/** What every page of the staff shares: its set-up, the API, the center's clock, screen readers, navigation. */
import { html } from "lit-html";
import { call, Refused } from "./api.js";

/**
 * @typedef {object} StaffSetup what the server tells every staff page once; each surface adds to it
 * @property {string} location the location's id
 * @property {string} name the location's name
 * @property {string} timezone
 * @property {[string, string][]} pages address and name of each of the manager's pages
 */

/** @type {StaffSetup} */
export const setup = JSON.parse(document.getElementById("setup")?.textContent ?? "{}");

/** What a page says while no live connection gets through to the server. */
export const ASKING =
  "Live updates do not get through. This page asks every 2 seconds instead; tell whoever runs the network.";

/** Go to the sign-in page, which leads back to this one. */
export function signIn() {
  location.assign(`/staff/sign-in?to=${encodeURIComponent(location.pathname)}`);
}

/**
 * Call the API as the person who is signed in, never as a screen that is paired in the same browser.
 * Resolves to the answer's JSON; rejects with Refused, and goes to the sign-in page if the session has ended.
 * @template {string} Method
 * @template {string} Path
 * @param {Method} method
 * @param {Path} path below /api/v1
 * @param {unknown} [body]
 * @param {{headers?: Record<string, string>, timeoutMs?: number}} [options]
 * @returns {Promise<import("now-serving-call").Answer<Method, Path>>}
 */
export async function ask(method, path, body, options = {}) {
  try {
    return await call(method, path, { body, asScreen: false, ...options });
  } catch (refused) {
    if (refused instanceof Refused && refused.problem.status === 401) signIn();
    throw refused;
  }
}

/**
 * Have a screen reader read words out, even the same words twice in a row.
 * @param {string} words
 * @param {"said" | "arrivals"} [region] `said`: the result of the reader's own act; `arrivals`: what happened meanwhile.
 *   Neither interrupts the other.
 */
export function say(words, region = "said") {
  const element = document.getElementById(region);
  if (!element) return;
  element.textContent = "";
  setTimeout(() => {
    element.textContent = words;
  }, 50);
}

/** Have a screen reader read out a result, unless it is the one that was read out last. @param {string} words */
export function sayResult(words) {
  const element = document.getElementById("said");
  if (element && element.textContent !== words) element.textContent = words;
}

const timeOfDay = new Intl.DateTimeFormat("en-US", { timeZone: setup.timezone, hour: "numeric", minute: "2-digit" });

/** @param {string | number} moment @returns {string} its time of day at the location, such as `9:30 AM` */
export const clockOf = (moment) => timeOfDay.format(new Date(moment));

const dayAndTime = new Intl.DateTimeFormat("en-US", {
  timeZone: setup.timezone,
  weekday: "short",
  month: "short",
  day: "numeric",
  hour: "numeric",
  minute: "2-digit",
});

/** @param {string} moment @returns {string} its day and time at the location, such as `Mon, Nov 23, 9:30 AM` */
export const momentOf = (moment) => dayAndTime.format(new Date(moment));

/** @param {string} time on a 24-hour clock, such as `16:05` @returns {string} such as `4:05 PM` */
export function halfDay(time) {
  const [hours, minutes] = time.split(":").map(Number);
  return `${hours % 12 || 12}:${String(minutes).padStart(2, "0")} ${hours < 12 ? "AM" : "PM"}`;
}

/** The links to the manager's pages, this page marked. */
export const managerPages = () =>
  html`<nav class="pages" aria-label="Manager’s pages">${setup.pages.map(
    ([address, name]) =>
      html`<a href=${address} aria-current=${address === location.pathname ? "page" : "false"}>${name}</a>`,
  )}</nav>`;

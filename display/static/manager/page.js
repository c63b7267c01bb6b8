// @ts-check
/** What the manager's pages that only read share: the set-up, the frame, the API of this center, the definitions. */
import { html } from "lit-html";
import { Refused } from "now-serving/api.js";
import { ask, managerPages, setup as staffSetup } from "now-serving/staff.js";

/**
 * @typedef {object} ManagerSetup what the server tells these pages once, see display/manager.py
 * @property {string} today the service day, such as 2026-11-23
 * @property {string} next_day the next service day on which the center is open
 * @property {string} month_ago the first of the last 28 days
 * @property {{id: string, name: string}[]} centers those where this person may act
 */

export const setup = /** @type {import("now-serving/staff.js").StaffSetup & ManagerSetup} */ (staffSetup);

/** The server may compute for long: a forecast, or the figures of a year. */
export const TIMEOUT_MS = 30_000;

/** @param {string} title @param {unknown} content */
export const frame = (title, content) => html`
  <header class="top">
    <p class="place"><span class="quiet">${title}</span> <b>${setup.name}</b></p>
    ${managerPages()}
  </header>
  <main class="work"><h1 class="visually-hidden">${setup.name}: ${title.toLowerCase()}</h1>${content}</main>`;

/**
 * Ask the API of this center. Resolves to the answer and an empty string, or to null and the refusal's sentence.
 * @template {string} Method
 * @template {string} Path
 * @param {Method} method
 * @param {Path} path below the location's
 * @param {unknown} [body]
 * @returns {Promise<[import("now-serving-call").Answer<Method, `/locations/${string}${Path}`> | null, string]>}
 */
export async function askHere(method, path, body) {
  try {
    return [await ask(method, `/locations/${setup.location}${path}`, body, { timeoutMs: TIMEOUT_MS }), ""];
  } catch (refused) {
    return [null, refusalOf(refused)];
  }
}

/** @param {unknown} refused @returns {string} the refusal's sentence; anything but a refusal is thrown on */
export function refusalOf(refused) {
  if (!(refused instanceof Refused)) throw refused;
  return refused.problem.detail;
}

/** @param {Record<string, string>} definitions by the field's name @param {Record<string, string>} names */
export const meanings = (definitions, names) => html`<details class="card meanings">
  <summary>What the numbers mean</summary>
  <dl>${Object.entries(names)
    .filter(([key]) => definitions[key])
    .map(([key, name]) => html`<div><dt>${name}</dt><dd>${definitions[key]}</dd></div>`)}</dl>
</details>`;

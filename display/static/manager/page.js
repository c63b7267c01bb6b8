// @ts-check
/** What the manager's pages about forecasts share: setup, the frame, asking, what the numbers mean. */
import { html } from "lit-html";
import { Refused, call } from "now-serving/api.js";

/** @type {{location: string, name: string, timezone: string, today: string, next_day: string, month_ago: string, pages: [string, string][]}} */
export const setup = JSON.parse(document.getElementById("setup")?.textContent ?? "{}");

/** @param {string} title @param {unknown} inside */
export const frame = (title, inside) => html`
  <header class="top">
    <p class="place"><span class="quiet">${title}</span> <b>${setup.name}</b></p>
    <nav aria-label="Pages"><ul>${setup.pages.map(
      ([address, name]) => html`<li><a href=${address} aria-current=${address === location.pathname ? "page" : "false"}>${name}</a></li>`,
    )}</ul></nav>
  </header>
  <main class="work"><h1 class="visually-hidden">${setup.name}: ${title.toLowerCase()}</h1>${inside}</main>`;

/**
 * Ask the API of this center; resolve to the answer and no trouble, or to nothing and the sentence that says why.
 * @param {string} method @param {string} path below the location's @param {unknown} [body]
 * @returns {Promise<[any, string]>}
 */
export async function ask(method, path, body) {
  try {
    return [await call(method, `/locations/${setup.location}${path}`, { body, asScreen: false, timeoutMs: 30_000 }), ""];
  } catch (refused) {
    if (!(refused instanceof Refused)) throw refused;
    if (refused.problem.status === 401) location.assign(`/staff/sign-in?to=${encodeURIComponent(location.pathname)}`);
    return [null, refused.problem.detail];
  }
}

/** Have a screen reader say it. @param {string} words */
export function say(words) {
  const region = document.getElementById("said");
  if (region && region.textContent !== words) region.textContent = words;
}

/** @param {string} moment @returns {string} the center's wall clock, such as `9:30 AM` */
export const clockOf = (moment) =>
  new Date(moment).toLocaleTimeString("en-US", { timeZone: setup.timezone, hour: "numeric", minute: "2-digit" });

/** @param {Record<string, string>} definitions @param {Record<string, string>} names */
export const meanings = (definitions, names) => html`<details class="card meanings">
  <summary>What the numbers mean</summary>
  <dl>${Object.entries(names)
    .filter(([key]) => definitions[key])
    .map(([key, name]) => html`<div><dt>${name}</dt><dd>${definitions[key]}</dd></div>`)}</dl>
</details>`;

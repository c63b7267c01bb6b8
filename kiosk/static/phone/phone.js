// @ts-check
/**
 * Keeps a ticket's page true: asks how the ticket stands, and draws the page again when that
 * changed. Near the front it also listens live, so that a call is seen at once; further back it
 * only asks, for a center has fewer places for listeners than visitors.
 */
import { Refused, call } from "now-serving/api.js";

import { offer } from "./push.js";

const PAUSE_MS = 6000;
const NEAR = 2;
const CALL_PATTERN = [400, 150, 400, 150, 800];

let known = "";
let looking = false;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
/** @type {{close: () => void} | null} */
let listening = null;

const sheet = () => /** @type {HTMLElement} */ (document.querySelector("main[data-ticket]"));
const isAsking = () => new URLSearchParams(location.search).has("leave");

async function look() {
  clearTimeout(timer);
  if (looking) return;
  looking = true;
  try {
    const ticket = await call("GET", `/tickets/${sheet().dataset.ticket}`, { asScreen: false });
    told(false);
    const { state, counter, called_at, ahead, wait, takes_longer, outcome } = ticket;
    const now = JSON.stringify([state, counter, called_at, ahead, wait?.low_minutes, wait?.high_minutes, takes_longer, outcome, ticket.service.id, ticket.then.length]);
    if (known && now !== known) await redraw(ticket);
    known = now;
    await listen(ticket.state === "called" || (ticket.ahead !== null && ticket.ahead <= NEAR));
    if (ticket.state === "ended") return;
  } catch (refused) {
    if (refused instanceof Refused && refused.problem.status === 404) return location.reload();
    told(true);
  } finally {
    looking = false;
  }
  timer = setTimeout(look, PAUSE_MS);
}

/** @param {{state: string}} ticket */
async function redraw(ticket) {
  if (isAsking() && ticket.state === "waiting") return;
  const address = new URL(location.href);
  address.searchParams.delete("leave");
  const answer = await fetch(address);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("main[data-ticket]");
  if (!fresh) return;
  history.replaceState(null, "", address);
  document.title = page.title;
  const main = sheet();
  main.className = fresh.className;
  // The live region stays the same element, or nobody would be told of the change.
  main.querySelector(".slip")?.replaceChildren(...(fresh.querySelector(".slip")?.childNodes ?? []));
  main.querySelectorAll(":scope > :not(.slip)").forEach((old) => old.remove());
  main.append(...fresh.querySelectorAll(":scope > :not(.slip)"));
  main.dataset.state = ticket.state;
  offer();
  if (ticket.state === "called") navigator.vibrate?.(CALL_PATTERN);
}

/** @param {boolean} wanted */
async function listen(wanted) {
  if (!wanted) {
    listening?.close();
    listening = null;
  } else if (!listening) {
    const { watch } = await import("now-serving/live.js");
    listening = watch({ location: sheet().dataset.location ?? "", view: "board", draw: look });
  }
}

/** @param {boolean} lost */
function told(lost) {
  const words = /** @type {HTMLElement | null} */ (document.querySelector(".lost"));
  if (words) words.hidden = !lost;
}

// A phone that slept in a pocket is right again as soon as it is looked at.
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
look();
offer();

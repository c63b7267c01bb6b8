// @ts-check
/**
 * Keeps a ticket's page current: asks for the ticket, and draws the page again when it changed. Near
 * the front it also listens live, so that a call is seen at once; further back it only asks, for a
 * center has fewer live connections than visitors.
 */
import { call, Refused } from "now-serving/api.js";

import { offerPush } from "./push.js";

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
    showLost(false);
    const now = JSON.stringify(shownOf(ticket));
    if (known && now !== known) await redraw(ticket);
    known = now;
    const ahead = ticket.ahead ?? Number.POSITIVE_INFINITY;
    await listen(ticket.state === "called" || ahead <= NEAR);
    if (ticket.state === "ended") return;
  } catch (refused) {
    if (refused instanceof Refused && refused.problem.status === 404) return location.reload();
    showLost(true);
  } finally {
    looking = false;
  }
  timer = setTimeout(look, PAUSE_MS);
}

/** What of a ticket the page shows; when it changes the page is drawn again. @param {import("now-serving-api").TicketView} ticket */
const shownOf = ({ state, counter, called_at, ahead, wait, takes_longer, outcome, service, then }) => [
  ...[state, counter, called_at, ahead, wait?.low_minutes, wait?.high_minutes],
  ...[takes_longer, outcome, service.id, then?.length],
];

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
  // The live region stays the same element, or a screen reader would not read the change.
  main.querySelector(".slip")?.replaceChildren(...(fresh.querySelector(".slip")?.childNodes ?? []));
  for (const old of main.querySelectorAll(":scope > :not(.slip)")) old.remove();
  main.append(...fresh.querySelectorAll(":scope > :not(.slip)"));
  main.dataset.state = ticket.state;
  offerPush();
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
function showLost(lost) {
  const words = /** @type {HTMLElement | null} */ (document.querySelector(".lost"));
  if (words) words.hidden = !lost;
}

// After a phone was locked, the page is right again as soon as it is seen.
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
look();
offerPush();

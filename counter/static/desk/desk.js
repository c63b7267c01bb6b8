// @ts-check
/** The counter page: watches the location's queue, draws all of it, and listens to keys. */
import { html, nothing, render } from "lit-html";
import { watch } from "now-serving/live.js";
import { ASKING, ask, clockOf, say, signIn } from "now-serving/staff.js";
import { chime } from "../shared/chime.js";
import { stateName } from "../shared/counters.js";
import { dialogIsOpen, redrawDialog } from "../shared/dialog.js";
import { clock, kept, setup } from "../shared/session.js";
import { chooseByKey, chooser } from "./counter_chooser.js";
import { helpButton, helpLine } from "./help.js";
import { counters, isDue, lists } from "./lists.js";
import { perform, press } from "./perform.js";
import { NOBODY_WAITS } from "./requests.js";
import { currentView, desk, scene, take } from "./state.js";
import { button, front } from "./visitor.js";

const screen = /** @type {HTMLElement} */ (document.getElementById("screen"));
const TOP_ACTS = ["walk-up", "quick", "serves", "pause", "close"];
const BEAT_MS = 30_000;
/** Loud enough for one agent at a desk, not for the hall. */
const QUIETLY = 0.06;
screen.replaceChildren(); // what the page said until its first view

desk.draw = () => {
  if (desk.view) {
    render(page(), screen);
    screen.dataset.version = String(desk.view.version); // of what is drawn
  } else if (desk.refusal) render(html`<p class="problem loading">${desk.refusal}</p>`, screen);
  redrawDialog();
};

function page() {
  const seen = scene();
  const here = desk.counter !== null && seen.counter ? { ...seen, counter: seen.counter } : null;
  document.title = `${here ? `${inShort(here)} – ` : ""}${setup.name}`;
  return html`${top(here)} ${banner()} ${helpLine()}
    ${
      here
        ? html`<main class="work">${front(here)} ${lists(here)}</main>
          <footer class="foot">${counters(here)}</footer>`
        : chooser()
    }`;
}

/** What an agent who works in another window has to know. @param {import("./model.js").AtCounter} seen */
function inShort({ phase, visitor, counter, mine }) {
  if (visitor) return visitor.number;
  return phase === "free" && mine.length ? `${mine.length} waiting` : counter.name;
}

/** @param {import("./model.js").Scene | null} seen */
function top(seen) {
  const counter = seen?.counter;
  const taken = seen?.phase === "taken";
  return html`<header class="top">
    <p class="place"><span class="quiet">${setup.name}</span>
      ${counter ? html`<b>${counter.name} <span class="pill ${taken ? "paused" : counter.state}">${taken ? "Taken over" : stateName(counter)}</span></b>` : html`<b>Counters</b>`}</p>
    ${seen ? html`<nav class="top-acts" aria-label="This counter">${TOP_ACTS.map((id) => button(id))}</nav>` : nothing}
    ${seen ? helpButton() : nothing}
    <p class="now"><span class="quiet">${currentView().open ? `until ${clockOf(currentView().closes_at ?? "")}` : "center closed"}</span>
      <b>${clockOf(clock.now())}</b></p>
    <button type="button" class="act" aria-keyshortcuts="I" @click=${() => perform("me")}><span class="who-am-i">${setup.me}</span> <kbd>I</kbd></button>
    <button type="button" class="act" aria-label="Keys" aria-keyshortcuts="?" @click=${() => perform("help")}><kbd>?</kbd></button>
  </header>`;
}

/** A printer's conditions, as staff read them. */
const PRINTER_TROUBLE = {
  out: "is out of paper",
  cover: "has its cover open",
  error: "has a fault",
  offline: "does not answer",
  low: "is nearly out of paper",
};

function banner() {
  if (!desk.stale && desk.asking) return html`<p class="banner" role="status">${ASKING}</p>${printerTrouble()}`;
  if (!desk.stale) return printerTrouble();
  return html`<p class="banner" role="alert">
    ${desk.refusal || "No connection to the server. What you see may be old; nothing can be sent until it is back."}
  </p>`;
}

function printerTrouble() {
  const inTrouble = currentView().parts.filter(({ kind, state }) => kind === "printer" && state in PRINTER_TROUBLE);
  if (!inTrouble.length) return nothing;
  const said = inTrouble.map(({ name, state }) => `Printer ${name} ${/** @type {any} */ (PRINTER_TROUBLE)[state]}`);
  return html`<p class="banner printer" role="status">${said.join(". ")}. Tickets stand; visitors see their number on the kiosk.</p>`;
}

document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof Element && event.target.closest("input, select, textarea");
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing || dialogIsOpen() || !desk.view) return;
  if (!kept.keys && event.key !== "?") return;
  if (!scene().counter && !["?", "i", "I"].includes(event.key)) {
    if (chooseByKey(event.key)) event.preventDefault();
    return;
  }
  if (press(event.key)) event.preventDefault();
});

// An Enter that is held down must not run through a whole visit.
document.addEventListener("keydown", (event) => {
  if (event.repeat && event.key === "Enter" && event.target instanceof HTMLButtonElement) event.preventDefault();
});

/** The tickets that this counter could call at the last view; null before. @type {Set<string> | null} */
let known = null;

/** Tell an agent who looks elsewhere that a visitor has come to an empty queue. */
function announceArrivals() {
  const { mine, phase } = scene();
  const own = desk.answered?.answer.id;
  if (mine.length && desk.news?.words === NOBODY_WAITS) desk.news = null; // no longer so
  if (phase === "free" && known?.size === 0 && mine.some((ticket) => ticket.id !== own)) {
    say("Somebody is waiting for you.", "arrivals");
  }
  known = phase === "free" ? new Set(mine.map((ticket) => ticket.id)) : null;
}

watch({
  location: setup.location,
  view: "queue",
  draw: (view) => {
    desk.stale = false;
    desk.refusal = "";
    const first = !desk.view;
    take(view);
    if (first) beat();
    announceArrivals();
  },
  onStale: (stale) => {
    desk.stale = stale;
    say(stale ? "The connection to the server is gone." : "Connected again.");
    desk.draw();
  },
  onAsking: (asking) => {
    desk.asking = asking;
    desk.draw();
  },
  onRefused: (problem) => {
    if (problem.type === "sign-in-needed") signIn();
    desk.refusal = problem.detail;
    desk.draw();
  },
});

/** The tickets on hold that this agent was already reminded of. @type {Set<string>} */
const reminded = new Set();

function remindOfHeld() {
  if (!desk.view || desk.stale) return;
  const { held, counter } = scene();
  for (const ticket of held) {
    const key = `${ticket.id} ${ticket.held_until}`;
    if (!counter || ticket.held_for !== counter.id || !isDue(ticket) || reminded.has(key)) continue;
    reminded.add(key);
    say(`${ticket.number} has been on hold for as long as you said.`, "arrivals");
    chime(QUIETLY);
  }
}

setInterval(() => {
  desk.draw();
  remindOfHeld();
}, 1000);

/** Tell the server that this counter's page is open; a counter whose page is not is paused. */
function beat() {
  if (!desk.view || desk.stale || ["closed", "taken"].includes(scene().phase)) return;
  ask("POST", `/locations/${setup.location}/counters/${desk.counter}/beat`).catch(() => {});
}
setInterval(beat, BEAT_MS);

// @ts-check
/** The manager's page: watches every center they may act at, draws the one it is about. */
import { html, nothing, render } from "lit-html";
import { watch } from "now-serving/live.js";
import { dialogIsOpen, redrawDialog } from "../shared/dialog.js";
import { announce, attention, seeFirst } from "./alerts.js";
import { askHours } from "./day_dialogs.js";
import { askMessage, askScreen, house } from "./center_card.js";
import { askTicket, manageCounter, manageQueue } from "./manage.js";
import { cutOff, floor, here, learnHours } from "./state.js";
import { counterTable, figures, glance, held, queues } from "./tables.js";
import { askAboutMe, topBar } from "../shared/manager_frame.js";
import { clock, kept, setup, signIn } from "../shared/session.js";
import { wallClock } from "../shared/format.js";

const screen = /** @type {HTMLElement} */ (document.getElementById("screen"));
const clockOf = wallClock(setup.timezone);
/** @type {Record<string, () => void>} */
const KEYS = { h: askHours, m: askMessage, p: askScreen, i: askAboutMe, t: askTicket, s: seeFirst };
screen.replaceChildren(); // what the page said until its first view

floor.draw = () => {
  if (here()) render(page(), screen);
  else if (floor.shut) render(html`<p class="problem loading">${floor.shut}</p>`, screen);
  redrawDialog();
};

const page = () => html`
  ${topBar("Floor", floor.news, html`<p class="now"><span class="quiet">${here().open ? `until ${clockOf(here().closes_at)}` : "center closed"}</span>
      <b>${clockOf(clock.now())}</b></p>
    <button type="button" aria-keyshortcuts="T" @click=${askTicket}>Find a ticket <kbd>T</kbd></button>`)}
  ${cutOff()
    ? html`<p class="banner" role="alert">${floor.shut || "No connection to the server. What you see may be old."}</p>`
    : nothing}
  <main class="floor-work">
    <h1 class="visually-hidden">${setup.name}: the floor now</h1>
    ${setup.centers.length > 1 ? glance() : nothing} ${attention()} ${figures()}
    <div class="floor-tables">
      ${queues(manageQueue)}
      <div class="floor-side">${counterTable(manageCounter)} ${held(clockOf)} ${house(clockOf)}</div>
    </div>
  </main>`;

document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof Element && event.target.closest("input, select, textarea");
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing || dialogIsOpen() || !kept.keys) return;
  const act = KEYS[event.key.toLowerCase()];
  if (!act || !here()) return;
  event.preventDefault();
  act();
});

for (const { id } of setup.centers) {
  watch({
    location: id,
    view: "queue",
    draw: (view) => {
      const before = floor.views.get(id);
      floor.views.set(id, view);
      announce(id, view);
      floor.stale.delete(id);
      if (id === setup.location) {
        clock.set(view.at);
        if (before?.closes_at !== view.closes_at || before?.open !== view.open) learnHours();
      }
      floor.draw();
    },
    onStale: (stale) => {
      if (stale) floor.stale.add(id);
      else floor.stale.delete(id);
      floor.draw();
    },
    onRefused: (problem) => {
      if (problem.type === "sign-in-needed") signIn();
      if (id === setup.location) floor.shut = problem.detail;
      floor.draw();
    },
  });
}
setInterval(() => floor.draw(), 5000);

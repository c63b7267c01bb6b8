// @ts-check
/** The floor page: watches every center that the manager may act at, draws the one of its address. */
import { html, nothing, render } from "lit-html";
import { watch } from "now-serving/live.js";
import { ASKING, clockOf, signIn } from "now-serving/staff.js";
import { dialogIsOpen, redrawDialog } from "../shared/dialog.js";
import { askAboutMe, topBar } from "../shared/manager_frame.js";
import { clock, kept, setup } from "../shared/session.js";
import { announce, attention, markFirstSeen } from "./alerts.js";
import { askMessage, askScreen, centerCard } from "./center_card.js";
import { askHours } from "./day_dialogs.js";
import { askTicket, manageCounter, manageQueue } from "./manage.js";
import { currentView, floor, isStale, loadHours } from "./state.js";
import { counterTable, figures, glance, heldTable, queueTable } from "./tables.js";

const screen = /** @type {HTMLElement} */ (document.getElementById("screen"));
/** @type {Record<string, () => void>} */
const KEYS = { h: askHours, m: askMessage, p: askScreen, i: askAboutMe, t: askTicket, s: markFirstSeen };
screen.replaceChildren(); // what the page said until its first view

floor.draw = () => {
  if (currentView()) render(page(), screen);
  else if (floor.refusal) render(html`<p class="problem loading">${floor.refusal}</p>`, screen);
  redrawDialog();
};

const page = () => html`
  ${topBar(
    "Floor",
    floor.news,
    html`<p class="now"><span class="quiet">${currentView().open ? `until ${clockOf(currentView().closes_at ?? "")}` : "center closed"}</span>
      <b>${clockOf(clock.now())}</b></p>
    <button type="button" aria-keyshortcuts="T" @click=${askTicket}>Find a ticket <kbd>T</kbd></button>`,
  )}
  ${banner()}
  <main class="floor-work">
    <h1 class="visually-hidden">${setup.name}: the floor now</h1>
    ${setup.centers.length > 1 ? glance() : nothing} ${attention()} ${figures()}
    <div class="floor-tables">
      ${queueTable(manageQueue)}
      <div class="floor-side">${counterTable(manageCounter)} ${heldTable()} ${centerCard()}</div>
    </div>
  </main>`;

function banner() {
  if (isStale()) {
    return html`<p class="banner" role="alert">${floor.refusal || "No connection to the server. What you see may be old."}</p>`;
  }
  return floor.asking ? html`<p class="banner" role="status">${ASKING}</p>` : nothing;
}

document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof Element && event.target.closest("input, select, textarea");
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing || dialogIsOpen() || !kept.keys) return;
  const act = KEYS[event.key.toLowerCase()];
  if (!act || !currentView()) return;
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
        if (before?.closes_at !== view.closes_at || before?.open !== view.open) loadHours();
      }
      floor.draw();
    },
    onStale: (stale) => {
      if (stale) floor.stale.add(id);
      else floor.stale.delete(id);
      floor.draw();
    },
    onAsking: (asking) => {
      if (id === setup.location) floor.asking = asking;
      floor.draw();
    },
    onRefused: (problem) => {
      if (problem.type === "sign-in-needed") signIn();
      if (id === setup.location) floor.refusal = problem.detail;
      floor.draw();
    },
  });
}
setInterval(() => floor.draw(), 5000);

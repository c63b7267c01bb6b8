// @ts-check
/** The staffing page: other counters for the rest of today or for a coming day, and their effect on the waits. */
import { html, nothing, render } from "lit-html";
import { sayResult } from "now-serving/staff.js";
import { askHere, frame, setup } from "./page.js";
import { changes, counterRows, pristine } from "./staffing_counters.js";
import { compared, planned, summary } from "./staffing_results.js";

const screen = /** @type {HTMLElement} */ (document.getElementById("screen"));
screen.replaceChildren(); // what the page said until it could ask

const page = {
  /** @type {"now" | "day"} the rest of today, or a coming day */
  about: location.hash === "#day" ? "day" : "now",
  date: setup.next_day,
  /** @type {import("now-serving-api").QueueView | null} counters and queues as they are */
  view: null,
  /** @type {import("./staffing_counters.js").Row[]} */
  rows: [],
  /** @type {import("./staffing_results.js").Compared | import("./staffing_results.js").Planned | null} */
  answer: null,
  trouble: "",
  busy: false,
};

const draw = () => render(frame("Staffing", whole()), screen);

async function begin() {
  [page.view, page.trouble] = await askHere("GET", "/queue");
  if (page.view) startOver();
  draw();
  if (page.view?.open && page.about === "now") forecast();
}

function startOver() {
  page.rows = (page.view?.counters ?? []).map((counter) => pristine(counter, page.about === "day"));
  page.answer = null;
  page.trouble = "";
}

async function forecast() {
  page.busy = true;
  draw();
  const counters = changes(page.rows, page.about === "day");
  const [answer, trouble] =
    page.about === "now"
      ? await askHere("POST", "/what-if", { counters })
      : await askHere("POST", "/plan", { date: page.date, counters });
  page.busy = false;
  page.trouble = trouble;
  page.answer = answer; // of a day that cannot be planned, no other day's is left standing
  draw();
  if (answer) sayResult(summary(answer));
}

/** @param {"now" | "day"} about */
function turnTo(about) {
  page.about = about;
  history.replaceState(null, "", about === "day" ? "#day" : location.pathname);
  startOver();
  draw();
}

/** @param {number} place @param {Partial<import("./staffing_counters.js").Row>} change */
function change(place, change) {
  page.rows = page.rows.map((row, at) => (at === place ? { ...row, ...change } : row));
  draw();
}

const whole = () => html`
  <div class="card about" role="group" aria-label="For when">
    ${
      /** @type {["now" | "day", string][]} */ ([
        ["now", "The rest of today"],
        ["day", "A coming day"],
      ]).map(
        ([about, words]) =>
          html`<button type="button" aria-pressed=${page.about === about ? "true" : "false"} @click=${() => turnTo(about)}>${words}</button>`,
      )
    }
    <p class="quiet">${
      page.about === "now"
        ? "Other counters from this moment on, beside how things stand. Nothing is changed by asking."
        : "The usual visitors of that weekday, with the counters below. Nothing is changed by asking."
    }</p>
  </div>
  ${page.view ? form(page.view) : nothing}
  ${page.trouble ? html`<p class="wrong" role="alert">${page.trouble}</p>` : nothing}
  ${page.answer ? ("plan" in page.answer ? planned(page.answer) : compared(page.answer)) : page.view || page.trouble ? nothing : html`<p class="loading">One moment…</p>`}`;

/** @param {import("now-serving-api").QueueView} view */
function form(view) {
  return html`<form class="card" aria-labelledby="counters-title" @submit=${(/** @type {Event} */ event) => {
    event.preventDefault();
    if (!page.busy) forecast();
  }}>
    <div class="card-head">
      <h2 id="counters-title">Counters</h2>
      ${
        page.about === "day"
          ? html`<label for="date">Day</label><input type="date" id="date" required .value=${page.date} min=${setup.today}
            @change=${(/** @type {any} */ event) => (page.date = event.target.value)}>`
          : nothing
      }
      <button type="button" @click=${() => {
        startOver();
        draw();
        if (page.about === "now") forecast();
      }}>${page.about === "now" ? "As they are" : "Start over"}</button>
      <button class="primary" aria-disabled=${page.busy ? "true" : "false"}>${page.busy ? "One moment…" : "Forecast"}</button>
    </div>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="counters-title">
      ${counterRows(page.rows, view.queues, change, page.about === "day")}
    </div>
  </form>`;
}

begin();

// @ts-check
/** The estimates page: how often visitors were called within the quoted range, over any days, by queue or by hour. */
import { html, nothing, render } from "lit-html";
import { sayResult } from "now-serving/staff.js";
import { duration, number, percent } from "./format.js";
import { askHere, frame, meanings, setup } from "./page.js";

/** @type {Record<string, string>} */
const NAMES = {
  estimates: "Estimates",
  median_error_seconds: "Median error",
  within_share: "Within the quoted range",
  covers_badly: "Too many waited longer",
  queue: "By queue",
  hour: "By hour",
};
const screen = /** @type {HTMLElement} */ (document.getElementById("screen"));
screen.replaceChildren(); // what the page said until it could ask

const given = new URLSearchParams(location.search);
const page = {
  from: given.get("from") ?? setup.month_ago,
  to: given.get("to") ?? setup.today,
  by: given.get("by") === "hour" ? "hour" : "queue",
  /** @type {import("now-serving-api").EstimatesView | null} */
  answer: null,
  trouble: "",
  asked: 0,
};

async function load() {
  const turn = ++page.asked;
  const { from, to, by } = page;
  const [answer, trouble] = await askHere("GET", `/estimates?${new URLSearchParams({ from, to, by })}`);
  if (turn !== page.asked) return; // another question was asked meanwhile
  page.trouble = trouble;
  if (answer) page.answer = answer;
  draw();
  if (answer)
    sayResult(`${answer.total.estimates} estimates, ${percent(answer.total.within_share)} within the quoted range`);
}

/** @param {Partial<{from: string, to: string, by: string}>} change */
function change(change) {
  Object.assign(page, change);
  history.replaceState(null, "", `?${new URLSearchParams({ from: page.from, to: page.to, by: page.by })}`);
  draw();
  load();
}

const draw = () => render(frame("Estimates", whole()), screen);

/** @param {"from" | "to"} name @param {string} words */
const date = (name, words) => html`<div class="field"><label for=${name}>${words}</label>
  <input type="date" id=${name} .value=${page[name]} max=${setup.today} @change=${(/** @type {any} */ event) => event.target.value && change({ [name]: event.target.value })}></div>`;

const whole = () => html`
  <form class="card ask" @submit=${(/** @type {Event} */ event) => event.preventDefault()}>
    ${date("from", "From")} ${date("to", "To")}
    <div class="field"><label for="by">Cut by</label>
      <select id="by" @change=${(/** @type {any} */ event) => change({ by: event.target.value })}>
        <option value="queue" ?selected=${page.by === "queue"}>Queue</option><option value="hour" ?selected=${page.by === "hour"}>Hour</option>
      </select></div>
  </form>
  ${page.trouble ? html`<p class="wrong" role="alert">${page.trouble}</p>` : nothing}
  ${page.answer ? answered(page.answer) : page.trouble ? nothing : html`<p class="loading">One moment…</p>`}`;

/** @param {import("now-serving-api").EstimatesView} answer */
function answered({ total, groups, week, by, definitions }) {
  const tiles = [
    ["Estimates", number(total.estimates)],
    ["Median error", duration(total.median_error_seconds)],
    ["Within the quoted range", percent(total.within_share)],
    ["Meant to be", "90%"],
  ];
  return html`
    ${
      week.length
        ? html`<p class="wrong">In the past week too few visitors were called within the quoted range: ${week
            .map((group) => `${group.label} (${percent(group.within_share)} of ${group.estimates})`)
            .join(", ")}.</p>`
        : nothing
    }
    <section class="card" aria-labelledby="sum-title"><h2 id="sum-title" class="visually-hidden">In short</h2>
      <dl class="tiles four">${tiles.map(([title, value]) => html`<div><dt>${title}</dt><dd>${value}</dd></div>`)}</dl></section>
    <section class="card" aria-labelledby="groups-title"><h2 id="groups-title">By ${by}</h2>
      ${
        groups.length
          ? html`<div class="scroll" tabindex="0" role="group" aria-labelledby="groups-title"><table>
            <thead><tr><th scope="col">${by === "hour" ? "From" : "Queue"}</th><th scope="col" class="count">Estimates</th>
              <th scope="col" class="count">Median error</th><th scope="col" class="count">Within the quoted range</th><th scope="col">Remark</th></tr></thead>
            <tbody>${groups.map(
              (group) => html`<tr><th scope="row">${group.label}</th><td class="count">${number(group.estimates)}</td>
                <td class="count">${duration(group.median_error_seconds)}</td><td class="count">${percent(group.within_share)}</td>
                <td class="badly">${group.covers_badly ? "too many waited longer" : ""}</td></tr>`,
            )}</tbody></table></div>`
          : html`<p class="loading">No visitor with a quoted wait was called on these days.</p>`
      }
    </section>
    ${meanings(definitions, NAMES)}`;
}

draw();
load();

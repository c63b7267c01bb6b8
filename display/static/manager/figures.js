// @ts-check
/** The figures page: a question in the address, answers from the API, charts and tables. */
import { html, nothing, render } from "lit-html";
import { ask, clockOf, sayResult } from "now-serving/staff.js";
import { dayByDay, throughTheDay, waits } from "./figures_charts.js";
import { questionForm } from "./figures_form.js";
import {
  COMPARABLE,
  CUTS,
  comparisonOf,
  daysOf,
  readQuestion,
  span,
  whyNotAsked,
  writeQuestion,
} from "./figures_question.js";
import { centersTable, countersTime, cutTable, glance, heatMap, meanings } from "./figures_tables.js";
import { daysName, number } from "./format.js";
import { frame, refusalOf, setup, TIMEOUT_MS } from "./page.js";

/**
 * @typedef {import("now-serving-api").WaitsView} View
 * @typedef {object} Answers
 * @property {import("./figures_question.js").Question} question
 * @property {View} all cut as asked
 * @property {View} through the day
 * @property {View} heat by weekday and half hour
 * @property {View | null} trend day by day; null for one day
 * @property {View | null} before the day of what it is compared with
 * @property {import("now-serving-api").CentersView | null} centers
 * @property {View | null} allBefore the same cut of what it is compared with
 */

const AGAIN_MS = 60_000;

const screen = /** @type {HTMLElement} */ (document.getElementById("screen"));
screen.replaceChildren(); // what the page said until it could ask

const page = {
  question: readQuestion(location.search, setup.today),
  /** @type {"arrivals" | "wait"} */
  heat: "arrivals",
  /** @type {string | null} the figure by which the table of a cut is in order; null as usual for the cut */
  order: null,
  /** @type {Answers | null} */
  answers: null,
  trouble: "",
  asked: 0,
};

/** @param {string} location @param {Record<string, string>} query */
const askFigures = (location, query) =>
  ask("GET", `/locations/${location}/waits?${new URLSearchParams(query)}`, undefined, { timeoutMs: TIMEOUT_MS });

async function load() {
  const { question } = page;
  page.trouble = whyNotAsked(question);
  if (page.trouble) return draw();
  const turn = ++page.asked;
  const { from, to, minutes } = question;
  const than = comparisonOf(question, setup.location);
  const period = { from, to, slot_minutes: minutes };
  const course = (/** @type {number} */ length) => (length === 1 ? "slot" : "time");
  const length = span(from, to);
  try {
    const [all, through, heat, trend, before, centers, allBefore] = await Promise.all([
      askFigures(setup.location, { ...period, by: question.by }),
      askFigures(setup.location, { ...period, by: course(length) }),
      askFigures(setup.location, { ...period, by: "weekday", slot_minutes: "30" }),
      length > 1 ? askFigures(setup.location, { ...period, by: "day" }) : null,
      than && askFigures(than.location, { from: than.from, to: than.to, by: course(length), slot_minutes: minutes }),
      setup.centers.length > 1 ? ask("GET", `/waits?${new URLSearchParams({ from, to })}`) : null,
      than && COMPARABLE.has(question.by)
        ? askFigures(than.location, { from: than.from, to: than.to, by: question.by })
        : null,
    ]);
    if (turn !== page.asked) return; // another question was asked meanwhile
    page.answers = { question, all, through, heat, trend, before, centers, allBefore };
    sayResult(`${number(all.total.arrivals)} arrivals, ${daysName(from, to)}`);
  } catch (refused) {
    page.trouble = refusalOf(refused);
  }
  draw();
}

/** @param {Partial<import("./figures_question.js").Question>} change */
function change(change) {
  const asked = { ...page.question, ...change };
  if (change.by) page.order = null;
  const [from, to] = daysOf(asked.period, setup.today, asked.from, asked.to);
  page.question = { ...asked, from, to };
  history.replaceState(null, "", writeQuestion(page.question));
  draw();
  load();
}

const draw = () => render(frame("Figures", content()), screen);

const content = () => html`
  ${questionForm(page.question, change)}
  ${page.trouble ? html`<p class="wrong" role="alert">${page.trouble}</p>` : nothing}
  ${page.answers ? answered(page.answers) : page.trouble ? nothing : html`<p class="loading">One moment…</p>`}`;

/** @param {Answers} answers */
function answered({ question, all, through, heat, trend, before, centers, allBefore }) {
  const than = comparisonOf(question, setup.location);
  const name = than ? comparisonName(question, than) : "";
  return html`
    <p class="quiet">${daysName(all.first_day, all.last_day)}${all.last_day >= setup.today ? `, as of ${clockOf(all.at)}` : ""}${name ? `; then: ${name}` : ""}</p>
    ${glance(all, before)}
    ${throughTheDay(through, before)} ${waits(through)}
    ${trend ? dayByDay(trend) : nothing}
    ${cutTable(
      all,
      titleOf(all.by),
      page.order ?? usualOrder(all.by),
      (order) => {
        page.order = order;
        draw();
      },
      allBefore,
    )}
    ${heatMap(heat.heat, page.heat, heatChoice())} ${countersTime(all.staff)}
    ${centers ? centersTable(centers.centers, setup.location) : nothing}
    ${meanings(all.definitions)}`;
}

/** The most frequent first; slots and days in their own order, and agents are not ranked. @param {string} by */
const usualOrder = (by) => (["service", "department", "queue", "language"].includes(by) ? "arrivals" : "");

/** @param {string} by */
const titleOf = (by) => `By ${CUTS.find(([id]) => id === by)?.[1].toLowerCase()}`;

/** @param {import("./figures_question.js").Question} question @param {{location: string, from: string, to: string}} than */
function comparisonName(question, than) {
  if (than.location !== setup.location)
    return setup.centers.find(({ id }) => id === than.location)?.name ?? than.location;
  const whole = question.to >= setup.today && than.to < setup.today ? " (whole days)" : "";
  return `${daysName(than.from, than.to)}${whole}`;
}

const heatChoice = () => html`<div role="group" aria-label="What the map shows">
  ${
    /** @type {["arrivals" | "wait", string][]} */ ([
      ["arrivals", "Arrivals a day"],
      ["wait", "Mean wait, minutes"],
    ]).map(
      ([id, words]) =>
        html`<button type="button" aria-pressed=${page.heat === id ? "true" : "false"} @click=${() => {
          page.heat = id;
          draw();
        }}>${words}</button>`,
    )
  }</div>`;

addEventListener("popstate", () => {
  page.question = readQuestion(location.search, setup.today);
  load();
});
// Paper is white, whatever the screen is.
let screenTheme = document.documentElement.dataset.theme;
const wear = (/** @type {string | undefined} */ theme) => {
  document.documentElement.dataset.theme = theme;
  draw();
};
addEventListener("beforeprint", () => {
  screenTheme = document.documentElement.dataset.theme;
  wear("light");
  document.querySelector(".meanings")?.setAttribute("open", "");
});
addEventListener("afterprint", () => wear(screenTheme));
draw();
load();
// A period that holds today grows; one that is over does not.
setInterval(() => page.question.to >= setup.today && !document.hidden && load(), AGAIN_MS);

// @ts-check
/** The manager's figures: a question in the address, answers from the API, pictures with tables beside them. */
import { html, nothing, render } from "lit-html";
import { Refused, call } from "now-serving/api.js";
import { chart } from "./charts.js";
import { COMPARABLE, CUTS, MINUTES, PERIODS, THAN, days, other, read, span, write, wrong } from "./figures_question.js";
import { centersTable, countersTime, everything, glance, heatMap, meanings } from "./figures_tables.js";
import { clockTime, dayName, daysName, number, percent, startOf } from "./format.js";

const AGAIN_MS = 60_000;

/** @type {{location: string, name: string, today: string, centers: {id: string, name: string}[], pages: [string, string][]}} */
const setup = JSON.parse(document.getElementById("setup")?.textContent ?? "{}");
const screen = /** @type {HTMLElement} */ (document.getElementById("screen"));
screen.replaceChildren(); // what the page said until it could ask

const page = {
  question: read(location.search, setup.today),
  /** @type {"arrivals" | "wait"} */
  heat: "arrivals",
  /** @type {string | null} the figure by which the table of a cut is in order; null as usual for the cut */
  order: null,
  /** @type {any} */
  answers: null,
  trouble: "",
  asked: 0,
};

/** @param {string} where @param {Record<string, string>} query */
const ask = (where, query) =>
  call("GET", `/locations/${where}/waits?${new URLSearchParams(query)}`, { asScreen: false, timeoutMs: 30_000 });

async function load() {
  const { question } = page;
  page.trouble = wrong(question);
  if (page.trouble) return draw();
  const turn = ++page.asked;
  const { from, to, minutes } = question;
  const than = other(question, setup.location);
  const period = { from, to, slot_minutes: minutes };
  const course = (/** @type {number} */ length) => (length === 1 ? "slot" : "time");
  const length = span(from, to);
  try {
    const [all, through, heat, trend, before, centers, allBefore] = await Promise.all([
      ask(setup.location, { ...period, by: question.by }),
      ask(setup.location, { ...period, by: course(length) }),
      ask(setup.location, { ...period, by: "weekday", slot_minutes: "30" }),
      length > 1 ? ask(setup.location, { ...period, by: "day" }) : null,
      than && ask(than.location, { from: than.from, to: than.to, by: course(length), slot_minutes: minutes }),
      setup.centers.length > 1 ? call("GET", `/waits?${new URLSearchParams({ from, to })}`, { asScreen: false }) : null,
      than && COMPARABLE.has(question.by) ? ask(than.location, { from: than.from, to: than.to, by: question.by }) : null,
    ]);
    if (turn !== page.asked) return; // another question was asked meanwhile
    page.answers = { question, all, through, heat, trend, before, centers, allBefore };
    say(`${number(all.total.arrivals)} arrivals, ${daysName(from, to)}`);
  } catch (refused) {
    if (!(refused instanceof Refused)) throw refused;
    if (refused.problem.status === 401) location.assign(`/staff/sign-in?to=${encodeURIComponent(location.pathname)}`);
    page.trouble = refused.problem.detail;
  }
  draw();
}

/** @param {string} words */
function say(words) {
  const region = document.getElementById("said");
  if (region && region.textContent !== words) region.textContent = words;
}

/** @param {Partial<import("./figures_question.js").Question>} change */
function change(change) {
  const asked = { ...page.question, ...change };
  if (change.by) page.order = null;
  const [from, to] = days(asked.period, setup.today, asked.from, asked.to);
  page.question = { ...asked, from, to };
  history.replaceState(null, "", write(page.question));
  draw();
  load();
}

const draw = () => render(whole(), screen);

const whole = () => html`
  <header class="top">
    <p class="place"><span class="quiet">Figures</span> <b>${setup.name}</b></p>
    <nav aria-label="Pages"><ul>${setup.pages.map(
      ([address, name]) => html`<li><a href=${address} aria-current=${address === location.pathname ? "page" : "false"}>${name}</a></li>`,
    )}</ul></nav>
  </header>
  <main class="work">
    <h1 class="visually-hidden">${setup.name}: figures</h1>
    ${form()}
    ${page.trouble ? html`<p class="wrong" role="alert">${page.trouble}</p>` : nothing}
    ${page.answers ? answered(page.answers) : page.trouble ? nothing : html`<p class="loading">One moment…</p>`}
  </main>`;

function form() {
  const { question } = page;
  const centers = setup.centers.filter(({ id }) => id !== setup.location);
  /** @type {[string, string][]} */
  const thans = [...THAN, ...centers.map(({ id, name }) => /** @type {[string, string]} */ ([`center:${id}`, name]))];
  return html`<form class="card ask" @submit=${(/** @type {Event} */ event) => event.preventDefault()}>
    ${chosen("period", "Period", PERIODS, question.period)}
    ${question.period === "days" ? html`${date("from", "From", question.from)} ${date("to", "To", question.to)}` : nothing}
    ${chosen("by", "Cut by", CUTS, question.by)}
    ${chosen("minutes", "Slots", MINUTES.map((each) => [each, `${each} minutes`]), question.minutes)}
    ${chosen("than", "Compare with", thans, question.than)}
    <div class="ways">
      <a class="button" href=${file("csv")} download>CSV</a>
      <a class="button" href=${file("pdf")} download>PDF</a>
      <button type="button" @click=${() => print()}>Print</button>
    </div>
  </form>`;
}

/** @param {string} name @param {string} title @param {[string, string][]} options @param {string} value */
const chosen = (name, title, options, value) => html`<div class="field">
  <label for=${name}>${title}</label>
  <select id=${name} @change=${(/** @type {any} */ event) => change({ [name]: event.target.value })}>
    ${options.map(([id, words]) => html`<option value=${id} ?selected=${id === value}>${words}</option>`)}
  </select></div>`;

/** @param {"from" | "to"} name @param {string} title @param {string} value */
const date = (name, title, value) => html`<div class="field">
  <label for=${name}>${title}</label>
  <input type="date" id=${name} .value=${value} max=${setup.today} @change=${(/** @type {any} */ event) => event.target.value && change({ [name]: event.target.value })}>
</div>`;

/** @param {string} ending @returns {string} where the same figures are as a file */
function file(ending) {
  const { from, to, by, minutes } = page.question;
  return `/api/v1/locations/${setup.location}/waits.${ending}?${new URLSearchParams({ from, to, by, slot_minutes: minutes })}`;
}

/** @param {any} answers */
function answered({ question, all, through, heat, trend, before, centers, allBefore }) {
  const than = other(question, setup.location);
  const name = than ? beside(question, than) : "";
  return html`
    <p class="quiet">${daysName(all.first_day, all.last_day)}${all.last_day >= setup.today ? `, as of ${atClock(all)}` : ""}${name ? `; then: ${name}` : ""}</p>
    ${glance(all, before)}
    ${throughTheDay(through, before)} ${waits(through)}
    ${trend ? dayByDay(trend) : nothing}
    ${everything(all, titleOf(all.by), page.order ?? usualOrder(all.by), (order) => { page.order = order; draw(); }, allBefore)}
    ${heatMap(heat.heat, page.heat, heatChoice())} ${countersTime(all.staff)}
    ${centers ? centersTable(centers.centers, setup.location) : nothing}
    ${meanings(all.definitions)}`;
}

/** What comes most is on top; time runs on, and agents are in no contest. @param {string} by */
const usualOrder = (by) => (["service", "department", "queue", "language"].includes(by) ? "arrivals" : "");

/** @param {string} by */
const titleOf = (by) => `By ${CUTS.find(([id]) => id === by)?.[1].toLowerCase()}`;

/** @param {any} view */
const atClock = (view) =>
  new Date(view.at).toLocaleTimeString("en-US", { timeZone: view.timezone, hour: "numeric", minute: "2-digit" });

/** @param {import("./figures_question.js").Question} question @param {{location: string, from: string, to: string}} than */
function beside(question, than) {
  if (than.location !== setup.location) return setup.centers.find(({ id }) => id === than.location)?.name ?? than.location;
  const whole = question.to >= setup.today && than.to < setup.today ? " (whole days)" : "";
  return `${daysName(than.from, than.to)}${whole}`;
}

const heatChoice = () => html`<div role="group" aria-label="What the map shows">
  ${/** @type {["arrivals" | "wait", string][]} */ ([["arrivals", "Arrivals a day"], ["wait", "Mean wait, minutes"]]).map(
    ([id, words]) => html`<button type="button" aria-pressed=${page.heat === id ? "true" : "false"} @click=${() => { page.heat = id; draw(); }}>${words}</button>`,
  )}</div>`;

/** @param {any} group */
const aDay = (group) => group.figures.arrivals / (group.days ?? 1);

/** @param {any} through @param {any} before */
function throughTheDay(through, before) {
  const many = through.by === "time";
  const then = new Map(before?.groups.map((/** @type {any} */ group) => [startOf(group), aDay(group)]));
  const title = many ? "An average day: arrivals and counters" : "Through the day: arrivals and counters";
  const picture = chart({
    title,
    labels: through.groups.map(startOf),
    left: many ? "Arrivals a day" : "Arrivals",
    right: "Counters open",
    waves: [
      { name: many ? "Arrivals a day" : "Arrivals", values: through.groups.map(aDay), color: 1, kind: "bars" },
      ...(before ? [{ name: "Arrivals then", values: through.groups.map((/** @type {any} */ group) => then.get(startOf(group)) ?? null), color: /** @type {3} */ (3), dash: [3, 5] }] : []),
      { name: "Counters open (right)", values: through.groups.map((/** @type {any} */ group) => group.staff?.counters_open ?? null), color: 2, side: "right", dash: [10, 4] },
    ],
  });
  return beneath("course", title, picture, ["From", "Arrivals", ...(before ? ["Then"] : []), ...(many ? [] : ["Calls", "Still waiting"]), "Counters open"],
    through.groups.map((/** @type {any} */ group) => [
      startOf(group),
      number(aDay(group), many ? 1 : 0),
      ...(before ? [number(then.get(startOf(group)), many ? 1 : 0)] : []),
      ...(many ? [] : [number(group.slot.calls), number(group.slot.carried_out)]),
      number(group.staff?.counters_open, 1),
    ]));
}

/** @param {number | null} seconds */
const minutes = (seconds) => (seconds == null ? null : seconds / 60);

/** @param {any} through */
function waits(through) {
  const title = "Waits by when the visitor came";
  const of = (/** @type {string} */ name) => through.groups.map((/** @type {any} */ group) => minutes(group.figures[name]));
  const picture = chart({
    title,
    labels: through.groups.map(startOf),
    left: "Minutes",
    waves: [
      { name: "P90: nine in ten waited no longer", values: of("p90_wait_seconds"), color: 2, dash: [10, 4] },
      { name: "Median", values: of("p50_wait_seconds"), color: 1 },
    ],
  });
  return beneath("waits", title, picture, ["From", "Mean", "Median", "P90", "Longest", "Within target"],
    through.groups.map((/** @type {any} */ group) => [
      startOf(group),
      ...["mean", "p50", "p90", "longest"].map((each) => clockTime(group.figures[`${each}_wait_seconds`])),
      percent(group.figures.within_target_share),
    ]));
}

/** @param {any} trend */
function dayByDay(trend) {
  const title = "Day by day: arrivals and P90 wait";
  const picture = chart({
    title,
    labels: trend.groups.map((/** @type {any} */ group) => dayName(group.key).slice(5, -6)),
    left: "Arrivals",
    right: "Minutes",
    waves: [
      { name: "Arrivals", values: trend.groups.map((/** @type {any} */ group) => group.figures.arrivals), color: 1, kind: "bars" },
      { name: "P90 wait (right)", values: trend.groups.map((/** @type {any} */ group) => minutes(group.figures.p90_wait_seconds)), color: 2, side: "right", dash: [10, 4] },
    ],
  });
  return beneath("trend", title, picture, ["Day", "Arrivals", "Served", "Median", "P90", "Within target"],
    trend.groups.map((/** @type {any} */ group) => [
      group.label,
      number(group.figures.arrivals),
      number(group.figures.served),
      clockTime(group.figures.p50_wait_seconds),
      clockTime(group.figures.p90_wait_seconds),
      percent(group.figures.within_target_share),
    ]));
}

/** A picture, and the table of its numbers beside it. @param {string} id @param {string} title @param {unknown} picture @param {string[]} heads @param {string[][]} rows */
const beneath = (id, title, picture, heads, rows) => html`<section class="card" aria-labelledby="${id}-title">
  <h2 id="${id}-title">${title}</h2>
  ${rows.length
    ? html`<div class="pair">
        ${picture}
        <div class="scroll" tabindex="0" role="group" aria-label="${title}, as a table"><table>
          <thead><tr>${heads.map((head, place) => html`<th scope="col" class=${place ? "count" : ""}>${head}</th>`)}</tr></thead>
          <tbody>${rows.map(
            ([first, ...rest]) => html`<tr><th scope="row">${first}</th>${rest.map((cell) => html`<td class="count">${cell}</td>`)}</tr>`,
          )}</tbody>
        </table></div>
      </div>`
    : html`<p class="loading">The center was not open.</p>`}
</section>`;

addEventListener("popstate", () => {
  page.question = read(location.search, setup.today);
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

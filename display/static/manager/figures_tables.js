// @ts-check
/** The figures as tables: the period at a glance, a cut, the heat map, the counters' time, centers. */
import { html, nothing, svg } from "lit-html";
import { halfDay } from "now-serving/staff.js";
import { clockTime, duration, number, percent } from "./format.js";

/**
 * @typedef {import("now-serving-api").WaitsView} View
 * @typedef {import("now-serving-api").WaitFigures} Figures
 * @typedef {import("now-serving-api").WaitGroup} Group
 * @typedef {import("now-serving-api").HeatCell} Cell
 */

/** The columns of every table of groups: the title, the figure, how it is written. @type {[string, keyof Figures, (figures: Figures) => string][]} */
export const COLUMNS = [
  ["Arrivals", "arrivals", (f) => number(f.arrivals)],
  ["Served", "served", (f) => number(f.served)],
  ["No-show", "no_show", (f) => counted(f.no_show, f.no_show_share)],
  ["Left", "left", (f) => counted(f.left, f.left_share)],
  ["Not reached", "not_reached", (f) => number(f.not_reached)],
  ["Mean wait", "mean_wait_seconds", (f) => clockTime(f.mean_wait_seconds)],
  ["Median", "p50_wait_seconds", (f) => clockTime(f.p50_wait_seconds)],
  ["P90", "p90_wait_seconds", (f) => clockTime(f.p90_wait_seconds)],
  ["Longest", "longest_wait_seconds", (f) => clockTime(f.longest_wait_seconds)],
  ["Within target", "within_target_share", (f) => percent(f.within_target_share)],
  ["Mean service", "mean_service_seconds", (f) => clockTime(f.mean_service_seconds)],
  ["Done", "done", (f) => number(f.done)],
  ["First contact", "first_contact_share", (f) => percent(f.first_contact_share)],
  ["Transfers", "transfers", (f) => number(f.transfers)],
  ["Recalls", "recalls", (f) => number(f.recalls)],
];

/** Figures of which the lowest value is the worst. */
const LOWEST_IS_WORST = new Set(["within_target_share", "first_contact_share"]);

/** Cuts in which a visit counts once with each of its services. */
const BY_SERVICE_GIVEN = new Set(["service", "department", "queue", "agent"]);

/** @param {number} count @param {number | null} share */
const counted = (count, share) => (count ? `${number(count)} (${percent(share)})` : "0");

/** The period at a glance, beside what it is compared with. @param {View} view @param {View | null} than */
export function glance(view, than) {
  const [now, was] = [view.total, than?.total];
  const tiles = [
    ["Arrivals", number(now.arrivals), "", was && number(was.arrivals)],
    ["Served", number(now.served), "", was && number(was.served)],
    ["No-show", number(now.no_show), percent(now.no_show_share), was && percent(was.no_show_share)],
    ["Left", number(now.left), percent(now.left_share), was && percent(was.left_share)],
    ["Not reached", number(now.not_reached), "", was && number(was.not_reached)],
    ["Mean wait", duration(now.mean_wait_seconds), "", was && duration(was.mean_wait_seconds)],
    ["Median wait", duration(now.p50_wait_seconds), "", was && duration(was.p50_wait_seconds)],
    ["P90 wait", duration(now.p90_wait_seconds), "", was && duration(was.p90_wait_seconds)],
    ["Longest wait", duration(now.longest_wait_seconds), "", was && duration(was.longest_wait_seconds)],
    ["Within target", percent(now.within_target_share), "", was && percent(was.within_target_share)],
    ["Mean service", duration(now.mean_service_seconds), "", was && duration(was.mean_service_seconds)],
    ["Functions done", number(now.done), "", was && number(was.done)],
    ["Resolved at first contact", percent(now.first_contact_share), "", was && percent(was.first_contact_share)],
    ["Counters open", number(view.staff.counters_open, 1), "", than && number(than.staff.counters_open, 1)],
  ];
  return html`<section class="card" aria-labelledby="glance-title">
    <h2 id="glance-title" class="visually-hidden">At a glance</h2>
    <dl class="tiles">${tiles.map(
      ([title, value, beside, before]) => html`<div>
        <dt>${title}</dt>
        <dd>${value} ${beside ? html`<small>${beside}</small>` : nothing}
          ${than ? html`<span class="was">then ${before}</span>` : nothing}</dd>
      </div>`,
    )}</dl>
  </section>`;
}

/** Figures beside which stands what they were in the other period. */
const COMPARED = new Set(["arrivals", "p90_wait_seconds", "within_target_share"]);

/** One group's figures, beside what they were then, if asked. @param {Figures} figures @param {Figures | null} [then] */
const cells = (figures, then) =>
  COLUMNS.map(
    ([, figure, of]) =>
      html`<td class="count">${of(figures)}${then && COMPARED.has(figure) ? html` <small class="was">then ${of(then)}</small>` : nothing}</td>`,
  );

/** Of a group that the other period has not: no arrivals, and no other figure. */
const NOBODY = /** @type {Figures} */ ({ arrivals: 0 });

/** Groups with what a manager looks for first on top; those without that figure last. @param {Group[]} groups @param {string} figure */
function ordered(groups, figure) {
  if (!figure) return groups;
  const sign = LOWEST_IS_WORST.has(figure) ? 1 : -1;
  const value = (/** @type {Group} */ group) => group.figures[/** @type {keyof Figures} */ (figure)] ?? sign * Infinity;
  return [...groups].sort((one, other) => sign * (value(one) === value(other) ? 0 : value(one) - value(other)));
}

/**
 * The table of a cut, a bar in each row. @param {View} view @param {string} title @param {string} order a figure, or as answered
 * @param {(order: string) => void} reorder @param {View | null} than the same cut of what it is compared with, or null
 */
export function cutTable(view, title, order, reorder, than) {
  const then = new Map(than?.groups.map((group) => [group.key, group.figures]));
  const was = (/** @type {string} */ key) => than && (then.get(key) ?? NOBODY);
  const own = title.replace("By ", "").replace(/^./, (first) => first.toUpperCase());
  const ways = html`<label for="order">Order by</label>
    <select id="order" @change=${(/** @type {any} */ event) => reorder(event.target.value)}>
      ${[[own, ""], ...COLUMNS].map(([name, figure]) => html`<option value=${figure} ?selected=${figure === order}>${name}</option>`)}
    </select>`;
  const most = Math.max(1, ...view.groups.map((group) => group.figures.arrivals));
  return html`<section class="card all" aria-labelledby="all-title">
    <div class="card-head"><h2 id="all-title">${title}</h2>${ways}</div>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="all-title"><table>
      <thead><tr>
        <th scope="col">${own}</th>
        <td class="bar-cell" aria-hidden="true"></td>
        ${COLUMNS.map(([name]) => html`<th scope="col" class="count">${name}</th>`)}
      </tr></thead>
      <tbody>${ordered(view.groups, order).map(
        (group) => html`<tr>
          <th scope="row">${group.label}</th>
          <td class="bar-cell" aria-hidden="true">${bar(group.figures.arrivals / most)}</td>
          ${cells(group.figures, was(group.key))}
        </tr>`,
      )}</tbody>
      <tfoot><tr>
        <th scope="row">Total</th><td class="bar-cell" aria-hidden="true"></td>
        ${cells(view.total, than?.total)}
      </tr></tfoot>
    </table></div>
    ${
      BY_SERVICE_GIVEN.has(view.by) && view.total.services !== view.total.arrivals
        ? html`<p class="quiet note">${number(view.total.services)} services in ${number(view.total.arrivals)} visits: a visit with several services counts once with each of them.</p>`
        : nothing
    }
  </section>`;
}

/** @param {number} share of the width */
const bar = (share) =>
  html`<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none">${svg`<rect width=${100 * share} height="10"></rect>`}</svg>`;

const DAYS = ["", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const SHADES = 5;

/**
 * Weekday by half-hour: each cell says its number, the shade repeats it. @param {Cell[]} cells @param {"arrivals" | "wait"} what
 * @param {unknown} choice
 */
export function heatMap(cells, what, choice) {
  const slots = [...new Set(cells.map((cell) => cell.slot))].sort();
  const days = [...new Set(cells.map((cell) => cell.weekday))].sort();
  const by = new Map(cells.map((cell) => [`${cell.weekday} ${cell.slot}`, cell]));
  const most = Math.max(0, ...cells.map((cell) => cellValue(cell, what) ?? 0));
  return html`<section class="card" aria-labelledby="heat-title">
    <div class="card-head"><h2 id="heat-title">Weekday by half-hour</h2>${choice}</div>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="heat-title"><table class="heat">
      <caption class="visually-hidden">${what === "arrivals" ? "Arrivals a day" : "Mean wait in minutes"} by weekday and half-hour</caption>
      <thead><tr><td></td>${slots.map((slot) => html`<th scope="col">${halfDay(slot).replace(" ", "\u00a0")}</th>`)}</tr></thead>
      <tbody>${days.map(
        (day) => html`<tr><th scope="row">${DAYS[day]}</th>
          ${slots.map((slot) => heatCell(by.get(`${day} ${slot}`), what, most))}</tr>`,
      )}</tbody>
    </table></div>
  </section>`;
}

/** @param {Cell} cell @param {string} what @returns {number | null} */
function cellValue(cell, what) {
  if (what === "arrivals") return cell.arrivals / cell.days;
  return cell.mean_wait_seconds == null ? null : cell.mean_wait_seconds / 60;
}

/** @param {Cell | undefined} cell @param {string} what @param {number} most */
function heatCell(cell, what, most) {
  const value = cell ? cellValue(cell, what) : null;
  if (value == null) return html`<td class="none">${cell ? "–" : ""}</td>`;
  const shade = value && most ? Math.max(1, Math.ceil((value / most) * SHADES)) : 0;
  return html`<td class="heat-${shade}">${value >= 10 || Number.isInteger(value) ? Math.round(value) : value.toFixed(1)}</td>`;
}

/** How the counters' time was spent. @type {[string, Exclude<keyof import("now-serving-api").StaffTime, "staffed_seconds" | "counters_open">][]} */
const SPENT = [
  ["Serving", "serving_share"],
  ["Called, not come yet", "calling_share"],
  ["Wrap-up", "wrap_up_share"],
  ["Idle", "idle_share"],
  ["Break", "break_share"],
];

/** @param {import("now-serving-api").StaffTime} staff */
export function countersTime(staff) {
  const hours = staff.staffed_seconds / 3600;
  return html`<section class="card spent" aria-labelledby="spent-title">
    <h2 id="spent-title">Counters' time</h2>
    <table>
      <thead class="visually-hidden"><tr><th scope="col">Spent on</th><td></td><th scope="col">Share</th><th scope="col">Hours</th></tr></thead>
      <tbody>${SPENT.map(
        ([name, key]) => html`<tr>
          <th scope="row">${name}</th>
          <td class="bar-cell" aria-hidden="true">${bar(staff[key] ?? 0)}</td>
          <td class="count">${percent(staff[key])}</td>
          <td class="count">${number(hours * (staff[key] ?? 0), 1)} h</td>
        </tr>`,
      )}</tbody>
      <tfoot><tr><th scope="row">Staffed</th><td></td><td></td><td class="count">${number(hours, 1)} h</td></tr></tfoot>
    </table>
  </section>`;
}

/** Every center the manager may act at, over the same days. @param {import("now-serving-api").CenterFigures[]} centers @param {string} here */
export function centersTable(centers, here) {
  return html`<section class="card all" aria-labelledby="centers-title">
    <h2 id="centers-title">Centers</h2>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="centers-title"><table>
      <thead><tr>
        <th scope="col">Center</th>${COLUMNS.map(([name]) => html`<th scope="col" class="count">${name}</th>`)}
        <th scope="col" class="count">Counters open</th>
      </tr></thead>
      <tbody>${centers.map(
        (center) => html`<tr>
          <th scope="row">${center.location === here ? html`<b>${center.name}</b>` : center.name}</th>
          ${cells(center.total)}
          <td class="count">${number(center.staff.counters_open, 1)}</td>
        </tr>`,
      )}</tbody>
    </table></div>
  </section>`;
}

/** @param {Record<string, string>} definitions */
export function meanings(definitions) {
  /** @type {Map<string, string>} */
  const titles = new Map(COLUMNS.map(([title, figure]) => [figure, title]));
  const name = (/** @type {string} */ key) =>
    titles.get(key) ??
    key
      .replace(/_seconds$/, "")
      .replaceAll("_", " ")
      .replace(/^./, (c) => c.toUpperCase());
  return html`<details class="card meanings">
    <summary>What the figures mean</summary>
    <dl>${Object.entries(definitions).map(([key, words]) => html`<div><dt>${name(key)}</dt><dd>${words}</dd></div>`)}</dl>
  </details>`;
}

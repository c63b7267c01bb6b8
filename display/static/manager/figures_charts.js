// @ts-check
/** The charts of the figures: through the day, waits, day by day; each with its table. */
import { html } from "lit-html";
import { chart } from "./charts.js";
import { clockTime, dayName, number, percent, startOf } from "./format.js";

/**
 * @typedef {import("now-serving-api").WaitsView} View
 * @typedef {import("now-serving-api").WaitGroup} Group
 */

/** @param {Group} group @returns {number} arrivals a day */
const arrivalsADay = (group) => group.figures.arrivals / (group.days ?? 1);

/** @param {View} through @param {View | null} before */
export function throughTheDay(through, before) {
  const many = through.by === "time";
  const then = new Map(before?.groups.map((group) => [startOf(group), arrivalsADay(group)]));
  const title = many ? "An average day: arrivals and counters" : "Through the day: arrivals and counters";
  const picture = chart({
    title,
    labels: through.groups.map(startOf),
    left: many ? "Arrivals a day" : "Arrivals",
    right: "Counters open",
    waves: [
      { name: many ? "Arrivals a day" : "Arrivals", values: through.groups.map(arrivalsADay), color: 1, kind: "bars" },
      ...(before
        ? [
            {
              name: "Arrivals then",
              values: through.groups.map((group) => then.get(startOf(group)) ?? null),
              color: /** @type {3} */ (3),
              dash: [3, 5],
            },
          ]
        : []),
      {
        name: "Counters open (right)",
        values: through.groups.map((group) => group.staff?.counters_open ?? null),
        color: 2,
        side: "right",
        dash: [10, 4],
      },
    ],
  });
  return withTable(
    "course",
    title,
    picture,
    ["From", "Arrivals", ...(before ? ["Then"] : []), ...(many ? [] : ["Calls", "Still waiting"]), "Counters open"],
    through.groups.map((group) => [
      startOf(group),
      number(arrivalsADay(group), many ? 1 : 0),
      ...(before ? [number(then.get(startOf(group)), many ? 1 : 0)] : []),
      ...(many ? [] : [number(group.slot?.calls), number(group.slot?.carried_out)]),
      number(group.staff?.counters_open, 1),
    ]),
  );
}

/** @param {number | null} seconds */
const inMinutes = (seconds) => (seconds == null ? null : seconds / 60);

/** @param {View} through */
export function waits(through) {
  const title = "Waits by when the visitor came";
  const of = (/** @type {"p90_wait_seconds" | "p50_wait_seconds"} */ name) =>
    through.groups.map((group) => inMinutes(group.figures[name]));
  const picture = chart({
    title,
    labels: through.groups.map(startOf),
    left: "Minutes",
    waves: [
      { name: "P90: nine in ten waited no longer", values: of("p90_wait_seconds"), color: 2, dash: [10, 4] },
      { name: "Median", values: of("p50_wait_seconds"), color: 1 },
    ],
  });
  return withTable(
    "waits",
    title,
    picture,
    ["From", "Mean", "Median", "P90", "Longest", "Within target"],
    through.groups.map((group) => [
      startOf(group),
      .../** @type {const} */ (["mean", "p50", "p90", "longest"]).map((each) =>
        clockTime(group.figures[`${each}_wait_seconds`]),
      ),
      percent(group.figures.within_target_share),
    ]),
  );
}

/** @param {View} trend */
export function dayByDay(trend) {
  const title = "Day by day: arrivals and P90 wait";
  const picture = chart({
    title,
    labels: trend.groups.map((group) => dayName(group.key).slice(5, -6)),
    left: "Arrivals",
    right: "Minutes",
    waves: [
      {
        name: "Arrivals",
        values: trend.groups.map((group) => group.figures.arrivals),
        color: 1,
        kind: "bars",
      },
      {
        name: "P90 wait (right)",
        values: trend.groups.map((group) => inMinutes(group.figures.p90_wait_seconds)),
        color: 2,
        side: "right",
        dash: [10, 4],
      },
    ],
  });
  return withTable(
    "trend",
    title,
    picture,
    ["Day", "Arrivals", "Served", "Median", "P90", "Within target"],
    trend.groups.map((group) => [
      group.label,
      number(group.figures.arrivals),
      number(group.figures.served),
      clockTime(group.figures.p50_wait_seconds),
      clockTime(group.figures.p90_wait_seconds),
      percent(group.figures.within_target_share),
    ]),
  );
}

/** A chart, and the table of its numbers next to it. @param {string} id @param {string} title @param {unknown} picture @param {string[]} heads @param {string[][]} rows */
const withTable = (id, title, picture, heads, rows) => html`<section class="card" aria-labelledby="${id}-title">
  <h2 id="${id}-title">${title}</h2>
  ${
    rows.length
      ? html`<div class="pair">
        ${picture}
        <div class="scroll" tabindex="0" role="group" aria-label="${title}, as a table"><table>
          <thead><tr>${heads.map((head, index) => html`<th scope="col" class=${index ? "count" : ""}>${head}</th>`)}</tr></thead>
          <tbody>${rows.map(
            ([first, ...rest]) =>
              html`<tr><th scope="row">${first}</th>${rest.map((cell) => html`<td class="count">${cell}</td>`)}</tr>`,
          )}</tbody>
        </table></div>
      </div>`
      : html`<p class="loading">The center was not open.</p>`
  }
</section>`;

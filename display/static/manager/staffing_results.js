// @ts-check
/** The effect of another staffing: now and then side by side, queue by queue and by half hours. */
import { html, nothing } from "lit-html";
import { clockOf, halfDay } from "now-serving/staff.js";
import { chart } from "./charts.js";
import { dayName, duration, number } from "./format.js";
import { meanings } from "./page.js";

/**
 * @typedef {import("now-serving-api").WhatIfView} Compared
 * @typedef {import("now-serving-api").PlanView} Planned
 * @typedef {import("now-serving-api").StaffingView} Side one staffing
 * @typedef {import("now-serving-api").ExpectedWaitsView & {joining?: import("now-serving-api").Wait | null}} Expected of a queue, or of all together
 * @typedef {[string, (expected: Expected) => string, (expected: Expected) => number | null]} Column a title, how it is written, what is compared
 */

/** @type {Record<string, string>} */
const NAMES = {
  joining: "If one came now",
  visitors: "Visitors",
  p50_seconds: "Median wait",
  p90_seconds: "P90 wait",
  longest_seconds: "Longest, on average",
  not_reached: "Not reached",
  left: "Give up",
  waiting: "Waiting",
};

/** @param {import("now-serving-api").Wait | null | undefined} wait @returns {string} such as `10 to 20 min` */
const range = (wait) =>
  !wait
    ? "nobody serves"
    : wait.low_minutes
      ? `${wait.low_minutes} to ${wait.high_minutes} min`
      : `under ${wait.high_minutes} min`;

/** A mean number of visitors. @param {number} count */
const few = (count) => (count ? number(count, 1) : "0");

/** @type {Column[]} */
const COLUMNS = [
  [NAMES.joining, (of) => range(of.joining), (of) => of.joining?.p50_seconds ?? Infinity],
  [NAMES.p50_seconds, (of) => duration(of.p50_seconds), (of) => of.p50_seconds],
  [NAMES.p90_seconds, (of) => duration(of.p90_seconds), (of) => of.p90_seconds],
  [NAMES.longest_seconds, (of) => duration(of.longest_seconds), (of) => of.longest_seconds],
  [NAMES.not_reached, (of) => few(of.not_reached), (of) => of.not_reached],
];
const OF_ALL = COLUMNS.slice(1);

/** In one sentence. @param {Compared | Planned} answer */
export function summary(answer) {
  const [now, then] = "plan" in answer ? [null, answer.plan.total] : [answer.now.total, answer.then.total];
  const each = (/** @type {string} */ words, /** @type {(of: Expected) => string} */ of) =>
    now ? `${words} ${of(now)} now, ${of(then)} then` : `${words} ${of(then)}`;
  return `${each("P90 wait", (of) => duration(of.p90_seconds))}. ${each("Longest wait", (of) => duration(of.longest_seconds))}. ${each("Not reached by closing:", (of) => few(of.not_reached))}.`;
}

/** The queues in which anything is expected. @param {Compared | Planned} answer @param {Side[]} sides @returns {number[]} */
const busy = (answer, sides) =>
  answer.queues
    .map((_, place) => place)
    .filter(
      (/** @type {number} */ place) =>
        answer.queues[place].waiting || sides.some((side) => side.queues[place].visitors),
    );

/** @param {Compared} answer */
export function compared(answer) {
  const { now, then } = answer;
  return html`
    ${tiles(
      now.total,
      then.total,
      answer.queues.reduce((all, queue) => all + queue.waiting, 0),
    )}
    <section class="card" aria-labelledby="queues-title">
      <h2 id="queues-title">Each queue until closing at ${clockOf(answer.closes_at)}</h2>
      <div class="scroll" tabindex="0" role="group" aria-labelledby="queues-title"><table class="beside">
        <thead>
          <tr><th scope="col" rowspan="2">Queue</th><th scope="col" rowspan="2" class="count">Waiting</th><th scope="col" rowspan="2" class="count">Still to come</th>
            ${COLUMNS.map(([name]) => html`<th scope="colgroup" colspan="2" class="two">${name}</th>`)}</tr>
          <tr>${COLUMNS.map(() => html`<th scope="col" class="count">now</th><th scope="col" class="count">then</th>`)}</tr>
        </thead>
        <tbody>${busy(answer, [now, then]).map((place) => {
          const { letter, name, waiting } = answer.queues[place];
          const [was, would] = [now.queues[place], then.queues[place]];
          return html`<tr><th scope="row"><b class="letter">${letter}</b> ${name}</th><td class="count">${waiting}</td>
            <td class="count">${number(Math.max(0, would.visitors - waiting))}</td>${COLUMNS.map((column) => pair(column, was, would))}</tr>`;
        })}</tbody>
        <tfoot><tr><th scope="row" colspan="3">All</th><td></td><td></td>${OF_ALL.map((column) => pair(column, now.total, then.total))}</tr></tfoot>
      </table></div>
    </section>
    ${course(now, then)} ${meanings(answer.definitions, NAMES)}`;
}

/** @param {Column} column @param {Expected} was @param {Expected} would */
function pair([, write, of], was, would) {
  const [before, after] = [of(was) ?? 0, of(would) ?? 0];
  const sign = after < before * 0.95 - 0.05 ? "better" : after > before * 1.05 + 0.05 ? "worse" : "";
  return html`<td class="count">${write(was)}</td><td class="count ${sign}">${write(would)}${sign ? html` <span class="sign" aria-hidden="true">${sign === "better" ? "▼" : "▲"}</span><span class="visually-hidden">, ${sign}</span>` : nothing}</td>`;
}

/** @param {Expected} was @param {Expected} would @param {number} waiting */
function tiles(was, would, waiting) {
  const each = [
    ["P90 wait", duration(would.p90_seconds), duration(was.p90_seconds)],
    ["Longest wait", duration(would.longest_seconds), duration(was.longest_seconds)],
    ["Not reached by closing", few(would.not_reached), few(was.not_reached)],
    ["Visitors", number(would.visitors), `${waiting} waiting now`],
  ];
  return html`<section class="card" aria-labelledby="sum-title"><h2 id="sum-title" class="visually-hidden">In short</h2>
    <dl class="tiles four">${each.map(
      ([title, then, now], place) =>
        html`<div><dt>${title}</dt><dd>${then} <span class="was">${place < 3 ? `as it stands: ${now}` : now}</span></dd></div>`,
    )}</dl></section>`;
}

/** On what a plan rests. @param {Planned} answer */
function basis({ days, other_hours, unknown }) {
  if (!days) return "Nobody has come on that weekday yet: from the visitors of every weekday together.";
  const others = other_hours
    ? ` ${other_hours === 1 ? "One of them was" : `${other_hours} of them were`} open at other hours; each hour is the mean of the days that were open in it.`
    : "";
  const hours = unknown.length
    ? ` None of them was open in the hours from ${unknown.map(halfDay).join(", ")}: nobody is expected then.`
    : "";
  return `From the visitors of the last ${days === 1 ? "such day" : `${days} such days`}.${others}${hours}`;
}

/** @param {Planned} answer */
export function planned(answer) {
  const { plan } = answer;
  const total = plan.total;
  const each = [
    ["Visitors", number(total.visitors)],
    ["Median wait", duration(total.p50_seconds)],
    ["P90 wait", duration(total.p90_seconds)],
    ["Longest wait", duration(total.longest_seconds)],
    ["Not reached by closing", few(total.not_reached)],
  ];
  return html`
    <p class="quiet">${dayName(answer.date)}, ${clockOf(answer.opens_at)} to ${clockOf(answer.closes_at)}${answer.reason ? ` (not the usual hours: ${answer.reason})` : ""}. ${basis(answer)}</p>
    <section class="card" aria-labelledby="sum-title"><h2 id="sum-title" class="visually-hidden">In short</h2>
      <dl class="tiles five">${each.map(([title, value]) => html`<div><dt>${title}</dt><dd>${value}</dd></div>`)}</dl></section>
    ${course(null, plan)}
    <section class="card" aria-labelledby="queues-title"><h2 id="queues-title">Each queue</h2>
      <div class="scroll" tabindex="0" role="group" aria-labelledby="queues-title"><table>
        <thead><tr><th scope="col">Queue</th><th scope="col" class="count">Visitors</th>${OF_ALL.map(([name]) => html`<th scope="col" class="count">${name}</th>`)}</tr></thead>
        <tbody>${busy(answer, [plan]).map(
          (
            place,
          ) => html`<tr><th scope="row"><b class="letter">${answer.queues[place].letter}</b> ${answer.queues[place].name}</th>
            <td class="count">${number(plan.queues[place].visitors, 1)}</td>${OF_ALL.map(([, write]) => html`<td class="count">${write(plan.queues[place])}</td>`)}</tr>`,
        )}</tbody>
      </table></div></section>
    ${meanings(answer.definitions, NAMES)}`;
}

/** Half hour by half hour. @param {Side | null} now @param {Side} then */
function course(now, then) {
  const labels = then.slots.map((slot) => clockOf(slot.start));
  const minutes = (/** @type {Side} */ side) =>
    side.slots.map((slot) => (slot.p90_seconds == null ? null : slot.p90_seconds / 60));
  const waiting = (/** @type {Side} */ side) => side.slots.map((slot) => slot.waiting);
  const title = "By half hours: how many wait, and the P90 wait of those who come";
  const picture = chart({
    title,
    labels,
    left: "Waiting",
    right: "Minutes",
    waves: [
      ...(now
        ? [{ name: "Waiting, as it stands", values: waiting(now), color: /** @type {3} */ (3), dash: [3, 5] }]
        : []),
      { name: now ? "Waiting, then" : "Waiting", values: waiting(then), color: 1, kind: "bars" },
      { name: "P90 wait (right)", values: minutes(then), color: 2, side: "right", dash: [10, 4] },
    ],
  });
  const sides = now ? [now, then] : [then];
  const two = (/** @type {string} */ name) => (now ? [`${name} now`, `${name} then`] : [name]);
  return html`<section class="card" aria-labelledby="course-title"><h2 id="course-title">${title}</h2>
    <div class="pair">${picture}
      <div class="scroll" tabindex="0" role="group" aria-label="${title}, as a table"><table>
        <thead><tr><th scope="col">From</th>${["Waiting", "P90 wait", "Not reached"].flatMap(two).map((head) => html`<th scope="col" class="count">${head}</th>`)}</tr></thead>
        <tbody>${labels.map((/** @type {string} */ label, /** @type {number} */ place) => {
          const slots = sides.map((side) => side.slots[place]);
          return html`<tr><th scope="row">${label}</th>${slots.map((slot) => html`<td class="count">${few(slot.waiting)}</td>`)}
            ${slots.map((slot) => html`<td class="count">${duration(slot.p90_seconds)}</td>`)}
            ${slots.map((slot) => html`<td class="count">${few(slot.not_reached)}</td>`)}</tr>`;
        })}</tbody>
      </table></div></div></section>`;
}

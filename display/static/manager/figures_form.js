// @ts-check
/** The form of the figures page: the question as fields, and the same figures as files. */
import { html, nothing } from "lit-html";
import { COMPARISONS, CUTS, MINUTES, PERIODS } from "./figures_question.js";
import { setup } from "./page.js";

/**
 * @typedef {import("./figures_question.js").Question} Question
 * @typedef {(change: Partial<Question>) => void} Change called with the fields that were changed
 */

/**
 * @param {Question} question
 * @param {Change} change
 */
export function questionForm(question, change) {
  const centers = setup.centers.filter(({ id }) => id !== setup.location);
  /** @type {[string, string][]} */
  const comparisons = [
    ...COMPARISONS,
    ...centers.map(({ id, name }) => /** @type {[string, string]} */ ([`center:${id}`, name])),
  ];
  return html`<form class="card ask" @submit=${(/** @type {Event} */ event) => event.preventDefault()}>
    ${choice("period", "Period", PERIODS, question.period, change)}
    ${question.period === "days" ? html`${date("from", "From", question.from, change)} ${date("to", "To", question.to, change)}` : nothing}
    ${choice("by", "Cut by", CUTS, question.by, change)}
    ${choice(
      "minutes",
      "Slots",
      MINUTES.map((each) => [each, `${each} minutes`]),
      question.minutes,
      change,
    )}
    ${choice("than", "Compare with", comparisons, question.than, change)}
    <div class="ways">
      <a class="button" href=${fileAddress(question, "csv")} download>CSV</a>
      <a class="button" href=${fileAddress(question, "pdf")} download>PDF</a>
      <button type="button" @click=${() => print()}>Print</button>
    </div>
  </form>`;
}

/** @param {string} name @param {string} title @param {[string, string][]} options @param {string} value @param {Change} change */
const choice = (name, title, options, value, change) => html`<div class="field">
  <label for=${name}>${title}</label>
  <select id=${name} @change=${(/** @type {any} */ event) => change({ [name]: event.target.value })}>
    ${options.map(([id, words]) => html`<option value=${id} ?selected=${id === value}>${words}</option>`)}
  </select></div>`;

/** @param {"from" | "to"} name @param {string} title @param {string} value @param {Change} change */
const date = (name, title, value, change) => html`<div class="field">
  <label for=${name}>${title}</label>
  <input type="date" id=${name} .value=${value} max=${setup.today} @change=${(/** @type {any} */ event) => event.target.value && change({ [name]: event.target.value })}>
</div>`;

/** @param {Question} question @param {string} ending @returns {string} the address of the same figures as a file */
function fileAddress({ from, to, by, minutes }, ending) {
  return `/api/v1/locations/${setup.location}/waits.${ending}?${new URLSearchParams({ from, to, by, slot_minutes: minutes })}`;
}

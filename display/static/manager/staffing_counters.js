// @ts-check
/** The counters as they would be: one row each, and what of it is asked. */
import { html, nothing } from "lit-html";

/**
 * @typedef {object} Row
 * @property {string} id
 * @property {string} name
 * @property {string} state as it is now: open, paused or closed
 * @property {string} agent
 * @property {"" | "open" | "closed"} wish "" leaves it as it is
 * @property {string[]} served queues served as it is
 * @property {string[]} serves queues served as wished
 * @property {string} opens HH:MM or empty
 * @property {string} closes
 * @property {string} breakFrom
 * @property {string} breakTo
 */

/** @param {import("now-serving-api").CounterView} counter @param {boolean} planning @returns {Row} */
export const pristine = ({ id, name, state, agent, serves, may_serve }, planning) => ({
  id,
  name,
  state,
  agent,
  wish: planning ? "open" : "",
  served: planning ? may_serve : serves,
  serves: planning ? may_serve : serves,
  opens: "",
  closes: "",
  breakFrom: "",
  breakTo: "",
});

/** @param {Row} row */
const otherServes = (row) => row.serves.join() !== row.served.join();

/** Only what differs from how things stand is asked. @param {Row[]} rows @param {boolean} planning */
export function changes(rows, planning) {
  return rows
    .filter((row) => row.wish || otherServes(row) || row.opens || row.closes || (row.breakFrom && row.breakTo))
    .map((row) => ({
      id: row.id,
      open: row.wish ? row.wish === "open" : row.state !== "closed",
      ...(otherServes(row) || planning ? { serves: row.serves } : {}),
      ...(row.opens ? { opens: row.opens } : {}),
      ...(row.closes ? { closes: row.closes } : {}),
      ...(row.breakFrom && row.breakTo ? { breaks: [{ from: row.breakFrom, to: row.breakTo }] } : {}),
    }));
}

/**
 * @param {Row[]} rows @param {import("now-serving-api").QueueFigures[]} queues
 * @param {(place: number, change: Partial<Row>) => void} change @param {boolean} planning
 */
export const counterRows = (rows, queues, change, planning) => html`<table class="counters">
  <thead><tr>
    <th scope="col">Counter</th>${planning ? nothing : html`<th scope="col">Now</th>`}<th scope="col">${planning ? "That day" : "Then"}</th>
    <th scope="col">From</th><th scope="col">Until</th><th scope="col">Break</th><th scope="col">Serves</th>
  </tr></thead>
  <tbody>${rows.map((row, place) => counterRow(row, queues, (one) => change(place, one), planning))}</tbody>
</table>`;

/** @param {Row} row @param {import("now-serving-api").QueueFigures[]} queues @param {(change: Partial<Row>) => void} change @param {boolean} planning */
function counterRow(row, queues, change, planning) {
  const shut = row.wish === "closed" || (!row.wish && row.state === "closed");
  const time = (/** @type {"opens" | "closes" | "breakFrom" | "breakTo"} */ name, /** @type {string} */ words) =>
    html`<input type="time" aria-label="${row.name}: ${words}" .value=${row[name]} ?disabled=${shut}
      @change=${(/** @type {any} */ event) => change({ [name]: event.target.value })}>`;
  return html`<tr class=${!planning && (row.wish || otherServes(row)) ? "wished" : ""}>
    <th scope="row">${row.name}</th>
    ${planning ? nothing : html`<td class="state">${row.state}${row.agent ? html` <span class="quiet">${row.agent}</span>` : nothing}</td>`}
    <td><select aria-label="${row.name}: open or closed" @change=${(/** @type {any} */ event) => change({ wish: event.target.value })}>
      ${planning ? nothing : html`<option value="" ?selected=${!row.wish}>As it is</option>`}
      <option value="open" ?selected=${row.wish === "open"}>Open</option>
      <option value="closed" ?selected=${row.wish === "closed"}>Closed</option>
    </select></td>
    <td>${time("opens", "opens at")}</td>
    <td>${time("closes", "closes at")}</td>
    <td class="break">${time("breakFrom", "break from")} – ${time("breakTo", "break until")}</td>
    <td><details><summary>${row.serves.length} of ${queues.length} queues${otherServes(row) ? ", changed" : ""}</summary>
      <div class="serves" role="group" aria-label="${row.name} serves">${queues.map(
        ({
          id,
          letter,
          name,
        }) => html`<label><input type="checkbox" .checked=${row.serves.includes(id)} ?disabled=${shut}
          @change=${(/** @type {any} */ event) => change({ serves: toggled(row, id, event.target.checked) })}> <b>${letter}</b> ${name}</label>`,
      )}</div></details></td>
  </tr>`;
}

/** @param {Row} row @param {string} queue @param {boolean} on */
const toggled = (row, queue, on) => [...row.serves.filter((each) => each !== queue), ...(on ? [queue] : [])].sort();

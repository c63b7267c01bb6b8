// @ts-check
/** The board's table of queues: how many wait in each, and for how long. */
import { html, nothing } from "lit-html";
import { keyed } from "lit-html/directives/keyed.js";
import { textOf, waitText } from "./i18n.js";
import { current, pick, spoken } from "./text_template.js";

/**
 * @typedef {import("./i18n.js").Language} Language
 * @typedef {import("./template.js").Shown} Shown
 */

/** @param {Shown} shown @param {import("./calls.js").View} view */
export function linesTemplate(shown, view) {
  const language = current(shown);
  const count = view.waiting.length;
  const density = count <= 4 ? "roomy" : count <= 8 ? "snug" : "tight";
  return keyed(
    language.tag,
    html`<section class="lines ${density}" aria-labelledby="waiting">
      <h2 id="waiting">${spoken(language, textOf(language, "waiting"))}</h2>
      <table>
        <tbody>
          ${view.waiting.map(
            (line) => html`<tr class=${line.served ? "served" : "unserved"}>
            <th scope="row" class="letter">${line.letter}</th>
            <td class="what">
              ${line.name ? html`<p class="name ${size(line.name, language)}">${pick(line.name, language)}</p>` : nothing}
              ${shown.stale ? nothing : lineWords(line, view, language)}
            </td>
            <td class="count ${line.waiting ? "" : "nobody"}">${line.waiting}</td>
          </tr>`,
          )}
        </tbody>
      </table>
    </section>`,
  );
}

/** @param {import("now-serving-api").BoardQueue} line @param {import("./calls.js").View} view @param {Language} language */
function lineWords(line, view, language) {
  const words = waitOrReason(line, view, language);
  return words ? html`<p class="wait">${spoken(language, words)}</p>` : nothing;
}

/** @param {import("now-serving-api").BoardQueue} line @param {import("./calls.js").View} view @param {Language} language */
function waitOrReason(line, view, language) {
  if (line.closed && !line.waiting) return textOf(language, "closed");
  if (!line.served) return view.open && textOf(language, "no_counter");
  return line.wait && (view.open || line.waiting) && waitText(language, line.wait);
}

/** Long names are set smaller rather than cut. @param {Record<string, string>} name @param {Language} language */
function size(name, language) {
  const { length } = name[language.tag] ?? name.en;
  return length > 44 ? "longest" : length > 34 ? "longer" : "";
}

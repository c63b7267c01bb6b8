// @ts-check
/** Screens shown when no visitor can be served: closed, offline, not yet paired. The first two speak every language. */
import { html, nothing } from "lit-html";
import { live } from "lit-html/directives/live.js";

import { icon } from "../app/icons.js";
import { keyboard } from "../app/keyboard.js";
import { speaker } from "../app/words.js";

/** @typedef {import("../app/types.js").View} View */

/** A hyphen at which no line ends. */
const UNPARTED = "\u2011";

/** @param {View} view */
export function closed({ bundle, board, openingTimes }) {
  return html`<main class="apart closed">
    <p class="center-name">${icon("place")}<span>${bundle.location.name.en}</span></p>
    <h1 class="visually-hidden">${bundle.words.en.closed_now}</h1>
    <div class="tongues-all">
      ${bundle.interface.map((tag) => {
        const say = speaker(bundle.words, tag);
        const when = openingTimes[tag]?.opens_next;
        return html`<section lang=${tag}>
          <h2>${say("closed_now")}</h2>
          ${when ? html`<p class="when">${say("opens_next", { when })}</p>` : nothing}
          ${board?.opens_next ? nothing : html`<p class="when">${say("not_again")}</p>`}
          <p class="by-phone">${icon("call")}<span>${say("by_phone", { phone: phones(bundle.location.phone) })}</span></p>
        </section>`;
      })}
    </div>
  </main>`;
}

/** Cities whose walk-in center is also their 311 are reached by it. @param {string} phone */
const phones = (phone) => (phone ? `311 · ${phone.replaceAll("-", UNPARTED)}` : "311");

/** @param {View} view */
export function offline({ bundle }) {
  return html`<main class="apart gone">
    <h1 class="visually-hidden">${bundle.words.en.gone_title}</h1>
    <p class="waiting-sign" aria-hidden="true"><span></span><span></span><span></span></p>
    <div class="tongues-all" role="status">
      ${bundle.interface.map((tag) => {
        const say = speaker(bundle.words, tag);
        return html`<section lang=${tag}><h2>${say("gone_title")}</h2><p>${say("gone_text")}</p></section>`;
      })}
    </div>
  </main>`;
}

/** For staff, and therefore in English. @param {View} view */
export function pairing({ state, bundle, pairingProblem, act, say }) {
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    act.pair(state.query);
  };
  return html`<main class="apart pairing" lang="en">
    <h1 tabindex="-1">Pair this kiosk</h1>
    <p>${bundle.location.name.en}. Type the one-time code. A manager gets one on the manager's page, or on the server by:</p>
    <p class="command"><code>now-serving device pair --kind kiosk --location ${bundle.location.id}</code></p>
    <form @submit=${submit}>
      <label for="code">One-time code</label>
      <div class="pair-row">
        <input
          id="code"
          inputmode="none"
          autocomplete="off"
          spellcheck="false"
          maxlength="20"
          .value=${live(state.query)}
          @input=${(/** @type {InputEvent} */ event) => act.type(/** @type {HTMLInputElement} */ (event.target).value)}
        />
        <button class="primary">Pair</button>
      </div>
      ${pairingProblem ? html`<p class="refused" role="alert">${icon("alert")}<span>${pairingProblem}</span></p>` : nothing}
    </form>
    ${keyboard({ value: state.query, layer: state.layer, onType: act.type, onSwitch: act.switchKeys, say })}
  </main>`;
}

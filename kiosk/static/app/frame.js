// @ts-check
/** What surrounds every step: the center's name, the ways out, the screen settings, the time-out's warning. */
import { html, nothing } from "lit-html";

import { icon } from "./icons.js";

/** @typedef {import("./types.js").View} View */

const SETTINGS = /** @type {const} */ ([
  ["speech", "ear", "speech"],
  ["large", "text", "large_text"],
  ["dark", "contrast", "contrast"],
  ["low", "lower", "lower"],
]);

/** @param {View} view @param {import("lit-html").TemplateResult} screen @param {{isStart: boolean, hasTicket: boolean, isHelp: boolean}} where */
export function frame(view, screen, where) {
  const { landscape, state, say } = view;
  // A tall screen is used from its lower half; a wide one is low itself, and short.
  const above = landscape && !state.large;
  const speaks = where.isStart ? nothing : tongues(view);
  return html`<header class="head">
      <p class="center-name">${icon("place")}<span>${view.text(view.bundle.location.name)}</span></p>
      ${landscape ? html`${speaks} ${above ? settings(view) : nothing}` : untilText(view)}
    </header>
    <main class="main" id="main" tabindex="-1">${screen}</main>
    <div class="pager" hidden>
      <button tabindex="-1" aria-hidden="true" data-page="-1">${icon("up")}<span>${say("scroll_up")}</span></button>
      <button tabindex="-1" aria-hidden="true" data-page="1">${icon("down")}<span>${say("scroll_down")}</span></button>
    </div>
    <footer class="foot">
      ${state.mute ? html`<p class="refused" role="alert">${icon("alert")}<span>${say("speech_broken")}</span></p>` : nothing}
      ${ways(view, where)} ${landscape ? nothing : speaks} ${above ? nothing : settings(view)}
    </footer>
    ${view.secondsLeft === null ? nothing : warning(view)}`;
}

/** @param {View} view */
function untilText(view) {
  const time = view.openingTimes[view.state.lang]?.closes_at;
  return time ? html`<p class="until">${icon("clock")}<span>${view.say("open_until", { time })}</span></p>` : nothing;
}

/** @param {View} view @param {{isStart: boolean, hasTicket: boolean, isHelp: boolean}} where */
function ways({ say, act }, { isStart, hasTicket, isHelp }) {
  return html`<nav class="ways">
    ${
      isStart || hasTicket
        ? nothing
        : html`<button class="way" @click=${act.back}>${icon("back")}<span>${say("back")}</span></button>
          <button class="way" @click=${act.startOver}>${icon("restart")}<span>${say("start_over")}</span></button>`
    }
    ${
      hasTicket
        ? html`<button class="way primary" @click=${act.finish}>${icon("check")}<span>${say("done")}</span></button>`
        : nothing
    }
    ${
      isHelp || isStart || hasTicket
        ? nothing
        : html`<button class="way person" @click=${() => act.go({ screen: "person" })}>
          ${icon("talk")}<span>${say("person_please")}</span>
        </button>`
    }
  </nav>`;
}

/** @param {View} view */
function tongues({ state, bundle, say, act }) {
  const speaks = bundle.languages.filter((language) => bundle.interface.includes(language.tag));
  return html`<div class="tongues" role="group" aria-label=${say("language")}>
    ${speaks.map(
      ({ tag, name, dir }) =>
        html`<button lang=${tag} dir=${dir} aria-pressed=${tag === state.lang} @click=${() => act.setLanguage(tag)}>${name}</button>`,
    )}
  </div>`;
}

/** @param {View} view */
function settings({ state, canSpeak, say, act }) {
  return html`<div class="settings" role="group" aria-label=${say("screen_settings")}>
    ${SETTINGS.filter(([setting]) => setting !== "speech" || canSpeak).map(
      ([setting, drawing, word]) =>
        html`<button class="to-${setting}" aria-pressed=${state[setting]} @click=${() => act.toggle(setting)}>
          ${icon(drawing)}<span>${say(word)}</span>
        </button>`,
    )}
  </div>`;
}

/** @param {View} view */
function warning({ say, act, secondsLeft }) {
  return html`<div class="veil" data-modal>
    <section class="warning" role="alertdialog" aria-modal="true" aria-labelledby="still" aria-describedby="clears">
      <p class="countdown" aria-hidden="true">${secondsLeft}</p>
      <h2 id="still">${say("still_there")}</h2>
      <p id="clears">${say("clears_in", { n: secondsLeft ?? 0 })}</p>
      <button class="primary big" id="stay" @click=${act.stay}>${say("stay")}</button>
    </section>
  </div>`;
}

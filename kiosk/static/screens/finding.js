// @ts-check
/** The ways to a service: eight large buttons and what is behind them, or one's own words. */
import { html, nothing } from "lit-html";
import { live } from "lit-html/directives/live.js";

import { icon } from "../app/icons.js";
import { keyboard } from "../app/keyboard.js";
import { currentStep } from "../app/state.js";

/** @typedef {import("../app/types.js").View} View */

/** The category whose way is asked for by questions. */
const REPORT = "report";
/** How many functions of a group are named on its button. */
const GLIMPSE = 3;

/** @param {View} view */
export function home(view) {
  const { bundle, say, text, act, landscape } = view;
  return html`<div class="home">
    <h1 tabindex="-1">${say("what_for")}</h1>
    ${notices(view)}
    <div class="ways-in">
      <button class="search-card" @click=${() => act.go({ screen: "search" })}>
        ${icon("search")}<span><strong>${say("search")}</strong><span class="example">${say("search_example")}</span></span>
      </button>
      ${landscape ? danger(view) : nothing}
    </div>
    <div class="categories">
      ${bundle.categories.map(
        (category) => html`<button class="category" @click=${() => act.go({ screen: "list", category: category.id })}>
          <span class="badge">${icon(category.icon)}</span><span>${text(category.name)}</span>
        </button>`,
      )}
    </div>
    ${landscape ? nothing : danger(view)}
  </div>`;
}

/** A category: its groups, or what is in one of them. @param {View} view */
export function list(view) {
  const { state, bundle, text } = view;
  const { category: wanted, group: opened } = currentStep(state);
  const category = /** @type {import("../app/types.js").Category} */ (
    bundle.categories.find(({ id }) => id === wanted)
  );
  const group = category.groups.find(({ id }) => id === opened);
  const shown = group ?? category;
  return html`<div class="list">
    <h1 tabindex="-1"><span class="badge">${icon(category.icon)}</span>${text(shown.name)}</h1>
    ${group || !category.groups.length ? functions(view, category, group) : groups(view, category)}
  </div>`;
}

/** @param {View} view @param {import("../app/types.js").Category} category */
function groups(view, category) {
  const { bundle, say, text, act } = view;
  const names = new Map(bundle.services.map((one) => [one.id, text(one.name)]));
  const isReport = bundle.guidance.first && category.id === REPORT;
  return html`${
    isReport
      ? html`<button class="guide-card" @click=${() => act.go({ screen: "guide", question: bundle.guidance.first })}>
          <span class="badge">${icon("report")}</span>
          <span><strong>${say("guide_start")}</strong><span class="example">${say("guide_hint")}</span></span>${icon("arrow")}
        </button>`
      : nothing
  }
    <ul class="groups">
      ${category.groups.map(
        (group) => html`<li>
          <button class="group" @click=${() => act.go({ screen: "list", category: category.id, group: group.id })}>
            <span class="choice-name">${text(group.name)}</span>
            <span class="example">${group.services
              .slice(0, GLIMPSE)
              .map((id) => names.get(id))
              .join(" · ")}</span>
            ${icon("arrow")}
          </button>
        </li>`,
      )}
    </ul>`;
}

/** @param {View} view @param {import("../app/types.js").Category} category @param {import("../app/types.js").Group} [group] */
function functions(view, category, group) {
  const services = group
    ? group.services.map((wanted) => view.bundle.services.find(({ id }) => id === wanted))
    : view.bundle.services.filter((one) => one.category === category.id);
  const known = services.filter((one) => one !== undefined);
  const urgent = known.some(({ kind }) => kind === "emergency");
  return html`${urgent ? danger(view) : nothing}
    <ul class="choices">${known.map((one) => html`<li>${choice(view, one)}</li>`)}</ul>`;
}

/** @param {View} view */
export function search(view) {
  const { state, say, act, landscape } = view;
  const found = html`<div class="found">
    ${
      state.found.length
        ? html`<ul class="choices">${state.found.map((service) => html`<li>${choice(view, service)}</li>`)}</ul>`
        : html`<p class="quiet">${state.query.trim().length > 2 ? say("nothing_found") : say("search_example")}</p>`
    }
  </div>`;
  // Twice the text on a short screen leaves no room for both: the keyboard stays where it was.
  const below = landscape && state.large;
  return html`<div class="search">
    <h1 class="visually-hidden" tabindex="-1">${say("search")}</h1>
    <div class="typed">
      ${icon("search")}
      <input
        id="query"
        type="text"
        inputmode="none"
        autocomplete="off"
        autocorrect="off"
        autocapitalize="none"
        spellcheck="false"
        maxlength="80"
        aria-label=${say("type_here")}
        placeholder=${say("type_here")}
        .value=${live(state.query)}
        @input=${(/** @type {InputEvent} */ event) => act.type(/** @type {HTMLInputElement} */ (event.target).value)}
      />
    </div>
    ${below ? nothing : found}
    ${keyboard({ value: state.query, layer: state.layer, onType: act.type, onSwitch: act.switchKeys, say })}
    ${below ? found : nothing}
  </div>`;
}

/** @param {View} view @param {import("../app/types.js").Service} service */
function choice({ say, text, act }, service) {
  const tag =
    service.kind === "emergency"
      ? html`<span class="tag urgent">${icon("alert")}911</span>`
      : service.kind === "referral" || service.centers.length
        ? html`<span class="tag">${icon("place")}${say("elsewhere_tag")}</span>`
        : nothing;
  return html`<button class="choice kind-${service.centers.length ? "elsewhere" : service.kind}" @click=${() => act.go({ screen: "service", service: service.id })}>
    <span class="choice-name">${text(service.name)}</span>${tag}${icon("arrow")}
  </button>`;
}

/** @param {View} view */
function danger({ say, act }) {
  return html`<button class="danger" @click=${() => act.go({ screen: "emergency" })}>
    <span class="nine">911</span><span>${say("danger")}</span>${icon("arrow")}
  </button>`;
}

/** @param {View} view */
function notices({ board, text }) {
  return (board?.notices ?? []).map(
    (words) => html`<div class="notice" role="note">${icon("info")}<p>${text(words)}</p></div>`,
  );
}

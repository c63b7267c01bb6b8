// @ts-check
/** A person, an interpreter, sign language: one touch here is a ticket. */
import { html, nothing } from "lit-html";

import { icon } from "../app/icons.js";
import { oftenSpoken } from "../app/words.js";
import { refusal } from "./refusal.js";

const ANY_OTHER = "und";
const SIGNING = "sign-language";

/** @param {import("../app/types.js").View} view */
export function person(view) {
  const { state, bundle, say, act } = view;
  const general = bundle.general ?? "";
  const own = bundle.languages.find(({ tag }) => tag === state.lang);
  const spoken = bundle.languages.filter(({ tag, signed }) => !signed && tag !== ANY_OTHER && tag !== state.lang);
  const first = new Set([...spoken.filter(({ tag }) => bundle.interface.includes(tag)), ...oftenSpoken(bundle)]);
  const rest = [...first, ...spoken.filter((one) => !first.has(one))];
  const ask = (/** @type {import("../app/types.js").Tag} */ tag) => () =>
    act.takeTicket(general, tag, tag === "en" ? [] : ["interpreter"]);
  return html`<div class="tongue-choice" aria-busy=${state.order !== null}>
    <h1 tabindex="-1">${say("which_language")}</h1>
    <p class="quiet">${say("ticket_at_once")}</p>
    ${refusal(view)}
    <div class="first-choices">
      <button class="person-choice" @click=${ask(state.lang)}>
        <span class="badge">${icon("talk")}</span><span><strong>${own?.name}</strong>${say("this_language")}</span>
      </button>
      <button class="person-choice" @click=${() => act.takeTicket(general, state.lang, [SIGNING])}>
        <span class="badge">${icon("hand")}</span><span><strong>${say("need_sign")}</strong><span lang="en">ASL</span></span>
      </button>
      ${
        bundle.languages.some(({ tag }) => tag === ANY_OTHER)
          ? html`<button class="person-choice" @click=${ask(ANY_OTHER)}>
            <span class="badge">${icon("globe")}</span><span><strong>${say("other_language")}</strong></span>
          </button>`
          : nothing
      }
    </div>
    <ul class="all-tongues">
      ${rest.map(
        ({ tag, name, english, dir }) => html`<li>
          <button @click=${ask(tag)}>
            <span class="own" lang=${tag} dir=${dir}>${name}</span>
            ${english === name ? nothing : html`<span class="english" lang="en">${english}</span>`}
          </button>
        </li>`,
      )}
    </ul>
  </div>`;
}

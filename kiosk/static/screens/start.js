// @ts-check
/** The first screen: a language, each in its own words. */
import { html, nothing } from "lit-html";

import { icon, qr } from "../app/icons.js";
import { oftenSpoken } from "../app/words.js";

/** @param {import("../app/types.js").View} view */
export function start({ bundle, say, act, board, phoneCode }) {
  const speaks = bundle.languages.filter(({ tag }) => bundle.interface.includes(tag));
  return html`<div class="start">
    <h1 class="welcome" tabindex="-1">
      ${speaks.map(({ tag }) => html`<span lang=${tag}>${bundle.words[tag].welcome}</span>`)}
    </h1>
    ${notices(board)}
    <div class="tongue-cards">
      ${speaks.map(
        ({ tag, name, dir }) =>
          html`<button class="tongue-card" lang=${tag} dir=${dir} @click=${() => act.begin(tag)}>
            <span class="tongue-name">${name}</span>
            <span class="tongue-hint">${bundle.words[tag].touch_to_start}</span>
            ${icon("arrow")}
          </button>`,
      )}
    </div>
    <div class="start-more">
    <button class="other-card" @click=${() => act.go({ screen: "person" })}>
      <span class="badge">${icon("hand")}</span>
      <span class="other-words">
        <strong>${say("other_start")}</strong>
        <span class="glimpse">${oftenSpoken(bundle).map((one) => html`<span lang=${one.tag} dir=${one.dir}>${one.name}</span>`)}</span>
      </span>
      ${icon("arrow")}
    </button>
    ${phoneCode ? ownPhone(bundle, speaks, phoneCode) : nothing}
    </div>
  </div>`;
}

/** The same on a visitor's own phone. @param {import("../app/types.js").Bundle} bundle @param {import("../app/types.js").Language[]} speaks @param {import("../app/types.js").PhoneCode} code */
const ownPhone = (bundle, speaks, code) => html`<section class="own-phone">
  ${qr(code, bundle.words.en.own_phone)}
  <div>${icon("phone")} ${speaks.map(({ tag }) => html`<p lang=${tag}>${bundle.words[tag].own_phone}</p>`)}</div>
</section>`;

/** The managers' notices, in every language that they are written in. @param {import("../app/types.js").Board | null} board */
function notices(board) {
  if (!board?.notices.length) return nothing;
  return board.notices.map(
    (notice) => html`<div class="notice" role="note">
      ${icon("info")}
      <div>${Object.entries(notice).map(([tag, text]) => html`<p lang=${tag}>${text}</p>`)}</div>
    </div>`,
  );
}

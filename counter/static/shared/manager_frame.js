// @ts-check
/** The bar on top of the manager's pages that act: the center, the result of the last act, the other pages. */
import { html, nothing } from "lit-html";
import { managerPages } from "now-serving/staff.js";
import { closeDialog, frame, openDialog } from "./dialog.js";
import { kept, setup } from "./session.js";

/**
 * @param {string} title
 * @param {{words: string, bad: boolean} | null} result of the last act
 * @param {unknown} acts what stands at the end of the bar, before the person's own button
 */
export const topBar = (title, result, acts) => html`<header class="top">
  <p class="place"><span class="quiet">${title}</span> <b>${setup.name}</b></p>
  ${result ? html`<p class="news ${result.bad ? "bad" : ""}">${result.words}</p>` : nothing}
  ${managerPages()}
  ${acts}
  <button type="button" aria-keyshortcuts="I" @click=${askAboutMe}><span class="who-am-i">${setup.me}</span> <kbd>I</kbd></button>
</header>`;

export function askAboutMe() {
  const other = kept.theme === "dark" ? "light" : "dark";
  openDialog(() =>
    frame({
      title: setup.me,
      body: html`<div class="stack">
        <button type="button" @click=${() => {
          kept.theme = other;
          closeDialog();
        }}>Use the ${other} colors</button>
        <a class="button" href="/counter/${setup.location}">Sit at a counter</a>
        <a class="button" href="/staff/password">Change my password</a>
        <button type="submit" form="sign-out">Sign out</button>
        <label class="tick"><input type="checkbox" .checked=${kept.keys}
          @change=${(/** @type {any} */ event) => (kept.keys = event.target.checked)}> Single keys work on this screen</label>
      </div>`,
    }),
  );
}

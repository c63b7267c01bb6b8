// @ts-check
/** The bar on top of every page of the manager that acts: the center, what came of the last act, the other pages. */
import { html, nothing } from "lit-html";
import { closeDialog, frame, openDialog } from "./dialog.js";
import { kept, setup } from "./session.js";

/**
 * @param {string} title
 * @param {{words: string, bad: boolean} | null} news what came of the last act
 * @param {unknown} acts what stands at the end of the bar, before the person's own button
 */
export const topBar = (title, news, acts) => html`<header class="top">
  <p class="place"><span class="quiet">${title}</span> <b>${setup.name}</b></p>
  ${news ? html`<p class="news ${news.bad ? "bad" : ""}">${news.words}</p>` : nothing}
  <nav class="pages" aria-label="Manager’s pages">${setup.pages.map(
    ([address, name]) => html`<a href=${address} aria-current=${address === location.pathname ? "page" : "false"}>${name}</a>`,
  )}</nav>
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

// @ts-check
/** The card of the center itself: today's hours, messages, screens and printers, and the dialogs that change them. */
import { html, nothing } from "lit-html";
import { clockOf, halfDay } from "now-serving/staff.js";
import { frame, openDialog } from "../shared/dialog.js";
import { partState, slipState, WELL } from "../shared/equipment.js";
import { counted } from "../shared/format.js";
import { askPairing } from "../shared/pairing_codes.js";
import { clock, languageName, setup } from "../shared/session.js";
import { askHours } from "./day_dialogs.js";
import { change, currentView, floor, printAgain } from "./state.js";

const HOURS_UP = [1, 2, 4];

/** @param {FormData} fields @returns {string | undefined} when a message is taken down by itself */
function untilWhen(fields) {
  const chosen = String(fields.get("how-long"));
  const hours = Number(chosen);
  return hours ? new Date(clock.now() + hours * 3_600_000).toISOString() : chosen || undefined;
}

export function askMessage() {
  const view = currentView();
  openDialog(() =>
    frame({
      title: "Message on the screens",
      confirm: "Post it",
      body: html`<div class="stack">
        <p class="quiet">Shown on the kiosk and the lobby display. A screen in a language left empty shows the English.</p>
        ${setup.screen_languages.map(
          (
            tag,
          ) => html`<label for="words-${tag}">${languageName(tag)} ${tag === "en" ? html`<span class="quiet">(needed)</span>` : ""}</label>
            <textarea id="words-${tag}" name=${tag} rows="2" maxlength="240" lang=${tag} ?required=${tag === "en"} ?autofocus=${tag === "en"}></textarea>`,
        )}
        <label for="how-long">How long</label>
        <select id="how-long" name="how-long">
          <option value="">Until it is taken down</option>
          ${view.closes_at ? html`<option value=${view.closes_at}>Until we close today</option>` : nothing}
          ${HOURS_UP.map((hours) => html`<option value=${hours}>For ${counted(hours, "hour")}</option>`)}
        </select>
      </div>`,
      onConfirm: (fields) => {
        const written = setup.screen_languages
          .map((tag) => [tag, String(fields.get(tag)).trim()])
          .filter(([, words]) => words);
        change(
          "POST",
          "/notices",
          { words: Object.fromEntries(written), until: untilWhen(fields) },
          "The message is on the screens.",
        );
      },
    }),
  );
}

/** @param {{id: number, words: Record<string, string>}} posted */
const askTakeDown = (posted) =>
  openDialog(() =>
    frame({
      title: "Take this message down?",
      confirm: "Take it down",
      body: html`<blockquote>${posted.words.en}</blockquote>`,
      onConfirm: () => change("DELETE", `/notices/${posted.id}`, undefined, "The message is down."),
    }),
  );

export const askScreen = () => askPairing((body) => change("POST", "/pairings", body, "A pairing code is made."));

/** Today's hours, messages, screens and printers, each with a button that changes it. */
export function centerCard() {
  const view = currentView();
  const posted = new Set(view.posted.map((each) => JSON.stringify(each.words)));
  const fixed = view.notices.filter((words) => !posted.has(JSON.stringify(words)));
  const hours = floor.center?.hours.map((each) => `${halfDay(each.opens)} – ${halfDay(each.closes)}`).join(", ");
  return html`<section class="card house" aria-labelledby="house-title">
    <h2 id="house-title" class="visually-hidden">Hours, messages, screens</h2>
    <div><h3>Today’s hours</h3>
      <p>${hours ?? "…"}${hours === "" ? "Closed all day" : ""}${floor.center?.reason ? html` <span class="quiet">${floor.center.reason}</span>` : nothing}</p>
      <button type="button" class="small" aria-keyshortcuts="H" @click=${askHours}>Change <kbd>H</kbd></button></div>
    <div><h3>Messages</h3>
      <ul>${view.posted.map(
        (
          each,
        ) => html`<li><span>${each.words.en} ${each.until ? html`<small class="quiet">until ${clockOf(each.until)}</small>` : nothing}</span>
          <button type="button" class="small" aria-label="Take down: ${each.words.en}" @click=${() => askTakeDown(each)}>Take down</button></li>`,
      )}${fixed.map((words) => html`<li>${words.en}</li>`)}
      ${view.notices.length ? nothing : html`<li class="quiet">None</li>`}</ul>
      <button type="button" class="small" aria-keyshortcuts="M" @click=${askMessage}>Post <kbd>M</kbd></button></div>
    <div><h3>Screens and printers</h3>
      <ul>${view.parts.map(
        (
          part,
        ) => html`<li>${part.name} <span class="pill ${partState(part.state).pill}">${partState(part.state).name}</span>
          <span class="quiet">${!WELL.has(part.state) && part.since ? `since ${clockOf(part.since)}` : ""}</span></li>`,
      )}${view.parts.length ? nothing : html`<li class="quiet">None paired yet</li>`}</ul>
      <button type="button" class="small" aria-keyshortcuts="P" @click=${askScreen}>Pair <kbd>P</kbd></button></div>
    ${view.slips.length ? doubtfulSlips(view.slips) : nothing}
  </section>`;
}

/** Slips that may not have come out: only a person prints them again. @param {import("now-serving-api").QueueView["slips"]} slips */
function doubtfulSlips(slips) {
  return html`<div><h3>Slips that may not have come out</h3>
    <ul>${slips.map(
      (
        slip,
      ) => html`<li><span>${slip.number} <span class="quiet">${slip.printer}, ${slipState(slip.state)}</span></span>
        <button type="button" class="small" aria-label="Print ${slip.number} again" @click=${() => printAgain(slip)}>Print again</button></li>`,
    )}</ul></div>`;
}

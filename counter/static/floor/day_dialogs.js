// @ts-check
/** The dialogs that change the service day: other hours, its end, and reopening it. */
import { html, nothing } from "lit-html";
import { frame, openDialog, redrawDialog } from "../shared/dialog.js";
import { counted } from "../shared/format.js";
import { change, currentView, floor, timeNow, today } from "./state.js";

/** @typedef {"close" | "other" | "usual" | "end"} How */
/** @type {[How, string][]} */
const HOW = [
  ["close", "Close now"],
  ["other", "Other hours"],
  ["usual", "Back to the usual hours"],
  ["end", "End the day now"],
];
const NEEDS_REASON = new Set(["close", "other", "end"]);

/** @param {How} how @param {FormData} fields @param {{opens: string, closes: string}[]} hours */
function send(how, fields, hours) {
  const reason = String(fields.get("reason")).trim();
  const put = (/** @type {object} */ body) => change("PUT", `/days/${today()}`, body, "Today’s hours are changed.");
  if (how === "end") return change("POST", "/day/end", { reason }, "The day has ended.");
  if (how === "usual") return put({ reason: reason || "The usual hours again" });
  if (how === "other") return put({ opens: fields.get("opens"), closes: fields.get("closes"), reason });
  const opens = hours[0]?.opens;
  const closes = timeNow();
  // Closed from this minute on; before the doors have opened, the whole day.
  return put(opens && opens < closes ? { opens, closes, reason } : { closed: true, reason });
}

export function askHours() {
  if (currentView().over) {
    askReopen();
    return;
  }
  const hours = floor.center?.hours ?? [];
  /** @type {How} */
  let how = currentView().open ? "close" : "other";
  openDialog(() =>
    frame({
      title: "Today’s hours",
      confirm: /** @type {any} */ (Object.fromEntries(HOW))[how],
      body: html`<div class="stack">
        <fieldset class="ways"><legend class="visually-hidden">How</legend>
          ${HOW.map(
            (
              [value, words],
              index,
            ) => html`<label class="tick"><input type="radio" name="how" value=${value} ?autofocus=${index === 0}
              .checked=${how === value} @change=${() => {
                how = value;
                redrawDialog();
              }}> ${words}</label>`,
          )}
        </fieldset>
        ${
          how === "other"
            ? html`<div class="pair-of"><div><label for="opens">From</label><input id="opens" name="opens" type="time" required value=${hours[0]?.opens ?? ""}></div>
              <div><label for="closes">Until</label><input id="closes" name="closes" type="time" required value=${hours.at(-1)?.closes ?? ""}></div></div>`
            : nothing
        }
        ${how === "close" ? html`<p>No new tickets from now on. Those who hold one are still served.</p>` : nothing}
        ${how === "end" ? html`<p>${whoIsLeft()}</p>` : nothing}
        <label for="why">Reason, shown to visitors</label>
        <input id="why" name="reason" maxlength="200" autocomplete="off" ?required=${NEEDS_REASON.has(how)} list="reasons">
        <datalist id="reasons"><option value="Weather"></option><option value="Power outage"></option><option value="Staff training"></option></datalist>
      </div>`,
      onConfirm: (fields) => {
        send(how, fields, hours);
      },
    }),
  );
}

/** @returns {string} what the end of the day means for those who still wait */
function whoIsLeft() {
  const left = currentView().tickets.filter(({ state }) => state === "waiting" || state === "held").length;
  if (!left) return "Nobody waits. Visitors at a counter are still served.";
  return `${counted(left, "visitor who waits is", "visitors who wait are")} told that they were not reached. Visitors at a counter are still served.`;
}

export function askReopen() {
  const missed = currentView().over?.not_reached ?? 0;
  openDialog(() =>
    frame({
      title: "Reopen the day",
      confirm: "Reopen",
      body: html`<div class="stack">
        <label class="tick"><input type="checkbox" name="back" checked autofocus>
          Put ${missed ? counted(missed, "visitor", "visitors") : "those"} not reached back into their places</label>
        <label for="until">New tickets until <span class="quiet">(empty: none)</span></label>
        <input id="until" name="until" type="time">
        <label for="why">Reason</label>
        <input id="why" name="reason" maxlength="200" autocomplete="off" required>
      </div>`,
      onConfirm: (fields) => {
        const until = fields.get("until") || undefined;
        const body = { reason: String(fields.get("reason")).trim(), put_back: fields.has("back"), until };
        change("POST", "/day/reopen", body, "The day goes on.");
      },
    }),
  );
}

// @ts-check
/**
 * Help at the counter: F8 calls the manager, F9 is the quiet alarm. Both work wherever the focus is.
 * An agent's own alarm makes no sound, and a visitor who sees the screen reads only "Noted".
 */
import { html, nothing } from "lit-html";
import { ask, clockOf, say } from "now-serving/staff.js";
import { chime } from "../shared/chime.js";
import { inWords, setup } from "../shared/session.js";
import { desk, NO_SERVER, report } from "./state.js";

/** @typedef {import("../shared/counters.js").Call} Call */

/** What the dialog of keys says of these. */
export const HELP_KEYS = [
  { key: "F8", label: "Call the manager" },
  { key: "F9", label: "Quiet alarm" },
  { key: "Shift F9", label: "I am going there" },
];
/** Calls of other counters that were already read out. @type {Set<number>} */
const announced = new Set();
let sending = false;

/** @param {string} kind @returns {Call | null} this counter's latest call of a kind, open or lately answered */
const mine = (kind) =>
  desk.view?.calls.filter((call) => call.counter === desk.counter && call.kind === kind).at(-1) ?? null;

/** @param {string} path @param {unknown} [body] */
async function send(path, body) {
  if (sending) return null;
  sending = true;
  try {
    return await ask("POST", `/locations/${setup.location}/calls${path}`, body);
  } finally {
    sending = false;
  }
}

/** Call the manager; pressed again before it is answered, withdraw the call. */
async function help() {
  if (!desk.counter) return;
  const open = mine("help");
  try {
    if (desk.stale) throw new Error(NO_SERVER);
    if (open && !open.answered_at) {
      if (await send(`/${open.id}/withdraw`)) report("The manager is no longer called.");
    } else if (await send("", { kind: "help", counter: desk.counter })) report("The manager is called.");
  } catch (refused) {
    report(refused instanceof Error && refused.message === NO_SERVER ? NO_SERVER : inWords(refused), true);
  }
}

/** The quiet alarm: sent in silence, tried again while the server does not answer. */
async function alarm() {
  if (!desk.counter) return;
  try {
    await send("", { kind: "alarm", counter: desk.counter });
  } catch {
    setTimeout(alarm, 2000);
  }
}

/** @param {Call} call */
async function come(call) {
  try {
    if (await send(`/${call.id}/answer`)) report("They see that you come.");
  } catch (refused) {
    report(inWords(refused), true);
  }
}

document.addEventListener("keydown", (event) => {
  if (event.repeat || !["F8", "F9"].includes(event.key)) return;
  event.preventDefault();
  if (event.key === "F8") help();
  else if (event.shiftKey) openCalls().slice(0, 1).forEach(come);
  else alarm();
});

/** @returns {Call[]} open alarms and emergencies of other counters and of kiosks */
const openCalls = () =>
  (desk.view?.calls ?? []).filter(
    (call) => call.kind !== "help" && !call.answered_at && (!desk.counter || call.counter !== desk.counter),
  );

/** The help button in the top line, with the state of the call. */
export function helpButton() {
  const call = mine("help");
  const quiet = mine("alarm");
  const comes = call?.answered_at ? `${call.answered_by || "Somebody"} comes` : "";
  const words = call && !call.answered_at ? "Help called" : comes || "Help";
  return html`${quiet ? html`<span class="noted quiet">Noted ${clockOf(quiet.at)}${quiet.answered_at ? " ✓" : ""}</span>` : nothing}
    <button type="button" class="act" aria-keyshortcuts="F8" aria-pressed=${call && !call.answered_at ? "true" : "false"}
      @click=${help}>${words} <kbd>F8</kbd></button>`;
}

/** Where help is needed: one line that a visitor may read. */
export function helpLine() {
  const calls = openCalls();
  for (const call of calls.filter(({ id }) => !announced.has(id))) {
    announced.add(call.id);
    if (call.kind === "emergency") chime();
    say(where(call), "arrivals");
  }
  return calls.length
    ? html`<section class="banner others" aria-label="Where somebody is needed">${calls.map(
        (
          call,
          index,
        ) => html`<p>${where(call)} <button type="button" class="small" aria-keyshortcuts=${index === 0 ? "Shift+F9" : nothing}
          @click=${() => come(call)}>I am going ${index === 0 ? html`<kbd>Shift F9</kbd>` : nothing}</button></p>`,
      )}</section>`
    : nothing;
}

/** @param {Call} call */
function where({ kind, counter, caller }) {
  const name = desk.view?.counters.find(({ id }) => id === counter)?.name;
  const place = name ? `${name}${caller ? ` (${caller})` : ""}` : caller || "the kiosk";
  return kind === "emergency" ? `Emergency reported at ${place}.` : `Please go to ${place}.`;
}

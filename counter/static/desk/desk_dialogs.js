// @ts-check
/** The counter page's smaller dialogs: take over, what I serve, my settings, the keys. */
import { html, nothing } from "lit-html";
import { agentAt } from "../shared/counters.js";
import { closeDialog, frame, openDialog, redrawDialog } from "../shared/dialog.js";
import { kept, setup } from "../shared/session.js";
import { HELP_KEYS } from "./help.js";
import { scene, send } from "./state.js";

/** @typedef {import("../shared/counters.js").Counter} Counter */

/** @param {Counter} counter @param {() => void} [sit] */
export function askTakeOver(counter, sit = () => {}) {
  openDialog(() =>
    frame({
      title: `Take over ${counter.name}?`,
      confirm: "Take over",
      cancel: `Leave it to ${agentAt(counter)}`,
      body: html`<p>
        ${agentAt(counter)} sits there now. ${counter.ticket ? "The visitor in front of that counter becomes yours." : ""}
        ${agentAt(counter)} is told at once.
      </p>`,
      onConfirm: () => {
        sit();
        send({
          id: "open",
          method: "PUT",
          path: `/locations/${setup.location}/counters/${counter.id}`,
          body: { open: true },
          done: () => `${counter.name} is yours.`,
        });
      },
    }),
  );
}

/** @param {import("./acts.js").Act[]} acts */
export function showHelp(acts) {
  openDialog(() =>
    frame({
      title: "Keys",
      body: html`<dl class="keys">
          ${[...acts, ...HELP_KEYS].map((act) => html`<div><dt><kbd>${act.key}</kbd></dt><dd>${act.label}</dd></div>`)}
        </dl>
        <p class="quiet">Enter does what the focused button says; Escape closes a dialog; digits choose a reason.</p>
        <label class="tick">
          <input type="checkbox" .checked=${kept.keys} @change=${(/** @type {any} */ event) => (kept.keys = event.target.checked)}>
          Single keys work on this screen
        </label>`,
    }),
  );
}

/** Ask before leaving an open counter: no visitor may be called to a counter without an agent. @param {Counter} counter @param {() => void} leave */
export function askLeave(counter, leave) {
  openDialog(() =>
    frame({
      title: `Leave ${counter.name}?`,
      confirm: `Close it and leave`,
      cancel: "Stay",
      ready: true,
      body: html`<div class="stack">
        <p>${counter.name} is ${counter.state} in your name.</p>
        <button type="button" @click=${() => {
          closeDialog();
          leave();
        }}>Leave it ${counter.state}</button>
      </div>`,
      onConfirm: async () => {
        const path = `/locations/${setup.location}/counters/${counter.id}`;
        const done = () => `${counter.name} is closed.`;
        if (await send({ id: "close", method: "PUT", path, body: { open: false }, done })) leave();
      },
    }),
  );
}

/** @param {() => void} leave gives up the counter in this browser */
export function askAboutMe(leave) {
  const signOut = () => /** @type {HTMLFormElement} */ (document.getElementById("sign-out")).submit();
  const closeAndSignOut = async (/** @type {Counter} */ counter) => {
    closeDialog();
    const path = `/locations/${setup.location}/counters/${counter.id}`;
    const closed = await send({ id: "close", method: "PUT", path, body: { open: false }, done: () => "Closed." });
    if (closed) signOut();
  };
  openDialog(() => {
    const { counter, visitor, phase } = scene();
    const sitting = counter && !["closed", "taken"].includes(phase);
    const other = kept.theme === "dark" ? "light" : "dark";
    return frame({
      title: setup.me,
      body: html`<div class="stack">
        <button type="button" @click=${() => {
          kept.theme = other;
          redrawDialog();
        }}>Use the ${other} colors</button>
        ${setup.manages ? html`<a class="button" href="/manager/${setup.location}">Go to the manager’s page</a>` : nothing}
        <a class="button" href="/staff/password">Change my password</a>
        <button type="button" ?hidden=${!counter} @click=${() => {
          closeDialog();
          leave();
        }}>Choose another counter</button>
        ${
          sitting && !visitor
            ? html`<button type="button" @click=${() => closeAndSignOut(counter)}>Close ${counter.name} and sign out</button>`
            : nothing
        }
        <button type="button" @click=${signOut}>Sign out${sitting ? html`, ${counter.name} stays ${counter.state}` : ""}</button>
      </div>`,
    });
  });
}

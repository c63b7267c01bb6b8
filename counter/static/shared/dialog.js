// @ts-check
/** The page's one dialog: shown over everything, closed by Escape, focus given back where it was. */
import { html, nothing, render } from "lit-html";

const box = /** @type {HTMLDialogElement} */ (document.getElementById("dialog"));
/** @type {(() => unknown) | null} */
let content = null;

box.addEventListener("close", () => {
  if (box.open) return; // the next one has opened since
  content = null;
  render(nothing, box);
});
// A click on the backdrop lands on the dialog itself, and on nothing inside it.
box.addEventListener("mousedown", (event) => event.target === box && box.close());

/** @param {() => unknown} template drawn now, and again by `redrawDialog` */
export function openDialog(template) {
  content = template;
  redrawDialog();
  if (!box.open) {
    box.showModal();
    return;
  }
  // One dialog led to another.
  const first = /** @type {HTMLElement | null} */ (box.querySelector("[autofocus]") ?? box.querySelector("button"));
  first?.focus();
}

/** Draw again what the open dialog shows. */
export function redrawDialog() {
  if (content) render(content(), box);
}

export const closeDialog = () => box.close();
export const dialogIsOpen = () => box.open;

/**
 * The frame of a dialog: title, content, and the two ways out.
 * @param {object} parts
 * @param {string} parts.title
 * @param {unknown} parts.body
 * @param {string} [parts.confirm] the confirming button's words; none: only a way to close
 * @param {string} [parts.cancel]
 * @param {boolean} [parts.ready] whether Enter confirms at once
 * @param {string} [parts.why] why it cannot be confirmed now
 * @param {(fields: FormData) => unknown} [parts.onConfirm] the dialog has closed by then, unless it answers false
 */
export function frame({ title, body, confirm = "", cancel = "Cancel", ready = false, why = "", onConfirm = () => {} }) {
  const submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    if (why || onConfirm(new FormData(/** @type {HTMLFormElement} */ (event.target))) === false) return;
    closeDialog();
  };
  return html`<form method="dialog" class="dialog-form" @submit=${submit}>
    <h2 id="dialog-title">${title}</h2>
    <div class="dialog-body">${body}</div>
    <div class="dialog-ways">
      <p class="why" id="dialog-why">${why}</p>
      <button type="button" @click=${closeDialog}>${confirm ? cancel : "Close"} <kbd>Esc</kbd></button>
      ${
        confirm
          ? html`<button class="primary" id="dialog-confirm" ?autofocus=${ready} aria-disabled=${why ? "true" : "false"} aria-describedby="dialog-why">
            ${confirm}
          </button>`
          : nothing
      }
    </div>
  </form>`;
}

/**
 * Ask for a reason: one of the usual ones by its digit, or the agent's own words.
 * @param {object} question
 * @param {string} question.title
 * @param {string} question.confirm
 * @param {string[]} question.usual
 * @param {boolean} [question.needed]
 * @param {unknown} [question.more] what else is asked, beneath the reasons
 * @param {(reason: string, fields: FormData) => void} question.onReason
 */
export function askReason({ title, confirm, usual, needed = true, more = nothing, onReason }) {
  let typed = "";
  const choose = (/** @type {string} */ reason) => {
    const fields = new FormData(/** @type {HTMLFormElement} */ (box.querySelector("form")));
    closeDialog();
    onReason(reason, fields);
  };
  const byDigit = (/** @type {KeyboardEvent} */ event) => {
    const chosen = usual[Number(event.key) - 1];
    if (
      chosen &&
      !event.repeat &&
      !(event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement)
    ) {
      event.preventDefault();
      choose(chosen);
    }
  };
  openDialog(() =>
    frame({
      title,
      confirm,
      why: needed && !typed.trim() ? "Choose a reason, or write one." : "",
      body: html`<div class="stack" @keydown=${byDigit}>
        ${usual.map(
          (reason, index) =>
            html`<button type="button" class="reason" ?autofocus=${index === 0} @click=${() => choose(reason)}>
              <kbd>${index + 1}</kbd> ${reason}
            </button>`,
        )}
        <label for="reason">In other words <span class="quiet">(never a visitor’s name)</span></label>
        <input id="reason" name="reason" maxlength="200" autocomplete="off" @input=${(/** @type {any} */ event) => {
          typed = event.target.value;
          redrawDialog();
        }}>
        ${more}
      </div>`,
      onConfirm: (fields) => onReason(String(fields.get("reason")).trim(), fields),
    }),
  );
}

// @ts-check
/** The keyboard on the screen: letters with ñ, and digits with accents. */
import { html } from "lit-html";

import { icon } from "./icons.js";

const LAYERS = {
  letters: ["qwertyuiop", "asdfghjklñ", "zxcvbnm'-"],
  numbers: ["1234567890", "áéíóúüñ&@#", "/.,?!():"],
};
const SWITCH = { letters: "123 áé", numbers: "ABC" };

/**
 * @param {object} options
 * @param {string} options.value what is typed so far
 * @param {"letters" | "numbers"} options.layer
 * @param {(value: string) => void} options.onType
 * @param {() => void} options.onSwitch
 * @param {(key: string) => string} options.say
 */
export function keyboard({ value, layer, onType, onSwitch, say }) {
  const type = (/** @type {string} */ letter) => () => onType(value + letter);
  return html`<div class="keyboard" role="group" aria-label=${say("keyboard")} data-grid>
    ${LAYERS[layer].map(
      (row) => html`<div class="keys">
        ${[...row].map((letter) => html`<button class="key" @click=${type(letter)}>${letter}</button>`)}
      </div>`,
    )}
    <div class="keys">
      <button class="key wide" @click=${onSwitch}>${SWITCH[layer]}</button>
      <button class="key space" @click=${type(" ")}>${say("key_space")}</button>
      <button class="key wide" @click=${() => onType([...value].slice(0, -1).join(""))}>
        ${icon("erase")}<span class="visually-hidden">${say("key_delete")}</span>
      </button>
      <button class="key wide" @click=${() => onType("")}>${say("key_clear")}</button>
    </div>
  </div>`;
}

// @ts-check
/** Finds a service by typing: the server's forgiving search in every language, as a combobox for keyboard and mouse. */
import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { ask } from "now-serving/staff.js";
import { redrawDialog } from "./dialog.js";
import { setup } from "./session.js";

const TYPING_PAUSE_MS = 120;
const MOST_SHOWN = 50;
const byId = new Map(setup.services.map((service) => [service.id, service]));

export class Picker {
  /** @param {{label: string, nameOf: (queue: string) => string, onPick: () => void, optional?: boolean}} options `optional`: Enter on nothing typed sends the dialog */
  constructor({ label, nameOf, onPick, optional = false }) {
    this.label = label;
    this.optional = optional;
    this.nameOf = nameOf;
    this.onPick = onPick;
    this.typed = "";
    this.found = setup.services.slice(0, MOST_SHOWN);
    this.at = 0;
    /** @type {{name: string, refer: string} | null} the best match, if it is offered elsewhere and not here */
    this.elsewhere = null;
    /** @type {{id: string, name: string, queue: string} | null} */
    this.picked = null;
    this.searching = false;
    this.pickWhenFound = false;
    this.timer = 0;
  }

  /** @param {string} typed */
  type(typed) {
    this.typed = typed;
    this.picked = null;
    this.pickWhenFound = false;
    this.searching = true;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.search(typed), TYPING_PAUSE_MS);
    redrawDialog();
  }

  /** @param {string} typed */
  async search(typed) {
    const query = new URLSearchParams({ q: typed, limit: String(MOST_SHOWN) });
    const answer = typed.trim()
      ? await ask("GET", `/locations/${setup.location}/services?${query}`).then(
          ({ services }) => services,
          () => [],
        )
      : setup.services.slice(0, MOST_SHOWN);
    if (typed !== this.typed) return; // an answer to what is no longer asked
    this.found = answer.flatMap(({ id }) => byId.get(id) ?? []);
    const [best] = answer;
    this.elsewhere = best && "refer" in best && best.refer ? best : null;
    this.at = 0;
    this.searching = false;
    if (this.pickWhenFound && this.found.length) this.pick(this.found[0]);
    redrawDialog();
  }

  /** @param {{id: string, name: string, queue: string}} service */
  pick(service) {
    clearTimeout(this.timer);
    this.picked = service;
    this.typed = service.name;
    this.searching = false;
    redrawDialog();
    this.onPick();
  }

  /** Be ready for another one. */
  clear() {
    this.typed = "";
    this.picked = null;
    this.found = setup.services.slice(0, MOST_SHOWN);
    this.at = 0;
    redrawDialog();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.found.length) {
      event.preventDefault();
      this.at = (this.at + step + this.found.length) % this.found.length;
      redrawDialog();
      document.getElementById(`service-${this.at}`)?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && !this.picked && !(this.optional && !this.typed.trim())) {
      event.preventDefault(); // chooses; it does not yet send
      if (this.searching) this.pickWhenFound = true;
      else if (this.found[this.at]) this.pick(this.found[this.at]);
    }
  }

  template() {
    const open = !this.picked && !(this.optional && !this.typed.trim());
    return html`
      <label for="service">${this.label}</label>
      <input id="service" type="text" role="combobox" autocomplete="off" autofocus placeholder="Type what it is about"
        aria-expanded=${open ? "true" : "false"} aria-controls="services" aria-autocomplete="list"
        aria-activedescendant=${open && this.found.length ? `service-${this.at}` : ""}
        .value=${this.typed}
        @input=${(/** @type {any} */ event) => this.type(event.target.value)}
        @keydown=${(/** @type {KeyboardEvent} */ event) => this.key(event)}>
      <ul id="services" role="listbox" aria-label="Services" class="services" ?hidden=${!open || !this.found.length}>
        ${repeat(
          this.found,
          (service) => service.id,
          (service, index) => this.option(service, index),
        )}
      </ul>
      ${
        open && this.elsewhere
          ? html`<p class="elsewhere" role="status"><b>${this.elsewhere.name}</b>: no ticket. ${this.elsewhere.refer}</p>`
          : nothing
      }
      ${open && !this.elsewhere && !this.found.length && !this.searching ? html`<p class="quiet" role="status">Nothing like that here.</p>` : nothing}
    `;
  }

  /** @param {{id: string, name: string, queue: string}} service @param {number} index */
  option(service, index) {
    return html`<li id="service-${index}" role="option" aria-selected=${index === this.at ? "true" : "false"}
      @mousedown=${(/** @type {Event} */ event) => {
        event.preventDefault();
        this.pick(service);
      }}>
      <span>${service.name}</span> <span class="quiet">${this.nameOf(service.queue)}</span>
    </li>`;
  }
}

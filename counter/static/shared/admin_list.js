// @ts-check
/** What the pages of accounts and of screens share: a list that is loaded again and again, acts on it, the frame. */
import { html, nothing, render } from "lit-html";
import { ask, say } from "now-serving/staff.js";
import { dialogIsOpen, redrawDialog } from "./dialog.js";
import { askAboutMe, topBar } from "./manager_frame.js";
import { inWords, kept, setup } from "./session.js";

const AGAIN_MS = 10_000;
/** How long a good result is shown; a bad one stays until the next act. */
const NEWS_MS = 10_000;

/** A page with one list. @template Row */
export class AdminList {
  /**
   * @param {object} page
   * @param {string} page.title
   * @param {() => Promise<Row[]>} page.ask ask the server for the list
   * @param {string} page.key the key that makes a new one
   * @param {string} page.make the words of that button
   * @param {() => void} page.onMake
   * @param {(rows: Row[]) => unknown} page.draw
   */
  constructor(page) {
    this.page = page;
    /** @type {Row[] | null} */
    this.rows = null;
    /** @type {{words: string, bad: boolean} | null} */
    this.result = null;
    this.refusal = "";
    document.addEventListener("keydown", (event) => this.press(event));
    this.screen = /** @type {HTMLElement} */ (document.getElementById("screen"));
    this.screen.replaceChildren(); // the page's first words
    this.load();
    setInterval(() => this.load(), AGAIN_MS);
  }

  /** Load the list and draw it. */
  async load() {
    try {
      this.rows = await this.page.ask();
      this.refusal = "";
    } catch (refused) {
      this.refusal = this.rows ? `What you see may be old. ${inWords(refused)}` : inWords(refused);
    }
    this.redraw();
  }

  redraw() {
    const { title, key, make, onMake, draw } = this.page;
    const acts = html`<button type="button" aria-keyshortcuts=${key.toUpperCase()} @click=${onMake}>${make} <kbd>${key.toUpperCase()}</kbd></button>`;
    render(
      html`${topBar(title, this.result, acts)}
        ${this.refusal ? html`<p class="banner" role="alert">${this.refusal}</p>` : nothing}
        <main><h1 class="visually-hidden">${setup.name}: ${title.toLowerCase()}</h1>${this.rows ? draw(this.rows) : nothing}</main>`,
      this.screen,
    );
    redrawDialog();
  }

  /** @param {string} words @param {boolean} [bad] */
  report(words, bad = false) {
    const result = { words, bad };
    this.result = result;
    say(words);
    this.redraw();
    if (bad) return;
    setTimeout(() => {
      if (this.result !== result) return;
      this.result = null;
      this.redraw();
    }, NEWS_MS);
  }

  /**
   * Change something and report the result.
   * @template {string} Method
   * @template {string} Path
   * @param {Method} method
   * @param {Path} path below the location's
   * @param {unknown} body
   * @param {string} done
   * @returns {Promise<import("now-serving-call").Answer<Method, `/locations/${string}${Path}`> | undefined>} the answer; undefined when refused
   */
  async change(method, path, body, done) {
    try {
      const answer = await ask(method, `/locations/${setup.location}${path}`, body);
      this.report(done);
      return answer;
    } catch (refused) {
      this.report(inWords(refused), true);
      return undefined;
    } finally {
      this.load();
    }
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const typing = event.target instanceof Element && event.target.closest("input, select, textarea");
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing || dialogIsOpen() || !kept.keys)
      return;
    const act = /** @type {Record<string, () => void>} */ ({ [this.page.key]: this.page.onMake, i: askAboutMe })[
      event.key.toLowerCase()
    ];
    if (!act) return;
    event.preventDefault();
    act();
  }
}

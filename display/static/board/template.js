// @ts-check
/** The lobby board's template: drawn from one object, with no state of its own. */
import { html, nothing, svg } from "lit-html";
import { keyed } from "lit-html/directives/keyed.js";
import { repeat } from "lit-html/directives/repeat.js";
import { callsOf, keyOf } from "./calls.js";
import { textOf, timeText, whenText } from "./i18n.js";
import { linesTemplate } from "./lines_template.js";
import { current, inEach, pick, spoken } from "./text_template.js";

/**
 * @typedef {import("./i18n.js").Language} Language
 * @typedef {import("./calls.js").Call} Call
 * @typedef {object} Shown everything that the board is drawn from
 * @property {import("./calls.js").View | null} view
 * @property {Record<string, string>} name the location's
 * @property {Language[]} languages the location's, its first one leading
 * @property {number} turn counts the changes of language
 * @property {Call | null} announced the call that is being rung
 * @property {boolean} stale whether what is shown may be out of date
 * @property {boolean} asking whether views come by asking alone
 * @property {import("now-serving/sound.js").State} sound
 * @property {number} volume in percent
 * @property {boolean} turning whether the volume was just changed
 * @property {Record<string, string>} staff
 * @property {Date} now
 * @property {() => void} turnOnSound
 */

/** Calls below the latest one. */
const BEFORE = 6;

/** @param {Shown} shown */
export function boardTemplate(shown) {
  const { view, stale } = shown;
  return html`<div class="frame ${stale ? "stale" : ""} ${view ? "" : "empty"}">
    ${stale ? staleTemplate(shown) : nothing}
    ${view ? html`${topTemplate(shown, view)} ${mainTemplate(shown, view)} ${noticeTemplate(shown, view)}` : emptyTemplate(shown)}
    ${shown.asking ? askingTemplate(shown) : soundTemplate(shown)}
  </div>`;
}

/** Before the first view has come. @param {Shown} shown */
const emptyTemplate = ({ name, languages }) => html`<main class="main"><h1>${pick(name, languages[0])}</h1></main>`;

/** @param {Shown} shown @param {import("./calls.js").View} view */
function topTemplate(shown, view) {
  const language = current(shown);
  const [time, half] = timeText(shown.languages[0], shown.now, view.timezone).split(/\s(?=\D)/);
  return html`<header class="top">
    <h1>${pick(view.name, shown.languages[0])}</h1>
    ${isOver(view) ? nothing : keyed(language.tag, html`<p class="door ${view.open ? "open" : "shut"}">${spoken(language, door(shown, view, language))}</p>`)}
    <p class="clock"><time>${time}</time> ${half ? html`<small>${half}</small>` : nothing}</p>
  </header>`;
}

/** Open until when, or closed until when. @param {Shown} shown @param {import("./calls.js").View} view @param {Language} language */
function door({ now }, view, language) {
  if (view.open) {
    return view.closes_at
      ? textOf(language, "open_until", { time: timeText(language, new Date(view.closes_at), view.timezone) })
      : "";
  }
  const opens = opensWords(now, view, language);
  return opens ? `${textOf(language, "closed")} · ${opens}` : textOf(language, "closed");
}

/** @param {Date} now @param {import("./calls.js").View} view @param {Language} language */
function opensWords(now, view, language) {
  if (!view.opens_next) return "";
  return textOf(language, "opens", { when: whenText(language, now, new Date(view.opens_next), view.timezone) });
}

/** Somebody still waits. @param {import("./calls.js").View} view */
const anyWaiting = (view) => view.waiting.some((line) => line.waiting);

/** Closed, and nobody is left to be called. @param {import("./calls.js").View} view */
const isOver = (view) => !view.open && !anyWaiting(view) && !view.called.length;

/** @param {Shown} shown @param {import("./calls.js").View} view */
function mainTemplate(shown, view) {
  if (isOver(view)) return closedTemplate(shown, view);
  const calls = callsOf(view);
  const hero = shown.announced ?? calls[0];
  const others = calls.filter((call) => !hero || keyOf(call) !== keyOf(hero)).slice(0, BEFORE);
  return html`<main class="main">
    <section class="calls" aria-labelledby="serving">
      ${callsTemplate(shown, view, hero, others)}
    </section>
    ${linesTemplate(shown, view)}
  </main>`;
}

/** @param {Shown} shown @param {import("./calls.js").View} view @param {Call | undefined} hero @param {Call[]} others */
function callsTemplate(shown, view, hero, others) {
  const called = new Set(view.called.map(keyOf));
  return html`<h2 id="serving" class="languages">${inEach(shown, (language) => textOf(language, "now_serving"))}</h2>
    ${
      hero
        ? heroTemplate(shown, hero)
        : html`<p class="hero none">${inEach(shown, (language) => textOf(language, "no_calls"))}</p>`
    }
    <h3 class="languages" ?hidden=${!others.length}>${inEach(shown, (language) => textOf(language, "latest"))}</h3>
    <ol class="before" ?hidden=${!others.length}>
      ${repeat(
        others,
        keyOf,
        (call) => html`<li class=${called.has(keyOf(call)) ? "called" : "gone"}>
        <span class="number">${call.number}</span>${arrow}
        <span class="desk"><span class="visually-hidden" lang="en">Counter</span>${call.counter}</span>
      </li>`,
      )}
    </ol>`;
}

/** @param {Shown} shown @param {Call} call */
function heroTemplate(shown, call) {
  const own = shown.languages.find((language) => language.tag === call.language);
  const words = [...new Set([own ?? shown.languages[0], shown.languages[0]])];
  return keyed(
    keyOf(call),
    html`<div class="hero ${shown.announced ? "announced" : "standing"}">
      <p class="number">${call.number}</p>
      ${arrow}
      <p class="plate">
        <span class="word">${words.map((language) => spoken(language, textOf(language, "counter"), "each"))}</span>
        <span class="desk ${call.counter.length > 1 ? "long" : ""}">${call.counter}</span>
      </p>
    </div>`,
  );
}

/** @param {Shown} shown @param {import("./calls.js").View} view */
function closedTemplate(shown, view) {
  // A number that breaks at its hyphens cannot be read off a wall.
  const phone = ["311", view.phone].filter(Boolean).join(" · ").replaceAll("-", "\u2011");
  return html`<main class="main closed">
    ${shown.languages.map(
      (language) => html`<p lang=${language.tag} dir=${language.dir}>
      <strong>${textOf(language, "closed")}</strong>
      <span>${opensWords(shown.now, view, language)}</span>
      <span>${textOf(language, "call_311", { phone })}</span>
    </p>`,
    )}
  </main>`;
}

/** @param {Shown} shown @param {import("./calls.js").View} view */
function noticeTemplate(shown, view) {
  const language = current(shown);
  const notices = view.notices.map((/** @type {Record<string, string>} */ notice) => pick(notice, language));
  if (!view.open && anyWaiting(view)) {
    notices.unshift(spoken(language, textOf(language, "still_serving")));
  }
  // A stale board needs the room for saying so.
  if (!notices.length || shown.stale) return nothing;
  const index = Math.floor(shown.turn / shown.languages.length) % notices.length;
  return html`<footer class="notices">
    ${keyed(`${index} ${language.tag}`, html`<p>${notices[index]}</p>`)}
    ${notices.length > 1 ? html`<p class="pages">${index + 1}/${notices.length}</p>` : nothing}
  </footer>`;
}

/** @param {Shown} shown */
function staleTemplate({ languages }) {
  return html`<div class="stale-note" role="alert">
    ${languages.map(
      (language) => html`<p lang=${language.tag} dir=${language.dir}>
      <strong>${textOf(language, "stale")}</strong> ${textOf(language, "ask_desk")}
    </p>`,
    )}
  </div>`;
}

/** For staff: calls come late. @param {Shown} shown */
const askingTemplate = ({ staff }) =>
  html`<aside class="sound" lang="en" aria-label=${staff.asking}><p>${staff.asking}</p></aside>`;

/** @param {Shown} shown */
function soundTemplate({ sound, volume, turning, staff, turnOnSound }) {
  if (turning || (sound === "on" && !volume)) return volumeTemplate(volume, staff);
  if (sound === "on" || sound === "testing") return nothing;
  return html`<aside class="sound" lang="en" aria-label=${staff.sound_on}>
    <p>${sound === "off" ? staff.sound_off : staff.sound_broken}</p>
    <button @click=${turnOnSound}>${staff.sound_on}</button>
  </aside>`;
}

/** @param {number} volume @param {Record<string, string>} staff */
const volumeTemplate = (volume, staff) =>
  html`<aside class="sound" lang="en" aria-label=${staff.volume.replace("{percent}", "")}>
    <p>${volume ? staff.volume.replace("{percent}", String(volume)) : staff.volume_none}</p>
  </aside>`;

const arrow = svg`<svg class="arrow" viewBox="0 0 40 40" aria-hidden="true">
  <path d="M4 20h28M21 7l13 13-13 13" fill="none" stroke="currentColor" stroke-width="6"
    stroke-linecap="round" stroke-linejoin="round" /></svg>`;

// @ts-check
/** The visitor in front of the agent, the one obvious next act, and the other acts. */
import { html, nothing } from "lit-html";
import { clockOf } from "now-serving/staff.js";
import { agentAt } from "../shared/counters.js";
import { band, counted, duration, need, ticking } from "../shared/format.js";
import { clock, languageName, setup } from "../shared/session.js";
import { actOf } from "./acts.js";
import { reservedFor } from "./model.js";
import { labelOf, perform, primaryOf, whyNot } from "./perform.js";
import { queueName } from "./service_dialogs.js";
import { desk, settling, undoSeconds } from "./state.js";

/** @typedef {import("../shared/counters.js").Ticket} Ticket */

const BESIDE = ["recall", "no-show", "hold", "return", "transfer", "finish-with"];
/** Acts that are needed less often, in a quieter row. */
const SELDOM = ["note", "interpreter", "add", "flag", ...(setup.paper ? ["slip"] : []), "void"];

/** @param {import("./model.js").AtCounter} scene */
export function front(scene) {
  return html`<section class="front" aria-labelledby="front-title">
    <div class="card visitor phase-${scene.phase}" tabindex="0" role="group" aria-label="The visitor in front of you">${scene.visitor && scene.phase !== "taken" ? visitor({ ...scene, visitor: scene.visitor }) : empty(scene)}</div>
    ${newsLine()} ${mainAct(scene)}
    <div class="beside" role="group" aria-label="Acts for this visitor">${BESIDE.map((id) => button(id, !desk.stale && ["called", "serving"].includes(scene.phase)))}</div>
    <div class="seldom" role="group" aria-label="More acts for this visitor">${SELDOM.map((id) => button(id))}</div>
  </section>`;
}

/** @param {import("./model.js").Serving} scene */
function visitor({ visitor: ticket, phase, counter }) {
  const since = phase === "called" ? ticket.called_at : ticket.started_at;
  const waited = band(ticket.waited_seconds, ticket.target_seconds);
  const recalls = ticket.recalls ? `, recalled ${ticket.recalls === 1 ? "once" : counted(ticket.recalls, "time")}` : "";
  return html`
    <p class="phase" id="front-title">
      ${phase === "called" ? `Called to ${counter.name}${recalls}` : "Serving"}
      <span class="since">${ticking(clock.since(since))}</span>
    </p>
    <div class="who">
      <h1 class="number">${ticket.number}</h1>
      <div class="what">
        <p class="service">${ticket.service.name}</p>
        <p class="quiet">${queueName(ticket.queue)}</p>
        <p class="waited"><span class="band ${waited.band}">Waited ${duration(ticket.waited_seconds)}, ${waited.words}</span>
          <span class="quiet">target ${duration(ticket.target_seconds)}, came ${clockOf(ticket.issued_at)}</span></p>
      </div>
    </div>
    ${callouts(ticket)}
    <dl class="facts">
      ${fact("Then", ticket.then.map(({ name }) => name).join(", then "))}
      ${fact("Note", ticket.note)}
      ${fact("Last said", ticket.reason)}
      ${fact("Script", ticket.script)}
      ${fact("To have ready", ticket.bring)}
      ${fact("Why next", desk.why?.id === ticket.id ? sentence(desk.why?.words ?? "") : "")}
    </dl>
  `;
}

const INTERPRETER = { asked: "Interpreter asked for", on_line: "Interpreter on the line", done: "Interpreter done" };

/** What must not be overlooked: another language, and needs. @param {Ticket} ticket */
function callouts(ticket) {
  const needs = ticket.needs.filter((/** @type {string} */ id) => !(id === "interpreter" && ticket.interpreter));
  const wants = ticket.needs.includes("interpreter") ? "interpreter asked for" : "interpreter if needed";
  const plain = !ticket.interpreter && !needs.length && !ticket.interpreting && !ticket.untimed;
  if (plain) return html`<p class="quiet language">${languageName(ticket.language)}</p>`;
  return html`<ul class="callouts">
    ${ticket.interpreter ? html`<li class="interpreter"><b>${ticket.interpreter}</b> ${wants}</li>` : nothing}
    ${needs.map((/** @type {string} */ id) => html`<li class="need"><b>${need(id)}</b></li>`)}
    ${
      ticket.interpreting
        ? html`<li class="interpreting"><b>${/** @type {any} */ (INTERPRETER)[ticket.interpreting]}</b>
      ${ticket.interpreting === "done" ? "" : html`<span class="since">${ticking(clock.since(ticket.interpreting_since))}</span>`}</li>`
        : nothing
    }
    ${ticket.untimed ? html`<li>Time left out of figures</li>` : nothing}
  </ul>`;
}

/** @param {string} name @param {string} words */
const fact = (name, words) => (words ? html`<div><dt>${name}</dt><dd>${words}</dd></div>` : nothing);

/** @param {string} words */
const sentence = (words) => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

/** @param {import("./model.js").AtCounter} scene */
function empty({ phase, counter, mine, waiting, visitor: ticket }) {
  const title = {
    closed: `${counter.name} is closed`,
    paused: `${counter.name} is paused`,
    taken: `${agentAt(counter)} sits at ${counter.name} now`,
    free: mine.length ? "Ready for the next visitor" : "Nobody is waiting for you",
  }[/** @type {string} */ (phase)];
  const [next] = mine;
  return html`
    <h1 class="calm" id="front-title">${title}</h1>
    ${phase === "paused" ? html`<p class="calm-why">${counter.reason}, for ${duration(clock.since(counter.since))}</p>` : nothing}
    ${
      phase === "taken"
        ? html`<p class="calm-why">
        ${ticket ? `${ticket.number} is in front of that counter. ` : ""}Choose another counter, or take this one back.
      </p>
      <p><button type="button" @click=${() => perform("switch")}>Choose another counter <kbd>K</kbd></button></p>`
        : nothing
    }
    ${
      phase === "free" && next
        ? html`<p class="calm-why">Next is <b>${next.number}</b>, ${next.service.name}${next.interpreter ? html`, <b>${next.interpreter}</b>` : ""}${reservedFor(next, counter.id) ? html`, <b>sent to you</b>` : ""},
          waiting ${duration(clock.since(next.issued_at))}.</p>`
        : nothing
    }
    ${phase === "free" && !next ? html`<p class="calm-why">A message appears here when somebody comes.${elsewhere(waiting)}</p>` : nothing}
    ${phase === "closed" ? html`<p class="calm-why">${counted(mine.length, "visitor waits", "visitors wait")} for what it serves.</p>` : nothing}
  `;
}

/** How many wait for other counters, and how to serve one of them. @param {Ticket[]} waiting */
const elsewhere = (waiting) =>
  waiting.length
    ? html`<br>${counted(waiting.length, "visitor waits", "visitors wait")} for other counters:
        ${setup.picks ? html`call one with <kbd>G</kbd>, or ` : nothing}serve more with <kbd>V</kbd>.`
    : nothing;

/** The result of the last act, and undo, for ten seconds. */
function newsLine() {
  const left = undoSeconds();
  return html`<div class="news-line">
    ${desk.pending && desk.queued ? html`<p class="news">Next: ${labelOf(actOf(desk.queued))}.</p>` : desk.news ? html`<p class="news ${desk.news.bad ? "bad" : ""}">${desk.news.words}</p>` : html`<p class="news"></p>`}
    ${
      left
        ? html`<button type="button" class="undo" aria-keyshortcuts="Z" ?disabled=${desk.stale} @click=${() => perform("undo")}>
          Undo ${desk.undo?.what} <kbd>Z</kbd><span class="left" aria-hidden="true">${left} s</span>
        </button>`
        : nothing
    }
  </div>`;
}

/** @param {import("./model.js").Scene} scene */
function mainAct(scene) {
  const act = primaryOf(scene);
  const why = whyNot(act);
  const words = { paused: "Back to work", taken: "Take it back" }[/** @type {string} */ (scene.phase)] ?? act.label;
  const press = (/** @type {MouseEvent} */ event) => {
    // The second click of a double click would be the next act.
    if (event.detail < 2 && !settling()) perform(primaryOf(scene).id);
  };
  return html`<button type="button" id="main-act" class="primary main-act" aria-keyshortcuts=${act.key}
    aria-disabled=${why || desk.pending ? "true" : "false"} @click=${press}>
    <span>${desk.pending === act.id ? "Sending…" : words}${act.id === "finish" || act.id === "start" ? ` ${scene.visitor?.number}` : ""}</span>
    <span class="why">${why}</span> <kbd>${act.key}</kbd>
  </button>`;
}

/**
 * @param {string} id
 * @param {boolean} [plainly] whether the reason why not is shown, and not only read out: the same reason on a whole row is noise
 */
export function button(id, plainly = false) {
  const act = actOf(id);
  const why = whyNot(act);
  return html`<button type="button" class="act" title=${why} aria-keyshortcuts=${act.key}
    aria-disabled=${why || desk.pending ? "true" : "false"}
    @click=${(/** @type {MouseEvent} */ event) => event.detail < 2 && perform(id)}>
    <span class="act-label">${desk.pending === id ? "Sending…" : labelOf(act)} <kbd>${act.key}</kbd></span>
    <span class="why ${plainly ? "" : "visually-hidden"}">${why}</span>
  </button>`;
}

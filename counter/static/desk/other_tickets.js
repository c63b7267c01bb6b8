// @ts-check
/** Acts on a ticket that is not in front of any agent: waiting, on hold, missed, or at a counter that is gone. The keys are those of the page. */
import { html, nothing } from "lit-html";
import { closeDialog, frame, openDialog } from "../shared/dialog.js";
import { clock, setup } from "../shared/session.js";
import { whyNotServe } from "./model.js";
import {
  addService,
  advanceInterpreter,
  callOutOfTurn,
  finish,
  interpreterStep,
  markLeft,
  reinstate,
  resume,
  sendBack,
  takeOut,
  toggleTypical,
  transfer,
  writeNote,
} from "./requests.js";
import { desk, NO_SERVER, report, scene } from "./state.js";

/** @typedef {import("../shared/counters.js").Ticket} Ticket */

/**
 * @typedef {object} OtherAct
 * @property {string} key
 * @property {(ticket: Ticket) => string} label
 * @property {string[]} where states of the ticket in which it makes sense
 * @property {(ticket: Ticket) => string} [why] why it cannot be done now; empty when it can
 * @property {(ticket: Ticket) => void} run
 */

/** @type {OtherAct[]} */
export const OTHER_ACTS = [
  {
    key: "G",
    label: () => "Call now, out of turn",
    where: ["waiting"],
    why: () => (setup.picks ? whyNotServe(scene()) : "This is not yours to do."),
    run: callOutOfTurn,
  },
  { key: "U", label: () => "Resume", where: ["held"], why: () => whyNotServe(scene()), run: resume },
  {
    key: "M",
    label: () => "Put back",
    where: ["ended"],
    why: (ticket) => (isTooLate(ticket) ? "Too late to put back." : ""),
    run: reinstate,
  },
  { key: "T", label: () => "Transfer", where: ["waiting", "held"], run: (ticket) => transfer(ticket, null) },
  { key: "J", label: () => "Note", where: ["waiting", "held"], run: writeNote },
  { key: "W", label: () => "Add service", where: ["waiting", "held"], run: addService },
  { key: "F", label: () => "Finish", where: ["serving"], run: (ticket) => finish(ticket) },
  { key: "B", label: () => "Send back to the queue", where: ["held", "called", "serving"], run: sendBack },
  { key: "L", label: (ticket) => interpreterStep(ticket).label, where: ["held"], run: advanceInterpreter },
  {
    key: "Y",
    label: (ticket) => (ticket.untimed ? "Time typical again" : "Time not typical"),
    where: ["held"],
    run: toggleTypical,
  },
  { key: "X", label: () => "Has left", where: ["waiting", "held", "called"], run: markLeft },
  {
    key: "Delete",
    label: () => "Take out",
    where: ["waiting", "held"],
    why: () => (setup.voids ? "" : "This is not yours to do."),
    run: takeOut,
  },
];

/** @param {Ticket} ticket missed or left @returns {boolean} whether the time to put it back has passed */
export const isTooLate = (ticket) => clock.now() > Date.parse(ticket.ended_at ?? "") + setup.reinstate_minutes * 60_000;

/** @param {import("./model.js").Scene} scene @returns {Ticket[]} every ticket that is at no counter, or at one that is gone */
export const otherTickets = ({ waiting, held, missed, astray }) => [...astray, ...waiting, ...held, ...missed];

/** @param {Ticket} ticket @returns {{act: OtherAct, why: string}[]} the acts that make sense for it, each with why it cannot be done now */
export const actsFor = (ticket) =>
  OTHER_ACTS.filter(({ where }) => where.includes(ticket.state)).map((act) => ({
    act,
    why: desk.stale ? NO_SERVER : (act.why?.(ticket) ?? ""),
  }));

const WHERE = {
  waiting: "waits",
  called: "is called to a counter that is no longer there",
  serving: "is served at a counter that is no longer there",
  held: "is on hold",
  ended: "missed the call, or left",
};

/** Ask what to do with a ticket; drawn again with every view, since it may move meanwhile. @param {Ticket} asked */
export function askAbout(asked) {
  const now = () => otherTickets(scene()).find(({ id }) => id === asked.id) ?? null;
  const run = (/** @type {OtherAct} */ act, /** @type {string} */ why) => {
    const ticket = now();
    if (!ticket || why) return why ? report(why, true) : undefined;
    closeDialog();
    return act.run(ticket);
  };
  const byKey = (/** @type {KeyboardEvent} */ event) => {
    const ticket = now();
    const found = ticket && actsFor(ticket).find(({ act }) => act.key.toLowerCase() === event.key.toLowerCase());
    if (!found || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    run(found.act, found.why);
  };
  openDialog(() => {
    const ticket = now();
    const offered = ticket ? actsFor(ticket) : [];
    const first = offered.find(({ why }) => !why);
    return frame({
      title: asked.number,
      body: html`<div class="stack" @keydown=${byKey}>
        <p>${asked.service.name}. ${ticket ? `It ${/** @type {any} */ (WHERE)[ticket.state]}.` : "Another agent has it now."}</p>
        ${offered.map(
          ({
            act,
            why,
          }) => html`<button type="button" class="reason" ?autofocus=${act === first?.act} aria-keyshortcuts=${act.key}
            aria-disabled=${why ? "true" : "false"} @click=${() => run(act, why)}>
            <kbd>${act.key === "Delete" ? "Del" : act.key}</kbd> ${ticket && act.label(ticket)} ${why ? html`<span class="why">${why}</span>` : nothing}</button>`,
        )}
      </div>`,
    });
  });
}

// @ts-check
/** What a visitor can do: each action changes the model, and some ask the server. */
import { Refused, token } from "now-serving/api.js";

import { reportEmergency, withdrawEmergency } from "../server/emergency.js";
import { followSlip, printReferral } from "../server/printing.js";
import { forgetOrder, takeTicket } from "../server/tickets.js";
import { announce, announceAloud } from "./announcements.js";
import { loadedBundle, model, update, updateVisit } from "./model.js";
import { locationId } from "./page.js";
import { pair, unpair } from "./session.js";
import { currentStep, goBack, goTo, isEmergency, newVisit, startOver, toggleNeed, withTicket } from "./state.js";
import { waitText } from "./words.js";

/** @typedef {import("../speech/narrator.js").Narrator} Narrator */

const TYPING_PAUSE_MS = 120;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let typing;

/** @param {Narrator} narrator @returns {import("./types.js").Actions} */
export function createActions(narrator) {
  const showVisit = (/** @type {import("./types.js").State} */ visit) => update({ visit });
  const goBackOne = () => showVisit(goBack(model.visit));
  return {
    begin: (lang) => showVisit(goTo({ ...model.visit, lang }, { screen: "home" })),
    go: (step) => {
      showVisit(goTo(model.visit, step));
      if (isEmergency(model.visit, loadedBundle().services)) report(step);
    },
    back: goBackOne,
    withdrawEmergency: () => {
      const { emergency } = model.visit;
      if (emergency && !emergency.coming) withdrawEmergency(locationId, emergency.id);
      goBackOne();
    },
    startOver: () => {
      forgetOrder();
      showVisit(startOver(model.visit));
    },
    finish: () => {
      forgetOrder();
      showVisit(newVisit());
    },
    setLanguage: (lang) => {
      updateVisit({ lang });
      if (model.visit.query) search(narrator);
    },
    toggle: (setting) =>
      setting === "speech" ? toggleSpeech(narrator) : updateVisit({ [setting]: !model.visit[setting] }),
    type: (query) => {
      updateVisit({ query: query.trimStart() });
      if (token.get()) search(narrator);
    },
    switchKeys: () => updateVisit({ layer: model.visit.layer === "letters" ? "numbers" : "letters" }),
    toggleNeed: (need) => showVisit(toggleNeed(model.visit, need)),
    takeTicket: (service, language = model.visit.lang, needs = model.visit.needs) =>
      placeOrder(narrator, { service, language, needs, print: loadedBundle().location.paper }),
    printReferral: (service) => printWhere(narrator, service),
    stay: () => {}, // the touch itself was noticed
    pair: (code) => pair(code, () => narrator.wasHeard),
  };
}

/** Tell the staff of an emergency, and the visitor that they have it. @param {import("./types.js").Step} step */
function report(step) {
  const isShown = () => currentStep(model.visit) === step;
  reportEmergency(locationId, step.service, isShown, (emergency) => {
    updateVisit({ emergency });
    announce((say) => say(emergency.coming ? "staff_coming" : "staff_told"));
  });
}

/** Turn speech on, when this kiosk can be heard, or off. @param {Narrator} narrator */
async function toggleSpeech(narrator) {
  if (model.visit.speech || !narrator.isOffered) return updateVisit({ speech: false });
  const { path } = model.visit;
  const canSpeak = await narrator.canSpeak();
  if (model.visit.path === path) updateVisit({ speech: canSpeak, mute: !canSpeak });
}

/** Take a ticket, follow its slip, and tell the visitor. @param {Narrator} narrator @param {import("./types.js").Order} order */
async function placeOrder(narrator, order) {
  if (model.visit.order) return;
  updateVisit({ order, refused: null });
  narrator.speak((say) => say("one_moment"));
  const isWanted = () => model.visit.order === order;
  try {
    const ticket = await takeTicket(locationId, order, isWanted);
    if (!isWanted()) return;
    update({ visit: withTicket(model.visit, ticket) });
    const isShown = () => model.visit.ticket?.id === ticket.id;
    if (loadedBundle().location.paper) followSlip(ticket.id, isShown, (ticketPaper) => updateVisit({ ticketPaper }));
    announce((say) => {
      const taken = say("ticket_taken", { number: ticket.number, ahead: ticket.ahead ?? "–" });
      return `${taken} ${waitText(say, ticket.wait)}`;
    });
  } catch (refused) {
    if (!(refused instanceof Refused)) throw refused;
    const { type, detail, status } = refused.problem;
    if (isWanted()) updateVisit({ order: null, refused: type, refusedDetail: detail });
    if (status === 401) unpair();
  }
}

/** @param {Narrator} narrator @param {string} service */
function printWhere(narrator, service) {
  const step = currentStep(model.visit);
  const isShown = () => currentStep(model.visit) === step;
  updateVisit({ referralPaper: "asked" });
  printReferral(locationId, { service, language: model.visit.lang }, isShown, (referralPaper) => {
    updateVisit({ referralPaper });
    announceAloud(narrator, (say) => say(`sheet_${referralPaper}`));
  });
}

/** Search for what is typed, once the visitor pauses. @param {Narrator} narrator */
function search(narrator) {
  clearTimeout(typing);
  const { query } = model.visit;
  if (!query.trim()) return updateVisit({ found: [] });
  typing = setTimeout(async () => {
    const found = (await model.search?.(query, model.visit.lang)) ?? [];
    if (model.visit.query !== query) return;
    updateVisit({ found });
    announceAloud(narrator, (say) => (found.length ? say("answers", { n: found.length }) : say("nothing_found")));
  }, TYPING_PAUSE_MS);
}

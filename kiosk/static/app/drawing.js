// @ts-check
/** Draws the screen from the model: the visitor's step, or what is shown instead of it. */
import { render } from "lit-html";

import { token } from "now-serving/api.js";

import { emergency } from "../screens/emergency.js";
import { home, list, search } from "../screens/finding.js";
import { guide } from "../screens/guide.js";
import { person } from "../screens/person.js";
import { service } from "../screens/service.js";
import { start } from "../screens/start.js";
import { ticket } from "../screens/ticket.js";
import { closed, offline, pairing } from "../screens/unavailable.js";
import { frame } from "./frame.js";
import { loadedBundle, model } from "./model.js";
import { root, voices } from "./page.js";
import { applySettings } from "./screen.js";
import { currentStep } from "./state.js";
import { speaker, translator } from "./words.js";

/** @typedef {import("./types.js").View} View */
/** @typedef {import("./types.js").Step} Step */

const SCREENS = { start, home, list, guide, search, service, emergency, person, ticket };
const UNAVAILABLE = { pairing, gone: offline, closed };

/** Whether the screen is wider than tall. */
export const wide = matchMedia("(min-aspect-ratio: 1/1)");

/**
 * @param {import("./types.js").Actions} act
 * @param {ReturnType<typeof import("./navigation.js").navigation>} navigation
 */
export function createDrawing(act, navigation) {
  /** The screen in another language, which is only spoken. */
  const hidden = document.createElement("div");
  return {
    /** Draw the screen; return what it was drawn from, and a name that changes with the screen. */
    draw() {
      const { visit, secondsLeft } = model;
      const view = viewIn(visit.lang, act);
      const step = currentStep(visit);
      const unavailable = unavailableAt(step);
      const dir = view.bundle.languages.find(({ tag }) => tag === visit.lang)?.dir ?? "ltr";
      applySettings(visit, dir, view.say("training"));
      document.body.dataset.screen = unavailable ?? step.screen;
      paint(view, root);
      const name = unavailable ?? nameOf(step, visit.path.length);
      navigation.settle(name, visit.path.length, secondsLeft !== null);
      return { view, name };
    },
    /** Draw the same in another language, unseen. @param {string} lang */
    drawHidden(lang) {
      paint(viewIn(lang, act), hidden);
      return hidden;
    },
  };
}

/** @param {Step} step @param {number} depth */
const nameOf = ({ screen, category, group, question, service }, depth) =>
  [depth, screen, category, group, question, service].join(" ");

/** What a screen is drawn from, in one language. @param {string} lang @param {import("./types.js").Actions} act @returns {View} */
function viewIn(lang, act) {
  const { visit: state, board, openingTimes, otherOpeningTimes, phoneCode, secondsLeft, pairingProblem } = model;
  const bundle = loadedBundle();
  return {
    state,
    bundle,
    board,
    openingTimes: lang === state.lang ? openingTimes : { ...openingTimes, [state.lang]: openingTimes[lang] },
    otherOpeningTimes,
    phoneCode,
    secondsLeft,
    pairingProblem,
    landscape: wide.matches,
    canSpeak: voices.length > 0,
    say: speaker(bundle.words, lang),
    text: translator(lang),
    act,
  };
}

/** @param {View} view @param {HTMLElement} target */
function paint(view, target) {
  const step = currentStep(model.visit);
  const unavailable = unavailableAt(step);
  if (unavailable) return void render(UNAVAILABLE[unavailable](view), target);
  const { screen } = step;
  const where = { isStart: screen === "start", hasTicket: screen === "ticket", isHelp: screen === "person" };
  render(frame(view, SCREENS[screen](view), where), target);
}

/** What is shown instead of a step. @param {Step} step @returns {keyof typeof UNAVAILABLE | null} */
function unavailableAt({ screen }) {
  if (!token.get()) return "pairing";
  if (model.isOffline) return "gone";
  return model.board && !model.board.open && screen !== "ticket" ? "closed" : null;
}

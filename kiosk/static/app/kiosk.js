// @ts-check
/** The kiosk's page: puts its parts together, loads what it offers, and runs. */
import { token } from "now-serving/api.js";

import { renewPhoneCode } from "../server/phone_code.js";
import { Narrator } from "../speech/narrator.js";
import { LOUDEST } from "../speech/reader.js";
import { createActions } from "./actions.js";
import { announce } from "./announcements.js";
import { createDrawing, wide } from "./drawing.js";
import { idle } from "./idle.js";
import { keypad, restoreKeys } from "./keypad.js";
import { loadedBundle, model, onChange, update, updateVisit } from "./model.js";
import { navigation } from "./navigation.js";
import { lead, locationId, root, voices } from "./page.js";
import { blockGestures, restoreDensity } from "./screen.js";
import { connect, loadBundle } from "./session.js";
import { currentStep, isPristine } from "./state.js";

const BUNDLE_MS = 5 * 60_000;
const RETRY_MS = 3000;

/** @type {ReturnType<typeof idle> | null} */
let timeout = null;
const narrator = new Narrator(root, {
  voices,
  lead,
  drawIn: (lang) => drawing.drawHidden(lang),
  onSpeaking: () => {
    if (model.secondsLeft === null) timeout?.stay();
  },
});
const act = createActions(narrator);
const drawing = createDrawing(act, navigation(root));

function draw() {
  if (!model.bundle) return;
  const { view, name } = drawing.draw();
  narrator.onDraw(view, name);
}

/** @param {number} by */
function changeVolume(by) {
  const { speech, volume } = model.visit;
  if (speech) updateVisit({ volume: Math.min(LOUDEST, Math.max(1, volume + by)) });
}

function startKeypad() {
  keypad(root, {
    back: act.back,
    help: () => {
      if (currentStep(model.visit).screen !== "person" && !model.visit.ticket) act.go({ screen: "person" });
    },
    speech: () => act.toggle("speech"),
    again: () => narrator.repeat(),
    pause: () => narrator.togglePause(),
    softer: () => changeVolume(-1),
    louder: () => changeVolume(1),
  });
}

/** Warn, and then clear the screen, when its visitor has gone. */
function startTimeout() {
  /** @type {Element | null} */
  let focused = null;
  timeout = idle({
    isNeeded: () => !isPristine(model.visit) && Boolean(token.get()),
    onWarn: (secondsLeft) => {
      const isFirst = model.secondsLeft === null && secondsLeft !== null;
      if (isFirst) focused = document.activeElement;
      update({ secondsLeft });
      if (secondsLeft === null && focused instanceof HTMLElement) focused.focus();
      if (isFirst) {
        announce((say) => say("still_there"));
        /** @type {HTMLElement | null} */ (root.querySelector("#stay"))?.focus();
      }
    },
    onEnd: act.finish,
  });
}

/** Whether the first screen is shown, which has a code for visitors' own phones. */
const needsPhoneCode = () =>
  loadedBundle().location.phones &&
  Boolean(token.get()) &&
  !model.isOffline &&
  currentStep(model.visit).screen === "start" &&
  !document.hidden;

async function begin() {
  restoreDensity();
  restoreKeys();
  while (!(await loadBundle())) {
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    if (navigator.serviceWorker?.controller) return location.reload(); // its page says that the server is gone
  }
  blockGestures();
  startKeypad();
  startTimeout();
  renewPhoneCode(locationId, needsPhoneCode, (phoneCode) => update({ phoneCode }));
  onChange(draw);
  addEventListener("resize", draw);
  wide.addEventListener("change", draw);
  if (token.get()) connect(() => narrator.wasHeard);
  draw();
  setInterval(loadBundle, BUNDLE_MS);
}

begin();

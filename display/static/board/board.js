// @ts-check
/** The lobby board: watches the location's public view, draws it, rings and shows each call in turn. */
import { render } from "lit-html";
import { watch } from "now-serving/live.js";
import { Sound } from "now-serving/sound.js";
import { Announcer } from "./announcer.js";
import { CHIME, keepVolume, soundsOf, volumeKept, volumeKeys } from "./call_sounds.js";
import { RungCalls } from "./calls.js";
import { textOf } from "./i18n.js";
import { displayToken, startPairing } from "./pairing.js";
import { boardTemplate } from "./template.js";

/** How long the board shows one language before the next. */
const LANGUAGE_MS = 8000;
/** How long a change of the volume is shown. */
const VOLUME_MS = 3000;

const setup = JSON.parse(document.getElementById("setup")?.textContent ?? "{}");
const screen = /** @type {HTMLElement} */ (document.getElementById("board"));
const spoken = /** @type {HTMLElement} */ (document.getElementById("spoken"));

/** @type {import("./template.js").Shown} */
const shown = {
  view: null,
  name: setup.name,
  languages: setup.languages,
  turn: 0,
  announced: null,
  stale: false,
  asking: false,
  sound: "testing",
  volume: volumeKept(),
  turning: false,
  staff: setup.staff,
  now: new Date(),
  turnOnSound: () => void sound.test(),
};
/** What the server's clock is ahead of this machine's, in ms. */
let ahead = 0;

function draw() {
  shown.now = new Date(Date.now() + ahead);
  render(boardTemplate(shown), screen);
}

const sound = new Sound(CHIME, (state) => {
  shown.sound = state;
  draw();
});
sound.setVolume(shown.volume / 100);

/** @type {ReturnType<typeof setTimeout> | undefined} */
let turned;
volumeKeys((by) => {
  clearTimeout(turned);
  shown.volume = keepVolume(shown.volume + by);
  shown.turning = true;
  sound.setVolume(shown.volume / 100);
  void sound.play([CHIME]);
  turned = setTimeout(() => {
    shown.turning = false;
    draw();
  }, VOLUME_MS);
  draw();
});

const announcer = new Announcer({
  rung: new RungCalls(setup.location),
  sounds: (call) => soundsOf(setup, call),
  prepare: (clips) => sound.prepare(clips),
  play: (clips) => sound.play(clips),
  show: (call) => {
    shown.announced = call;
    if (call) spoken.textContent = `${call.number}, ${textOf(setup.languages[0], "counter")} ${call.counter}`;
    draw();
  },
});

watch({
  location: setup.location,
  view: "board",
  token: displayToken(),
  draw: (view) => {
    ahead = Date.parse(view.at) - Date.now();
    shown.view = view;
    draw();
    announcer.update(view);
  },
  onStale: (stale) => {
    shown.stale = stale;
    draw();
  },
  onAsking: (asking) => {
    shown.asking = asking;
    draw();
  },
  onRefused: (problem) => {
    // A token that was revoked must not darken a board that anybody may see.
    if (problem.type === "sign-in-needed" && displayToken()) {
      localStorage.removeItem("now-serving-display-token");
      location.reload();
    }
  },
});

setInterval(() => {
  shown.turn += 1;
  draw();
}, LANGUAGE_MS);
setInterval(draw, 1000);
startPairing(setup, () => (shown.sound === "testing" ? null : shown.sound === "on" && shown.volume > 0));
void sound.start();
draw();

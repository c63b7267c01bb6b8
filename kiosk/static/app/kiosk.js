// @ts-check
/** The kiosk: holds one visitor's state and what the server last said, and redraws the glass from them. */
import { render } from "lit-html";

import { Refused, call, token } from "now-serving/api.js";

import { phoneCodes } from "../server/phone_code.js";
import { ring, withdraw } from "../server/emergency.js";
import { finder } from "../server/search.js";
import { frame } from "./frame.js";
import { readMoments, readOffer } from "../server/bundle.js";
import { dress, keepDensity, lock } from "./screen.js";
import { idle } from "./idle.js";
import { keepKeys, keypad } from "./keypad.js";
import { link } from "../server/connection.js";
import { forget, take } from "../server/tickets.js";
import { followPaper, printWhere } from "../server/printing.js";
import { closed, gone, pairing } from "../screens/unavailable.js";
import { emergency } from "../screens/emergency.js";
import { home, list, search } from "../screens/finding.js";
import { guide } from "../screens/guide.js";
import { person } from "../screens/person.js";
import { service } from "../screens/service.js";
import { start } from "../screens/start.js";
import { ticket } from "../screens/ticket.js";
import { Narrator } from "../speech/narrator.js";
import { LOUDEST } from "../speech/reader.js";
import * as visit from "./state.js";
import { turning } from "./navigation.js";
import { speaker, teller, waitText } from "./words.js";

const TYPING_PAUSE_MS = 120;
const OFFER_MS = 5 * 60_000;
const RETRY_MS = 3000;
const SCREENS = { start, home, list, guide, search, service, emergency, person, ticket };

const glass = /** @type {HTMLElement} */ (document.getElementById("kiosk"));
const spoken = /** @type {HTMLElement} */ (document.getElementById("spoken"));
const locationId = glass.dataset.location ?? "";
/** The glass in another language, for the ears alone. */
const twin = document.createElement("div");
const wide = matchMedia("(min-aspect-ratio: 1/1)");

let state = visit.fresh();
/** @type {ReturnType<typeof idle> | null} */
let watch = null;
const narrator = new Narrator(glass, {
  voices: (glass.dataset.voices ?? "").split(" ").filter(Boolean),
  lead: glass.dataset.lead ?? "",
  drawIn: (lang) => {
    paint(view(lang), twin);
    return twin;
  },
  onSpeaking: () => secondsLeft === null && watch?.stay(),
});
/** @type {import("./types.js").Offer} */
let offer;
/** @type {ReturnType<typeof finder>} */
let find;
/** @type {any} */
let board = null;
/** @type {import("./types.js").Moments} */
let moments = {};
/** Of the other centers, by id. @type {Record<string, import("./types.js").Moments>} */
let elsewhere = {};
let away = false;
/** @type {import("./types.js").PhoneCode | null} */
let phoneCode = null;
/** @type {number | null} */
let secondsLeft = null;
let pairingProblem = "";
/** @type {ReturnType<typeof link> | null} */
let linked = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let typing;
const { settle, stay } = turning(glass);

/** @param {Partial<import("./types.js").State>} change */
function change(change) {
  state = { ...state, ...change };
  draw();
}

/** @type {import("./types.js").Act} */
const act = {
  begin: (lang) => change({ ...visit.gone({ ...state, lang }, { screen: "home" }) }),
  go: (place) => {
    change(visit.gone(state, place));
    if (visit.isDanger(state, offer.services)) alarm(place);
  },
  back: () => change(visit.back(state)),
  calm: () => {
    if (state.danger && !state.danger.coming) withdraw(locationId, state.danger.id);
    act.back();
  },
  startOver: () => {
    forget();
    change(visit.startedOver(state));
  },
  finish: () => {
    forget();
    change(visit.fresh());
  },
  speak: (lang) => {
    change({ lang });
    if (state.query) look();
  },
  toggle: (setting) => (setting === "speech" ? hear() : change({ [setting]: !state[setting] })),
  type: (query) => {
    change({ query: query.trimStart() });
    if (token.get()) look();
  },
  otherKeys: () => change({ layer: state.layer === "letters" ? "numbers" : "letters" }),
  need: (need) => change(visit.toggledNeed(state, need)),
  take: (service, language = state.lang, needs = state.needs) => order({ service, language, needs, print: offer.location.paper }),
  print: (service) => {
    const place = visit.here(state);
    const isHere = () => visit.here(state) === place;
    change({ sheet: "asked" });
    printWhere(locationId, { service, language: state.lang }, isHere, (sheet) => {
      change({ sheet });
      aloud((say) => say(`sheet_${sheet}`));
    });
  },
  stay: () => {}, // the touch itself was heard
  pair,
};

/** The staff hear of danger at once, and the visitor that they have. @param {import("./types.js").Place} place */
function alarm(place) {
  const isHere = () => visit.here(state) === place;
  ring(locationId, place.service, isHere, ({ id, coming }) => {
    change({ danger: { id, coming } });
    announce((say) => say(coming ? "staff_coming" : "staff_told"));
  });
}

/** Turn speech on, when this glass can be heard, or off. */
async function hear() {
  if (state.speech || !narrator.isOffered) return change({ speech: false });
  const asked = state.path;
  const canSpeak = await narrator.canSpeak();
  if (state.path === asked) change({ speech: canSpeak, mute: !canSpeak });
}

/** @param {number} by */
function turn(by) {
  if (state.speech) change({ volume: Math.min(LOUDEST, Math.max(1, state.volume + by)) });
}

/** @param {import("./types.js").Order} asked */
async function order(asked) {
  if (state.order) return;
  change({ order: asked, refused: null });
  narrator.tell((say) => say("one_moment"));
  try {
    const given = await take(locationId, asked, () => state.order === asked);
    if (state.order !== asked) return;
    change(visit.ticketed(state, given));
    if (offer.location.paper) followPaper(given.id, () => state.ticket?.id === given.id, (paper) => change({ paper }));
    announce((say) => `${say("ticket_taken", { number: given.number, ahead: given.ahead ?? "–" })} ${waitText(say, given.wait)}`);
  } catch (refused) {
    if (!(refused instanceof Refused)) throw refused;
    if (state.order === asked) change({ order: null, refused: refused.problem.type, because: refused.problem.detail });
    if (refused.problem.status === 401) unpair();
  }
}

function look() {
  clearTimeout(typing);
  const { query } = state;
  if (!query.trim()) return change({ found: [] });
  typing = setTimeout(async () => {
    const found = await find(query, state.lang);
    if (state.query !== query) return;
    change({ found });
    aloud((say) => (found.length ? say("answers", { n: found.length }) : say("nothing_found")));
  }, TYPING_PAUSE_MS);
}

/** @param {string} code */
async function pair(code) {
  pairingProblem = "";
  try {
    const paired = await call("POST", "/pair", { body: { code }, asScreen: false });
    if (paired.kind !== "kiosk") throw new Refused({ type: "not-a-kiosk", status: 409, detail: `That code is for a ${paired.kind}.` });
    token.keep(paired.token);
    if (paired.location !== locationId) return location.replace(`/kiosk/${paired.location}`);
    state = visit.fresh();
    connect();
  } catch (refused) {
    if (!(refused instanceof Refused)) throw refused;
    pairingProblem = refused.problem.detail;
  }
  draw();
}

function unpair() {
  token.forget();
  linked?.end();
  linked = null;
  away = false;
  state = visit.fresh();
  draw();
}

function connect() {
  linked = link({
    location: locationId,
    onBoard: (view) => {
      const turned = view.closes_at !== board?.closes_at || view.opens_next !== board?.opens_next;
      board = view;
      if (turned || !moments.en) loadMoments();
      draw();
    },
    onGone: (now) => {
      away = now;
      if (!away) loadOffer();
      draw();
    },
    canBeHeard: () => narrator.wasHeard,
    onUnpaired: unpair,
  });
}

async function loadMoments() {
  const told = await readMoments(locationId);
  if (!told) return;
  [moments, elsewhere] = told;
  draw();
}

async function loadOffer() {
  const given = await readOffer(locationId, loadOffer.tag);
  if (!given?.offer) return given !== null;
  if (loadOffer.tag && !visit.isPristine(state)) return true; // not under a visitor's hands
  loadOffer.tag = given.tag;
  offer = given.offer;
  find = finder(locationId, offer.services);
  return true;
}
loadOffer.tag = "";

/** @param {(say: import("./types.js").View["say"]) => string} words */
function announce(words) {
  spoken.lang = state.lang;
  spoken.textContent = words(speaker(offer.words, state.lang));
}

/** @param {(say: import("./types.js").View["say"]) => string} words */
function aloud(words) {
  announce(words);
  narrator.tell(words);
}

/** @returns {import("./types.js").View} */
function view(lang = state.lang) {
  const say = speaker(offer.words, lang);
  const told = teller(lang);
  const timed = lang === state.lang ? moments : { ...moments, [state.lang]: moments[lang] };
  return { state, offer, board, moments: timed, away: elsewhere, phoneCode, secondsLeft, landscape: wide.matches, pairingProblem, canSpeak: narrator.isOffered, say, told, act };
}

function draw() {
  if (!offer) return;
  const seen = view();
  dress(state, offer.languages.find(({ tag }) => tag === state.lang)?.dir ?? "ltr", seen.say("training"));
  const place = visit.here(state);
  const apart = apartFrom(place.screen);
  document.body.dataset.screen = apart ?? place.screen;
  paint(seen, glass);
  const { screen, category, group, question, service } = place;
  const where = apart ?? [state.path.length, screen, category, group, question, service].join(" ");
  settle(where, state.path.length, secondsLeft !== null);
  narrator.drawn(seen, where);
}

/** Draw the visitor's screen, or what stands for it. @param {import("./types.js").View} seen @param {HTMLElement} target */
function paint(seen, target) {
  const { screen } = visit.here(state);
  const apart = apartFrom(screen);
  if (apart) return void render({ pairing, gone, closed }[apart](seen), target);
  const where = { isStart: screen === "start", hasTicket: screen === "ticket", isHelp: screen === "person" };
  render(frame(seen, SCREENS[/** @type {keyof typeof SCREENS} */ (screen)](seen), where), target);
}

const offersPhones = () =>
  offer.location.phones && Boolean(token.get()) && !away && visit.here(state).screen === "start" && !document.hidden;

/** What is shown instead of the visitor's screen. @param {string} screen @returns {"pairing" | "gone" | "closed" | null} */
function apartFrom(screen) {
  if (!token.get()) return "pairing";
  if (away) return "gone";
  return board && !board.open && screen !== "ticket" ? "closed" : null;
}

function attend() {
  /** @type {Element | null} */
  let before = null;
  lock();
  keypad(glass, {
    back: act.back,
    help: () => void (visit.here(state).screen !== "person" && !state.ticket && act.go({ screen: "person" })),
    speech: () => act.toggle("speech"),
    again: () => narrator.again(),
    pause: () => narrator.pauseOrGoOn(),
    softer: () => turn(-1),
    louder: () => turn(1),
  });
  watch = idle({
    isNeeded: () => !visit.isPristine(state) && Boolean(token.get()),
    onWarn: (seconds) => {
      const first = secondsLeft === null && seconds !== null;
      if (first) before = document.activeElement;
      secondsLeft = seconds;
      draw();
      if (seconds === null && before instanceof HTMLElement) before.focus();
      if (first) {
        announce((say) => say("still_there"));
        stay()?.focus();
      }
    },
    onEnd: act.finish,
  });
  phoneCodes(locationId, offersPhones, (code) => {
    phoneCode = code;
    draw();
  });
  addEventListener("resize", draw);
  wide.addEventListener("change", draw);
}

async function begin() {
  keepDensity();
  keepKeys();
  while (!(await loadOffer())) {
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    if (navigator.serviceWorker?.controller) return location.reload(); // which says that the server is gone
  }
  attend();
  if (token.get()) connect();
  draw();
  setInterval(loadOffer, OFFER_MS);
}

begin();

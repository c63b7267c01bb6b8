// @ts-check
/** The kiosk's tie to its server: paired or not, connected or not, and what the server has given. */
import { call, Refused, token } from "now-serving/api.js";

import { readBundle, readOpeningTimes } from "../server/bundle.js";
import { connection } from "../server/connection.js";
import { createSearch } from "../server/search.js";
import { model, update } from "./model.js";
import { locationId } from "./page.js";
import { isPristine, newVisit } from "./state.js";

/** @type {ReturnType<typeof connection> | null} */
let connected = null;
/** The tag of the bundle that is shown. */
let tag = "";

/** @param {string} code @param {() => boolean | null} canBeHeard */
export async function pair(code, canBeHeard) {
  update({ pairingProblem: "" });
  try {
    const paired = await call("POST", "/pair", { body: { code }, asScreen: false });
    if (paired.kind !== "kiosk") {
      throw new Refused({ type: "not-a-kiosk", status: 409, detail: `That code is for a ${paired.kind}.` });
    }
    token.keep(paired.token);
    if (paired.location !== locationId) return location.replace(`/kiosk/${paired.location}`);
    connect(canBeHeard);
    update({ visit: newVisit() });
  } catch (refused) {
    if (!(refused instanceof Refused)) throw refused;
    update({ pairingProblem: refused.problem.detail });
  }
}

/** This kiosk's token is no longer good: it must be paired again. */
export function unpair() {
  token.forget();
  connected?.end();
  connected = null;
  update({ isOffline: false, visit: newVisit() });
}

/** @param {() => boolean | null} canBeHeard null while that is not known */
export function connect(canBeHeard) {
  connected = connection({
    location: locationId,
    onBoard: (board) => {
      const before = model.board;
      const isOtherTime = board.closes_at !== before?.closes_at || board.opens_next !== before?.opens_next;
      if (isOtherTime || !model.openingTimes.en) loadOpeningTimes();
      update({ board });
    },
    onOffline: (isOffline) => {
      if (!isOffline) loadBundle();
      update({ isOffline });
    },
    canBeHeard,
    onUnpaired: unpair,
  });
}

async function loadOpeningTimes() {
  const read = await readOpeningTimes(locationId);
  if (!read) return;
  const [openingTimes, otherOpeningTimes] = read;
  update({ openingTimes, otherOpeningTimes });
}

/** Load what the kiosk offers, when it has changed; resolve to whether the server answered. */
export async function loadBundle() {
  const read = await readBundle(locationId, tag);
  if (!read?.bundle) return read !== null;
  if (tag && !isPristine(model.visit)) return true; // not while a visitor is using it
  tag = read.tag;
  // Drawn with the next change.
  Object.assign(model, { bundle: read.bundle, search: createSearch(locationId, read.bundle.services) });
  return true;
}

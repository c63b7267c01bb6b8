// @ts-check
/** Paper: a sheet asked for, and how it, or the ticket on the glass, is doing, asked for a while. */
import { call } from "now-serving/api.js";

const ASK_MS = 1000;
const MOST_ASKS = 20;
const PRINTED = new Set(["sent", "confirmed"]);
const NOT_COMING = new Set(["failed", "unknown", "expired", "none"]);
const IN_TROUBLE = new Set(["out", "cover", "error", "offline"]);

/** @typedef {(paper: "printed" | "trouble") => void} Tell called when that is known, and again when it changes */

/**
 * Ask until the slip is out or will not come, or the visitor has gone.
 * @param {string} ticket its id
 * @param {() => boolean} isWanted
 * @param {Tell} tell
 */
export const followPaper = (ticket, isWanted, tell) => follow(`/tickets/${ticket}/slip`, isWanted, tell);

/**
 * Print where a function is done, and follow that.
 * @param {string} location
 * @param {{service: string, language: string}} body
 * @param {() => boolean} isWanted
 * @param {Tell} tell
 */
export async function printWhere(location, body, isWanted, tell) {
  const path = `/locations/${location}/referrals`;
  const sheet = await call("POST", path, { body }).catch(() => null);
  if (sheet) await follow(`${path}/${sheet.job}`, isWanted, tell);
  else if (isWanted()) tell("trouble");
}

/** @param {string} path where its state is asked for @param {() => boolean} isWanted @param {Tell} tell */
async function follow(path, isWanted, tell) {
  for (let asks = 0; asks < MOST_ASKS; asks++) {
    await new Promise((resolve) => setTimeout(resolve, ASK_MS));
    if (!isWanted()) return;
    const slip = await call("GET", path).catch(() => null);
    if (!isWanted() || !slip) continue;
    if (PRINTED.has(slip.state)) return tell("printed");
    if (NOT_COMING.has(slip.state)) return tell("trouble");
    if (IN_TROUBLE.has(slip.condition)) tell("trouble");
  }
}

// @ts-check
/** Prints where a service is done, and follows how that sheet, or a ticket's slip, is printed. */
import { call } from "now-serving/api.js";

const ASK_MS = 1000;
const MOST_ASKS = 20;
const PRINTED = new Set(["sent", "confirmed"]);
const NOT_COMING = new Set(["failed", "unknown", "expired", "none"]);
const IN_TROUBLE = new Set(["out", "cover", "error", "offline"]);

/** @typedef {(paper: "printed" | "trouble") => void} OnPaper called when that is known, and again when it changes */
/** @typedef {() => Promise<import("now-serving-api").SlipStatus | import("now-serving-api").Printing>} Ask */

/**
 * Follow a ticket's slip until it is printed or will not come, or the visitor has gone.
 * @param {string} ticket its id
 * @param {() => boolean} isWanted
 * @param {OnPaper} onPaper
 */
export const followSlip = (ticket, isWanted, onPaper) =>
  follow(() => call("GET", `/tickets/${ticket}/slip`), isWanted, onPaper);

/**
 * Print where a service is done, and follow that.
 * @param {string} location
 * @param {{service: string, language: string}} body
 * @param {() => boolean} isWanted
 * @param {OnPaper} onPaper
 */
export async function printReferral(location, body, isWanted, onPaper) {
  const sheet = await call("POST", `/locations/${location}/referrals`, { body }).catch(() => null);
  if (sheet) await follow(() => call("GET", `/locations/${location}/referrals/${sheet.job}`), isWanted, onPaper);
  else if (isWanted()) onPaper("trouble");
}

/** @param {Ask} ask @param {() => boolean} isWanted @param {OnPaper} onPaper */
async function follow(ask, isWanted, onPaper) {
  for (let asks = 0; asks < MOST_ASKS; asks++) {
    await new Promise((resolve) => setTimeout(resolve, ASK_MS));
    if (!isWanted()) return;
    const slip = await ask().catch(() => null);
    if (!isWanted() || !slip) continue;
    if (PRINTED.has(slip.state)) return onPaper("printed");
    if (NOT_COMING.has(slip.state)) return onPaper("trouble");
    if (IN_TROUBLE.has(slip.condition ?? "")) onPaper("trouble");
  }
}

// @ts-check
/** How the paper of the ticket on the glass is doing, asked for a while. */
import { call } from "now-serving/api.js";

const ASK_MS = 1000;
const MOST_ASKS = 20;
const PRINTED = new Set(["sent", "confirmed"]);
const NOT_COMING = new Set(["failed", "unknown", "expired", "none"]);
const IN_TROUBLE = new Set(["out", "cover", "error", "offline"]);

/**
 * Ask until the slip is out or will not come, or the visitor has gone.
 * @param {string} ticket its id
 * @param {() => boolean} isWanted
 * @param {(paper: "printed" | "trouble") => void} tell called when that is known, and again when it changes
 */
export async function followPaper(ticket, isWanted, tell) {
  for (let asks = 0; asks < MOST_ASKS; asks++) {
    await new Promise((resolve) => setTimeout(resolve, ASK_MS));
    if (!isWanted()) return;
    const slip = await call("GET", `/tickets/${ticket}/slip`).catch(() => null);
    if (!isWanted() || !slip) continue;
    if (PRINTED.has(slip.state)) return tell("printed");
    if (NOT_COMING.has(slip.state)) return tell("trouble");
    if (IN_TROUBLE.has(slip.condition)) tell("trouble");
  }
}

// @ts-check
/** Takes a ticket: one order, one key, asked for until the server has answered. */
import { Refused, call } from "now-serving/api.js";

const PATIENCE_MS = 4000;
const PAUSES_MS = [300, 700, 1500, 3000];

/**
 * Resolve to the ticket, or reject with the refusal. An answer that got lost is asked for again with
 * the same key, so that it is the same ticket; `isWanted` ends that when the visitor has gone.
 * @param {string} location
 * @param {import("./types.js").Order} order
 * @param {() => boolean} isWanted
 * @returns {Promise<import("./types.js").Ticket>}
 */
export async function take(location, order, isWanted) {
  const headers = { "Idempotency-Key": newKey() };
  for (let tries = 0; ; tries++) {
    try {
      return await call("POST", `/locations/${location}/tickets`, { body: order, headers, timeoutMs: PATIENCE_MS });
    } catch (refused) {
      const lost = refused instanceof Refused && (refused.problem.status === 0 || refused.problem.status >= 500);
      if (!lost || !isWanted()) throw refused;
      await new Promise((resolve) => setTimeout(resolve, PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)]));
      if (!isWanted()) throw refused;
    }
  }
}

/** A key that nobody else has. `randomUUID` wants HTTPS, which a kiosk beside its server may not have. */
function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// @ts-check
/** Takes a ticket: one order, one idempotency key, asked for until the server has answered. */
import { call, Refused } from "now-serving/api.js";

const PATIENCE_MS = 4000;
const PAUSES_MS = [300, 700, 1500, 3000];
/** A server that does not answer comes back; of one that fails again and again the visitor is told. */
const MOST_FAILURES = 4;

/** The last order that got no answer, and its key: asked for again, it is the same ticket. */
let open = { order: "", key: "" };

/**
 * Resolve to the ticket, or reject with the refusal. An answer that got lost is asked for again with
 * the same key, so that it is the same ticket; `isWanted` ends that when the visitor has gone.
 * @param {string} location
 * @param {import("../app/types.js").Order} order
 * @param {() => boolean} isWanted
 * @returns {Promise<import("../app/types.js").Ticket>}
 */
export async function takeTicket(location, order, isWanted) {
  const asked = JSON.stringify([location, order]);
  if (open.order !== asked) open = { order: asked, key: newKey() };
  const headers = { "Idempotency-Key": open.key };
  for (let tries = 0, failures = 0; ; tries++) {
    try {
      const ticket = await call("POST", `/locations/${location}/tickets`, {
        body: order,
        headers,
        timeoutMs: PATIENCE_MS,
      });
      forgetOrder();
      return ticket;
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused;
      const { status } = refused.problem;
      if (status >= 500) failures += 1;
      if ((status !== 0 && status < 500) || failures >= MOST_FAILURES || !isWanted()) throw refused;
      const pause = PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)];
      await new Promise((resolve) => setTimeout(resolve, pause));
      if (!isWanted()) throw refused;
    }
  }
}

/** The next order is another visitor's, whatever it asks for. */
export function forgetOrder() {
  open = { order: "", key: "" };
}

/** A key that nobody else has. `randomUUID` wants HTTPS, which a kiosk beside its server may not have. */
function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

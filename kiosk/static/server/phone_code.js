// @ts-check
/** The code for visitors' own phones: a new one every few seconds while the first screen is shown. */
import { call } from "now-serving/api.js";

/** Another visitor soon finds a code that nobody has used. */
const RENEW_MS = 20_000;

/**
 * @param {string} location
 * @param {() => boolean} isNeeded whether the first screen is shown, with a server behind it
 * @param {(code: import("../app/types.js").PhoneCode | null) => void} show called with each new code, and with null once there is none
 */
export function renewPhoneCode(location, isNeeded, show) {
  let hasCode = false;
  let askedAt = -Infinity;
  async function renew() {
    if (!isNeeded() || performance.now() - askedAt < RENEW_MS) return;
    askedAt = performance.now();
    const code = await call("GET", `/locations/${location}/phone-code`).catch(() => null);
    if (code || hasCode) show(code);
    hasCode = Boolean(code);
  }
  setInterval(renew, 1000);
}

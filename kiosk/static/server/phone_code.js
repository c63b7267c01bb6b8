// @ts-check
/** The code for visitors' own phones: a fresh one every few seconds while the first screen is shown. */
import { call } from "now-serving/api.js";

/** Another visitor soon finds a code that nobody has used. */
const FRESH_MS = 20_000;

/**
 * @param {string} location
 * @param {() => boolean} isNeeded whether the first screen is shown, with a server behind it
 * @param {(code: import("../app/types.js").PhoneCode | null) => void} show called with each new code, and with null once there is none
 */
export function phoneCodes(location, isNeeded, show) {
  let has = false;
  let askedAt = -Infinity;
  async function look() {
    if (!isNeeded() || performance.now() - askedAt < FRESH_MS) return;
    askedAt = performance.now();
    const code = await call("GET", `/locations/${location}/phone-code`).catch(() => null);
    if (code || has) show(code);
    has = Boolean(code);
  }
  setInterval(look, 1000);
  return look;
}

// @ts-check
/** Tells the staff of an emergency at this kiosk, and hears whether somebody comes. */
import { call } from "now-serving/api.js";

const ASK_MS = 2000;
const RETRY_MS = 1500;

/** @typedef {import("now-serving-api").EmergencyView} EmergencyView */

/**
 * Tell the staff's screens, again and again until they have it; then ask until somebody comes.
 * @param {string} location
 * @param {string | undefined} service what the emergency is, when the visitor chose it
 * @param {() => boolean} isWanted whether the visitor is still at that screen
 * @param {(emergency: EmergencyView) => void} onChange called when the staff have it, and when somebody comes
 */
export async function reportEmergency(location, service, isWanted, onChange) {
  /** @type {EmergencyView | null} */
  let reported = null;
  while (isWanted() && !reported?.coming) {
    /** @type {Promise<EmergencyView>} */
    const answer = reported
      ? call("GET", `/locations/${location}/emergencies/${reported.id}`)
      : call("POST", `/locations/${location}/emergencies`, { body: service ? { service } : {} });
    const now = await answer.catch(() => null);
    if (now && (!reported || now.coming) && isWanted()) onChange(now);
    reported = now ?? reported;
    await new Promise((resolve) => setTimeout(resolve, reported ? ASK_MS : RETRY_MS));
  }
}

/** There is no danger after all; when somebody is on the way, they come. @param {string} location @param {number} id */
export const withdrawEmergency = (location, id) =>
  call("POST", `/locations/${location}/emergencies/${id}/withdraw`).catch(() => {});

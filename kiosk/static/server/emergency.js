// @ts-check
/** Tells the staff of an emergency at this glass, and hears whether somebody comes. */
import { call } from "now-serving/api.js";

const ASK_MS = 2000;
const AGAIN_MS = 1500;

/**
 * Ring at the staff's screens, again and again until they have it; then ask until somebody comes.
 * @param {string} location
 * @param {string | undefined} service what it is
 * @param {() => boolean} isWanted whether the visitor is still at that screen
 * @param {(how: {id: number, coming: boolean}) => void} tell called when the staff have it, and when somebody comes
 */
export async function ring(location, service, isWanted, tell) {
  /** @type {{id: number, coming: boolean} | null} */
  let told = null;
  while (isWanted() && !told?.coming) {
    /** @type {Promise<{id: number, coming: boolean}>} */
    const answer = told
      ? call("GET", `/locations/${location}/emergencies/${told.id}`)
      : call("POST", `/locations/${location}/emergencies`, { body: service ? { service } : {} });
    const now = await answer.catch(() => null);
    if (now && (!told || now.coming) && isWanted()) tell(now);
    told = now ?? told;
    await new Promise((resolve) => setTimeout(resolve, told ? ASK_MS : AGAIN_MS));
  }
}

/** There is no danger after all; when somebody is on the way, they come. @param {string} location @param {number} id */
export const withdraw = (location, id) => call("POST", `/locations/${location}/emergencies/${id}/withdraw`).catch(() => {});

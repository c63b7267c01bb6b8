// @ts-check
/** What the server gives every kiosk of a center: all that it offers, and until when it is open. */

/**
 * Resolve to what is offered and its tag; the offer is null when it is still the one of the tag `known`.
 * Resolve to null when the server does not answer.
 * @param {string} location
 * @param {string} known
 * @returns {Promise<{tag: string, offer: import("../app/types.js").Offer | null} | null>}
 */
export async function readOffer(location, known) {
  // The browser asks with the tag of what it has; nothing comes when nothing changed.
  const answer = await fetch(`/kiosk/${location}/offer.json`, { cache: "no-cache" }).catch(() => null);
  if (!answer?.ok) return null;
  const tag = answer.headers.get("ETag") ?? "";
  return { tag, offer: tag === known ? null : await answer.json() };
}

/**
 * Resolve to this center's moments and the other ones' by id, or to null when the server does not answer.
 * @param {string} location
 * @returns {Promise<[import("../app/types.js").Moments, Record<string, import("../app/types.js").Moments>] | null>}
 */
export const readMoments = (location) =>
  Promise.all([read(location, "moments"), read(location, "elsewhere")]).catch(() => null);

/** @param {string} location @param {string} name */
const read = async (location, name) => (await fetch(`/kiosk/${location}/${name}.json`)).json();

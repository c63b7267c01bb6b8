// @ts-check
/** What the server gives every kiosk of a center: the bundle of all that it offers, and the opening times. */

/** @typedef {import("../app/types.js").Bundle} Bundle */
/** @typedef {import("../app/types.js").OpeningTimes} OpeningTimes */

/**
 * Resolve to the bundle and its tag; the bundle is null when it is still the one of the tag `known`.
 * Resolve to null when the server does not answer.
 * @param {string} location
 * @param {string} known
 * @returns {Promise<{tag: string, bundle: Bundle | null} | null>}
 */
export async function readBundle(location, known) {
  // The browser asks with the tag of what it has; nothing comes when nothing changed.
  const answer = await fetch(`/kiosk/${location}/offer.json`, { cache: "no-cache" }).catch(() => null);
  if (!answer?.ok) return null;
  const tag = answer.headers.get("ETag") ?? "";
  return { tag, bundle: tag === known ? null : await answer.json() };
}

/**
 * Resolve to this center's opening times and the other ones' by id, or to null when the server does not answer.
 * @param {string} location
 * @returns {Promise<[OpeningTimes, Record<string, OpeningTimes>] | null>}
 */
export const readOpeningTimes = (location) =>
  Promise.all([read(location, "moments"), read(location, "elsewhere")]).catch(() => null);

/** @param {string} location @param {string} name */
const read = async (location, name) => (await fetch(`/kiosk/${location}/${name}.json`)).json();

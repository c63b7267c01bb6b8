// @ts-check
/** The page of one kiosk: its elements, its location, and the languages that its server can speak. */

/** Everything is drawn in here. */
export const root = /** @type {HTMLElement} */ (document.getElementById("kiosk"));
/** What is written here is read out by a screen reader. */
export const liveRegion = /** @type {HTMLElement} */ (document.getElementById("spoken"));
export const locationId = root.dataset.location ?? "";
/** Tags of the languages that have a voice. */
export const voices = (root.dataset.voices ?? "").split(" ").filter(Boolean);
/** The language that is spoken in place of one without a voice. */
export const lead = root.dataset.lead ?? "";

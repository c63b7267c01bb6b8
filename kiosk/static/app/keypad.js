// @ts-check
/**
 * The whole flow by four arrows, Enter, Back and Help, as on a kiosk's keypad, and the keys of speech.
 * Arrows follow the reading order; only inside a keyboard do Up and Down go by rows.
 */
import { CONTROLS } from "../speech/reading.js";

const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
/** What each key does; the first of an action is the one that visitors are told. @type {[string, string][]} */
const KEYS = [
  ["F1", "help"],
  ["F2", "speech"],
  ["F3", "again"],
  ["F4", "pause"],
  ["F7", "softer"],
  ["F8", "louder"],
  ["AudioVolumeDown", "softer"],
  ["AudioVolumeUp", "louder"],
  ["MediaPlayPause", "pause"],
  ["Escape", "back"],
  ["BrowserBack", "back"],
  ["Backspace", "back"],
];
const STORED = "now-serving-keys";
const QUERY = "keys";

/** Keys of another keypad, kept for this screen: `?keys=speech:F15,louder:F16`. */
export function restoreKeys() {
  const asked = new URLSearchParams(location.search).get(QUERY);
  if (asked !== null) localStorage.setItem(STORED, asked);
  const acts = new Set(KEYS.map(([, act]) => act));
  const other = (localStorage.getItem(STORED) ?? "").split(",").map((pair) => pair.split(":"));
  KEYS.unshift(
    ...other
      .filter(([act, key]) => key && acts.has(act))
      .map(([act, key]) => /** @type {[string, string]} */ ([key, act])),
  );
}

/** The key of an action, as it is named on a keyboard. @param {string} act */
export const keyName = (act) => KEYS.find(([, does]) => does === act)?.[0] ?? "";

/**
 * @param {HTMLElement} root
 * @param {Record<string, () => void>} actions what is done at `back`, `help`, `speech`, `again`, `pause`, `softer`, `louder`
 */
export function keypad(root, actions) {
  root.ownerDocument.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement;
    if (event.key in STEPS) {
      if (typing && (event.key === "ArrowLeft" || event.key === "ArrowRight")) return;
      event.preventDefault();
      step(root, /** @type {keyof typeof STEPS} */ (event.key));
      return;
    }
    const act = KEYS.find(([key]) => key === event.key)?.[1];
    if (!act || (typing && event.key === "Backspace")) return;
    event.preventDefault();
    actions[act]();
  });
}

/** @param {HTMLElement} root @param {keyof typeof STEPS} key */
function step(root, key) {
  const scope = root.querySelector("[data-modal]") ?? root;
  const all = /** @type {HTMLElement[]} */ ([...scope.querySelectorAll(CONTROLS)]).filter(
    (one) => one.getClientRects().length,
  );
  const now = /** @type {HTMLElement} */ (document.activeElement);
  const byRow = key === "ArrowDown" || key === "ArrowUp" ? rowStep(all, now, STEPS[key]) : null;
  const next = byRow ?? all[nextIndex(all, now, STEPS[key])];
  next?.focus();
}

/** @param {HTMLElement[]} all @param {HTMLElement} now @param {number} by */
function nextIndex(all, now, by) {
  const at = all.indexOf(now);
  if (at >= 0) return (at + by + all.length) % all.length;
  // From a heading: the first control after it, or the last one before.
  const after = all.findIndex((one) => now.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
  return (Math.max(after, 0) + (by < 0 ? -1 : 0) + all.length) % all.length;
}

/**
 * The key above or below in a keyboard; beyond its edge what stands before or after it; null elsewhere.
 * @param {HTMLElement[]} all @param {HTMLElement} now @param {number} by
 */
function rowStep(all, now, by) {
  const grid = now.closest("[data-grid]");
  if (!grid) return null;
  const rows = [...grid.children];
  const row = rows[rows.findIndex((one) => one.contains(now)) + by];
  if (!row) {
    const keys = all.filter((one) => grid.contains(one));
    return all[nextIndex(all, by < 0 ? keys[0] : keys[keys.length - 1], by)];
  }
  const middle = (/** @type {Element} */ one) =>
    one.getBoundingClientRect().left + one.getBoundingClientRect().width / 2;
  const from = middle(now);
  const keys = /** @type {HTMLElement[]} */ ([...row.children]);
  return keys.reduce((best, one) => (Math.abs(middle(one) - from) < Math.abs(middle(best) - from) ? one : best));
}

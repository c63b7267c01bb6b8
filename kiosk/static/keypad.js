// @ts-check
/**
 * The whole flow by four arrows, Enter, Back and Help, as on a kiosk's keypad. Arrows follow the
 * reading order; only inside a keyboard do Up and Down go by rows.
 */

const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
const REACHABLE = 'button:not([disabled]):not([tabindex="-1"]), input';

/**
 * @param {HTMLElement} glass
 * @param {{onBack: () => void, onHelp: () => void}} options
 */
export function keypad(glass, { onBack, onHelp }) {
  glass.ownerDocument.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement;
    if (event.key in STEPS) {
      if (typing && (event.key === "ArrowLeft" || event.key === "ArrowRight")) return;
      event.preventDefault();
      step(glass, /** @type {keyof typeof STEPS} */ (event.key));
    } else if (event.key === "F1") {
      event.preventDefault();
      onHelp();
    } else if (event.key === "Escape" || event.key === "BrowserBack" || (event.key === "Backspace" && !typing)) {
      event.preventDefault();
      onBack();
    }
  });
}

/** @param {HTMLElement} glass @param {keyof typeof STEPS} key */
function step(glass, key) {
  const scope = glass.querySelector("[data-modal]") ?? glass;
  const all = /** @type {HTMLElement[]} */ ([...scope.querySelectorAll(REACHABLE)]).filter((one) => one.getClientRects().length);
  const now = /** @type {HTMLElement} */ (document.activeElement);
  const byRow = key === "ArrowDown" || key === "ArrowUp" ? rowStep(now, STEPS[key]) : null;
  const next = byRow ?? all[nextIndex(all, now, STEPS[key])];
  next?.focus();
}

/** @param {HTMLElement[]} all @param {HTMLElement} now @param {number} by */
function nextIndex(all, now, by) {
  const at = all.indexOf(now);
  if (at >= 0) return (at + by + all.length) % all.length;
  // From a heading: the first control after it, or the last one before.
  const after = all.findIndex((one) => now.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
  return ((after < 0 ? 0 : after) + (by < 0 ? -1 : 0) + all.length) % all.length;
}

/** The key above or below in a keyboard, or null at its edge. @param {HTMLElement} now @param {number} by */
function rowStep(now, by) {
  const rows = [...(now.closest("[data-grid]")?.children ?? [])];
  const row = rows[rows.findIndex((one) => one.contains(now)) + by];
  if (!rows.length || !row) return null;
  const middle = (/** @type {Element} */ one) => one.getBoundingClientRect().left + one.getBoundingClientRect().width / 2;
  const from = middle(now);
  const keys = /** @type {HTMLElement[]} */ ([...row.children]);
  return keys.reduce((best, one) => (Math.abs(middle(one) - from) < Math.abs(middle(best) - from) ? one : best));
}

// @ts-check
/** Clears the screen when its visitor has gone: warns first, waits long enough, and stays as often as asked. */

/** Seconds without a touch before the warning, and from the warning to the end (norm A5: at least 20). */
const QUIET_SECONDS = 60;
const WARNING_SECONDS = 30;

/**
 * @param {object} options
 * @param {() => boolean} options.isNeeded whether there is anything to clear
 * @param {(left: number | null) => void} options.onWarn seconds left, each second; null when somebody stayed
 * @param {() => void} options.onEnd
 */
export function idle({ isNeeded, onWarn, onEnd }) {
  let touchedAt = performance.now();
  let warned = false;

  function stay() {
    touchedAt = performance.now();
    if (warned) onWarn(null);
    warned = false;
  }
  for (const sign of ["pointerdown", "input", "wheel"]) addEventListener(sign, stay, { capture: true, passive: true });
  // A key that answers the warning does nothing else: what had the focus before must not be pressed by it.
  const answer = (/** @type {Event} */ event) => {
    if (warned) event.preventDefault();
    stay();
  };
  addEventListener("keydown", answer, { capture: true });
  setInterval(() => {
    const quiet = (performance.now() - touchedAt) / 1000;
    if (!isNeeded()) {
      if (quiet > 1) stay();
    } else if (quiet >= QUIET_SECONDS + WARNING_SECONDS) {
      stay();
      onEnd();
    } else if (quiet >= QUIET_SECONDS) {
      warned = true;
      onWarn(Math.ceil(QUIET_SECONDS + WARNING_SECONDS - quiet));
    }
  }, 250);
  return { stay };
}

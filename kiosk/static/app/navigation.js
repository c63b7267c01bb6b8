// @ts-check
/** How one screen gives way to the next: where it is scrolled to, what has the focus, whether there is more than fits. */
import { pages } from "./screen.js";

/** @param {Element} control */
const wordsOf = (control) => control.textContent?.replace(/\s+/g, " ").trim() ?? "";

/** @param {HTMLElement} glass */
export function turning(glass) {
  /** The words of the control that had the focus on each screen, so that Back gives it again. @type {string[]} */
  let left = [];
  let shown = "";
  let depth = 1;
  let measure = () => {};
  /** What fits changes with fonts, rotation and words. */
  const sizes = new ResizeObserver(() => measure());
  /** The button by which a visitor says that they are still there. */
  const stay = () => /** @type {HTMLElement | null} */ (glass.querySelector("#stay"));

  glass.addEventListener("click", (event) => {
    const pager = /** @type {HTMLElement} */ (event.target).closest("[data-page]");
    const main = glass.querySelector("main");
    if (pager && main) main.scrollBy({ top: Number(pager.getAttribute("data-page")) * main.clientHeight * 0.8, behavior: "smooth" });
  });
  glass.addEventListener("scroll", () => measure(), { capture: true, passive: true });
  glass.addEventListener("focusin", (event) => (left[depth - 1] = wordsOf(/** @type {Element} */ (event.target))));

  /**
   * A new screen begins at its top and its heading; Back returns to the control one came from.
   * @param {string} now the screen
   * @param {number} steps from the start to it
   * @param {boolean} isWarning whether the visitor is being asked if they are still there
   */
  function settle(now, steps, isWarning) {
    depth = steps;
    const main = glass.querySelector("main");
    const pager = /** @type {HTMLElement | null} */ (glass.querySelector(".pager"));
    if (now !== shown) {
      shown = now;
      main?.scrollTo(0, 0);
      const from = left.length > depth ? left[depth - 1] : "";
      left = left.slice(0, depth - 1);
      const again = from ? [...(main?.querySelectorAll("button") ?? [])].find((one) => wordsOf(one) === from) : null;
      const first = main?.querySelector("input") ?? main?.querySelector("h1");
      if (isWarning) stay()?.focus();
      else if (again) again.focus();
      else if (now.startsWith("1 start")) /** @type {HTMLElement | null} */ (document.activeElement)?.blur();
      else first?.focus({ preventScroll: true });
    }
    if (!main || !pager) return;
    measure = () => pages(main, pager);
    for (const sized of [main, main.firstElementChild]) if (sized) sizes.observe(sized);
    requestAnimationFrame(measure);
  }

  return { settle, stay };
}

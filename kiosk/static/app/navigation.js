// @ts-check
/** From one screen to the next: where it is scrolled to, what has the focus, whether there is more than fits. */
import { updatePager } from "./screen.js";

/** @param {Element} control */
const wordsOf = (control) => control.textContent?.replace(/\s+/g, " ").trim() ?? "";

/** @param {HTMLElement} root */
export function navigation(root) {
  /** The words of the control that had the focus on each screen, so that Back focuses it again. @type {string[]} */
  let focused = [];
  let shown = "";
  let depth = 1;
  let measure = () => {};
  /** What fits changes with fonts, rotation and words. */
  const sizes = new ResizeObserver(() => measure());
  /** The button by which a visitor says that they are still there. */
  const stayButton = () => /** @type {HTMLElement | null} */ (root.querySelector("#stay"));

  root.addEventListener("click", (event) => {
    const pager = /** @type {HTMLElement} */ (event.target).closest("[data-page]");
    const main = root.querySelector("main");
    if (!pager || !main) return;
    const top = Number(pager.getAttribute("data-page")) * main.clientHeight * 0.8;
    main.scrollBy({ top, behavior: "smooth" });
  });
  root.addEventListener("scroll", () => measure(), { capture: true, passive: true });
  root.addEventListener("focusin", (event) => {
    focused[depth - 1] = wordsOf(/** @type {Element} */ (event.target));
  });

  /**
   * A new screen begins at its top and its heading; Back returns to the control that was used there.
   * @param {string} now name of the screen
   * @param {number} steps from the start to it
   * @param {boolean} isWarning whether the visitor is being asked if they are still there
   */
  function settle(now, steps, isWarning) {
    depth = steps;
    const main = root.querySelector("main");
    const pager = /** @type {HTMLElement | null} */ (root.querySelector(".pager"));
    if (now !== shown) {
      shown = now;
      main?.scrollTo(0, 0);
      const from = focused.length > depth ? focused[depth - 1] : "";
      focused = focused.slice(0, depth - 1);
      const again = from ? [...(main?.querySelectorAll("button") ?? [])].find((one) => wordsOf(one) === from) : null;
      const first = main?.querySelector("input") ?? main?.querySelector("h1");
      if (isWarning) stayButton()?.focus();
      else if (again) again.focus();
      else if (now.startsWith("1 start")) /** @type {HTMLElement | null} */ (document.activeElement)?.blur();
      else first?.focus({ preventScroll: true });
    }
    if (!main || !pager) return;
    measure = () => updatePager(main, pager);
    for (const sized of [main, main.firstElementChild]) if (sized) sizes.observe(sized);
    requestAnimationFrame(measure);
  }

  return { settle };
}

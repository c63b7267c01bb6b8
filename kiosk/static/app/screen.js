// @ts-check
/** How the screen looks: its pixels per millimetre, and the settings that a visitor chose. */

const STORED = "now-serving-px-per-mm";
const QUERY = "px_per_mm";
const LEAST = 1;
const MOST = 20;

/** Take the density from the address (`?px_per_mm=4.2`) once, and keep it for this screen. */
export function restoreDensity() {
  const asked = Number(new URLSearchParams(location.search).get(QUERY));
  if (asked >= LEAST && asked <= MOST) localStorage.setItem(STORED, String(asked));
  const kept = localStorage.getItem(STORED);
  if (kept) document.documentElement.style.setProperty("--px-per-mm", kept);
}

/** Show the page in a visitor's language and settings. @param {import("./types.js").State} state @param {string} dir @param {string} training */
export function applySettings(state, dir, training) {
  const root = document.documentElement;
  root.lang = state.lang;
  root.dir = dir;
  root.dataset.theme = state.dark ? "dark" : "light";
  root.classList.toggle("large", state.large);
  root.classList.toggle("low", state.low);
  const banner = document.querySelector(".simulated");
  if (banner) banner.textContent = training;
}

/** Touching is all that works: no menu, no dragging, no zoom by keys, wheel or fingers. */
export function blockGestures() {
  addEventListener("contextmenu", (event) => event.preventDefault());
  addEventListener("dragstart", (event) => event.preventDefault());
  addEventListener("wheel", (event) => event.ctrlKey && event.preventDefault(), { passive: false });
  addEventListener("touchmove", (event) => event.touches.length > 1 && event.preventDefault(), { passive: false });
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && "+-=0".includes(event.key)) event.preventDefault();
  });
}

/**
 * Show the two buttons that scroll `main` only while there is more than fits.
 * @param {HTMLElement} main
 * @param {HTMLElement} pager
 */
export function updatePager(main, pager) {
  const [up, down] = /** @type {HTMLButtonElement[]} */ ([...pager.querySelectorAll("button")]);
  // Measured without them: beside a narrower page they would make themselves necessary.
  pager.hidden = true;
  pager.hidden = main.scrollHeight - main.clientHeight < 8;
  up.disabled = main.scrollTop < 4;
  down.disabled = main.scrollTop + main.clientHeight > main.scrollHeight - 4;
}

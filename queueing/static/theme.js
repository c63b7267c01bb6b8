// Runs before the first paint, so that a dark room is never flashed at: the chosen theme, else the system's.
(() => {
  const chosen = localStorage.getItem("now-serving-theme");
  const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();

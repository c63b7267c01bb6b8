// @ts-check
/** Lets this screen's browser keep the page that says that the server is gone. Browsers want HTTPS or localhost for it. */
const surface = location.pathname.split("/")[1];

navigator.serviceWorker?.register("/gone-worker.js", { scope: `/${surface}/` }).catch(() => {
  // A browser that will not keep it shows its own page when the server is gone; nothing else is lost.
});

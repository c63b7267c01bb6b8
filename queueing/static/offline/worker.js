// @ts-check
/**
 * A screen's browser keeps one page beforehand: that the server is gone, in every language. It shows it
 * instead of its own error page, and nothing else that is old.
 */
const KEPT = "gone";
const PAGE = "/gone";
const FILES = [PAGE, "/static/offline/offline.css", "/static/offline/offline.js"];
/** What a proxy answers when there is nothing behind it. */
const NOBODY = [502, 503, 504];
/** A machine that is unplugged refuses nothing: it is silent. */
const PATIENCE_MS = 8000;
const PAUSE_MS = 3000;

const worker = /** @type {any} */ (self);

const keep = async () => (await caches.open(KEPT)).addAll(FILES);
const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

worker.addEventListener("install", (/** @type {any} */ event) =>
  event.waitUntil(keep().then(() => worker.skipWaiting())),
);

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  if (request.mode === "navigate") event.respondWith(visit(event));
  else if (FILES.includes(pathname)) event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
  else if (request.destination === "script") event.respondWith(script(event));
});

/** The page that was asked for, or the kept one. @param {any} event */
async function visit(event) {
  const answer = await Promise.race([fetch(event.request), pause(PATIENCE_MS)]).catch(() => null);
  if (!answer || NOBODY.includes(answer.status)) return caches.match(PAGE);
  event.waitUntil(keep().catch(() => {})); // the server is there: what is kept is as new as it
  return answer;
}

/** A page whose script does not come stays empty: it is asked for again, and is then the kept one. @param {any} event */
async function script(event) {
  try {
    return await fetch(event.request);
  } catch (error) {
    event.waitUntil(
      pause(PAUSE_MS).then(async () => (await worker.clients.get(event.clientId))?.navigate?.(event.request.referrer)),
    );
    throw error;
  }
}

// @ts-check
/** Shows the messages about the one ticket that this service worker is for. */
const CALL_PATTERN = [400, 150, 400, 150, 800];

const worker = /** @type {any} */ (self);

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener("push", (/** @type {any} */ event) => {
  const { title, body, lang } = event.data.json();
  const how = {
    lang,
    tag: "turn",
    renotify: true,
    requireInteraction: true,
    vibrate: CALL_PATTERN,
    icon: "/static/icon.svg",
  };
  event.waitUntil(worker.registration.showNotification(title, { body, ...how }));
});

worker.addEventListener("notificationclick", (/** @type {any} */ event) => {
  event.notification.close();
  event.waitUntil(open());
});

/** The ticket's page: the one that is open, or a new one. */
async function open() {
  const { scope } = worker.registration;
  const pages = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = pages.find((/** @type {any} */ one) => one.url.startsWith(scope));
  return page ? page.focus() : worker.clients.openWindow(scope);
}

// @ts-check
/** Lets a phone hear of its ticket while it is in a pocket: by web push, where the city and the browser allow it. */
import { call } from "now-serving/api.js";

const isAble = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

const sheet = () => /** @type {HTMLElement} */ (document.querySelector("main[data-ticket]"));
const ticket = () => sheet().dataset.ticket ?? "";
/** Each ticket has a worker of its own, which knows it by its scope and goes with it. */
const scope = () => `/t/${ticket()}`;
const kept = async () => (await navigator.serviceWorker.getRegistration(scope())) ?? null;

/** Show what this phone can do about it; called again whenever the page was drawn anew. */
export async function offer() {
  if (!isAble) return;
  if (sheet().dataset.state === "ended") {
    if (document.visibilityState === "visible") await (await kept())?.unregister();
    return;
  }
  const place = /** @type {HTMLElement | null} */ (document.querySelector(".pocket"));
  if (!place) return;
  const held = (await (await kept())?.pushManager.getSubscription()) ?? null;
  if (held) tell(held).catch(() => {}); // in the language that the page now has
  show(place, held ? "on" : "off");
  place.querySelector(".pocket-off button")?.addEventListener("click", () => turn(place, () => begin(place.dataset.key ?? "")));
  place.querySelector(".pocket-on button")?.addEventListener("click", () => turn(place, end));
}

/** @param {HTMLElement} place @param {() => Promise<"on" | "off">} act */
async function turn(place, act) {
  try {
    show(place, await act());
  } catch {
    show(place, "failed");
  }
}

/** @param {string} key of the city */
async function begin(key) {
  if ((await Notification.requestPermission()) !== "granted") throw new Error("not allowed");
  await navigator.serviceWorker.register("/t/worker.js", { scope: scope() });
  const registration = await navigator.serviceWorker.ready;
  const fresh = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  try {
    await tell(fresh);
  } catch (refused) {
    await fresh.unsubscribe();
    throw refused;
  }
  return /** @type {const} */ ("on");
}

async function end() {
  const held = await (await kept())?.pushManager.getSubscription();
  if (held) {
    await call("DELETE", `/tickets/${ticket()}/push`, { body: { endpoint: held.endpoint }, asScreen: false });
    await held.unsubscribe();
  }
  return /** @type {const} */ ("off");
}

/** @param {PushSubscription} held */
function tell(held) {
  const { endpoint, keys } = held.toJSON();
  const body = { endpoint, keys: { p256dh: keys?.p256dh, auth: keys?.auth }, language: document.documentElement.lang };
  return call("PUT", `/tickets/${ticket()}/push`, { body, asScreen: false });
}

/** @param {HTMLElement} place @param {"on" | "off" | "failed"} state */
function show(place, state) {
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll("[data-when]"))) {
    part.hidden = part.dataset.when !== state;
  }
  place.hidden = false;
}

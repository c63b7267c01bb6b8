// @ts-check
/** Web push for a visitor's phone: a message when it is their turn, where the city and the browser allow it. */
import { call } from "now-serving/api.js";

const isAble = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

const sheet = () => /** @type {HTMLElement} */ (document.querySelector("main[data-ticket]"));
const ticket = () => sheet().dataset.ticket ?? "";
/** Each ticket has a worker of its own, which knows it by its scope and goes with it. */
const scope = () => `/t/${ticket()}`;
const registered = async () => (await navigator.serviceWorker.getRegistration(scope())) ?? null;

/** Show whether push is on, with the button to turn it on or off; called whenever the page was drawn again. */
export async function offerPush() {
  if (!isAble) return;
  if (sheet().dataset.state === "ended") {
    if (document.visibilityState === "visible") await (await registered())?.unregister();
    return;
  }
  const section = /** @type {HTMLElement | null} */ (document.querySelector(".pocket"));
  if (!section) return;
  const held = (await (await registered())?.pushManager.getSubscription()) ?? null;
  if (held) subscribe(held).catch(() => {}); // in the language that the page now has
  show(section, held ? "on" : "off");
  section
    .querySelector(".pocket-off button")
    ?.addEventListener("click", () => turn(section, () => begin(section.dataset.key ?? "")));
  section.querySelector(".pocket-on button")?.addEventListener("click", () => turn(section, end));
}

/** @param {HTMLElement} section @param {() => Promise<"on" | "off">} act */
async function turn(section, act) {
  try {
    show(section, await act());
  } catch {
    show(section, "failed");
  }
}

/** @param {string} key of the city */
async function begin(key) {
  if ((await Notification.requestPermission()) !== "granted") throw new Error("not allowed");
  await navigator.serviceWorker.register("/t/worker.js", { scope: scope() });
  const registration = await navigator.serviceWorker.ready;
  const fresh = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  try {
    await subscribe(fresh);
  } catch (refused) {
    await fresh.unsubscribe();
    throw refused;
  }
  return /** @type {const} */ ("on");
}

async function end() {
  const held = await (await registered())?.pushManager.getSubscription();
  if (held) {
    await call("DELETE", `/tickets/${ticket()}/push`, { body: { endpoint: held.endpoint }, asScreen: false });
    await held.unsubscribe();
  }
  return /** @type {const} */ ("off");
}

/** Tell the server of this phone's subscription, and of its language. @param {PushSubscription} held */
function subscribe(held) {
  const { endpoint, keys } = held.toJSON();
  const body = { endpoint, keys: { p256dh: keys?.p256dh, auth: keys?.auth }, language: document.documentElement.lang };
  return call("PUT", `/tickets/${ticket()}/push`, { body, asScreen: false });
}

/** @param {HTMLElement} section @param {"on" | "off" | "failed"} state */
function show(section, state) {
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (section.querySelectorAll("[data-when]"))) {
    part.hidden = part.dataset.when !== state;
  }
  section.hidden = false;
}

// @ts-check
/** Watches one view of a location; draws what it gets, asks over HTTP while no live connection gets through. */
import { io } from "socket.io-client";
import { call } from "./api.js";

/** No view for this long means that what is shown may be wrong; the server sends one every 10 s. */
const STALE_MS = 25_000;
/** Without a live connection for this long, the page asks. */
const PATIENCE_MS = 1500;
const ASK_MS = 2000;

/** @typedef {{board: import("now-serving-api").BoardView, queue: import("now-serving-api").QueueView}} Views by name */

/**
 * @template {keyof Views} Name
 * @typedef {object} Watching
 * @property {string} location
 * @property {Name} view
 * @property {string | null} [token] a paired screen's; without it the session is used
 * @property {(view: Views[Name]) => void} draw called with each whole view, never an older one
 * @property {(stale: boolean) => void} [onStale] called when the view goes stale or fresh
 * @property {(asking: boolean) => void} [onAsking] called when views begin, or cease, to come by asking alone
 * @property {(problem: any) => void} [onRefused] called when the server will not let it watch
 */

/** @template {keyof Views} Name @param {Watching<Name>} options */
export function watch({ location, view, token, draw, onStale, onAsking, onRefused = () => {} }) {
  const socket = io("/live", { transports: ["websocket"], auth: token ? { token } : {}, reconnectionDelayMax: 2000 });
  let version = -1;
  let heardAt = Date.now();
  let liveAt = Date.now();
  const stale = flag(onStale);
  const asking = flag(onAsking);

  function judge() {
    if (socket.connected) liveAt = Date.now();
    else if (Date.now() - liveAt > PATIENCE_MS) asker.start();
    stale.set((!socket.connected && !asking.is) || Date.now() - heardAt > STALE_MS);
  }
  /** @param {Views[Name]} seen @param {boolean} wasAsked */
  function take(seen, wasAsked) {
    asking.set(wasAsked);
    heardAt = Date.now();
    judge();
    if (seen.location !== location || seen.version < version) return;
    version = seen.version;
    draw(seen);
  }
  const asker = repeated(ASK_MS, async () => {
    /** @type {any} */
    const seen = await call("GET", `/locations/${location}/${view}`, { asScreen: false }).catch(({ problem }) => {
      if ([401, 403].includes(problem.status)) onRefused(problem);
    });
    if (socket.connected) return asker.stop();
    if (seen) take(seen, true);
    else asking.set(false);
    judge();
  });
  socket.on("connect", async () => {
    version = -1; // a server restored from a backup may count from less
    const answer = await socket
      .timeout(8000)
      .emitWithAck("watch", { location, view })
      .catch(() => null);
    if (answer && !answer.ok) onRefused(answer);
  });
  socket.on("connect_error", (/** @type {any} */ error) => {
    if (error?.data?.type) onRefused(error.data);
    judge();
    if (!socket.active) setTimeout(() => socket.connect(), 3000);
  });
  socket.on("disconnect", (/** @type {string} */ reason) => {
    judge();
    if (reason === "io server disconnect") setTimeout(() => socket.connect(), 1000);
  });
  socket.on(/** @type {string} */ (view), (/** @type {Views[Name]} */ seen) => take(seen, false));
  const timer = setInterval(judge, 1000);
  return {
    close() {
      clearInterval(timer);
      asker.stop();
      socket.close();
    },
  };
}

/** A fact that says when it changes; false at first. @param {((is: boolean) => void) | undefined} onChange */
function flag(onChange) {
  const fact = {
    is: false,
    /** @param {boolean} now */
    set(now) {
      if (now === fact.is) return;
      fact.is = now;
      onChange?.(now);
    },
  };
  return fact;
}

/** Something done again and again, each time after the last one has ended. @param {number} ms @param {() => Promise<unknown>} act */
function repeated(ms, act) {
  /** Counts starts and stops; odd while it runs. */
  let turn = 0;
  /** @param {number} mine */
  async function go(mine) {
    if (mine !== turn) return;
    await act();
    setTimeout(go, ms, mine);
  }
  return {
    start() {
      if (turn % 2 === 0) void go(++turn);
    },
    stop() {
      if (turn % 2) turn++;
    },
  };
}

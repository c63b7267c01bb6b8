// @ts-check
/** Watches one view of a location; draws what it gets, says when it has gone stale. */
import { io } from "socket.io-client";

/** No view for this long means that what is shown may be wrong; the server sends one every 10 s. */
const STALE_MS = 25_000;

/** @typedef {{board: import("now-serving-api").BoardView, queue: import("now-serving-api").QueueView}} Views by name */

/**
 * @template {keyof Views} Name
 * @param {object} options
 * @param {string} options.location
 * @param {Name} options.view
 * @param {string | null} [options.token] a paired screen's; without it the session is used
 * @param {(view: Views[Name]) => void} options.draw called with each whole view, never an older one
 * @param {(stale: boolean) => void} [options.onStale] called when the view goes stale or fresh
 * @param {(problem: any) => void} [options.onRefused] called when the server will not let it watch
 */
export function watch({ location, view, token = null, draw, onStale = () => {}, onRefused = () => {} }) {
  const socket = io("/live", { transports: ["websocket"], auth: token ? { token } : {}, reconnectionDelayMax: 3000 });
  let version = -1;
  let heardAt = Date.now();
  let stale = false;

  const judge = () => {
    const now = !socket.connected || Date.now() - heardAt > STALE_MS;
    if (now === stale) return;
    stale = now;
    onStale(stale);
  };
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
  socket.on(/** @type {string} */ (view), (/** @type {Views[Name]} */ seen) => {
    heardAt = Date.now();
    judge();
    if (seen.location !== location || seen.version < version) return;
    version = seen.version;
    draw(seen);
  });
  const timer = setInterval(judge, 1000);
  return {
    close() {
      clearInterval(timer);
      socket.close();
    },
  };
}

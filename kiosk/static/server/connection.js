// @ts-check
/** The connection to the server: the board live, a heartbeat, and whether the server answers at all. */
import { call, Refused, token } from "now-serving/api.js";
import { watch } from "now-serving/live.js";

const BEAT_MS = 10_000;
const DOUBT_MS = 2_000;
const LOST_BEATS = 2;
const EVERYWHERE = "*";

/**
 * @param {object} options
 * @param {string} options.location
 * @param {(board: import("../app/types.js").Board) => void} options.onBoard
 * @param {(isOffline: boolean) => void} options.onOffline
 * @param {() => boolean | null} options.canBeHeard null while that is not known
 * @param {() => void} options.onUnpaired the token is no longer good, or is another location's
 */
export function connection({ location, onBoard, onOffline, canBeHeard, onUnpaired }) {
  let lost = 0;
  let stale = true;
  let ended = false;
  let beating = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function end() {
    ended = true;
    clearTimeout(timer);
    live.close();
  }
  function unpaired() {
    if (ended) return;
    end();
    onUnpaired();
  }
  async function beat() {
    clearTimeout(timer);
    if (beating || ended) return;
    beating = true;
    try {
      const answer = await call("POST", "/heartbeat", { body: { can_be_heard: canBeHeard() }, timeoutMs: 3000 });
      if (answer.location !== location && answer.location !== EVERYWHERE) return unpaired();
      if (lost >= LOST_BEATS) onOffline(false);
      lost = 0;
    } catch (refused) {
      const status = refused instanceof Refused ? refused.problem.status : 0;
      if (status === 401 || status === 403) return unpaired();
      if (++lost === LOST_BEATS) onOffline(true);
    } finally {
      beating = false;
    }
    if (!ended) timer = setTimeout(beat, lost || stale ? DOUBT_MS : BEAT_MS);
  }
  const live = watch({
    location,
    view: "board",
    token: token.get(),
    draw: onBoard,
    onStale: (now) => {
      stale = now;
      if (now) beat();
    },
    onRefused: (problem) => {
      if (problem.status === 401 || problem.status === 403) unpaired();
    },
  });
  stale = false;
  beat();
  return { end };
}

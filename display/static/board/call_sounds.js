// @ts-check
/** What is heard at a call, and how loud this screen is. */

/** @typedef {import("./calls.js").Call} Call */

export const CHIME = "/display/sounds/chime.wav";
const KEPT = "now-serving-display-volume";
const QUERY = "volume";
const STEP = 10;
const KEYS = /** @type {Record<string, number>} */ ({
  "+": STEP,
  "=": STEP,
  AudioVolumeUp: STEP,
  "-": -STEP,
  AudioVolumeDown: -STEP,
});

/**
 * The sounds of a call in order: the chime, the visitor's language when there is a voice for it, the location's.
 * @param {{location: string, voices: string[], lead: string | null}} setup
 * @param {Call} call
 */
export function soundsOf({ location, voices, lead }, { number, counter, language }) {
  const spoken = new Set([voices.includes(language) ? language : lead, lead]);
  return [
    CHIME,
    ...[...spoken].filter(Boolean).map((tag) => `/display/sounds/${location}/${tag}/${number}/${counter}.wav`),
  ];
}

/** How loud, in percent: from the address (`?volume=40`) once, then as kept on this screen. */
export function volumeKept() {
  const asked = new URLSearchParams(location.search).get(QUERY);
  const volume = Number(asked ?? localStorage.getItem(KEPT) ?? 100);
  return keepVolume(Number.isFinite(volume) ? volume : 100);
}

/** @param {number} volume in percent */
export function keepVolume(volume) {
  const kept = Math.min(100, Math.max(0, Math.round(volume)));
  localStorage.setItem(KEPT, String(kept));
  return kept;
}

/** Staff set the volume by + and −. @param {(by: number) => void} turn */
export function volumeKeys(turn) {
  addEventListener("keydown", (event) => {
    if (!(event.key in KEYS) || event.ctrlKey || event.metaKey || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    turn(KEYS[event.key]);
  });
}

// @ts-check
/** Two soft notes, made here: no file, no voice. */

/** @type {AudioContext | null} */
let audio = null;

/** Ring, if the browser allows it: it does once a key or a button of the page was pressed. @param {number} [gain] how loud */
export function chime(gain = 0.2) {
  audio ??= new AudioContext();
  if (audio.state === "suspended") audio.resume();
  note(audio, 660, 0, gain);
  note(audio, 880, 0.22, gain);
}

/** @param {AudioContext} context @param {number} pitch @param {number} after seconds @param {number} gain */
function note(context, pitch, after, gain) {
  const start = context.currentTime + after;
  const tone = new OscillatorNode(context, { frequency: pitch });
  const loudness = new GainNode(context, { gain: 0 });
  loudness.gain.linearRampToValueAtTime(gain, start + 0.02);
  loudness.gain.linearRampToValueAtTime(0, start + 0.4);
  tone.connect(loudness).connect(context.destination);
  tone.start(start);
  tone.stop(start + 0.45);
}

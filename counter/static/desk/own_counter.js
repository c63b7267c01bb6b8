// @ts-check
/** The counter that the agent of this browser sits at: taken, and given up. */
import { kept } from "../shared/session.js";
import { askLeave } from "./desk_dialogs.js";
import { desk, scene } from "./state.js";

/** Sit down at a counter in this browser. @param {string} counter */
export function sitAt(counter) {
  desk.counter = kept.counter = counter;
  desk.news = desk.undo = desk.why = null;
  desk.draw();
  document.getElementById("main-act")?.focus();
}

/** Give the counter up in this browser; ask first whether an open one is to be closed. */
export function leaveCounter() {
  const { counter, phase, visitor } = scene();
  if (counter && !visitor && !desk.stale && (phase === "free" || phase === "paused")) askLeave(counter, giveUp);
  else giveUp();
}

function giveUp() {
  desk.counter = kept.counter = null;
  desk.news = desk.undo = desk.why = null;
  desk.draw();
}

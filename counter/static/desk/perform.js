// @ts-check
/** Doing an act of the agent: whether it can be done now, what its button says, one act at a time. */
import { actAt, actOf } from "./acts.js";
import { desk, NO_SERVER, report, scene } from "./state.js";

/** Acts of the screen alone, which need no server. */
const LOCAL = new Set(["held", "missed", "find", "switch", "me", "help"]);

/** @param {import("./acts.js").Act} act @returns {string} why it cannot be done now; empty when it can */
export function whyNot(act) {
  if (desk.stale && !LOCAL.has(act.id)) return NO_SERVER;
  return act.why(scene());
}

/** @param {import("./acts.js").Act} act @returns {string} what its button says now */
export const labelOf = (act) => act.says?.(scene()) ?? act.label;

/** Do an act, or say why not. @param {string} id */
export function perform(id) {
  const act = actOf(id);
  if (desk.pending) {
    // One more press is kept; the same one again was meant for the act that is on its way.
    if (id !== desk.pending) desk.queued ??= id;
    return desk.draw();
  }
  const why = act.asks && !desk.stale ? act.asks(scene()) : whyNot(act);
  return why ? report(why, true) : act.run(/** @type {import("./model.js").Serving} */ (scene()));
}

/** @param {string} key @returns {boolean} whether some act has that key */
export function press(key) {
  const act = actAt(key);
  if (act) perform(act.id);
  return act !== undefined;
}

/** The act that is the obvious next one. @param {import("./model.js").Scene} scene @returns {import("./acts.js").Act} */
export function primaryOf({ phase }) {
  /** @type {Partial<Record<import("./model.js").Phase, string>>} */
  const ids = { free: "call-next", called: "start", serving: "finish" };
  return actOf(ids[phase] ?? "open");
}

desk.onAnswered = (accepted) => {
  const id = desk.queued;
  desk.queued = null;
  if (id && accepted) perform(id);
  else if (id) report(`${desk.news?.words} So “${labelOf(actOf(id))}” was not done.`, true);
};

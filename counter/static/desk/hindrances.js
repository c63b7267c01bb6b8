// @ts-check
/** What keeps a counter from an act, in words; empty when nothing does. Pure. */
import { sitter } from "./model.js";

/** @param {{phase: string, counter: any}} scene @returns {string} what keeps this counter from any act */
export function away({ phase, counter }) {
  if (phase === "closed") return "The counter is closed.";
  if (phase === "taken") return `${sitter(counter)} sits here now.`;
  if (phase === "paused") return "The counter is paused.";
  return "";
}

/** @param {import("./model.js").Scene} scene */
export const stillHere = ({ visitor }) => (visitor ? `${visitor.number} is still in front of you.` : "");
/** @param {import("./model.js").Scene} scene @returns {string} why no other visitor can be taken on now */
export const whyNotServe = (scene) => away(scene) || stillHere(scene);

// @ts-check
/** The acts on the visitor in front of the agent. One table. */
import { askReason } from "../shared/dialog.js";
import { setup } from "../shared/session.js";
import { whyNoAct } from "./model.js";
import {
  addService,
  advanceInterpreter,
  finish,
  interpreterStep,
  reminderField,
  sendAct,
  sendBack,
  takeOut,
  toggleTypical,
  transfer,
  writeNote,
} from "./requests.js";
import { desk, send } from "./state.js";
import { askFinish } from "./visit_dialogs.js";

const HOLD_REASONS = [
  "Filling in a form",
  "Fetching a document",
  "Waiting for an interpreter",
  "Waiting for a colleague",
];

/** @param {import("./model.js").Scene} scene */
const nobodyHere = (scene) => whyNoAct(scene) || (scene.visitor ? "" : "Nobody is in front of you.");
/** @param {import("./model.js").Scene} scene */
const notCalled = (scene) => nobodyHere(scene) || (scene.phase === "serving" ? "Already arrived." : "");

/** @type {import("./acts.js").Act[]} */
export const VISITOR_ACTS = [
  {
    id: "start",
    key: "S",
    label: "Arrived – start",
    why: notCalled,
    run: ({ visitor }) => sendAct(visitor, "start", { done: () => `Serving ${visitor.number}.` }),
  },
  {
    id: "finish",
    key: "F",
    label: "Finish",
    why: (scene) => nobodyHere(scene) || (scene.phase === "called" ? "Not started yet." : ""),
    run: ({ visitor }) => finish(visitor),
  },
  {
    id: "finish-with",
    key: "E",
    label: "Finish with…",
    why: (scene) => nobodyHere(scene) || (scene.phase === "called" ? "Not started yet." : ""),
    run: ({ visitor }) => askFinish(visitor, (body) => finish(visitor, body)),
  },
  {
    id: "recall",
    key: "R",
    label: "Recall",
    why: notCalled,
    run: ({ visitor }) => sendAct(visitor, "recall", { undoable: "", done: () => `${visitor.number} called again.` }),
  },
  {
    id: "no-show",
    key: "X",
    label: "No-show",
    why: (scene) => notCalled(scene) || tooFewRecalls(scene),
    run: ({ visitor }) => sendAct(visitor, "no-show", { done: () => `${visitor.number} did not come.` }),
  },
  {
    id: "hold",
    key: "H",
    label: "Hold",
    why: nobodyHere,
    run: ({ visitor }) =>
      askReason({
        title: `Set ${visitor.number} aside`,
        confirm: "Hold",
        usual: HOLD_REASONS,
        more: reminderField(),
        onReason: (reason, fields) => {
          const minutes = Number(fields.get("minutes")) || null;
          sendAct(visitor, "hold", { body: { reason, minutes }, done: () => `${visitor.number} is on hold.` });
        },
      }),
  },
  {
    id: "return",
    key: "B",
    label: "Send back",
    why: nobodyHere,
    run: ({ visitor }) => sendBack(visitor),
  },
  {
    id: "transfer",
    key: "T",
    label: "Transfer",
    why: nobodyHere,
    run: ({ visitor }) => transfer(visitor, desk.counter),
  },
  {
    id: "note",
    key: "J",
    label: "Note",
    why: nobodyHere,
    run: ({ visitor }) => writeNote(visitor),
  },
  {
    id: "interpreter",
    key: "L",
    label: "Interpreter",
    says: ({ visitor }) => interpreterStep(visitor).label,
    why: nobodyHere,
    run: ({ visitor }) => advanceInterpreter(visitor),
  },
  {
    id: "add",
    key: "W",
    label: "Add service",
    why: nobodyHere,
    run: ({ visitor }) => addService(visitor),
  },
  {
    id: "flag",
    key: "Y",
    label: "Time not typical",
    says: ({ visitor }) => (visitor?.untimed ? "Typical again" : "Not typical"),
    why: nobodyHere,
    run: ({ visitor }) => toggleTypical(visitor),
  },
  {
    id: "void",
    key: "Delete",
    label: "Take out",
    why: (scene) => (setup.voids ? nobodyHere(scene) : "This is not yours to do."),
    run: ({ visitor }) => takeOut(visitor),
  },
  {
    id: "slip",
    key: "D",
    label: "Print slip",
    why: (scene) => nobodyHere(scene) || (setup.paper ? "" : "There is no printer here."),
    run: ({ visitor }) =>
      send({
        id: "slip",
        path: `/tickets/${visitor.id}/reprint`,
        done: () => `A copy of ${visitor.number} is printing.`,
      }),
  },
];

/** @param {import("./model.js").Scene} scene */
function tooFewRecalls({ visitor }) {
  const missing = setup.recalls_before_no_show - (visitor?.recalls ?? 0);
  if (missing <= 0) return "";
  return missing === 1 ? "Recall once first." : `Recall ${missing} times first.`;
}

// @ts-check
/** The dialogs that make and show a one-time code for a new screen. */
import { html } from "lit-html";
import { frame, openDialog } from "./dialog.js";

/** @param {(body: {kind: string, name: string}) => Promise<import("now-serving-api").Pairing | null | undefined>} make asks the server for the code */
export function askPairing(make) {
  openDialog(() =>
    frame({
      title: "Pair a screen",
      confirm: "Make a code",
      body: html`<div class="stack">
        <fieldset class="ways"><legend>What is it?</legend>
          <label class="tick"><input type="radio" name="kind" value="kiosk" checked autofocus> Kiosk</label>
          <label class="tick"><input type="radio" name="kind" value="display"> Lobby display</label>
        </fieldset>
        <label for="name">What staff call it</label>
        <input id="name" name="name" maxlength="64" autocomplete="off" placeholder="Kiosk by the door">
      </div>`,
      onConfirm: async (fields) => {
        const made = await make({ kind: String(fields.get("kind")), name: String(fields.get("name")).trim() });
        if (made) openDialog(() => show(made));
      },
    }),
  );
}

/** @param {import("now-serving-api").Pairing} made */
const show = (made) =>
  frame({
    title: "Type this at the screen",
    body: html`<p class="code">${made.code}</p>
      <p>Open <b>${location.origin}/${made.kind}/${made.location}</b> on the screen and type the code there.
        It is good once, for 15 minutes.</p>`,
  });

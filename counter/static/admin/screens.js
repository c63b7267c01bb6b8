// @ts-check
/** The screens page: every paired kiosk and display, its state, and the end of its pairing. */
import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { ask, momentOf } from "now-serving/staff.js";
import { AdminList } from "../shared/admin_list.js";
import { frame, openDialog } from "../shared/dialog.js";
import { partState } from "../shared/equipment.js";
import { askPairing } from "../shared/pairing_codes.js";
import { setup } from "../shared/session.js";

/** @typedef {import("now-serving-api").ScreenView} Screen */

const KINDS = { kiosk: "Kiosk", display: "Lobby display" };

const list = new AdminList({
  title: "Screens",
  ask: async () => (await ask("GET", `/locations/${setup.location}/devices`)).devices,
  key: "p",
  make: "Pair a screen",
  onMake: () => askPairing((body) => list.change("POST", "/pairings", body, "A pairing code is made.")),
  draw: (screens) => html`<section class="card" aria-labelledby="screens-title">
    <h2 id="screens-title">Paired screens <span class="quiet">${screens.length || "none yet"}</span></h2>
    ${screens.length ? table(screens) : nothing}
  </section>`,
});

/** @param {Screen[]} screens */
const table = (screens) => html`<div class="scroll" tabindex="0" role="group" aria-labelledby="screens-title"><table>
  <thead><tr><th scope="col">Name</th><th scope="col">Kind</th><th scope="col">Now</th><th scope="col">Last heard of</th>
    <th scope="col">Paired</th><th scope="col"><span class="visually-hidden">End its pairing</span></th></tr></thead>
  <tbody>${repeat(screens, ({ id }) => id, row)}</tbody>
</table></div>`;

/** @param {Screen} screen */
const row = (screen) => html`<tr>
  <th scope="row">${screen.name}</th>
  <td>${/** @type {any} */ (KINDS)[screen.kind]}</td>
  <td><span class="pill ${partState(screen.state).pill}">${partState(screen.state).name}</span></td>
  <td>${screen.seen_at ? momentOf(screen.seen_at) : "never"}</td>
  <td>${screen.paired_at ? momentOf(screen.paired_at) : ""}</td>
  <td class="last"><button type="button" class="small" @click=${() => askEnd(screen)}>End pairing<span class="visually-hidden"> of ${screen.name}</span>…</button></td>
</tr>`;

/** @param {Screen} screen */
const askEnd = (screen) =>
  openDialog(() =>
    frame({
      title: `End the pairing of ${screen.name}?`,
      confirm: "End it",
      body: html`<p>Within seconds it gives no tickets and shows no calls until it is paired again.</p>`,
      onConfirm: () => {
        list.change("DELETE", `/devices/${screen.id}`, undefined, `${screen.name} is no longer paired.`);
      },
    }),
  );

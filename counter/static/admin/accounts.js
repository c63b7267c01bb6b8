// @ts-check
/** The accounts page: who may sign in, with which role and where; one-time passwords; disabling and enabling. */
import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { ask, momentOf } from "now-serving/staff.js";
import { AdminList } from "../shared/admin_list.js";
import { closeDialog, frame, openDialog, redrawDialog } from "../shared/dialog.js";
import { setup } from "../shared/session.js";

/** @typedef {import("now-serving-api").AccountView} Account */

const ROLES = { agent: "Agent", manager: "Manager", admin: "Administrator" };
const EVERYWHERE = "*";
const centers = new Map(setup.centers.map(({ id, name }) => [id, name]));

const list = new AdminList({
  title: "Accounts",
  ask: async () => (await ask("GET", `/locations/${setup.location}/staff`)).staff,
  key: "a",
  make: "Add somebody",
  onMake: askNew,
  draw: (accounts) => html`<section class="card" aria-labelledby="accounts-title">
    <h2 id="accounts-title">Who may sign in here</h2>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="accounts-title"><table>
      <thead><tr><th scope="col">Name</th><th scope="col">Role</th><th scope="col">Where</th><th scope="col">Last signed in</th><th scope="col">State</th></tr></thead>
      <tbody>${repeat(accounts, ({ id }) => id, row)}</tbody>
    </table></div>
  </section>`,
});

/** @param {string[]} locations */
const where = (locations) =>
  locations.includes(EVERYWHERE) ? "All locations" : locations.map((id) => centers.get(id) ?? id).join(", ");

/** @param {Account} account */
function row(account) {
  const state = account.disabled_at
    ? html`<span class="pill closed">Disabled</span> <small class="quiet">${momentOf(account.disabled_at)}</small>`
    : account.has_own_password
      ? html`<span class="pill open">Enabled</span>`
      : html`<span class="pill paused">One-time password</span>`;
  return html`<tr class=${account.disabled_at ? "idle" : ""}>
    <th scope="row"><button type="button" class="name" @click=${() => askAccount(account)}>${account.name}</button></th>
    <td>${/** @type {any} */ (ROLES)[account.role]}</td>
    <td>${where(account.locations)}</td>
    <td>${account.signed_in_at ? momentOf(account.signed_in_at) : "–"}</td>
    <td>${state}</td>
  </tr>`;
}

/** The role and the locations chosen for an account, as far as the reader may give them. */
class Assignment {
  /** @param {string} role @param {string[]} locations */
  constructor(role, locations) {
    this.role = role;
    this.locations = new Set(locations);
  }

  /** @param {string} id @param {boolean} on */
  set(id, on) {
    if (on && id === EVERYWHERE) this.locations = new Set([EVERYWHERE]);
    else if (on) {
      this.locations.delete(EVERYWHERE);
      this.locations.add(id);
    } else this.locations.delete(id);
    redrawDialog();
  }

  body() {
    return { role: this.role, locations: [...this.locations] };
  }

  template() {
    const places = [...(setup.everywhere ? [{ id: EVERYWHERE, name: "All locations" }] : []), ...setup.centers];
    return html`${
      setup.roles.length > 1
        ? html`<fieldset class="ways"><legend>Role</legend>${setup.roles.map(
            (
              role,
            ) => html`<label class="tick"><input type="radio" name="role" value=${role} .checked=${role === this.role}
              @change=${() => (this.role = role)}> ${/** @type {any} */ (ROLES)[role]}</label>`,
          )}</fieldset>`
        : nothing
    }
      ${
        places.length > 1
          ? html`<fieldset class="ways"><legend>Where</legend>${places.map(
              ({
                id,
                name,
              }) => html`<label class="tick"><input type="checkbox" name="where" value=${id} .checked=${this.locations.has(id)}
              @change=${(/** @type {any} */ event) => this.set(id, event.target.checked)}> ${name}</label>`,
            )}</fieldset>`
          : nothing
      }`;
  }
}

function askNew() {
  const assignment = new Assignment("agent", [setup.location]);
  openDialog(() =>
    frame({
      title: "Add somebody",
      confirm: "Make the account",
      why: assignment.locations.size ? "" : "Say where they act.",
      body: html`<div class="stack">
        <label for="name">Name they sign in with <span class="quiet">(colleagues see it)</span></label>
        <input id="name" name="name" maxlength="64" required autofocus autocomplete="off" autocapitalize="none" spellcheck="false" pattern="[^:]*">
        ${assignment.template()}
        <p class="quiet">They get a password that works once, and choose their own with it.</p>
      </div>`,
      onConfirm: async (fields) => {
        const name = String(fields.get("name")).trim();
        const made = await list.change("POST", "/staff", { name, ...assignment.body() }, `${name} has an account.`);
        if (made) showPassword(made);
      },
    }),
  );
}

/** @param {import("now-serving-api").NewPassword} made */
const showPassword = ({ account, password }) =>
  openDialog(() =>
    frame({
      title: `${account.name} signs in once with this`,
      body: html`<p class="code">${password}</p>
        <p>At <b>${location.origin}/staff/sign-in</b>. It is shown only now; then they choose a password of their own.</p>`,
    }),
  );

/** @param {Account} account */
function askAccount(account) {
  const assignment = new Assignment(account.role, account.locations);
  const changed = () =>
    assignment.role !== account.role ||
    [...assignment.locations].sort().join() !== [...account.locations].sort().join();
  const mayGive = setup.roles.length > 1 || setup.centers.length > 1;
  const why = () => (!assignment.locations.size ? "Say where they act." : changed() ? "" : "Nothing is changed.");
  const path = `/staff/${account.id}`;
  const audit = html`<p><a href="/manager/${setup.location}/audit?person=${encodeURIComponent(account.name)}">What they did today</a></p>`;
  if (account.why_not) {
    openDialog(() =>
      frame({ title: account.name, body: html`<div class="stack"><p>${account.why_not}</p>${audit}</div>` }),
    );
    return;
  }
  openDialog(() =>
    frame({
      title: account.name,
      confirm: mayGive ? "Keep the change" : "",
      why: mayGive ? why() : "",
      body: html`<div class="stack" @change=${redrawDialog}>
        ${assignment.template()}
        ${mayGive ? html`<p class="quiet">A change signs them out; they sign in again.</p>` : nothing}
        <p class="ways-of">
          ${
            account.disabled_at
              ? html`<button type="button" @click=${() => enable(account)}>Enable the account</button>`
              : html`<button type="button" @click=${() => askReset(account)}>New one-time password…</button>
                <button type="button" @click=${() => askDisable(account)}>Disable the account…</button>`
          }
        </p>
        ${audit}
      </div>`,
      onConfirm: () => {
        list.change("PUT", path, assignment.body(), `${account.name} is changed.`);
      },
    }),
  );
}

/** @param {Account} account */
function enable(account) {
  closeDialog();
  list.change("POST", `/staff/${account.id}/enable`, undefined, `${account.name} may sign in again.`);
}

/** @param {Account} account */
const askReset = (account) =>
  openDialog(() =>
    frame({
      title: `A new password for ${account.name}?`,
      confirm: "Make it",
      ready: true,
      body: html`<p>Their own works no more, and they are signed out wherever they are signed in.</p>`,
      onConfirm: async () => {
        const made = await list.change(
          "POST",
          `/staff/${account.id}/password`,
          undefined,
          `${account.name} has a new password.`,
        );
        if (made) showPassword(made);
      },
    }),
  );

/** @param {Account} account */
const askDisable = (account) =>
  openDialog(() =>
    frame({
      title: `Disable ${account.name}’s account?`,
      confirm: "Disable it",
      body: html`<p>They are signed out within seconds and cannot sign in. What they did stays in the records, and the account can be enabled again.</p>`,
      onConfirm: () => {
        list.change("POST", `/staff/${account.id}/disable`, undefined, `${account.name} is signed out and disabled.`);
      },
    }),
  );

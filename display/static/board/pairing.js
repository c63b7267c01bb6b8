// @ts-check
/** A paired display says every 10 s that it is alive; an unpaired one shows the public board all the same. */
import { html, render } from "lit-html";
import { Refused, call } from "now-serving/api.js";

/** Its own place: a kiosk in the same browser keeps its own token. */
const TOKEN = "now-serving-display-token";
const BEAT_MS = 10_000;
const DONE_MS = 4_000;

/** What a heartbeat tells of this screen. */
const told = { canBeHeard: () => /** @type {boolean | null} */ (null) };

export const held = () => localStorage.getItem(TOKEN);

/**
 * Begin heartbeats; pair at once by `?pair=CODE`, or by a dialog at the key P.
 * @param {{location: string, staff: Record<string, string>}} setup
 * @param {() => boolean | null} canBeHeard null while that is not known
 */
export function startPairing(setup, canBeHeard) {
  told.canBeHeard = canBeHeard;
  setInterval(beat, BEAT_MS);
  void beat();
  const asked = new URL(location.href);
  const code = asked.searchParams.get("pair");
  if (code !== null) {
    asked.searchParams.delete("pair");
    history.replaceState(null, "", asked);
    if (code) void pair(setup, code).then((told) => openDialog(setup, told));
    else openDialog(setup);
  }
  addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "p" && !event.ctrlKey && !event.metaKey && !dialog().open) {
      event.preventDefault();
      openDialog(setup);
    }
  });
}

async function beat() {
  const token = held();
  if (!token) return;
  try {
    await call("POST", "/heartbeat", {
      asScreen: false,
      headers: { Authorization: `Bearer ${token}` },
      body: { can_be_heard: told.canBeHeard() },
    });
  } catch (problem) {
    if (problem instanceof Refused && problem.problem.status === 401) localStorage.removeItem(TOKEN);
  }
}

/**
 * @param {{location: string, staff: Record<string, string>}} setup
 * @param {string} code
 * @returns {Promise<string>} what to tell whoever typed it
 */
async function pair(setup, code) {
  try {
    const paired = await call("POST", "/pair", { asScreen: false, body: { code } });
    if (paired.kind !== "display" || paired.location !== setup.location) return setup.staff.pair_elsewhere;
    localStorage.setItem(TOKEN, paired.token);
    await beat();
    // Nobody stands at a television to close what was said.
    setTimeout(() => dialog().close(), DONE_MS);
    return setup.staff.pair_done;
  } catch (problem) {
    return problem instanceof Error ? problem.message : String(problem);
  }
}

const dialog = () => /** @type {HTMLDialogElement} */ (document.getElementById("pairing"));

/** @param {{location: string, staff: Record<string, string>}} setup @param {string} [told] */
function openDialog(setup, told = "") {
  /** @param {SubmitEvent} event */
  const submit = async (event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    draw(setup, await pair(setup, String(new FormData(form).get("code"))), submit);
  };
  draw(setup, told, submit);
  dialog().showModal();
}

/** @param {{staff: Record<string, string>}} setup @param {string} told @param {(event: SubmitEvent) => void} submit */
function draw({ staff }, told, submit) {
  render(
    html`<form @submit=${submit} class="stack">
      <h2 id="pairing-title">${staff.pair_title}</h2>
      <label>${staff.pair_code} <input name="code" required minlength="4" maxlength="20" autocomplete="off" /></label>
      <p role="status">${told}</p>
      <div class="actions">
        <button class="primary">${staff.pair_do}</button>
        <button type="button" @click=${() => dialog().close()}>${staff.pair_cancel}</button>
      </div>
    </form>`,
    dialog(),
  );
}

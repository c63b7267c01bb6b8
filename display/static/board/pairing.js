// @ts-check
/** A paired display says every 10 s that it is alive; an unpaired one shows the public board all the same. */
import { html, render } from "lit-html";
import { call, Refused } from "now-serving/api.js";

/** Not the kiosk's key: a kiosk in the same browser keeps its own token. */
const TOKEN = "now-serving-display-token";
const BEAT_MS = 10_000;
const DONE_MS = 4_000;

/** What a heartbeat reports of this screen. */
const heartbeat = { canBeHeard: () => /** @type {boolean | null} */ (null) };

export const displayToken = () => localStorage.getItem(TOKEN);

/**
 * Begin heartbeats; pair at once by `?pair=CODE`, or by a dialog at the key P.
 * @param {{location: string, staff: Record<string, string>}} setup
 * @param {() => boolean | null} canBeHeard null while that is not known
 */
export function startPairing(setup, canBeHeard) {
  heartbeat.canBeHeard = canBeHeard;
  setInterval(beat, BEAT_MS);
  void beat();
  const asked = new URL(location.href);
  const code = asked.searchParams.get("pair");
  if (code !== null) {
    asked.searchParams.delete("pair");
    history.replaceState(null, "", asked);
    if (code) void pair(setup, code).then((result) => openDialog(setup, result));
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
  const token = displayToken();
  if (!token) return;
  try {
    await call("POST", "/heartbeat", {
      asScreen: false,
      headers: { Authorization: `Bearer ${token}` },
      body: { can_be_heard: heartbeat.canBeHeard() },
    });
  } catch (problem) {
    if (problem instanceof Refused && problem.problem.status === 401) localStorage.removeItem(TOKEN);
  }
}

/**
 * @param {{location: string, staff: Record<string, string>}} setup
 * @param {string} code
 * @returns {Promise<string>} the words for the person who typed it
 */
async function pair(setup, code) {
  try {
    const paired = await call("POST", "/pair", { asScreen: false, body: { code } });
    if (paired.kind !== "display" || paired.location !== setup.location) return setup.staff.pair_elsewhere;
    localStorage.setItem(TOKEN, paired.token);
    await beat();
    // Nobody stands at a television to close the dialog.
    setTimeout(() => dialog().close(), DONE_MS);
    return setup.staff.pair_done;
  } catch (problem) {
    return problem instanceof Error ? problem.message : String(problem);
  }
}

const dialog = () => /** @type {HTMLDialogElement} */ (document.getElementById("pairing"));

/** @param {{location: string, staff: Record<string, string>}} setup @param {string} [result] */
function openDialog(setup, result = "") {
  /** @param {SubmitEvent} event */
  const submit = async (event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    draw(setup, await pair(setup, String(new FormData(form).get("code"))), submit);
  };
  draw(setup, result, submit);
  dialog().showModal();
}

/** @param {{staff: Record<string, string>}} setup @param {string} result @param {(event: SubmitEvent) => void} submit */
function draw({ staff }, result, submit) {
  render(
    html`<form @submit=${submit} class="stack">
      <h2 id="pairing-title">${staff.pair_title}</h2>
      <label>${staff.pair_code} <input name="code" required minlength="4" maxlength="20" autocomplete="off" /></label>
      <p role="status">${result}</p>
      <div class="actions">
        <button class="primary">${staff.pair_do}</button>
        <button type="button" @click=${() => dialog().close()}>${staff.pair_cancel}</button>
      </div>
    </form>`,
    dialog(),
  );
}

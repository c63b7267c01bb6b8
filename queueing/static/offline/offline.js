// @ts-check
/** Asks for the server, and loads the screen again as soon as it answers. */
const PAUSE_MS = 3000;

async function look() {
  const answer = await fetch("/readyz", { cache: "no-store", signal: AbortSignal.timeout(PAUSE_MS) }).catch(() => null);
  if (answer?.ok) location.reload();
  else setTimeout(look, PAUSE_MS);
}

setTimeout(look, PAUSE_MS);

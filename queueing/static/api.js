// @ts-check
/** Talks to the API: one function, one shape of refusal. */

const TOKEN = "now-serving-token";

/** A refusal of the server, or its absence (`type` is then `unreachable`). */
export class Refused extends Error {
  /** @param {Pick<import("now-serving-api").Problem, "type" | "status" | "detail"> & {title?: string}} problem */
  constructor(problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

const unreachable = () => new Refused({ type: "unreachable", status: 0, detail: "The server does not answer." });

/** This screen's token, when it is paired. */
export const token = {
  get: () => localStorage.getItem(TOKEN),
  /** @param {string} value */
  keep: (value) => localStorage.setItem(TOKEN, value),
  forget: () => localStorage.removeItem(TOKEN),
};

/**
 * Call the API; resolve to the answer's JSON (null for 204) or reject with Refused.
 * @template {string} Method
 * @template {string} Path
 * @param {Method} method
 * @param {Path} path below /api/v1
 * @param {{body?: unknown, headers?: Record<string, string>, timeoutMs?: number, asScreen?: boolean}} [options]
 * @returns {Promise<import("now-serving-call").Answer<Method, Path>>}
 */
export async function call(method, path, { body, headers = {}, timeoutMs = 8000, asScreen = true } = {}) {
  const csrf = document.querySelector('meta[name="csrf-token"]')?.getAttribute("content");
  const held = asScreen ? token.get() : null;
  let response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...(held ? { Authorization: `Bearer ${held}` } : csrf ? { "X-CSRFToken": csrf } : {}),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch {
    throw unreachable();
  }
  /** @type {any} */
  const nothing = null;
  if (response.status === 204) return nothing;
  const answer = await response.json().catch(() => undefined);
  if (!response.ok) {
    throw new Refused({ type: "server-error", detail: response.statusText, ...answer, status: response.status });
  }
  if (answer === undefined) throw unreachable(); // it broke off on its way, and says nothing
  return answer;
}

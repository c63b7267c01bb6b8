// @ts-check
/** Finds services by what is typed: asks the server, whose search is the better one, and searches here when it is slow. */
import { call } from "now-serving/api.js";

/** @typedef {import("../app/types.js").Service} Service */

const MOST = 12;
/** Later than this, what was found here is shown, and is not changed under a finger any more. */
const PATIENCE_MS = 350;
/** What each way of matching a word is worth. */
const [SAME, STARTS, CONTAINS, MISTYPED] = [1, 0.9, 0.55, 0.7];
const GOOD_ENOUGH = 0.5;
/** What it is worth that the word is in the service's name: thousands are among what people call things. */
const NAMED = 0.05;

/** @param {string} text */
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
/** @param {string} text */
const wordsOf = (text) => plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/**
 * @param {string} location
 * @param {Service[]} services
 * @returns {(query: string, lang: string) => Promise<Service[]>}
 */
export function createSearch(location, services) {
  const byId = new Map(services.map((service) => [service.id, service]));
  const known = services.map((service) => ({
    service,
    named: new Set(Object.values(service.name).flatMap(wordsOf)),
    words: new Set(service.said.flatMap(wordsOf)),
  }));
  return async (query, lang) => {
    // Run only when it is needed: tens of thousands of words take a slow kiosk a moment.
    const searchHere = () => searchLocally(known, query);
    let answered = false;
    const wanted = new URLSearchParams({ q: query, lang, limit: String(MOST), everywhere: "true" });
    const asked = call("GET", `/locations/${location}/services?${wanted}`)
      .then(({ services }) => services.map(({ id }) => byId.get(id)).filter((one) => one !== undefined))
      .catch(searchHere)
      .finally(() => {
        answered = true;
      });
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS)).then(() => {
      const found = answered ? [] : searchHere();
      return found.length ? found : asked;
    });
    return Promise.race([asked, late]);
  };
}

/** The best services for what is typed, found without the server. @param {{service: Service, named: Set<string>, words: Set<string>}[]} known @param {string} query */
export function searchLocally(known, query) {
  const typed = wordsOf(query);
  if (!typed.length) return [];
  return known
    .map(({ service, named, words }) => ({
      service,
      score: mean(typed.map((word) => Math.max(best(word, named, NAMED), best(word, words)))),
    }))
    .filter(({ score }) => score >= GOOD_ENOUGH)
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST)
    .map(({ service }) => service);
}

/** @param {number[]} numbers */
const mean = (numbers) => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;

/** @param {string} typed @param {Set<string>} words @param {number} [more] that a find among them is worth */
function best(typed, words, more = 0) {
  if (words.has(typed)) return SAME + more;
  let found = 0;
  for (const word of words) {
    if (word.startsWith(typed)) return STARTS + more;
    if (typed.length > 2 && word.includes(typed)) found = Math.max(found, CONTAINS);
    else if (typed.length > 3 && isMistyped(typed, word)) found = Math.max(found, MISTYPED);
  }
  return found && found + more;
}

/**
 * Whether one typing error (two in a long word) makes `typed` out of `word`: a letter too many, too
 * few, wrong, or swapped with its neighbor.
 * @param {string} typed
 * @param {string} word
 */
function isMistyped(typed, word) {
  const errors = typed.length > 6 ? 2 : 1;
  if (Math.abs(typed.length - word.length) > errors) return false;
  const rows = [Array.from({ length: word.length + 1 }, (_, i) => i)];
  for (let i = 1; i <= typed.length; i++) {
    const row = [i];
    for (let j = 1; j <= word.length; j++) {
      const same = typed[i - 1] === word[j - 1];
      row[j] = Math.min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && typed[i - 1] === word[j - 2] && typed[i - 2] === word[j - 1];
      if (swapped) row[j] = Math.min(row[j], rows[i - 2][j - 2] + 1);
    }
    rows.push(row);
  }
  return rows[typed.length][word.length] <= errors;
}

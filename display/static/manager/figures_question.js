// @ts-check
/** The manager's question: the days, the cut, with what it is compared. Kept in the page's address. Pure. */

/**
 * @typedef {object} Question
 * @property {string} period one of PERIODS
 * @property {string} from local service day, both ends included
 * @property {string} to
 * @property {string} by one of CUTS
 * @property {string} minutes of a slot
 * @property {string} than one of COMPARISONS, or `center:` and a location's id
 */

/** @type {[string, string][]} */
export const PERIODS = [
  ["today", "Today"],
  ["yesterday", "Yesterday"],
  ["this-week", "This week"],
  ["last-week", "Last week"],
  ["week", "Last 7 days"],
  ["month", "Last 28 days"],
  ["this-month", "This month"],
  ["last-month", "Last month"],
  ["days", "From – to"],
];
/** @type {[string, string][]} */
export const CUTS = [
  ["service", "Service"],
  ["department", "Department"],
  ["queue", "Queue"],
  ["language", "Language"],
  ["agent", "Agent"],
  ["weekday", "Weekday"],
  ["day", "Day"],
  ["slot", "Slot"],
];
/** Cuts whose groups are the same in any two periods or centers. */
export const COMPARABLE = new Set(["service", "department", "queue", "language", "agent", "weekday"]);
/** @type {[string, string][]} */
export const COMPARISONS = [
  ["", "Nothing"],
  ["before", "Same weekdays before"],
  ["year", "A year before"],
];
export const MINUTES = ["15", "30", "60"];
const DAYS_OF_SLOTS = 31;
const MOST_DAYS = 366;

/** @param {string} day @param {number} by @returns {string} the day so many days later */
export function later(day, by) {
  const [year, month, date] = day.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, date + by)).toISOString().slice(0, 10);
}

/** @param {string} first @param {string} last @returns {number} days, both ends included */
export const span = (first, last) => Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000) + 1;

/**
 * The days that a period means. @param {string} period @param {string} today @param {string} from @param {string} to
 * @returns {[string, string]}
 */
export function daysOf(period, today, from, to) {
  const month = `${today.slice(0, 8)}01`;
  const monday = later(today, -((new Date(`${today}T12:00Z`).getUTCDay() + 6) % 7));
  const before = `${later(month, -1).slice(0, 8)}01`;
  /** @type {Record<string, [string, string]>} */
  const meant = {
    today: [today, today],
    yesterday: [later(today, -1), later(today, -1)],
    "this-week": [monday, today],
    "last-week": [later(monday, -7), later(monday, -1)],
    week: [later(today, -6), today],
    month: [later(today, -27), today],
    "this-month": [month, today],
    "last-month": [before, later(month, -1)],
  };
  return meant[period] ?? [from || today, to || from || today];
}

/** @param {string} search the address's query @param {string} today @returns {Question} */
export function readQuestion(search, today) {
  const given = new URLSearchParams(search);
  const of = (/** @type {string} */ name, /** @type {string[]} */ known, /** @type {string} */ usual) =>
    known.includes(given.get(name) ?? "") ? String(given.get(name)) : usual;
  const period = of(
    "period",
    PERIODS.map(([id]) => id),
    given.has("from") || given.has("to") ? "days" : "today",
  );
  const [from, to] = daysOf(period, today, day(given.get("from")), day(given.get("to")));
  return {
    period,
    from,
    to,
    by: of(
      "by",
      CUTS.map(([id]) => id),
      "service",
    ),
    minutes: of("slot_minutes", MINUTES, "30"),
    than: given.get("than") ?? "",
  };
}

/** @param {string | null} text */
const day = (text) => (text && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : "");

/** @param {Question} question @returns {string} the address's query */
export function writeQuestion({ period, from, to, by, minutes, than }) {
  const days = period === "days" ? { from, to } : {};
  return `?${new URLSearchParams(Object.entries({ period, ...days, by, slot_minutes: minutes, ...(than ? { than } : {}) }))}`;
}

/** @param {Question} question @returns {string} why it cannot be asked; empty when it can */
export function whyNotAsked({ from, to, by }) {
  if (from > to) return "The first day comes after the last.";
  const asked = span(from, to);
  if (by === "slot" && asked > DAYS_OF_SLOTS) return `By slot, ask for at most ${DAYS_OF_SLOTS} days at once.`;
  return asked > MOST_DAYS ? `Ask for at most ${MOST_DAYS} days at once.` : "";
}

/**
 * The location and the days with which the question is compared, or null. @param {Question} question @param {string} here the location
 * @returns {{location: string, from: string, to: string} | null}
 */
export function comparisonOf({ from, to, than }, here) {
  if (than.startsWith("center:")) return { location: than.slice(7), from, to };
  const weeks = Math.ceil(span(from, to) / 7) * 7;
  const back = { before: weeks, year: 364 }[than];
  return back ? { location: here, from: later(from, -back), to: later(to, -back) } : null;
}

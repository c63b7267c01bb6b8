// @ts-check
/** How figures, durations and days are written. */
import { halfDay } from "now-serving/staff.js";

const NOTHING = "–";

/** @param {number | null | undefined} seconds @returns {string} minutes and seconds such as `7:05`, or `1:07:05` */
export function clockTime(seconds) {
  if (seconds == null) return NOTHING;
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** @param {number | null | undefined} seconds @returns {string} such as `7 min`, `45 s`, `1 h 07 min` */
export function duration(seconds) {
  if (seconds == null) return NOTHING;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** @param {number | null | undefined} share @returns {string} such as `93%` */
export const percent = (share) => (share == null ? NOTHING : `${Math.round(share * 100)}%`);

/** @param {number | null | undefined} number @param {number} [digits] */
export const number = (number, digits = 0) =>
  number == null
    ? NOTHING
    : number.toLocaleString("en-US", { maximumFractionDigits: digits, minimumFractionDigits: digits });

/** @param {string} day such as `2026-11-23` @returns {string} such as `Mon, Nov 23, 2026` */
export const dayName = (day) =>
  new Date(`${day}T12:00Z`).toLocaleDateString("en-US", {
    timeZone: "UTC",
    weekday: "short",
    month: "short",
    day: "numeric",
    year: "numeric",
  });

/** @param {string} from @param {string} to */
export const daysName = (from, to) => (from === to ? dayName(from) : `${dayName(from)} to ${dayName(to)}`);

/** @param {Pick<import("now-serving-api").WaitGroup, "key" | "slot">} group of a cut by slot or by time @returns {string} the time at which it begins */
export const startOf = (group) => halfDay(group.key.length > 5 ? group.key.slice(11, 16) : group.key);

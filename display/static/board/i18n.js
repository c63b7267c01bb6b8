// @ts-check
/** Writes times, days and waits in the languages of the location, with the words that the server sent. Pure. */

/**
 * @typedef {object} Language
 * @property {string} tag
 * @property {string} locale in whose way times and dates are written, the same as on the slip
 * @property {"ltr" | "rtl"} dir
 * @property {string} ownName
 * @property {Record<string, string>} words
 * @property {string[]} weekdays from Monday
 * @property {[string, string]} halves what stands beside a time before noon and after it; a browser knows few languages'
 * @typedef {{low_minutes: number, high_minutes: number}} Wait a quoted wait; with a low of 0 it reads "less than"
 */

const DAY_MS = 86_400_000;

/**
 * @param {Language} language
 * @param {string} name of the words
 * @param {Record<string, string | number>} [values] for the `{fields}`
 */
export function textOf(language, name, values = {}) {
  return language.words[name].replace(/\{(\w+)\}/g, (_, field) => String(values[field]));
}

/** @param {Language} language @param {Wait} wait */
export function waitText(language, { low_minutes: low, high_minutes: high }) {
  return low ? textOf(language, "about", { low, high }) : textOf(language, "less_than", { high });
}

/** @param {Language} language @param {Date} moment @param {string} zone */
export function timeText(language, moment, zone) {
  const parts = format(language, { hour: "numeric", minute: "2-digit" }, zone).formatToParts(moment);
  const half = language.halves[+isAfternoon(language, moment, zone)];
  return parts.map(({ type, value }) => (type === "dayPeriod" ? half : value)).join("");
}

/** @param {Language} language @param {Date} moment @param {string} zone */
const isAfternoon = (language, moment, zone) =>
  Number(format({ ...language, locale: "en-US" }, { hour: "2-digit", hourCycle: "h23" }, zone).format(moment)) >= 12;

/**
 * "today at 8:00", "tomorrow at 8:00", "Monday at 8:00", or with the date when it is further off.
 * @param {Language} language @param {Date} now @param {Date} then @param {string} zone
 */
export function whenText(language, now, then, zone) {
  const time = timeText(language, then, zone);
  const days = Math.round((dayIn(then, zone) - dayIn(now, zone)) / DAY_MS);
  if (days === 0) return textOf(language, "today_at", { time });
  if (days === 1) return textOf(language, "tomorrow_at", { time });
  return textOf(language, "day_at", { day: dayText(language, then, zone, days > 6), time });
}

/** @param {Language} language @param {Date} moment @param {string} zone @param {boolean} withDate */
function dayText(language, moment, zone, withDate) {
  const day = new Date(dayIn(moment, zone));
  const weekday = language.weekdays[(day.getUTCDay() + 6) % 7];
  if (!withDate) return weekday;
  // Of a language that the locale does not speak only the weekday's name is known.
  if (!language.locale.startsWith(language.tag)) {
    return textOf(language, "date", { weekday, month: day.getUTCMonth() + 1, day: day.getUTCDate() });
  }
  return format(language, { weekday: "long", day: "numeric", month: "long" }, zone).format(moment);
}

/** Midnight UTC of the calendar day that a moment has in a zone. @param {Date} moment @param {string} zone */
function dayIn(moment, zone) {
  return Date.parse(new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(moment));
}

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** @param {Language} language @param {Intl.DateTimeFormatOptions} options @param {string} timeZone */
function format(language, options, timeZone) {
  const key = JSON.stringify([language.locale, options, timeZone]);
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat([language.locale, "en-US"], { ...options, timeZone });
  formats.set(key, made);
  return made;
}

// @ts-check
/** Says times, days and waits in the languages that the server sent words for. */

/**
 * @typedef {object} Language
 * @property {string} tag
 * @property {string} locale whose way of writing times and dates is used, the same as on the slip
 * @property {"ltr" | "rtl"} dir
 * @property {string} ownName
 * @property {Record<string, string>} words
 * @property {string[]} weekdays from Monday
 * @property {[string, string]} halves what stands beside a time before noon and after it; a browser knows few languages'
 * @typedef {{low_minutes: number, high_minutes: number}} Wait as it is told; the low 0 reads "less than"
 */

const DAY_MS = 86_400_000;

/**
 * @param {Language} language
 * @param {string} name of the words
 * @param {Record<string, string | number>} [values] for the `{fields}`
 */
export function say(language, name, values = {}) {
  return language.words[name].replace(/\{(\w+)\}/g, (_, field) => String(values[field]));
}

/** @param {Language} language @param {Wait} wait */
export function sayWait(language, { low_minutes: low, high_minutes: high }) {
  return low ? say(language, "about", { low, high }) : say(language, "less_than", { high });
}

/** @param {Language} language @param {Date} moment @param {string} zone */
export function sayTime(language, moment, zone) {
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
export function sayWhen(language, now, then, zone) {
  const time = sayTime(language, then, zone);
  const days = Math.round((dayIn(then, zone) - dayIn(now, zone)) / DAY_MS);
  if (days === 0) return say(language, "today_at", { time });
  if (days === 1) return say(language, "tomorrow_at", { time });
  return say(language, "day_at", { day: sayDay(language, then, zone, days > 6), time });
}

/** @param {Language} language @param {Date} moment @param {string} zone @param {boolean} withDate */
function sayDay(language, moment, zone, withDate) {
  const day = new Date(dayIn(moment, zone));
  const weekday = language.weekdays[(day.getUTCDay() + 6) % 7];
  if (!withDate) return weekday;
  // Of a language that the locale does not speak only the weekday's name is known.
  if (!language.locale.startsWith(language.tag)) {
    return say(language, "date", { weekday, month: day.getUTCMonth() + 1, day: day.getUTCDate() });
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
  let found = formats.get(key);
  if (!found) formats.set(key, (found = new Intl.DateTimeFormat([language.locale, "en-US"], { ...options, timeZone })));
  return found;
}

const UNIT_SECONDS = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

const SIMPLE = /^(\d{1,12})([smhdw])$/;
const ISO_8601 =
  /^P(?=\d|T\d)(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,12})S)?)?$/;

/**
 * Parses a duration: a whole number and one of `s m h d w` (`90d`), or ISO 8601 with weeks, days and
 * times (`P90D`, `PT12H`). Numbers without a unit, months and years are refused.
 *
 * @param text - the input, trimmed
 * @returns whole seconds, or undefined if the text is not a duration
 */
export function parseDuration(text: string): number | undefined {
  const simple = SIMPLE.exec(text);
  if (simple !== null) {
    return Number(simple[1]) * UNIT_SECONDS[simple[2] as keyof typeof UNIT_SECONDS];
  }
  const iso = ISO_8601.exec(text);
  if (iso === null) return undefined;
  const counts = iso.slice(1).map((count) => Number(count ?? 0));
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = counts;
  const { w, d, h, m } = UNIT_SECONDS;
  return weeks * w + days * d + hours * h + minutes * m + seconds;
}

/** Spellings of a unit, and the unit that each stands for; years and months count in days. */
const SPELLINGS: [RegExp, keyof typeof UNIT_SECONDS, number][] = [
  [/^(?:y|yrs?|years?)$/i, 'd', 365],
  [/^(?:mo|mos|months?)$/i, 'd', 30],
  [/^(?:s|secs?|seconds?)$/i, 's', 1],
  [/^(?:m|[Mm]ins?|[Mm]inutes?)$/, 'm', 1],
  [/^(?:h|hrs?|hours?)$/i, 'h', 1],
  [/^(?:d|days?)$/i, 'd', 1],
  [/^(?:w|weeks?)$/i, 'w', 1],
];

/**
 * A suggestion for a text that is not a duration: `365d` for `1y` or `P1Y`, `90d` for `3 months` or
 * `90 days`; undefined if there is none.
 */
export function suggestDuration(text: string): string | undefined {
  const months = /^P(\d{1,4})M$/.exec(text);
  if (months !== null) return `${30 * Number(months[1])}d`;
  const [, count, word = ''] = /^P?(\d{1,6}) ?([A-Za-z]+)$/.exec(text) ?? [];
  if (count === undefined) return undefined;
  const spelling = SPELLINGS.find(([pattern]) => pattern.test(word));
  return spelling && `${Number(count) * spelling[2]}${spelling[1]}`;
}

/**
 * The tolerance of a limit, both in seconds: 5 %, at most 6 hours. GitHub starts scheduled runs hours late
 * or early, and a weekly run that starts early must not skip a week.
 */
export function toleranceOf(limit: number): number {
  return Math.min(limit * 0.05, 6 * UNIT_SECONDS.h);
}

/** The units of a length in a text, from the largest on: as a word, as a symbol, in seconds. */
const UNITS = [
  ['day', 'd', UNIT_SECONDS.d],
  ['hour', 'h', UNIT_SECONDS.h],
  ['minute', 'min', UNIT_SECONDS.m],
  ['second', 's', 1],
] as const;

/**
 * Formats a duration in its two largest units: `3 d 4 h`, `12 min`, `45 s`.
 *
 * @param seconds - the length; fractions are cut, negative counts as 0
 */
export function formatDuration(seconds: number): string {
  let rest = Math.max(0, Math.floor(seconds));
  const parts: string[] = [];
  for (const [, unit, length] of UNITS) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) parts.push(`${count} ${unit}`);
    if (parts.length > 0 && (count === 0 || parts.length === 2)) break;
  }
  return parts.join(' ') || '0 s';
}

/** What becomes of a key with a lifetime in seconds; null: it never expires. */
export function spellLife(seconds: number | null): string {
  return seconds === null ? 'never expires' : `expires after ${formatDuration(seconds)}`;
}

/**
 * Spells a measured duration and its limit, both in seconds, as short as possible, but never alike:
 * `127 days` and `90 days`, but `90 days 1 second` and `90 days`.
 */
export function spellApart(measured: number, limit: number): [string, string] {
  const full = spell(limit, UNITS.length);
  for (let units = 1; units < UNITS.length; units++) {
    const shown = spell(measured, units);
    if (shown !== spell(limit, units)) return [shown, full];
  }
  return [spell(measured, UNITS.length), full];
}

function spell(seconds: number, units: number): string {
  let rest = Math.max(0, Math.floor(seconds));
  const parts: string[] = [];
  for (const [word, , length] of UNITS) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0 && parts.length < units) parts.push(`${count} ${word}${count === 1 ? '' : 's'}`);
  }
  return parts.join(' ') || '0 seconds';
}

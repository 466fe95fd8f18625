import { type ApiKey, isLive } from '../domain/key.ts';
import type { Rules } from '../domain/policy.ts';

const DAY = 86_400;
/** More bars are not readable. */
const MAX_BARS = 20;
/** Within the limit, beyond it, and the limit itself: readable on light and on dark pages. */
const PALETTE = '#2da44e, #cf222e, #bf8700';
/** For no bar at all: Mermaid draws a short one for 0. */
const NO_BAR = -10_000;
/** Where the classes of ages end, in days. */
const ENDS = [7, 30, 90, 180, 365, Number.POSITIVE_INFINITY];

/** One measured value of a key, in seconds, and whether it exceeds its limit. */
interface Figure {
  label: string;
  value: number;
  breaks: boolean;
}

/**
 * The ages and remaining lifetimes of keys as Mermaid charts: a bar for each key up to 20 keys, or else a
 * bar for each age class. https://mermaid.js.org/syntax/xyChart.html
 *
 * @param now - Unix seconds
 */
export function charts(keys: readonly ApiKey[], rules: Rules, now: number): string[] {
  const { 'max-age': maxAge, 'min-remaining': minRemaining } = rules;
  const live = keys.filter((key) => isLive(key, now));
  const ages = live.map((key, index): Figure => {
    const age = now - key.createdAt;
    return { label: labelOf(key, index), value: Math.max(0, age), breaks: age > (maxAge ?? age) };
  });
  const lives = live.flatMap((key, index): Figure[] => {
    if (key.expiresAt === null) return [];
    const left = key.expiresAt - now;
    return [{ label: labelOf(key, index), value: left, breaks: left < (minRemaining ?? left) }];
  });
  return [...chart('Age', ages, maxAge), ...chart('Remaining life', lives, minRemaining)];
}

function chart(title: string, figures: readonly Figure[], limit?: number | null): string[] {
  if (figures.length === 0) return [];
  if (figures.length > MAX_BARS) return [classChart(title, figures)];
  const name = `${title} in days${limit == null ? '' : `, the limit is ${round(limit / DAY)}`}`;
  const barsIf = (isBad: boolean) =>
    figures.map(({ value, breaks }) => (breaks === isBad ? value / DAY : NO_BAR));
  const line = limit == null ? [] : figures.map(() => limit / DAY);
  const labels = figures.map(({ label }) => label);
  return [draw(name, 'days', labels, { good: barsIf(false), bad: barsIf(true), line })];
}

function classChart(title: string, figures: readonly Figure[]): string {
  const counts = ENDS.map((end, index) => {
    const start = ENDS[index - 1] ?? 0;
    const inClass = figures.filter(({ value }) => value >= start * DAY && value < end * DAY);
    return { all: inClass.length, bad: inClass.filter(({ breaks }) => breaks).length };
  });
  const between = ENDS.slice(1, -1).map((end, index) => `${ENDS[index]} to ${end}`);
  const labels = [`under ${ENDS[0]}`, ...between, `over ${ENDS.at(-2)}`];
  // The second bar is drawn over the first, from the same base.
  const good = counts.map((count) => count.all || NO_BAR);
  const bad = counts.map((count) => count.bad || NO_BAR);
  return draw(`${title} in days: how many keys`, 'keys', labels, { good, bad, line: [] });
}

/** Bars for days lie, one below the other; those for keys stand. */
function draw(
  title: string,
  unit: 'days' | 'keys',
  labels: string[],
  { good, bad, line }: Record<'good' | 'bad' | 'line', number[]>,
): string {
  const lies = unit === 'days';
  const list = (values: number[]) => values.map(round).join(', ');
  const config = {
    xyChart: { width: 900, height: lies ? 140 + 26 * labels.length : 360 },
    // On GitHub's dark pages, Mermaid's own background would be a grey box.
    themeVariables: { xyChart: { plotColorPalette: PALETTE, backgroundColor: 'transparent' } },
  };
  return [
    '```mermaid',
    `%%{init: ${JSON.stringify(config)}}%%`,
    `xychart-beta${lies ? ' horizontal' : ''}`,
    `  title "${title}"`,
    `  x-axis [${labels.map((label) => `"${label}"`).join(', ')}]`,
    `  y-axis "${unit}" 0 --> ${Math.ceil(Math.max(1, ...good, ...bad, ...line) * 1.1)}`,
    `  bar [${list(good)}]`,
    `  bar [${list(bad)}]`,
    ...(line.length === 0 ? [] : [`  line [${list(line)}]`]),
    '```',
  ].join('\n');
}

const round = (value: number) => Number(value.toFixed(1));

/**
 * A label that Mermaid cannot misread: the number of the key, and its name if that is short and harmless,
 * or else its id. Names are not cut, since the runner would not mask a part of a secret.
 */
function labelOf(key: ApiKey, index: number): string {
  const name = key.name?.trim() ?? '';
  if (/^[A-Za-z0-9 ._-]{1,22}$/.test(name)) return `${index + 1} ${name}`;
  const id = key.id.replace(/[^A-Za-z0-9_]+/g, ' ');
  return `${index + 1} ${id.length > 22 ? `${id.slice(0, 21)}…` : id}`;
}

import { type ApiKey, isLive } from '../domain/key.ts';
import type { Rules } from '../domain/policy.ts';

const DAY = 86_400;
/** More bars are not readable. */
const MAX_BARS = 20;
/** Within the limit, beyond it, and the limit itself: readable on light and on dark pages. */
const PALETTE = '#2da44e, #cf222e, #bf8700';
/** For no bar at all: Mermaid draws a short one for 0. */
const NO_BAR = -10_000;
const CLASSES: [string, number][] = [
  ['under 7', 7],
  ['7 to 30', 30],
  ['30 to 90', 90],
  ['90 to 180', 180],
  ['180 to 365', 365],
  ['over 365', Number.POSITIVE_INFINITY],
];

/** One measured value of a key, in days, and whether it exceeds its limit. */
interface Figure {
  label: string;
  days: number;
  breaks: boolean;
}

/**
 * The ages and remaining lifetimes of keys as Mermaid charts: a bar for each key up to 20 keys, or else a
 * bar for each age class. https://mermaid.js.org/syntax/xyChart.html
 *
 * @param now - Unix seconds
 */
export function charts(keys: readonly ApiKey[], rules: Rules, now: number): string[] {
  const { 'max-age': maxAge = null, 'min-remaining': minRemaining = null } = rules;
  const live = keys.filter((key) => isLive(key, now));
  const ages = live.map((key, index): Figure => {
    const age = now - key.createdAt;
    return {
      label: labelOf(key, index),
      days: Math.max(0, age) / DAY,
      breaks: maxAge !== null && age > maxAge,
    };
  });
  const lives = live.flatMap((key, index): Figure[] => {
    if (key.expiresAt === null) return [];
    const left = key.expiresAt - now;
    return [
      {
        label: labelOf(key, index),
        days: left / DAY,
        breaks: minRemaining !== null && left < minRemaining,
      },
    ];
  });
  return [
    ...(ages.length === 0 ? [] : [chart('Age', ages, maxAge)]),
    ...(lives.length === 0 ? [] : [chart('Remaining life', lives, minRemaining)]),
  ];
}

function chart(title: string, figures: readonly Figure[], limit: number | null): string {
  return figures.length <= MAX_BARS ? barChart(title, figures, limit) : classChart(title, figures);
}

function barChart(title: string, figures: readonly Figure[], limit: number | null): string {
  return draw({
    heading: `${title} in days${limit === null ? '' : `, the limit is ${round(limit / DAY)}`}`,
    horizontal: true,
    labels: figures.map(({ label }) => label),
    unit: 'days',
    good: figures.map(({ days: value, breaks }) => (breaks ? NO_BAR : value)),
    bad: figures.map(({ days: value, breaks }) => (breaks ? value : NO_BAR)),
    lines: limit === null ? [] : [figures.map(() => limit / DAY)],
  });
}

function classChart(title: string, figures: readonly Figure[]): string {
  const counts = CLASSES.map(([, end], index) => {
    const start = CLASSES[index - 1]?.[1] ?? 0;
    const inClass = figures.filter(({ days }) => days >= start && days < end);
    return { all: inClass.length, bad: inClass.filter(({ breaks }) => breaks).length };
  });
  return draw({
    heading: `${title} in days: how many keys`,
    horizontal: false,
    labels: CLASSES.map(([label]) => label),
    unit: 'keys',
    // The second bar is drawn over the first, from the same base.
    good: counts.map(({ all }) => all || NO_BAR),
    bad: counts.map(({ bad }) => bad || NO_BAR),
    lines: [],
  });
}

interface Drawing {
  heading: string;
  horizontal: boolean;
  labels: string[];
  unit: string;
  good: number[];
  bad: number[];
  lines: number[][];
}

function draw({ heading, horizontal, labels, unit, good, bad, lines }: Drawing): string {
  const top = Math.max(1, ...good, ...bad, ...lines.flat());
  const list = (values: number[]) => values.map(round).join(', ');
  const config = {
    xyChart: { width: 900, height: horizontal ? 140 + 26 * labels.length : 360 },
    // On GitHub's dark pages, Mermaid's own background would be a grey box.
    themeVariables: { xyChart: { plotColorPalette: PALETTE, backgroundColor: 'transparent' } },
  };
  return [
    '```mermaid',
    `%%{init: ${JSON.stringify(config)}}%%`,
    `xychart-beta${horizontal ? ' horizontal' : ''}`,
    `  title "${heading}"`,
    `  x-axis [${labels.map((label) => `"${label}"`).join(', ')}]`,
    `  y-axis "${unit}" 0 --> ${Math.ceil(top * 1.1)}`,
    `  bar [${list(good)}]`,
    `  bar [${list(bad)}]`,
    ...lines.map((line) => `  line [${list(line)}]`),
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

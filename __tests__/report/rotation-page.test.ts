import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ResultFor } from '../../src/domain/result.ts';
import { details, headline } from '../../src/report/headline.ts';
import { plainLine } from '../../src/report/safe-text.ts';
import { summaryOf } from '../../src/report/summary.ts';
import { parseCommand } from '../../testing/commands.ts';
import { adminKey, NOW } from '../../testing/fakes.ts';
import { renderMarkdown } from '../../testing/markdown.ts';
import { kept, olderKey, results, rotated } from '../../testing/rotation-results.ts';

const summary = (result: ResultFor<'rotate'>, budget = 1_000_000) =>
  summaryOf(result, NOW * 1000, budget);
/** What is said of the keys in the tables, the newest one first. */
const cellsOf = (text: string) =>
  text.split('\n').flatMap((line) => {
    const [, first, , third] = line.split('|').map((cell) => cell.trim());
    return first?.startsWith('`') ? [third] : [];
  });

describe('the summary', () => {
  const place = (repo: string) => `Actions secret KEY of octo/${repo}`;
  const reasons = [
    'expired: nothing accepts it any more',
    'stays: it authenticates this step',
    'stays: its grace period ends 2027-01-16T08:00:00Z',
  ];

  test.each<[keyof typeof results, string, string[]]>([
    ['rotated', 'in', [`- ✅ ${place('a')} updated`, `- ✅ ${place('b')} updated`]],
    ['notRetired', 'in', [`- ✅ ${place('a')} updated`, `- ✅ ${place('b')} updated`]],
    [
      'partial',
      'in',
      [`- ✅ ${place('a')} created`, `- ❌ ${place('b')} not written`, '- ✅ step output `value`'],
    ],
    ['kept', 'in', [`- ✅ ${place('a')}`, `- ✅ ${place('b')}`]],
    ['planned', 'to', [`- ${place('a')}`, `- ${place('b')}`]],
    ['first', 'to', [`- ${place('a')}`, `- ${place('b')}`]],
  ])('of %s tells where the value is or would go', (name, word, places) => {
    const heading = word === 'in' ? 'The value is in:' : 'It would go to:';
    expect(summary(results[name])).toContain(`\n\n${heading}\n\n${places.join('\n')}\n\n`);
  });

  test.each<[keyof typeof results, string]>([
    ['rotated', '✅ deleted'],
    ['kept', '✅ deleted'],
    ['planned', 'would be deleted'],
    ['partial', '⚠️ not tried'],
    ['notRetired', '❌ could not be deleted'],
  ])('of %s tells what became of each older key', (name, word) => {
    const text = summary(results[name]);
    expect(text).toContain('| Older key | Made | Status |\n| --- | --- | --- |\n');
    expect(text).toContain('| `key_a` | 2026-11-16T08:00:00Z | ');
    expect(cellsOf(text).slice(1)).toEqual([
      `${word}: it was replaced at 2026-12-06T08:00:00Z`,
      ...reasons,
    ]);
  });

  test('shows the newest key first, and a failure at once', () => {
    const head = (result: ResultFor<'rotate'>) =>
      summary(result).split('\n').slice(0, 3).join('\n');
    expect(head(rotated)).toMatch(/^### Rotate an API key\n\nMade key `key_new`/);
    expect(head(results.partial)).toMatch(/\n\n❌ Made key `/);
    expect(head(results.notRetired)).toMatch(/\n\n❌ Made key `/);
    for (const [result, id] of [
      [rotated, 'key_new'],
      [kept, 'key_old'],
      [results.planned, 'key_old'],
    ] as const) {
      expect(summary(result)).toContain(`| \`nightly\` | \`${id}\` |`);
    }
  });

  test('has no table where there is no key, and one where there is no older', () => {
    expect(summary(results.first)).not.toContain('|');
    const text = summary({ ...rotated, older: [], deletions: [] });
    expect(text).toContain('`key_new` |');
    expect(text).not.toContain('Older key');
    expect(text).not.toContain('\n\n\n');
  });

  test('stays within its room, with a note of what is left out', () => {
    const older = Array.from({ length: 5_000 }, (_, at) => olderKey(`key_${at}`, 'expired', 'so'));
    for (const budget of [3_000, 20_000]) {
      const text = summary({ ...rotated, older }, budget);
      const shown = text.split('\n').filter((line) => line.endsWith('| expired: so |')).length;
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(budget);
      expect(shown).toBeGreaterThan(0);
      expect(text).toContain(`\n\n${5_000 - shown} more are not shown here.`);
    }
  });
});

describe('a hostile name', () => {
  const piece = fc.constantFrom(
    '|',
    '<script>alert(1)</script>',
    '</code><img src=x onerror=y>',
    '[a](https://evil.example)',
    'www.evil.example',
    '@octocat',
    '`',
    '\n\n# Title\n',
    '\n| a | b |',
    '\n::error::x',
    '##[error]x',
    '\r',
  );
  const name = fc
    .array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 5 })), { minLength: 1 })
    .map((parts) => parts.join(''))
    .filter((text) => text !== '');
  const named = (result: ResultFor<'rotate'>, text: string): ResultFor<'rotate'> => ({
    ...result,
    name: text,
    key: result.key && { ...result.key, name: text },
    older: result.older.map((one) => ({ ...one, key: { ...one.key, name: text } })),
  });
  const elementsOf = (text: string) => {
    const html = renderMarkdown(text);
    return [...html.matchAll(/<\/?([^\s>/]+)/g)].map(([, element]) => element);
  };
  const every = Object.values(results);

  test('changes nothing about the page but its own text', () => {
    const plain = every.map((result) => elementsOf(summary(named(result, 'x'))));
    fc.assert(
      fc.property(name, (text) => {
        every.forEach((result, at) => {
          const elements = elementsOf(summary(named(result, text)));
          expect(elements.filter((element) => element !== 'wbr')).toEqual(plain[at]);
        });
      }),
      { numRuns: 100 },
    );
  });

  test('is no command in the log', () => {
    const quoted = (text: string) => `“${plainLine(text)}”`;
    fc.assert(
      fc.property(name, (text) => {
        for (const result of every) {
          const shown = named(result, text);
          for (const line of [headline(shown, quoted), ...details(shown, quoted)]) {
            expect(line).not.toMatch(/[\r\n]/);
            expect(parseCommand(line)).toBeUndefined();
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  test('is shown for what it is', () => {
    const text = summary(named(results.first, '<b>'));
    expect(text).toContain('a key named `<b>` that never expires');
    expect(summary({ ...kept, key: adminKey({ name: 'a|b' }) })).toContain('a&#124;b');
  });
});

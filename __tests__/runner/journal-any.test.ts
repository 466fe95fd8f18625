import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cleanUp } from '../../src/cleanup.ts';
import { formatProgress, parseProgress } from '../../src/delivery/transaction.ts';
import { readJournal } from '../../src/runner/journal.ts';
import { fakeWorld, inputs, NOW } from '../support/fakes.ts';

/** An address at which nothing listens. */
const NOWHERE = 'http://127.0.0.1:1/v1';
const target = { place: 'repository', app: 'actions', name: 'KEY', owner: 'octo', repo: 'repo' };
const good = {
  stage: 'made',
  baseUrl: NOWHERE,
  timeoutMs: 1_000,
  retryForMs: 0,
  name: 'ci',
  sentAt: NOW * 1000,
  lifetime: null,
  keyId: 'key_abc',
  purpose: 'delivery',
  targets: [target],
  before: [null],
  githubApiUrl: 'http://127.0.0.1:1',
};
const field = fc.constantFrom(...Object.keys(good), '__proto__');
const odd = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom('made', 'creating', 'settled', NOWHERE, 'job', 1e300, -1, [null], [{}], [target]),
);
const stage = fc.constantFrom('made', 'creating');
const almost = fc
  .tuple(stage, fc.dictionary(field, odd, { maxKeys: 2 }))
  .map(([at, fields]) => ({ ...good, stage: at, ...fields }));
const journal = fc.oneof(
  fc.string(),
  fc.oneof(fc.jsonValue(), almost, almost, almost).map((value) => JSON.stringify(value)),
);
const letters = fc.string({ unit: fc.constantFrom(...'pslr:0x19 '), maxLength: 12 });
const progress = fc.oneof(
  fc.string(),
  letters,
  letters.map((text) => `1800000000000:${text}`),
);

describe('whatever the state says', () => {
  test('the post step does not throw, fails no job and shows no credential', async () => {
    let open = 0;
    await fc.assert(
      fc.asyncProperty(journal, progress, async (text, written) => {
        const given = {
          'base-url': NOWHERE,
          'github-api-url': 'http://127.0.0.1:1',
          'github-token': 'ghs_SentinelSentinelSentinel',
        };
        const world = fakeWorld({
          ...inputs(given),
          STATE_journal: text,
          STATE_progress: written,
        });
        const entry = readJournal(world.env);
        if (entry.stage === 'settled') return;
        open += 1;
        // It goes into the address of a request.
        if (entry.stage === 'made') expect(entry.keyId).toMatch(/^[\w.~:-]+$/);
        await cleanUp(entry, world);
        expect(world.said('error')).toEqual([]);
        const lines = world.toolkit.lines.filter(({ kind }) => kind !== 'mask');
        expect(lines.length).toBeGreaterThan(0);
        expect(JSON.stringify(lines)).not.toContain('Sentinel');
      }),
      { numRuns: 600 },
    );
    expect(open).toBeGreaterThan(100);
  });

  test('a progress is read only where it is one, of so many targets', () => {
    fc.assert(
      fc.property(progress, fc.nat({ max: 12 }), (text, targets) => {
        const read = parseProgress(text, targets);
        if (read === undefined) return;
        expect(read.writes).toHaveLength(targets);
        expect(formatProgress(read)).toBe(text.replace(/^0+(?=\d)/, ''));
      }),
      { numRuns: 2_000 },
    );
  });
});

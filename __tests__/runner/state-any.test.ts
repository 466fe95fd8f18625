import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cleanUp } from '../../src/cleanup.ts';
import { formatProgress, parseProgress } from '../../src/delivery/write-state.ts';
import { openSaved } from '../../src/saved-state.ts';
import { fakeWorld, inputs, SENTINEL } from '../../testing/fakes.ts';

/** An address at which nothing listens. */
const NOWHERE = 'http://127.0.0.1:1/v1';
const good = { stage: 'created', baseUrl: NOWHERE, keyId: 'key_theirs', targets: [], before: [] };
const code = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), maxLength: 64 });
const text = fc.oneof(
  fc.string(),
  fc.jsonValue().map((value) => JSON.stringify(value)),
  fc.constantFrom(JSON.stringify(good), '{"stage":"done"}', 'key_theirs l'),
);
const state = fc.oneof(
  text,
  fc.tuple(code, text).map(([sum, said]) => `${sum.padEnd(64, '0').slice(0, 64)}.${said}`),
);
const name = fc.constantFrom('STATE_entry', 'STATE_ENTRY', 'STATE_progress', 'state_Progress');

describe('whatever the state says that nobody signed', () => {
  test('the post step sends nothing, quotes nothing and says so once', async () => {
    const some = fc.dictionary(name, state, { minKeys: 1, maxKeys: 3 });
    await fc.assert(
      fc.asyncProperty(some, async (states) => {
        const world = fakeWorld({ ...inputs({ 'base-url': NOWHERE }), ...states });
        world.openHttpClient = () => Promise.reject(new Error('something was sent'));
        const { state: saved, adminApiKey } = openSaved(world.env);
        expect([saved, adminApiKey]).toEqual([undefined, SENTINEL]);
        await cleanUp(saved, adminApiKey, world);
        expect(world.said('error')).toEqual([]);
        expect(world.said('warning')).toEqual([
          expect.stringMatching(
            /^What the main step saved does not bear its signature: .*log of the/,
          ),
        ]);
        const lines = world.toolkit.lines.filter(({ kind }) => kind !== 'mask');
        expect(JSON.stringify(lines)).not.toMatch(/key_theirs|Sentinel/);
      }),
      { numRuns: 300 },
    );
  });
});

test('a progress is read only where it is one, of this key and so many targets', () => {
  const words = fc.array(fc.constantFrom('p', 'l', 'r', 's?', 's17', 's', 'x', ''), {
    maxLength: 6,
  });
  const progress = words.map((all) => ['key_a', ...all].join(' '));
  fc.assert(
    fc.property(fc.oneof(fc.string(), progress), fc.nat({ max: 6 }), (said, targets) => {
      const read = parseProgress(said, 'key_a', targets);
      if (read === undefined) return;
      expect(read).toHaveLength(targets);
      expect(formatProgress('key_a', read)).toBe(said);
    }),
    { numRuns: 2_000 },
  );
});

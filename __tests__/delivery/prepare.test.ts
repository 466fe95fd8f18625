import { describe, expect, test } from '@jest/globals';
import { awaitQuiet, listUp, prepare, survey, warnOfAll } from '../../src/delivery/prepare.ts';
import { ActionError } from '../../src/domain/error.ts';
import type { Target } from '../../src/domain/target.ts';
import {
  actionError,
  failureOf,
  fakeStore,
  fakeTools,
  NOW,
  readyTarget,
  secretOf,
} from '../support/fakes.ts';

const now = NOW * 1000;
const targets = ['a', 'b', 'c', 'd', 'e', 'f'].map(secretOf);

describe('survey', () => {
  test('looks at every target, four at a time, and tells GitHub’s time', async () => {
    let [running, most] = [0, 0];
    const store = fakeStore({
      observe: async (target) => {
        most = Math.max(most, ++running);
        await new Promise(setImmediate);
        running--;
        const there = 'repo' in target && target.repo === 'b';
        return {
          current: there ? { updatedAt: 5 } : null,
          serverTime: there ? now + 7_000 : undefined,
        };
      },
    });
    expect(await survey(targets, store, () => now)).toEqual({
      targets,
      current: [null, { updatedAt: 5 }, null, null, null, null],
      offset: 7_000,
    });
    expect(most).toBe(4);
  });

  test('takes the clocks for the same where GitHub does not tell', async () => {
    const store = fakeStore({ observe: async () => ({ current: null, serverTime: undefined }) });
    expect((await survey(targets, store, () => now)).offset).toBeUndefined();
    expect(await survey([], store, () => now)).toEqual({
      targets: [],
      current: [],
      offset: undefined,
    });
  });
});

describe('prepare', () => {
  const seen = { targets, current: [null, { updatedAt: 5 }, null, null, null, null], offset: 0 };

  test('hands on what each target was', async () => {
    const store = fakeStore({
      prepare: async (target, before) => ({ ...readyTarget('x'), target, before }),
    });
    const ready = await prepare(seen, store);
    expect(ready.map(({ target }) => target)).toEqual(targets);
    expect(ready.map(({ before }) => before)).toEqual(seen.current);
  });

  test.each([
    [1, /^No: a$/],
    [2, /^- No: a\n- No: b$/],
  ])('names all %d targets with a problem', async (count, message) => {
    const store = fakeStore({
      prepare: async (target) => {
        const repo = 'repo' in target ? target.repo : '';
        if ('abcdef'.indexOf(repo) < count) throw new ActionError('forbidden', `No: ${repo}`);
        return readyTarget(repo);
      },
    });
    const error = await failureOf(() => prepare(seen, store));
    expect(error).toMatchObject(actionError('forbidden'));
    expect(error.message).toMatch(message);
  });

  test('lets a bug through as it is', async () => {
    const bug = new TypeError('a bug');
    const store = fakeStore({ prepare: () => Promise.reject(bug) });
    expect(await failureOf(() => prepare(seen, store))).toBe(bug);
  });
});

describe('warnOfAll', () => {
  type Visibility = Extract<Target, { place: 'organization' }>['visibility'];
  const organization = (visibility: Visibility): Target => {
    const place = { place: 'organization' as const, organization: 'octo', repositories: [] };
    return { ...place, app: 'actions', name: 'KEY', visibility };
  };
  const seen = (visibility: string | undefined) => ({ updatedAt: 5, visibility });
  const warnings = (of: Target[], current: (ReturnType<typeof seen> | null)[]) => {
    const { events, log } = fakeTools();
    warnOfAll({ targets: of, current, offset: 0 }, log);
    return events;
  };

  test.each<[Visibility, string | undefined | null, boolean]>([
    ['all', null, true],
    ['all', 'private', true],
    ['keep', 'all', true],
    ['keep', 'private', false],
    ['keep', undefined, false],
    ['keep', null, false],
    ['private', 'all', false],
    ['selected', 'all', false],
  ])('says for visibility %s, which was %s: %p', (visibility, was, warned) => {
    const found = warnings([organization(visibility)], [was === null ? null : seen(was)]);
    expect(found).toEqual(
      warned
        ? [expect.stringMatching(/^warning: Every repository of the organization, public/)]
        : [],
    );
  });

  test('warns once, by each target’s own secret, and never of a repository’s', () => {
    const kept = organization('keep');
    expect(warnings([kept, kept, kept], [seen('all'), seen('all'), null])).toHaveLength(1);
    expect(warnings([kept, kept], [seen('private'), seen('all')])).toHaveLength(1);
    expect(warnings([secretOf('a'), kept], [seen('all'), seen('private')])).toEqual([]);
  });
});

describe('awaitQuiet', () => {
  const wait = async (written: (number | null)[], offset?: number) => {
    const tools = fakeTools();
    const current = written.map((ms) => (ms === null ? null : { updatedAt: now + ms }));
    await awaitQuiet({ targets: targets.slice(0, written.length), current, offset }, tools);
    return tools.events;
  };

  test.each([
    ['no secret', [null, null]],
    ['old secrets', [-10_000, -60_000]],
    ['no target', []],
  ])('waits for nothing with %s', async (_, written) => {
    expect(await wait(written)).toEqual([]);
  });

  test('waits until the last write is ten seconds old, and says for whom', async () => {
    expect(await wait([-60_000, -4_500, null])).toEqual([
      expect.stringMatching(
        /^info: Actions secret `KEY` of octo\/b was written just now: waiting 6 s/,
      ),
      'sleep 5500',
    ]);
  });

  test('goes by GitHub’s clock, and waits ten seconds at the most', async () => {
    expect(await wait([-60_000], -52_000)).toEqual([expect.anything(), 'sleep 2000']);
    expect(await wait([-4_500], 60_000)).toEqual([]);
    expect(await wait([3_600_000])).toEqual([expect.anything(), 'sleep 10000']);
  });
});

test.each([
  [0, ''],
  [2, '- s0\n- s1'],
  [10, Array.from({ length: 10 }, (_, at) => `- s${at}`).join('\n')],
  [12, `${Array.from({ length: 10 }, (_, at) => `- s${at}`).join('\n')}\n- and 2 more`],
])('listUp of %d', (count, text) => {
  expect(listUp(Array.from({ length: count }, (_, at) => `s${at}`))).toBe(text);
});

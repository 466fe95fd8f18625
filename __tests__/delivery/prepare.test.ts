import { describe, expect, test } from '@jest/globals';
import {
  awaitQuiet,
  listUp,
  prepare,
  type Survey,
  survey,
  warnOfAll,
} from '../../src/delivery/prepare.ts';
import { ActionError, type ErrorCode } from '../../src/domain/error.ts';
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
const clocks = { now: () => now, monotonic: () => 50 };
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
    expect(await survey(targets, store, clocks)).toEqual({
      targets,
      current: [null, { updatedAt: 5 }, null, null, null, null],
      prepared: Array(6).fill(undefined),
      offset: 7_000,
      steadyOffset: 7_000 + now - 50,
      leftOut: [],
    });
    expect(most).toBe(4);
  });

  test('takes the clocks for the same where GitHub does not tell', async () => {
    const store = fakeStore({ observe: async () => ({ current: null, serverTime: undefined }) });
    expect((await survey(targets, store, clocks)).offset).toBeUndefined();
    expect(await survey([], store, clocks)).toEqual({
      targets: [],
      current: [],
      prepared: [],
      offset: undefined,
      steadyOffset: undefined,
      leftOut: [],
    });
  });
});

describe('prepare', () => {
  const seen: Survey = {
    targets,
    current: [null, { updatedAt: 5 }, null, null, null, null],
    prepared: [],
    offset: 0,
    steadyOffset: undefined,
    leftOut: [],
  };

  test('hands on what each target was', async () => {
    const store = fakeStore({
      prepare: async (target, before) => ({ ...readyTarget('x'), target, before }),
    });
    const { ready, seen: after } = await prepare(seen, store);
    expect(ready.map(({ target }) => target)).toEqual(targets);
    expect(ready.map(({ before }) => before)).toEqual(seen.current);
    expect(after).toEqual({ ...seen, prepared: ready });
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

describe('a target with a problem of its own', () => {
  const repoOf = (target: Target) => ('repo' in target ? target.repo : '');
  const failing = (code: ErrorCode, bad: string) => (target: Target) => {
    if (bad.includes(repoOf(target))) throw new ActionError(code, `No: ${repoOf(target)}`);
  };
  /** `a` to `c` have a secret; `d` to `f` have none. */
  const storeOf = (check: (target: Target) => void, checkKey = check) => {
    const asked: string[] = [];
    const store = fakeStore({
      observe: async (target) => {
        check(target);
        const current = 'abc'.includes(repoOf(target)) ? { updatedAt: 5 } : null;
        return { current, serverTime: now };
      },
      prepare: async (target, before) => {
        asked.push(repoOf(target));
        checkKey(target);
        return { ...readyTarget('x'), target, before };
      },
    });
    return { store, asked };
  };
  const fine = () => undefined;

  test.each<ErrorCode>([
    'not-found',
    'forbidden',
    'redirected',
    'rejected',
  ])('is left out of the survey where it may be: %s', async (code) => {
    const { store, asked } = storeOf(failing(code, 'be'), fine);
    const seen = await survey(targets, store, clocks, true);
    expect(seen.targets.map(repoOf).join('')).toBe('acdf');
    expect(seen.leftOut.map(({ message }) => message)).toEqual(['No: b', 'No: e']);
    // Whether the place of a missing secret is there tells its public key alone.
    expect(asked.join('')).toBe('df');
    const { ready } = await prepare(seen, store, true);
    expect(ready.map(({ target }) => repoOf(target)).join('')).toBe('acdf');
    expect(asked.join('')).toBe('dfac');
  });

  test('is left out where its secret is missing since its place is', async () => {
    const { store } = storeOf(fine, failing('not-found', 'e'));
    const seen = await survey(targets, store, clocks, true);
    expect(seen.targets.map(repoOf).join('')).toBe('abcdf');
    expect(seen.current).toHaveLength(5);
  });

  test('is left out of what is prepared', async () => {
    const { store } = storeOf(fine, failing('forbidden', 'a'));
    const { ready, seen } = await prepare(await survey(targets, store, clocks), store, true);
    expect(ready.map(({ target }) => repoOf(target)).join('')).toBe('bcdef');
    expect([seen.targets.length, seen.leftOut.length]).toEqual([5, 1]);
  });

  test.each<[string, ErrorCode, string, boolean]>([
    ['all targets have one', 'not-found', 'abcdef', true],
    ['the token is dead', 'unauthorized', 'b', true],
    ['the rate is limited', 'rate-limited', 'b', true],
    ['GitHub is out of order', 'unavailable', 'b', true],
    ['none may be left out', 'not-found', 'b', false],
  ])('ends the run where %s', async (_, code, bad, mayLeaveOut) => {
    const { store } = storeOf(failing(code, bad));
    const error = await failureOf(() => survey(targets, store, clocks, mayLeaveOut));
    expect(error).toMatchObject(actionError(code));
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
  const wait = async (written: (number | null)[], offset?: number, corrected = 0) => {
    const tools = fakeTools({ now: () => now + corrected, monotonic: () => 50 });
    const current = written.map((ms) => (ms === null ? null : { updatedAt: now + ms }));
    const steadyOffset = offset === undefined ? undefined : now - 50 + offset;
    await awaitQuiet({ targets: targets.slice(0, written.length), current, steadyOffset }, tools);
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

  test.each([
    3_600_000, -3_600_000,
  ])('goes by the time that went by where the clock was corrected by %d ms meanwhile', async (by) => {
    expect(await wait([-4_500], 0, by)).toEqual([expect.anything(), 'sleep 5500']);
    expect(await wait([-12_000], 0, by)).toEqual([]);
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

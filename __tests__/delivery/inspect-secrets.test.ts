import { describe, expect, test } from '@jest/globals';
import {
  combineFailures,
  haveAccess,
  type InspectedSecrets,
  inspectSecrets,
  prepareSecrets,
  toDeliveryEvidence,
  waitForDistinctTimestamp,
  warnIfOpenToAll,
} from '../../src/delivery/inspect-secrets.ts';
import { isDelivered } from '../../src/domain/delivery-status.ts';
import { ActionError, type ErrorCode } from '../../src/domain/error.ts';
import type { SecretTarget } from '../../src/domain/secret-target.ts';
import {
  actionError,
  adminKey,
  failureOf,
  fakeContext,
  fakeStore,
  NOW,
  readyTarget,
  secretOf,
} from '../../testing/fakes.ts';

const now = NOW * 1000;
const clocks = { now: () => now, monotonic: () => 50 };
const targets = ['a', 'b', 'c', 'd', 'e', 'f'].map(secretOf);

type Before = InspectedSecrets['secrets'][number]['before'];

/** Targets and what they hold; GitHub did not tell its time, apart from these fields. */
function inspectedOf(
  some: readonly SecretTarget[],
  current: readonly Before[],
  fields: Partial<InspectedSecrets> = {},
): InspectedSecrets {
  const secrets = some.map((target, index) => ({ target, before: current[index] ?? null }));
  return { secrets, offset: undefined, steadyOffset: undefined, skipped: [], ...fields };
}
const targetsOf = ({ secrets }: InspectedSecrets) => secrets.map(({ target }) => target);
const currentOf = ({ secrets }: InspectedSecrets) => secrets.map(({ before }) => before);

describe('inspectSecrets', () => {
  test('looks at every target, four at a time, and tells GitHub’s time', async () => {
    let [running, most] = [0, 0];
    const store = fakeStore({
      get: async (target) => {
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
    expect(await inspectSecrets(targets, store, clocks)).toEqual({
      ...inspectedOf(targets, [null, { updatedAt: 5 }]),
      offset: 7_000,
      steadyOffset: 7_000 + now - 50,
    });
    expect(most).toBe(4);
  });

  test('takes the clocks for the same where GitHub does not tell', async () => {
    const store = fakeStore({ get: async () => ({ current: null, serverTime: undefined }) });
    expect((await inspectSecrets(targets, store, clocks)).offset).toBeUndefined();
    expect(await inspectSecrets([], store, clocks)).toEqual(inspectedOf([], []));
  });
});

describe('prepareSecrets', () => {
  const seen = inspectedOf(targets, [null, { updatedAt: 5 }], { offset: 0 });

  test('hands on what each target was', async () => {
    const store = fakeStore({
      prepare: async (target, before) => ({ ...readyTarget('x'), target, before }),
    });
    const { ready, inspected: after } = await prepareSecrets(seen, store);
    expect(ready.map(({ target }) => target)).toEqual(targets);
    expect(ready.map(({ before }) => before)).toEqual(currentOf(seen));
    const secrets = seen.secrets.map((secret, index) => ({ ...secret, prepared: ready[index] }));
    expect(after).toMatchObject({ ...seen, secrets });
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
    const error = await failureOf(() => prepareSecrets(seen, store));
    expect(error).toMatchObject(actionError('forbidden'));
    expect(error.message).toMatch(message);
  });

  test('lets a bug through as it is', async () => {
    const bug = new TypeError('a bug');
    const store = fakeStore({ prepare: () => Promise.reject(bug) });
    expect(await failureOf(() => prepareSecrets(seen, store))).toBe(bug);
  });
});

describe('a target with a problem of its own', () => {
  const repoOf = (target: SecretTarget) => ('repo' in target ? target.repo : '');
  const failing = (code: ErrorCode, bad: string) => (target: SecretTarget) => {
    if (bad.includes(repoOf(target))) throw new ActionError(code, `No: ${repoOf(target)}`);
  };
  /** `a` to `c` have a secret; `d` to `f` have none. */
  const storeOf = (check: (target: SecretTarget) => void, checkKey = check) => {
    const asked: string[] = [];
    const store = fakeStore({
      get: async (target) => {
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
    const seen = await inspectSecrets(targets, store, clocks, true);
    expect(targetsOf(seen).map(repoOf).join('')).toBe('acdf');
    expect(seen.skipped.map(({ message }) => message)).toEqual(['No: b', 'No: e']);
    // Whether the place of a missing secret is there tells its public key alone.
    expect(asked.join('')).toBe('df');
    const { ready } = await prepareSecrets(seen, store, true);
    expect(ready.map(({ target }) => repoOf(target)).join('')).toBe('acdf');
    expect(asked.join('')).toBe('dfac');
  });

  test('is left out where its secret is missing since its place is', async () => {
    const { store } = storeOf(fine, failing('not-found', 'e'));
    const seen = await inspectSecrets(targets, store, clocks, true);
    expect(targetsOf(seen).map(repoOf).join('')).toBe('abcdf');
  });

  test('is left out of what is prepared', async () => {
    const { store } = storeOf(failing('not-found', 'b'), failing('forbidden', 'a'));
    const looked = await inspectSecrets(targets, store, clocks, true);
    const { ready, inspected: seen } = await prepareSecrets(looked, store, true);
    expect(ready.map(({ target }) => repoOf(target)).join('')).toBe('cdef');
    expect(seen.secrets.map(({ prepared }) => prepared)).toEqual(ready);
    expect(targetsOf(seen)).toEqual(ready.map(({ target }) => target));
    expect(currentOf(seen)).toEqual([{ updatedAt: 5 }, null, null, null]);
    expect(seen.skipped.map(({ message }) => message)).toEqual(['No: b', 'No: a']);
  });

  test.each<[string, ErrorCode, string, boolean]>([
    ['all targets have one', 'not-found', 'abcdef', true],
    ['the token is dead', 'unauthorized', 'b', true],
    ['the rate is limited', 'rate-limited', 'b', true],
    ['GitHub is not available', 'unavailable', 'b', true],
    ['none may be left out', 'not-found', 'b', false],
  ])('ends the run where %s', async (_, code, bad, mayLeaveOut) => {
    const { store } = storeOf(failing(code, bad));
    const error = await failureOf(() => inspectSecrets(targets, store, clocks, mayLeaveOut));
    expect(error).toMatchObject(actionError(code));
  });
});

describe('warnIfOpenToAll', () => {
  type Visibility = Extract<SecretTarget, { place: 'organization' }>['visibility'];
  const organization = (visibility: Visibility): SecretTarget => {
    const place = { place: 'organization' as const, organization: 'octo', repositories: [] };
    return { ...place, app: 'actions', name: 'KEY', visibility };
  };
  const seen = (visibility: string | undefined) => ({ updatedAt: 5, visibility });
  const warnings = (of: SecretTarget[], current: (ReturnType<typeof seen> | null)[]) => {
    const context = fakeContext();
    warnIfOpenToAll(inspectedOf(of, current), context);
    return context.events;
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

describe('waitForDistinctTimestamp', () => {
  const wait = async (written: (number | null)[], offset?: number, corrected = 0) => {
    const context = fakeContext({ now: () => now + corrected, monotonic: () => 50 });
    const current = written.map((ms) => (ms === null ? null : { updatedAt: now + ms }));
    const steadyOffset = offset === undefined ? undefined : now - 50 + offset;
    const some = targets.slice(0, written.length);
    await waitForDistinctTimestamp(inspectedOf(some, current, { steadyOffset }), context);
    return context.events;
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
    expect(await wait([3_600_000])).toEqual([
      expect.stringContaining('waiting 10 s'),
      'sleep 10000',
    ]);
  });

  test.each([
    3_600_000, -3_600_000,
  ])('goes by the time that went by where the clock was corrected by %d ms meanwhile', async (by) => {
    expect(await wait([-4_500], 0, by)).toEqual([expect.anything(), 'sleep 5500']);
    expect(await wait([-12_000], 0, by)).toEqual([]);
  });
});

test('several failures are one, of the first’s kind, that names each', () => {
  const failures = [new ActionError('forbidden', 'No: a'), new ActionError('not-found', 'No: b')];
  const error = combineFailures(failures);
  expect(error).toMatchObject({ ...actionError('forbidden'), cause: failures[0] });
  expect(error?.message).toBe('- No: a\n- No: b');
  expect(combineFailures([])).toBeUndefined();
});

test('of several failures, one that concerns every target gives its kind', () => {
  const failures = [
    new ActionError('redirected', 'No: a'),
    new ActionError('unauthorized', 'No: b'),
    new ActionError('unavailable', 'No: c'),
  ];
  expect(combineFailures(failures)).toMatchObject({
    ...actionError('unauthorized'),
    cause: failures[1],
  });
});

const made = adminKey({ id: 'key_1', createdAt: NOW - 60 });
const found = { keys: [made], offset: 0 };
const written = (...seconds: (number | null)[]) =>
  seconds.map((at) => (at === null ? null : { updatedAt: (made.createdAt + at) * 1000 }));

const both = targets.slice(0, 2);

describe('toDeliveryEvidence', () => {
  test('holds when each target was written, and the difference of the clocks', () => {
    const seen = inspectedOf(both, written(5, null), { offset: 9_000 });
    expect(toDeliveryEvidence({ ...found, offset: 4_000 }, seen)).toEqual({
      keys: [made],
      updates: [(made.createdAt + 5) * 1000, null],
      skew: 5_000,
    });
  });

  test('takes both clocks for right where GitHub does not tell its time', () => {
    const seen = inspectedOf(both, written(5, 6));
    expect(toDeliveryEvidence({ ...found, offset: 4_000 }, seen).skew).toBe(0);
  });

  test('aligns the clocks, each against this machine’s', () => {
    const hour = 3_600_000;
    const api = { ...found, offset: -hour };
    const see = (at: number) =>
      toDeliveryEvidence(api, inspectedOf(both.slice(0, 1), written(at), { offset: hour }));
    expect(isDelivered(see(7_200))).toBe(true);
    expect(isDelivered(see(5))).toBe(false);
  });
});

describe('haveAccess', () => {
  /** A store that lets those read a secret that are to, but for some repositories. */
  function storeWithout(...closed: string[]) {
    const asked: string[] = [];
    const store = fakeStore({
      hasAccess: async (target, { updatedAt }) => {
        const repo = 'repo' in target ? target.repo : '';
        asked.push(`${repo} ${updatedAt / 1000 - made.createdAt}`);
        return !closed.includes(repo);
      },
    });
    return { store, asked };
  }

  test.each<[string[], boolean, string[]]>([
    [[], true, ['a 5', 'b 6']],
    [['a'], false, ['a 5']],
    [['b'], false, ['a 5', 'b 6']],
  ])('with %j closed: %s, and asks no further than it has to', async (closed, result, asks) => {
    const { store, asked } = storeWithout(...closed);
    const seen = inspectedOf(both, written(5, 6), { offset: 0 });
    expect(await haveAccess(seen, store)).toBe(result);
    expect(asked).toEqual(asks);
  });

  test('asks nothing where there is no secret to be read', async () => {
    expect(await haveAccess(inspectedOf([], []), storeWithout().store)).toBe(true);
  });

  test('not where a secret is not there', async () => {
    const { store, asked } = storeWithout();
    const seen = inspectedOf(both, written(null, 6), { offset: 0 });
    expect(await haveAccess(seen, store)).toBe(false);
    expect(asked).toEqual([]);
  });

  test('fails as the store does', async () => {
    const store = fakeStore({
      hasAccess: () => Promise.reject(new ActionError('forbidden', 'No.')),
    });
    const seen = inspectedOf(both, written(5, 6), { offset: 0 });
    expect(await failureOf(() => haveAccess(seen, store))).toMatchObject(actionError('forbidden'));
  });
});

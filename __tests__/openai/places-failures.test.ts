import { describe, expect, test } from '@jest/globals';
import type { ErrorCode } from '../../src/domain/error.ts';
import { actionError, failureOf } from '../../testing/fakes.ts';
import { byAge, everything, failing, keyOf, listing, strictly } from '../../testing/places.ts';

describe('a project that cannot be read', () => {
  const good = { proj_a: [keyOf('proj_a', 'key_1', 9)], proj_c: [keyOf('proj_c', 'key_3', 1)] };

  test.each<[ErrorCode]>([
    ['forbidden'],
    ['not-found'],
    ['archived'],
    ['unreadable'],
    ['rejected'],
  ])('does not keep the others from being read: %s', async (code) => {
    const error = failing(code);
    const projects = { proj_a: good.proj_a, proj_b: error, proj_c: good.proj_c };
    for (const places of [{ projects: Object.keys(projects) }, everything]) {
      for (const query of [byAge, strictly]) {
        const { read } = listing({ projects });
        const { ids, failures, archived } = await read(places, query);
        expect(ids).toEqual(['proj_a/key_1', 'proj_c/key_3']);
        expect(failures).toEqual([error]);
        expect(archived).toEqual([]);
      }
    }
  });

  test('is a failure too where it is the only one there is', async () => {
    const error = failing('forbidden');
    const { read } = listing({ projects: { proj_a: error } });
    expect(await read({ projects: 'all' })).toMatchObject({ ids: [], failures: [error] });
  });

  test('fails with the admin keys', async () => {
    const error = failing('unreadable');
    const { read } = listing({ admin: error, projects: good });
    expect(await read(everything)).toMatchObject({
      ids: ['proj_a/key_1', 'proj_c/key_3'],
      failures: [error],
    });
  });

  test.each([byAge, strictly])('is too much, after the others', async (query) => {
    const projects = { proj_a: good.proj_a, proj_b: [], proj_c: good.proj_c };
    const { read } = listing({ projects, size: 30 * 1024 * 1024 });
    expect(await read({ projects: 'all' }, query)).toMatchObject({
      ids: ['proj_a/key_1'],
      failures: [
        { message: expect.stringContaining('larger than 64 MiB'), ...actionError('unreadable') },
      ],
    });
  });

  test('is read twice where its listing changes, and then it alone fails', async () => {
    const twin = keyOf('proj_b', 'key_2', 5);
    const { read, asked } = listing({
      projects: { proj_a: good.proj_a, proj_b: [twin, twin], proj_c: good.proj_c },
    });
    const { ids, failures } = await read({ projects: 'all' }, strictly);
    expect(ids).toEqual(['proj_a/key_1', 'proj_c/key_3']);
    expect(failures).toEqual([expect.objectContaining(actionError('changed'))]);
    expect(asked.filter((name) => name === 'proj_b')).toHaveLength(2);
  });

  test.each<[ErrorCode]>([
    ['unauthorized'],
    ['account-inactive'],
    ['rate-limited'],
    ['unreachable'],
    ['redirected'],
    ['cancelled'],
  ])('for a reason that all have ends the listing, with what was found: %s', async (code) => {
    const error = failing(code);
    const { read, asked } = listing({
      projects: { proj_a: good.proj_a, proj_b: error, proj_c: good.proj_c },
    });
    expect(await read({ projects: 'all' })).toMatchObject({
      ids: ['proj_a/key_1'],
      failures: [error, { message: 'These projects were not read after that: `proj_c`.' }],
      archived: [],
    });
    expect(asked).toEqual(['projects', 'proj_a', 'proj_b']);
  });

  test.each<[ErrorCode]>([
    ['unavailable'],
    ['address-refused'],
    ['wrong-host'],
    ['no-credit'],
  ])('for a reason of its own may be the only one; two in a row end the listing: %s', async (code) => {
    const error = failing(code);
    const one = listing({ projects: { proj_a: good.proj_a, proj_b: error, proj_c: good.proj_c } });
    expect(await one.read({ projects: 'all' })).toMatchObject({
      ids: ['proj_a/key_1', 'proj_c/key_3'],
      failures: [error],
    });
    const two = listing({ projects: { proj_a: error, proj_b: error, proj_c: good.proj_c } });
    expect(await two.read({ projects: 'all' })).toMatchObject({
      ids: [],
      failures: [error, error, { message: 'These projects were not read after that: `proj_c`.' }],
    });
    expect(two.asked).toEqual(['projects', 'proj_a', 'proj_b']);
    const apart = listing({ projects: { proj_a: error, proj_b: good.proj_a, proj_c: error } });
    expect((await apart.read({ projects: 'all' })).failures).toEqual([error, error]);
    expect(apart.asked).toHaveLength(4);
  });

  test('is one of ten that are named, however many fail', async () => {
    const ids = Array.from({ length: 13 }, (_, index) => `proj_${index}`);
    const error = failing('forbidden');
    const { read } = listing({ projects: Object.fromEntries(ids.map((id) => [id, error])) });
    const { failures } = await read({ projects: 'all' });
    expect(failures).toHaveLength(11);
    expect(failures.at(-1)?.message).toBe('3 more could not be read.');
  });

  test('after which many are not read names ten of them', async () => {
    const ids = Array.from({ length: 13 }, (_, index) => `proj_${index}`);
    const error = failing('unauthorized');
    const { read } = listing({ projects: Object.fromEntries(ids.map((id) => [id, error])) });
    const [, left] = (await read({ projects: 'all' })).failures;
    expect(left?.message).toMatch(/: `proj_1`, .*`proj_10`, and 2 more\.$/);
  });

  test('by a bug lets it through as it is', async () => {
    const bug = new TypeError('a bug');
    const { read } = listing({ projects: { proj_a: good.proj_a, proj_b: bug } });
    expect(await failureOf(() => read({ projects: 'all' }))).toBe(bug);
  });

  test('without the list of projects ends at once', async () => {
    const error = failing('forbidden');
    const { read, asked } = listing({ projects: good, active: [error] });
    expect(await failureOf(() => read(everything))).toBe(error);
    expect(asked).toEqual(['projects']);
  });
});

describe('a project that was archived meanwhile', () => {
  const projects = (error: Error) => ({
    proj_a: [keyOf('proj_a', 'key_1', 9)],
    proj_b: error,
    proj_c: [keyOf('proj_c', 'key_3', 1)],
  });
  const before = ['proj_a', 'proj_b', 'proj_c'];
  const after = ['proj_a', 'proj_c'];

  test.each<[ErrorCode]>([
    ['not-found'],
    ['archived'],
  ])('is left out and named, after one more look at the list of projects: %s', async (code) => {
    const { read, asked } = listing({
      projects: projects(failing(code)),
      active: [before, after],
    });
    expect(await read({ projects: 'all' })).toMatchObject({
      ids: ['proj_a/key_1', 'proj_c/key_3'],
      failures: [],
      archived: [{ id: 'proj_b', name: 'name of proj_b' }],
    });
    expect(asked).toEqual(['projects', 'proj_a', 'proj_b', 'projects', 'proj_c']);
  });

  test('is a failure where it was asked for by its id', async () => {
    const error = failing('archived');
    const { read, asked } = listing({ projects: projects(error), active: [after] });
    expect(await read({ projects: before })).toMatchObject({ failures: [error], archived: [] });
    expect(asked).toEqual(before);
  });

  test('is not suspected where it answers otherwise', async () => {
    const error = failing('forbidden');
    const { read, asked } = listing({ projects: projects(error), active: [before, after] });
    expect(await read({ projects: 'all' })).toMatchObject({ failures: [error], archived: [] });
    expect(asked).toEqual(['projects', ...before]);
  });

  test('is a failure where the list of projects cannot be read again', async () => {
    const error = failing('not-found');
    const { read } = listing({
      projects: projects(error),
      active: [before, failing('unreadable', ' The list.')],
    });
    const { ids, failures, archived } = await read({ projects: 'all' });
    expect(ids).toEqual(['proj_a/key_1', 'proj_c/key_3']);
    expect(failures.map(({ code }) => code)).toContain('not-found');
    expect(archived).toEqual([]);
  });
});

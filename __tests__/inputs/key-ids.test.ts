import { describe, expect, test } from '@jest/globals';
import { BY_ID, type Given, problemsOf, read } from '../../testing/steps.ts';

describe('which key', () => {
  /** The ids that the step is about. */
  function idsOf(given: Given): readonly string[] {
    const request = read(given);
    if ('keyIds' in request) return request.keyIds;
    return 'keyId' in request ? [request.keyId] : [];
  }

  test.each<[Given, string[]]>([
    [{ 'key-id': 'key_1' }, ['key_1']],
    [{ 'key-id': 'key_1', 'project-id': 'none' }, ['key_1']],
    [{ 'key-id': 'proj_a/key_1' }, ['proj_a/key_1']],
    [{ 'key-id': 'key_1', 'project-id': 'proj_a' }, ['proj_a/key_1']],
    [{ 'key-id': 'proj_a/key_1', 'project-id': 'proj_a' }, ['proj_a/key_1']],
  ])('%j', (given, ids) => {
    for (const operation of BY_ID) expect(idsOf({ ...operation, ...given })).toEqual(ids);
  });

  test.each<[Given, string[]]>([
    [{ 'key-id': 'key_1, proj_a/key_2\nproj_b/key_3' }, ['key_1', 'proj_a/key_2', 'proj_b/key_3']],
    [{ 'key-id': 'key_1, proj_a/key_2', 'project-id': 'proj_a' }, ['proj_a/key_1', 'proj_a/key_2']],
    // The same key in both forms is one key.
    [{ 'key-id': 'key_1, proj_a/key_1', 'project-id': 'proj_a' }, ['proj_a/key_1']],
  ])('side by side: %j', (given, ids) => {
    for (const operation of ['verify', 'delete'])
      expect(idsOf({ operation, ...given })).toEqual(ids);
  });

  test.each<[Given, RegExp]>([
    [
      { 'key-id': 'proj_b/key_1', 'project-id': 'proj_a' },
      /^`key-id` contains a key of another project than `project-id`\. Remove one of the two\.$/,
    ],
    ...['proj_a, proj_b', 'all', 'none, proj_a', 'none, all'].flatMap((projects) =>
      ['key_1', 'proj_a/key_1'].map((id): [Given, RegExp] => [
        { 'key-id': id, 'project-id': projects },
        /^`project-id` must be one project with `key-id`\. Correct or remove it\.$/,
      ]),
    ),
    ...[
      '../x',
      'a/b/c',
      '/key_1',
      'proj_a/',
      'proj_a//key_1',
      'proj.a/key_1',
      'proj_a/..',
      'proj_a/a..b',
      'proj_a/key 1',
      'proj_a/key?1',
      'proj_a%2fkey_1',
      'proj_a\\key_1',
      `${'x'.repeat(129)}/key_1`,
      `proj_a/${'x'.repeat(257)}`,
    ].map((id): [Given, RegExp] => [
      { 'key-id': id },
      /^`key-id` must be an id such as `key_abc`, or `proj_abc\/key_xyz` for a project key, not `/,
    ]),
  ])('%j is refused', async (given, problem) => {
    for (const operation of BY_ID) {
      expect(await problemsOf({ ...operation, ...given })).toEqual([
        expect.stringMatching(problem),
      ]);
    }
  });

  test('of several, one in another project is refused too', async () => {
    for (const operation of ['verify', 'delete']) {
      const given = { operation, 'key-id': 'key_1, proj_b/key_2', 'project-id': 'proj_a' };
      expect(await problemsOf(given)).toEqual([
        expect.stringMatching(/^`key-id` contains a key of an/),
      ]);
    }
  });

  test.each(['', ' , ', '\n'])('an expression that found nothing (%j) is none', async (text) => {
    for (const operation of ['retrieve', 'delete']) {
      for (const projects of [{}, { 'project-id': 'proj_a' }]) {
        expect(await problemsOf({ operation, 'key-id': text, ...projects })).toEqual([
          expect.stringMatching(/^`key-id` is required when `operation` is /),
        ]);
      }
    }
  });

  test('is one for `retrieve`, in whichever form', async () => {
    for (const ids of ['key_1, key_2', 'key_1, proj_a/key_1', 'proj_a/key_1\nproj_a/key_2']) {
      expect(await problemsOf({ operation: 'retrieve', 'key-id': ids })).toEqual([
        '`key-id` takes one id here, not 2.',
      ]);
    }
  });
});

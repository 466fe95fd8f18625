import { describe, expect, test } from '@jest/globals';
import { type Given, problemsOf, READING, read } from '../../testing/steps.ts';

describe('whose keys are read', () => {
  const adminKeys = { hasAdminKeys: true, projects: [], serviceAccountId: null };
  test.each<[Given, object]>([
    [{}, adminKeys],
    [{ 'project-id': 'none' }, adminKeys],
    [{ 'project-id': 'proj_a' }, { ...adminKeys, hasAdminKeys: false, projects: ['proj_a'] }],
    [
      { 'project-id': 'proj_b, proj_a\nproj_b\n' },
      { ...adminKeys, hasAdminKeys: false, projects: ['proj_b', 'proj_a'] },
    ],
    [{ 'project-id': 'none, proj_a' }, { ...adminKeys, projects: ['proj_a'] }],
    [{ 'project-id': 'all' }, { ...adminKeys, hasAdminKeys: false, projects: 'all' }],
    [{ 'project-id': 'none, all' }, { ...adminKeys, projects: 'all' }],
    [{ 'project-id': 'all\nnone' }, { ...adminKeys, projects: 'all' }],
    [
      { 'project-id': 'x'.repeat(128) },
      { ...adminKeys, hasAdminKeys: false, projects: ['x'.repeat(128)] },
    ],
    [
      { 'project-id': 'proj_a', 'service-account-id': 'svc_acct_a' },
      { hasAdminKeys: false, projects: ['proj_a'], serviceAccountId: 'svc_acct_a' },
    ],
  ])('%j', (given, places) => {
    for (const reading of READING) {
      expect(read({ ...reading, ...given })).toMatchObject({ places });
    }
  });

  test.each<[Given, RegExp]>([
    ...['proj_a, all', 'all, proj_a', 'none, all, proj_a'].map((projects): [Given, RegExp] => [
      { 'project-id': projects },
      /^`project-id` combines `all` with project ids\. Remove it, or the others\.$/,
    ]),
    ...[
      'proj/a',
      '../x',
      'proj_a proj_b',
      'proj.a',
      'proj_ä',
      '*',
      'proj_a/key_b',
      'x'.repeat(129),
    ].map((projects): [Given, RegExp] => [
      { 'project-id': projects },
      /^`project-id` must be project ids such as `proj_abc`, `all` or `none`, not `/,
    ]),
    // Only `none` is one of several.
    ...['any, proj_a', 'none, any'].map((projects): [Given, RegExp] => [
      { 'project-id': projects },
      /^`project-id` .*`any`/,
    ]),
    [{ 'service-account-id': 'svc_acct_a' }, /^`service-account-id` is only for project keys\./],
    [
      { 'service-account-id': 'svc_acct_a', 'project-id': 'none' },
      /^`service-account-id` is only for project keys\./,
    ],
    ...['proj_a, proj_b', 'all', 'none, proj_a', 'none, all'].map((projects): [Given, RegExp] => [
      { 'service-account-id': 'svc_acct_a', 'project-id': projects },
      /^`service-account-id` needs exactly one project in `project-id`\.$/,
    ]),
  ])('%j is refused', async (given, problem) => {
    for (const reading of READING) {
      expect(await problemsOf({ ...reading, ...given })).toEqual([expect.stringMatching(problem)]);
    }
  });

  test.each([
    'proj_a',
    'all',
    'none, proj_a',
  ])('a project’s pages have no order: %s', async (projects) => {
    const given = { operation: 'list', after: 'key_1', 'project-id': projects };
    expect(await problemsOf(given)).toEqual([
      expect.stringMatching(
        /^`after` cannot be combined with `project-id`: the order of a project's keys is not defined/,
      ),
    ]);
  });

  test('the pages of admin keys start after an admin key', async () => {
    expect(read({ operation: 'list', after: 'key_1' })).toMatchObject({ after: 'key_1' });
    expect(read({ operation: 'list', after: 'key_1', 'project-id': 'none' })).toMatchObject({
      after: 'key_1',
    });
    expect(await problemsOf({ operation: 'list', after: 'proj_a/key_1' })).toEqual([
      expect.stringMatching(/^`after` /),
    ]);
  });

  test('a service account cannot be combined with ids', async () => {
    const given = { 'project-id': 'proj_a', 'service-account-id': 'svc_acct_a' };
    expect(await problemsOf({ operation: 'verify', 'key-id': 'key_1', ...given })).toEqual([
      '`service-account-id` cannot be combined with `key-id`: the ids say which keys.',
    ]);
  });
});

describe('who may own a key', () => {
  test.each<[Given, string[] | null]>([
    [{}, null],
    [{ 'allowed-owner-types': 'any' }, null],
    [{ 'allowed-owner-types': 'user' }, ['user']],
    [{ 'allowed-owner-types': 'service_account\nuser\nuser' }, ['service_account', 'user']],
  ])('%j', (given, types) => {
    const { rules } = read({ operation: 'verify', ...given }) as { rules?: object };
    expect(rules).toMatchObject({ 'allowed-owner-types': types });
  });

  test.each([
    'robot',
    'User',
    'service-account',
    'users',
    'user;service_account',
    'all',
    'none',
  ])('never %s', async (text) => {
    expect(await problemsOf({ operation: 'verify', 'allowed-owner-types': text })).toEqual([
      expect.stringMatching(
        /^`allowed-owner-types` must be `user`, `service_account` or both, not/,
      ),
    ]);
  });

  test.each(['any, user', 'user\nany'])('never %j', async (text) => {
    expect(await problemsOf({ operation: 'verify', 'allowed-owner-types': text })).toEqual([
      expect.stringMatching(/^`allowed-owner-types` combines `any` with other items/),
    ]);
  });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { InputName } from '../../src/inputs/definitions.ts';
import { actionError } from '../../testing/fakes.ts';
import { type Given, MAKING, problemsOf, READING, read } from '../../testing/steps.ts';

describe('an expression that found nothing never widens', () => {
  const GUARDED: [InputName, readonly Given[]][] = [
    ['project-id', [...MAKING, ...READING, { operation: 'delete', 'key-id': 'key_1' }]],
    ['service-account-id', [...MAKING, ...READING]],
    ['scopes', MAKING],
    ['allowed-owner-types', [{ operation: 'verify' }]],
  ];

  test.each(GUARDED)('%s', async (name, operations) => {
    const lists: readonly string[] = name === 'service-account-id' ? [] : [',', '\n,\n', ' , , '];
    for (const text of ['', '  ', '\n', ...lists]) {
      for (const operation of operations) {
        const others: Given = { 'project-id': 'proj_a', 'service-account-id': 'svc_acct_a' };
        const taken =
          operation.operation === 'delete' || name === 'allowed-owner-types' ? {} : others;
        const problems = await problemsOf({ ...operation, ...taken, [name]: text });
        expect(problems).toContainEqual(
          expect.stringMatching(new RegExp(`^\`${name}\` is empty, perhaps because an expression`)),
        );
      }
    }
  });

  test.each<[InputName, string]>([
    ['project-id', 'proj_a'],
    ['project-id', 'none'],
    ['scopes', 'api.model.read'],
    ['allowed-owner-types', 'user'],
  ])('on one side of a comma: %s beside %s', async (name, item) => {
    const [operation] = name === 'scopes' ? MAKING : READING.slice(1);
    const others: Given =
      name === 'scopes' ? { 'project-id': 'proj_a', 'service-account-id': 'svc_acct_a' } : {};
    for (const text of [`${item},`, `,${item}`, `${item}, ,`, `,\n${item}`]) {
      expect(await problemsOf({ ...operation, ...others, [name]: text })).toEqual([
        expect.stringMatching(new RegExp(`^\`${name}\` has an empty item`)),
      ]);
    }
  });
});

describe('whatever the inputs say', () => {
  const id = fc.constantFrom('proj_a', 'proj_b', 'none', 'all', '', ' ', 'x/y', 'key_1');
  const separator = fc.constantFrom(',', '\n', ', ');
  const list = fc
    .tuple(fc.array(id, { maxLength: 4 }), separator)
    .map(([items, between]) => items.join(between));
  const namesIn = (text: string) =>
    new Set(
      text
        .split(/[\n,]/)
        .map((item) => item.trim())
        .filter((item) => item !== ''),
    );
  const optional = (text: fc.Arbitrary<string>) => fc.option(text, { nil: undefined });
  const stepOf = (fields: Record<string, string | undefined>): Given =>
    Object.fromEntries(Object.entries(fields).filter(([, text]) => text !== undefined));

  test('a step that makes a key makes it for whom they name, or fails', () => {
    const account = fc.constantFrom('svc_acct_a', 'none', '', 'a b');
    const scopes = fc.constantFrom('all', 'api.model.read', '', ',', 'any', 'all,api.model.read');
    fc.assert(
      fc.property(
        optional(list),
        optional(account),
        optional(scopes),
        (projects, accountId, words) => {
          const given = stepOf({
            'project-id': projects,
            'service-account-id': accountId,
            scopes: words,
          });
          let request: ReturnType<typeof read>;
          try {
            request = read({ ...MAKING[0], ...given });
          } catch (error) {
            expect(error).toMatchObject(actionError('input'));
            return;
          }
          const named = projects === undefined ? ['none'] : [...namesIn(projects)];
          expect(named).toHaveLength(1);
          const [projectId] = named;
          expect(request).toMatchObject({
            account:
              projectId === 'none'
                ? null
                : {
                    projectId,
                    serviceAccountId: 'svc_acct_a',
                    scopes: words === 'api.model.read' ? ['api.model.read'] : null,
                  },
          });
          // Nothing that was empty passed for a default.
          for (const text of [projects, accountId, words]) expect(text?.trim()).not.toBe('');
        },
      ),
      { numRuns: 500 },
    );
  });

  test('a step that reads keys reads those that they name, or fails', () => {
    fc.assert(
      fc.property(list, (projects) => {
        let request: ReturnType<typeof read>;
        try {
          request = read({ operation: 'list', 'project-id': projects });
        } catch (error) {
          expect(error).toMatchObject(actionError('input'));
          return;
        }
        const named = namesIn(projects);
        expect(named.size).toBeGreaterThan(0);
        const hasAdminKeys = named.delete('none');
        const isAll = named.has('all');
        if (isAll) expect(named.size).toBe(1);
        expect(request).toMatchObject({
          places: { hasAdminKeys, projects: isAll ? 'all' : [...named], serviceAccountId: null },
        });
      }),
      { numRuns: 500 },
    );
  });

  test('a step that deletes keys deletes those that they name, or fails', () => {
    const keyId = fc.constantFrom('key_1', 'key_2', 'proj_a/key_1', 'proj_b/key_3', 'a/b/c', '');
    const ids = fc.array(keyId, { maxLength: 4 }).map((items) => items.join('\n'));
    fc.assert(
      fc.property(ids, optional(list), (text, projects) => {
        let request: ReturnType<typeof read>;
        try {
          request = read(stepOf({ operation: 'delete', 'key-id': text, 'project-id': projects }));
        } catch (error) {
          expect(error).toMatchObject(actionError('input'));
          return;
        }
        const [project = 'none', ...others] = projects === undefined ? [] : [...namesIn(projects)];
        expect(others).toEqual([]);
        const expected = text
          .split('\n')
          .filter((item) => item !== '')
          .map((item) => (item.includes('/') || project === 'none' ? item : `${project}/${item}`));
        expect(new Set((request as { keyIds?: string[] }).keyIds)).toEqual(new Set(expected));
        if (project !== 'none') {
          for (const item of expected) expect(item.startsWith(`${project}/`)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});

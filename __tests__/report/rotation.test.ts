import { describe, expect, test } from '@jest/globals';
import type { Deletion } from '../../src/domain/result.ts';
import { details, headline } from '../../src/report/headline.ts';
import { outputsOf } from '../../src/report/outputs.ts';
import { adminKey } from '../../testing/fakes.ts';
import {
  deleted,
  kept,
  olderKey,
  results,
  rotated,
  targets,
} from '../../testing/rotation-results.ts';

const show = (text: string) => `[${text}]`;

describe('the headline', () => {
  const due = 'since key `key_old` is 40 days old, and `rotate-after` is 30 days';
  const life = 'expires after 90 d (2027-04-15T08:00:00Z)';

  test.each<[keyof typeof results, string]>([
    ['rotated', `Made key [key_new] named [nightly], ${due}. It ${life}.`],
    ['partial', `Made key [key_new] named [nightly], ${due}. It ${life}.`],
    ['notRetired', `Made key [key_new] named [nightly], ${due}. It ${life}.`],
    ['planned', `Dry run: a key named [nightly] that expires after 90 d would be made, ${due}.`],
    [
      'first',
      'Dry run: a key named [nightly] that never expires would be made, since there is no key of this name.',
    ],
    ['kept', 'No new key named [nightly] is due: key `key_old` is delivered and never due.'],
  ])('of %s', (name, sentence) => {
    expect(headline(results[name], show)).toBe(sentence);
  });

  test('of a dry run that is not due', () => {
    expect(headline({ ...kept, dryRun: true }, show)).toBe(
      'Dry run: no new key named [nightly] is due: key `key_old` is delivered and never due.',
    );
  });

  test('tells the life that the server gave', () => {
    const forever = { ...rotated, key: adminKey({ id: 'key_new' }) };
    expect(headline(forever, show)).toMatch(/30 days\. It never expires\.$/);
  });
});

describe('the lines below it', () => {
  test.each<[Deletion['status'], string]>([
    ['deleted', 'deleted'],
    ['gone', 'already gone'],
    ['failed', 'could not be deleted'],
    ['not-tried', 'not tried'],
    ['planned', 'would be deleted'],
  ])('say of each older key what became of it, here %s, and why', (status, word) => {
    expect(details({ ...rotated, deletions: deleted(status) }, show)).toEqual([
      `  older [key_a]: ${word}, it was replaced at 2026-12-06T08:00:00Z`,
      '  older [key_b]: expired, nothing accepts it any more',
      '  older [key_c]: stays, it authenticates this step',
      '  older [key_d]: stays, its grace period ends 2027-01-16T08:00:00Z',
    ]);
  });

  test('are fifty at the most', () => {
    const many = Array.from({ length: 60 }, (_, at) => olderKey(`key_${at}`, 'expired', 'so'));
    const lines = details({ ...rotated, older: many }, show);
    expect(lines).toHaveLength(51);
    expect(lines.at(-1)).toBe('  and 10 more');
  });
});

describe('the outputs', () => {
  const written = targets.map((target) => ({
    app: 'actions',
    repository: `octo/${'repo' in target ? target.repo : ''}`,
    name: 'KEY',
    action: 'updated',
  }));

  test.each<[keyof typeof results, string, string, string, object[]]>([
    ['rotated', 'key_new', 'true', 'key_a', written],
    ['partial', 'key_new', 'true', '', [{ ...written[0], action: 'created' }]],
    ['notRetired', 'key_new', 'true', '', written],
    ['planned', 'key_old', 'false', '', []],
    ['first', '', 'false', '', []],
    ['kept', 'key_old', 'false', 'key_a', []],
  ])('of %s', (name, id, made, gone, secrets) => {
    const outputs = outputsOf(results[name]);
    expect(Object.keys(outputs).sort()).toEqual([
      'created',
      'created-at',
      'deleted-ids',
      'expires-at',
      'id',
      'key',
      'last-used-at',
      'name',
      'owner',
      'redacted-value',
      'rotated',
      'secrets-written',
    ]);
    expect(outputs).toMatchObject({
      id,
      name: id === '' ? '' : 'nightly',
      key: id === '' ? '' : JSON.stringify(results[name].key?.raw),
      created: made,
      rotated: made,
      'deleted-ids': gone,
    });
    expect(JSON.parse(outputs['secrets-written'] ?? '')).toEqual(secrets);
  });

  test('name what is gone, one a line, and nothing else', () => {
    const statuses = ['deleted', 'failed', 'gone', 'not-tried', 'planned'] as const;
    const deletions = statuses.map((status) => ({ id: `key_${status}`, status }));
    expect(outputsOf({ ...rotated, deletions })['deleted-ids']).toBe('key_deleted\nkey_gone');
  });
});

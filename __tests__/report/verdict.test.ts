import { describe, expect, test } from '@jest/globals';
import type { Rules, Violation } from '../../src/domain/policy.ts';
import type { ResultFor } from '../../src/domain/result.ts';
import { details, headline } from '../../src/report/headline.ts';
import { outputsOf } from '../../src/report/outputs.ts';
import { markdownText } from '../../src/report/safe-text.ts';
import { summaryOf } from '../../src/report/summary.ts';
import { aVerifyResult } from '../../testing/builders.ts';
import { adminKey, NOW } from '../../testing/fakes.ts';

const rules: Rules = {
  'max-age': 30 * 86_400,
};
const key = adminKey({ id: 'key_1', name: 'a|b', createdAt: NOW - 40 * 86_400 });
const violation: Violation = {
  id: 'key_1',
  key,
  rule: 'max-age',
  message: 'is 40 days old, the limit is 30 days',
};
const base = aVerifyResult({
  keys: [key],
  rules,
});
const summary = (result: ResultFor<'verify'>, budget = 1_000_000) => summaryOf(result, 0, budget);

describe('the headline', () => {
  test.each<[Partial<ResultFor<'verify'>>, string]>([
    [{}, 'Compliant: 1 admin API key checked.'],
    [{ violations: [violation] }, 'Not compliant, 1 violation: 1 admin API key checked.'],
    [
      { violations: [violation, violation], keys: [key, key], pattern: 'ci/*' },
      'Not compliant, 2 violations: 2 admin API keys with a name like [ci/*] checked.',
    ],
    [{ isComplete: false }, 'No verdict on 1 admin API key.'],
  ])('%j', (fields, sentence) => {
    expect(headline({ ...base, ...fields }, (text) => `[${text}]`)).toBe(sentence);
  });
});

describe('whose value the one in `key-value` is', () => {
  const twin = { ...key, id: 'key_2' };

  test.each<[ResultFor<'verify'>['valueKeys'], string]>([
    [[key], 'that of key [key_1] named [a|b], as far as redacted values tell.'],
    [[key, twin], 'that of one of the keys [key_1] named [a|b], [key_2] named [a|b], as far as'],
    [[], 'that of none of the keys that were checked.'],
  ])('is a line of the log and of the summary: %#', (valueKeys, text) => {
    const result = { ...base, valueKeys };
    const [line] = details(result, (name) => `[${name}]`);
    expect(line).toContain(`The value in \`key-value\` is ${text}`);
    const shown = line?.replaceAll(/\[(.*?)\]/g, (_, name: string) => markdownText(name));
    expect(summary(result)).toContain(`\n\n${shown}\n\n`);
  });

  test('is said where it is asked, and nowhere else', () => {
    expect(details(base, String)).toEqual([]);
    expect(summary(base)).not.toContain('key-value');
  });
});

test('the log names the file that holds all keys', () => {
  const lines = details({ ...base, file: '/work/keys.csv' }, (text) => `[${text}]`);
  expect(lines).toEqual(['All keys that were checked are in [/work/keys.csv].']);
});

describe('the outputs', () => {
  test('say nothing of a key that is not there', () => {
    const violations: Violation[] = [{ id: 'key_x', key: null, rule: 'missing', message: 'm' }];
    const nobody = { ...key, owner: null, expiresAt: NOW };
    violations.push({ id: 'key_1', key: nobody, rule: 'expired', message: 'm' });
    expect(JSON.parse(outputsOf({ ...base, violations }).violations ?? '')).toMatchObject([
      { id: 'key_x', name: null, owner: null, created_at: null, expires_at: null },
      { id: 'key_1', owner: null, expires_at: '2027-01-15T08:00:00Z' },
    ]);
  });

  test.each<[Partial<ResultFor<'verify'>>, object]>([
    [{}, { compliant: 'true', violations: '[]', 'violation-ids': '', count: '1', ids: 'key_1' }],
    [
      { violations: [violation], violationIds: ['key_1', 'key_2'] },
      {
        compliant: 'false',
        violations: JSON.stringify([
          {
            id: 'key_1',
            name: 'a|b',
            owner: { type: 'user', id: 'user_1' },
            created_at: '2026-12-06T08:00:00Z',
            expires_at: null,
            rule: 'max-age',
            message: violation.message,
          },
        ]),
        'violation-ids': 'key_1\nkey_2',
      },
    ],
    [{ isComplete: false }, { compliant: '', violations: '', 'violation-ids': '' }],
  ])('%j', (fields, outputs) => {
    expect(outputsOf({ ...base, ...fields })).toMatchObject(outputs);
  });
});

describe('the summary', () => {
  test('has the verdict and the rules first, then charts and keys', () => {
    const text = summary(base);
    expect(text).toMatch(
      /^### API keys against the policy\n\nCompliant: .*\n\nRules in force: max-age 30 days\.\n/,
    );
    expect(text.indexOf('```mermaid')).toBeGreaterThan(0);
    expect(text.indexOf('#### All keys that were checked')).toBeGreaterThan(text.indexOf('```mer'));
    expect(text).not.toContain('What is wrong');
    expect(text).toContain('| 40 d |');
  });

  test('says what is wrong and what to do, before the charts', () => {
    const text = summary({ ...base, violations: [violation], violationIds: ['key_1'] });
    const row =
      '| `key_1` | <code>a&#124;b</code> | `max-age` | is 40 days old, the limit is ' +
      '30 days | replace the key with `operation: rotate` |';
    expect(text).toContain(row);
    expect(text.indexOf(row)).toBeLessThan(text.indexOf('```mermaid'));
    expect(text).toMatch(
      /```yaml\n.*operation: delete\n.*key-id: \|\n {6}key_1\n```\n\n<\/details>/s,
    );
  });

  test('knows the stored value from a key, and no cure is missing', () => {
    const all = ['max-idle', 'min-remaining', 'require-expiry', 'allowed-owners'] as const;
    const others = ['missing', 'expired', 'value'] as const;
    const violations = [...all, ...others].map((rule): Violation => {
      return { id: 'key_1', key: null, rule, message: 'm' };
    });
    const text = summary({ ...base, violations });
    expect(text).toContain('| `key-value` |  | `value` | m | put the value');
    expect(text.match(/^\|.*\| `?m`? \| \w.* \|$/gm)).toHaveLength(7);
    expect(text).not.toContain('```yaml');
  });

  test('says so where there are no rules', () => {
    const text = summary({ ...base, rules: { ...rules, 'max-age': null }, isComplete: false });
    expect(text).toContain('Rules in force: none but that no key has expired.');
    expect(text).toContain('No verdict on 1 admin API key.');
  });

  test('takes text from outside for text', () => {
    const message = 'belongs to </td><script>|@octocat, who is not allowed';
    const text = summary({ ...base, violations: [{ ...violation, message }] });
    expect(text).not.toMatch(/<script|@octocat|<\/td>/);
    expect(text).toContain('&#124;<wbr>&#64;<wbr>octocat, who');
  });

  test('stays inside its budget, with notes', () => {
    const keys = Array.from({ length: 3_000 }, (_, at) => ({ ...key, id: `key_${at}` }));
    const violations = keys.map(({ id }) => ({ ...violation, id }));
    const violationIds = keys.map(({ id }) => id);
    const many: ResultFor<'verify'> = { ...base, keys, violations, violationIds };
    for (const budget of [20_000, 100_000, 1_000_000]) {
      const text = summary(many, budget);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(budget);
      expect(text.match(/more are not shown here/g)).toHaveLength(2);
      expect(text).toContain('# and 2980 more, in `violation-ids`');
    }
    expect(summary(many)).toContain('2900 more are not shown here');
  });
});

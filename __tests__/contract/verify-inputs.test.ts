import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { OpenAi } from '../../emulator/openai.ts';
import { errorsOf, runStep } from '../../testing/openai-step.ts';
import { cleanUp } from '../../testing/runner.ts';
import { startOpenAi } from '../../testing/services.ts';

let api: OpenAi;
beforeEach(async () => {
  api = await startOpenAi();
});
afterEach(() => api.close());
afterAll(cleanUp);

async function refusalOf(inputs: Record<string, string>): Promise<string> {
  const result = await runStep(api, { operation: 'verify', ...inputs });
  expect(result.exitCode).toBe(1);
  expect(api.log).toEqual([]);
  expect(result.outputs.compliant ?? '').toBe('');
  expect(errorsOf(result)).toHaveLength(1);
  return errorsOf(result)[0] ?? '';
}

describe('before any request', () => {
  test.each([
    'max-age',
    'max-idle',
    'min-remaining',
    'allowed-owners',
    'key-value',
  ])('an empty `%s` is refused: an expression that found nothing must not turn it off', async (name) => {
    expect(await refusalOf({ [name]: '' })).toMatch(
      new RegExp(`An input is wrong; nothing was sent\\.\n- \`${name}\` is empty, perhaps because`),
    );
  });

  test('an empty `require-expiry` is refused too', async () => {
    expect(await refusalOf({ 'require-expiry': '' })).toContain(
      '`require-expiry` must be `true` or `false`',
    );
  });

  test('`name` and `key-id` contradict each other', async () => {
    const message = await refusalOf({ name: 'ci-*', 'key-id': 'key_abc' });
    expect(message).toContain('`key-id` cannot be combined with `name`');
  });

  test('every wrong input is named, in one message', async () => {
    const message = await refusalOf({
      name: 'ci-*',
      'key-id': 'key_abc',
      'max-age': '90',
      'max-idle': '3 months',
      'min-remaining': 'P1Y',
      'require-expiry': 'yes',
      'allowed-owners': '',
      'key-value': 'two words',
      'on-violation': 'ignore',
      'keys-file': 'keys.xml',
      limit: '3',
      'max-agee': '1d',
    });
    const lines = message.split('\n');
    expect(lines[0]).toBe('11 inputs are wrong; nothing was sent.');
    const named = lines.slice(1).map((line) => /^- `([\w-]+)`/.exec(line)?.[1]);
    expect(named.sort()).toEqual([
      'allowed-owners',
      'key-id',
      'key-value',
      'keys-file',
      'limit',
      'max-age',
      'max-agee',
      'max-idle',
      'min-remaining',
      'on-violation',
      'require-expiry',
    ]);
    expect(message).not.toContain('two words');
  });

  test('a credential in another input than its own is refused, unseen', async () => {
    const message = await refusalOf({ 'allowed-owners': 'sk-admin-abcdefghijklmnopqrst' });
    expect(message).toContain('`allowed-owners` contains what looks like a credential');
    expect(message).not.toContain('abcdefghijklmnop');
  });
});

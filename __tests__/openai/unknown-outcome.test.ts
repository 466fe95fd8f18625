import { describe, expect, test } from '@jest/globals';
import { Credential } from '../../src/domain/credential.ts';
import { ActionError, type ErrorCode } from '../../src/domain/error.ts';
import { NetworkError } from '../../src/http/client.ts';
import type { ApiResponse } from '../../src/http/transport.ts';
import { UnknownOutcomeError } from '../../src/openai/unknown-outcome.ts';
import { adminKeysOver } from '../../testing/builders.ts';
import { actionError, adminKey, failureOf, httpAnswer, httpResponse } from '../../testing/fakes.ts';

type NetworkFailure = NetworkError['kind'];

/** What a create throws whose exchange ends like this; it is sent once and never dropped. */
async function failure(outcome: ApiResponse | Error): Promise<ActionError> {
  let sent = 0;
  const keys = adminKeysOver(
    {
      send: async ({ method }, { repeatable }) => {
        sent += 1;
        // No cancelled job drops a write.
        expect({ method, repeatable }).toEqual({ method: 'POST', repeatable: false });
        if (outcome instanceof Error) throw outcome;
        return outcome;
      },
    },
    {
      baseUrl: new URL('https://api.openai.com/v1'),
      adminApiKey: new Credential('sk-admin-x'),
      readOnly: false,
      monotonic: () => 0,
      mask: () => undefined,
      redact: (text) => text,
    },
  );
  const error = await failureOf(() => keys.create({ name: 'nightly', lifetime: null }));
  expect(sent).toBe(1);
  return error;
}

const whole = { ...adminKey().raw, value: 'sk-admin-new-value' };
const { value: _, ...withoutValue } = whole;

describe('no key was made', () => {
  test.each<[number, ErrorCode]>([
    [400, 'rejected'],
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'rejected'],
    [409, 'rejected'],
    [422, 'rejected'],
    [429, 'rate-limited'],
  ])('where the server answers %d', async (status, code) => {
    const error = await failure(httpAnswer(status, withoutValue));
    expect(error).toMatchObject(actionError(code));
    expect(error).not.toBeInstanceOf(UnknownOutcomeError);
  });

  test.each<[NetworkFailure, ErrorCode]>([
    ['unreachable', 'unreachable'],
    ['timeout', 'unavailable'],
    ['cancelled', 'cancelled'],
  ])('where the connection was not made (%s)', async (kind, code) => {
    const error = await failure(new NetworkError(kind, 'why', { sent: false }));
    expect(error).toMatchObject(actionError(code));
    expect(error).not.toBeInstanceOf(UnknownOutcomeError);
  });

  test.each<ErrorCode>(['redirected', 'cancelled'])('where it was %s', async (code) => {
    const refusal = new ActionError(code, 'why');
    expect(await failure(refusal)).toBe(refusal);
  });
});

describe('a key may have been made', () => {
  test.each<[string, ApiResponse, string | undefined]>([
    ['a server error', httpAnswer(500, ''), undefined],
    ['a server error that names a key', httpAnswer(502, withoutValue), 'key_abc'],
    ['a timeout that a proxy reports', httpAnswer(408, ''), undefined],
    ['an answer without a value', httpAnswer(200, withoutValue), 'key_abc'],
    ['an answer without an id', httpAnswer(200, { value: whole.value }), undefined],
    ['an answer with a value that is none', httpAnswer(201, { ...whole, value: 'a b' }), 'key_abc'],
    ['an answer that is no JSON', httpAnswer(200, '<html>'), undefined],
    ['an answer that is cut', httpAnswer(200, JSON.stringify(whole).slice(0, 60)), 'key_abc'],
  ])('where there is %s', async (_, answer, id) => {
    const error = await failure(answer);
    expect(error).toBeInstanceOf(UnknownOutcomeError);
    expect(error).toMatchObject(actionError('unknown-outcome'));
    expect((error as UnknownOutcomeError).reported?.id).toBe(id);
    expect(error.message).not.toContain(whole.value);
    expect(error.cause).toBeInstanceOf(ActionError);
  });

  test.each<[NetworkFailure, string]>([
    ['timeout', 'did not answer'],
    ['reset', 'did not answer'],
    ['cut', 'did not answer'],
    ['too-large', 'does not answer like the admin API'],
  ])('where the answer was lost (%s)', async (kind, sentence) => {
    const partial = httpResponse(200, {}, JSON.stringify(whole).slice(0, 60));
    const error = await failure(new NetworkError(kind, 'why', { sent: true, partial }));
    expect(error).toMatchObject({ ...actionError('unknown-outcome'), reported: { id: 'key_abc' } });
    expect(error.message).toContain(sentence);
    const nothing = await failure(new NetworkError(kind, 'why', { sent: true }));
    expect(nothing).toMatchObject({ ...actionError('unknown-outcome'), reported: undefined });
  });

  test('what is saved of a lost answer never holds the value', async () => {
    const text = JSON.stringify(whole);
    const part = text.slice(0, text.indexOf('sk-admin-new-value') + 'sk-admin-new-value"'.length);
    for (const answer of [httpAnswer(500, whole), httpAnswer(200, part)]) {
      const { reported, value } = (await failure(answer)) as UnknownOutcomeError;
      expect(value?.reveal()).toBe(whole.value);
      expect(reported).toMatchObject({ id: 'key_abc', hasValue: true });
      expect(JSON.stringify(reported)).not.toContain('new-value');
    }
  });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ErrorCode } from '../../src/domain/error.ts';
import { redactCredentials } from '../../src/domain/secret.ts';
import { ExchangeError, type ExchangeFailure } from '../../src/http/exchange.ts';
import { isUnknownPath, noAnswer, refusal, unreadable } from '../../src/openai/refusals.ts';
import { actionError, httpAnswer } from '../support/fakes.ts';

const listing = { what: 'listing the keys', host: 'api.openai.com' };
const reading = { what: 'reading key `key_a`', host: 'api.openai.com', keyId: 'key_a' };
const says = (message: string) => ({ error: { message, type: 'x', param: null, code: null } });

describe('a refusal', () => {
  const missing = says('You have insufficient permissions. Missing scopes: api.management.read');

  test.each<[number, unknown, Record<string, string>, typeof listing, ErrorCode, RegExp]>([
    [400, says('Bad name.'), {}, listing, 'rejected', /rejected .* \(400\), saying “Bad name\.”/],
    [400, '', {}, listing, 'rejected', /listing the keys failed \(400\)\.$/],
    [422, '<html>', {}, listing, 'rejected', /failed \(422\)\.$/],
    [401, says('No.'), {}, listing, 'unauthorized', /refused the key in `admin-api-key`/],
    [401, '', {}, listing, 'unauthorized', /expired or is no admin key\. Put a live one/],
    [401, missing, {}, listing, 'missing-scope', /does not let it manage admin keys/],
    [
      401,
      '{"error":{"message":"No.","code":"ip_not_authorized"}}',
      {},
      listing,
      'forbidden',
      /lets nobody in from the address or country of this runner/,
    ],
    [403, missing, {}, reading, 'missing-scope', /Use an organization admin key/],
    [403, says('No.'), {}, listing, 'forbidden', /does not allow it.* organization\.$/],
    [403, says('No.'), {}, reading, 'forbidden', /and that `key-id` is one of its keys\.$/],
    [403, '', { 'retry-after': '9' }, listing, 'rate-limited', /limits the rate/],
    [404, says('No such key.'), {}, reading, 'not-found', /^No admin key has the id `key_a`/],
    [404, says('Unknown request URL: GET /x'), {}, reading, 'rejected', /path of `base-url`/],
    [404, '<html>', {}, reading, 'rejected', /path of `base-url`/],
    [404, says('No such key.'), {}, listing, 'rejected', /no admin API at this address/],
    [408, '', {}, listing, 'unavailable', /is out of order/],
    [429, says('Slow down.'), {}, listing, 'rate-limited', /was refused \(429\), saying “Slow/],
    [500, says('Oops.'), {}, reading, 'unavailable', /reading key `key_a` failed \(500\), saying/],
    [503, '<html>', {}, listing, 'unavailable', /run this again later, or raise `retry-for`/],
  ])('%d %j %j', (status, body, headers, asked, code, sentence) => {
    const error = refusal(httpAnswer(status, body, headers), asked, redactCredentials);
    expect(error).toMatchObject(actionError(code));
    expect(error.message).toMatch(sentence);
    expect(error.message).toContain(`(${status}`);
    expect(error.message).toMatch(/^\S.*\.$/);
  });

  test('tells what was tried and the id of the request', () => {
    const answer = {
      ...httpAnswer(500, '', { 'x-request-id': 'req_1.a-b' }),
      tried: 'Tried twice',
    };
    const { message } = refusal(answer, listing, redactCredentials);
    expect(message).toContain('(500, request req_1.a-b). Tried twice. See');
  });

  test.each([
    'req 1',
    'req\n::error::',
    '',
    'x'.repeat(101),
    '<b>',
  ])('does not repeat the request id %j', (id) => {
    const answer = httpAnswer(500, '', { 'x-request-id': id });
    expect(refusal(answer, listing, redactCredentials).message).toContain('failed (500). See');
  });

  test.each([
    'x',
    '*',
    'x*',
    'sk-',
    'sk-*',
    'Bearer ',
    '"',
  ])('is never longer than people read, and read in no time: many %j', (piece) => {
    const answer = httpAnswer(400, says(piece.repeat(1e5)));
    const started = performance.now();
    expect(refusal(answer, listing, redactCredentials).message.length).toBeLessThan(700);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('a message that repeats part of the key', () => {
  const said = (message: string) =>
    refusal(httpAnswer(401, says(message)), listing, redactCredentials).message;
  const mask = (key: string) =>
    `Incorrect API key provided: ${key.slice(0, 8)}${'*'.repeat(20)}${key.slice(-4)}. You can find`;
  const letters = fc.constantFrom(...'ABCXYZabcxyz0189_-');
  const tail = fc.string({ unit: letters, minLength: 20, maxLength: 125 });
  const shape = (...starts: string[]) =>
    fc.tuple(fc.constantFrom(...starts), tail).map((parts) => parts.join(''));

  test.each([
    ['Incorrect API key provided: sk-admin****wxyz. You can', 'provided: ***'],
    ['Incorrect API key provided: sk-1234. You can', 'provided: ***'],
    ['(sk-admin-abc…wxyz)', '(***)'],
    ['"sk-proj-a", sk-b; x', '"***", ***; x'],
    ['Bearer abcdefghijkl is wrong', '*** is wrong'],
    ['a task-runner-for-builds', 'a task-runner-for-builds'],
  ])('%s', (message, shown) => {
    expect(said(message)).toContain(shown);
    expect(said(message)).not.toMatch(/wxyz|1234|admin-abc/);
  });

  function showsNothingOf(key: fc.Arbitrary<string>): void {
    fc.assert(
      fc.property(key, (text) => {
        const shown = said(mask(text));
        expect(shown).not.toContain(text.slice(0, 8));
        expect(shown).not.toContain(`*${text.slice(-4)}`);
      }),
    );
  }

  test('is shown without that part', () => {
    showsNothingOf(shape('sk-admin-', 'sk-proj-', 'sk-svcacct-', 'sk-'));
  });

  // What was put into the secret by mistake is a secret too.
  test('is shown without that part, whatever was passed for a key', () => {
    showsNothingOf(shape('ghp_', 'github_pat_', ''));
  });
});

test.each([
  ['', true],
  ['<html>', true],
  ['Unknown request URL: GET /v1/x.', true],
  ['Invalid URL (GET /v1/x)', true],
  ['No such admin API key: key_a', false],
  ['The key was not found', false],
])('404 with the message %j is about the path: %p', (message, path) => {
  const body = message === '<html>' ? message : says(message);
  expect(isUnknownPath(httpAnswer(404, body))).toBe(path);
});

describe('no answer', () => {
  test.each<[ExchangeFailure, ErrorCode, string]>([
    [
      'unreachable',
      'unreachable',
      'could not be reached: listing the keys failed (why). Tried once.',
    ],
    ['reset', 'unavailable', 'did not answer: listing the keys failed (why). Tried once. Run'],
    ['cut', 'unavailable', 'did not answer: listing the keys failed (why). Tried once. Run'],
    ['timeout', 'unavailable', 'raise `timeout` and `retry-for`.'],
    ['too-large', 'unreadable', 'does not talk like the admin API when listing the keys: why.'],
    ['cancelled', 'cancelled', 'The job was cancelled: listing the keys failed.'],
  ])('%s: %s', (kind, code, sentence) => {
    const cause = new ExchangeError(kind, 'why', { sent: true });
    cause.tried = 'Tried once';
    const error = noAnswer(cause, listing);
    expect(error).toMatchObject({ ...actionError(code), cause });
    expect(error.message).toContain(sentence);
  });

  test('says nothing of tries that there were not', () => {
    const error = noAnswer(new ExchangeError('reset', 'why', { sent: true }), listing);
    expect(error.message).toContain('failed (why). Run this again');
  });
});

test('an answer that cannot be read', () => {
  const answer = httpAnswer(200, '', { 'x-request-id': 'req_1' });
  const error = unreadable('is not JSON', answer, listing);
  expect(error).toMatchObject(actionError('unreadable'));
  expect(error.message).toMatch(
    /^api\.openai\.com does not .*: the answer is not JSON, request req_1\. Check/,
  );
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ErrorCode } from '../../src/domain/error.ts';
import { redact } from '../../src/domain/redact.ts';
import { NetworkError } from '../../src/http/client.ts';
import { retryAfter } from '../../src/http/retry.ts';
import { apiError, isUnknownPath, networkError, unreadableError } from '../../src/openai/errors.ts';
import { actionError, httpAnswer } from '../../testing/fakes.ts';
import { OPENAI_REFUSALS } from '../../testing/refusals.ts';

type NetworkFailure = NetworkError['kind'];

const listing = {
  what: 'listing the keys',
  host: 'api.openai.com',
  key: 'the key in `admin-api-key`',
  byAdminKey: true,
  isRerun: false,
};
const reading = { ...listing, what: 'reading key `key_a`', keyId: 'key_a' };
const creating = { ...listing, what: 'creating the key' };
const says = (message: string) => ({ error: { message, type: 'x', param: null, code: null } });

describe('a refusal names its cause and its cure, and only that cause', () => {
  test.each(OPENAI_REFUSALS)('$status: $what', (row) => {
    const { status, body, headers, byAdminKey = true, isRerun = false } = row;
    const of = row.of === 'one' ? reading : row.of === 'create' ? creating : listing;
    const answer = httpAnswer(status, body, headers);
    const error = apiError(answer, { ...of, byAdminKey, isRerun }, redact);
    expect(error).toMatchObject(actionError(row.code));
    for (const words of row.names) expect(error.message).toContain(words);
    for (const words of row.namesNot) expect(error.message).not.toContain(words);
    // One sentence after the other: what was asked, the status, and a full stop at the end.
    expect(error.message).toMatch(/^\S.*\.$/);
    expect(error.message).toContain(`(${status}`);
    if (row.code !== 'not-found') expect(error.message).toContain(of.what);
    expect(retryAfter(answer, 'host', {}) !== undefined).toBe(row.retried);
  });

  test.each([
    ['api.openai.com', true],
    ['eu.api.openai.com', true],
    ['127.0.0.1:8080', true],
    ['gateway.example', false],
    ['api.openai.com.evil.example', false],
  ])('the status page of OpenAI is for its own servers: %s, %p', (host, isNamed) => {
    const { message } = apiError(httpAnswer(500), { ...listing, host }, redact);
    expect(message.includes('status.openai.com')).toBe(isNamed);
    expect(message).toMatch(/un this again later, or raise `retry-for`\.$/);
  });
});

describe('a foreign page', () => {
  const secret = 'sk-admin-abcdefghijklmnopqrstuvwxyz';
  const page = (title: string, headers = {}) =>
    apiError(
      httpAnswer(403, `<html><title>${title}</title>`, { server: 'x', ...headers }),
      listing,
      redact,
    ).message;

  test.each([
    secret,
    `${'x '.repeat(45)}${secret}`,
    `${'x '.repeat(45)}ghp_abcdefghijklmnop`,
    secret.replace('-a', '&#45;a').replace('b', '&#x62;'),
  ])('shows nothing of a secret in its title: %s', (title) => {
    const message = page(title);
    expect(message).toContain('***');
    expect(message).not.toMatch(/abcdef|cdefgh/);
  });

  test('shows nothing of a secret in its headers', () => {
    expect(page('', { server: secret, 'cf-mitigated': secret })).not.toContain('abcdef');
  });

  test.each([
    '::error::x',
    'a&#10;b',
    'a&#x202e;b',
    '&#x1ffff0;&bogus;&#;',
    '&amp;lt;',
  ])('stays on its line: %s', (title) => {
    expect(page(title)).toMatch(/^[^\n\r\u202e]*$/);
  });

  test.each(['<title', '<title>', '<', '&#45;', ' '])('is read to its end: many %j', (piece) => {
    const body = `<html>${piece.repeat(2_000_000)}`;
    expect(apiError(httpAnswer(403, body), listing, redact).message.length).toBeLessThan(500);
  });

  test('with a success is named, too', () => {
    const answer = httpAnswer(200, '<html><title>Log in</title>', { server: 'portal' });
    expect(unreadableError('is not JSON', answer, listing, redact).message).toContain(
      'the answer is not JSON, with a web page (server “portal”, title “Log in”). Check that',
    );
  });
});

test('a text that can hide something by escapes is not quoted', () => {
  const body = '{"m":"sk\\u002dadmin-abcdefghijklmnopqrst"}';
  const { message } = apiError(httpAnswer(400, body), listing, redact);
  expect(message).toMatch(/failed \(400\)\.$/);
});

describe('a refusal', () => {
  test('tells what was tried and the id of the request', () => {
    const answer = {
      ...httpAnswer(500, '', { 'x-request-id': 'req_1.a-b' }),
      tried: 'Tried twice',
    };
    const { message } = apiError(answer, listing, redact);
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
    expect(apiError(answer, listing, redact).message).toContain('failed (500). See');
  });

  test.each([
    'x',
    '*',
    'x*',
    'sk-',
    'sk-*',
    'Bearer ',
    '"',
  ])('is never longer than people read, however much it says: many %j', (piece) => {
    // A pattern that looks back takes hours for it.
    const answer = httpAnswer(400, says(piece.repeat(Math.ceil(2e6 / piece.length))));
    expect(apiError(answer, listing, redact).message.length).toBeLessThan(700);
  });
});

describe('a message that repeats part of the key', () => {
  const said = (message: string) =>
    apiError(httpAnswer(401, says(message)), listing, redact).message;
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
  test.each<[NetworkFailure, ErrorCode, string]>([
    [
      'unreachable',
      'unreachable',
      'could not be reached: listing the keys failed (why). Tried once.',
    ],
    ['reset', 'unavailable', 'did not answer: listing the keys failed (why). Tried once. Run'],
    ['cut', 'unavailable', 'did not answer: listing the keys failed (why). Tried once. Run'],
    ['timeout', 'unavailable', 'raise `timeout` and `retry-for`.'],
    ['too-large', 'unreadable', 'does not answer like the admin API when listing the keys: why.'],
    ['cancelled', 'cancelled', 'The job was cancelled: listing the keys failed.'],
  ])('%s: %s', (kind, code, sentence) => {
    const cause = new NetworkError(kind, 'why', { sent: true }).after('Tried once');
    const error = networkError(cause, listing);
    expect(error).toMatchObject({ ...actionError(code), cause });
    expect(error.message).toContain(sentence);
  });

  test('says nothing of tries that there were not', () => {
    const error = networkError(new NetworkError('reset', 'why', { sent: true }), listing);
    expect(error.message).toContain('failed (why). Run this again');
  });
});

test('an answer that cannot be read', () => {
  const answer = httpAnswer(200, '', { 'x-request-id': 'req_1' });
  const error = unreadableError('is not JSON', answer, listing, redact);
  expect(error).toMatchObject(actionError('unreadable'));
  expect(error.message).toMatch(
    /^api\.openai\.com does not .*: the answer is not JSON, request req_1\. Check/,
  );
});

import { afterAll, describe, expect, test } from '@jest/globals';
import { adminKey, SENTINEL } from '../../testing/fakes.ts';
import { KINDS, type Kind } from '../../testing/kinds.ts';
import { errorsOf } from '../../testing/openai-step.ts';
import { answer, faultsOf, type Respond, startRawServer } from '../../testing/raw-server.ts';
import { cleanUp, runMain } from '../../testing/runner.ts';

/** Answers of odd forms: each is either read rightly or refused in one sentence. */

afterAll(cleanUp);

const key = JSON.stringify(adminKey({ id: 'key_abc', name: 'nightly' }).raw);
/** By the same form, a key of either kind is read. */
const IDS: Record<Kind, string> = {
  'admin key': 'key_abc',
  'service account key': 'proj_test/key_abc',
};
/** The key with more fields, the first of which come before those that are there. */
const withFields = (before: string, after = '') => `{${before}${key.slice(1, -1)}${after}}`;
const named = (name: string) => key.replace('"nightly"', name);
const bytes = (text: string) => Buffer.from(text, 'latin1');
const interim = (lines: string): Respond => {
  return (socket, asked) => {
    socket.write(`HTTP/1.1 ${lines}\r\n\r\n`);
    answer(key)(socket, asked);
  };
};
const whole = (head: string, body = key): Respond => {
  return (socket) => void socket.end(`HTTP/1.1 200 OK\r\n${head}\r\n\r\n${body}`);
};
/** The key, and in the same breath something that nobody asked for. */
const followed = (more: string): Respond => {
  return (socket) => {
    socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${key.length}\r\n\r\n${key}${more}`);
  };
};

async function retrieve(respond: Respond, kind: Kind) {
  const server = await startRawServer(respond);
  const result = await runMain({
    inputs: {
      operation: 'retrieve',
      'key-id': IDS[kind],
      'admin-api-key': SENTINEL,
      'base-url': `${server.url}/v1`,
      'retry-for': '0s',
      // Who waits for it to pass fails with another sentence.
      timeout: '5m',
    },
  });
  await server.close();
  expect(server.requests).toHaveLength(1);
  return result;
}

const readable: [string, Respond, string?][] = [
  ['100 Continue before it', interim('100 Continue')],
  ['102 Processing before it', interim('102 Processing')],
  ['103 Early Hints before it', interim('103 Early Hints\r\nlink: </x>; rel=preload')],
  ['a second answer after it', followed('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}')],
  ['no length, to the end of the connection', whole('connection: close')],
  [
    'its length in pieces',
    whole(
      `transfer-encoding: chunked\r\nconnection: close`,
      `${key.length.toString(16)};x=y\r\n${key}\r\n0\r\nx-trailer: y\r\n\r\n`,
    ),
  ],
  ['bytes that are no UTF-8', answer(bytes(named('"a\xff\xc0\x80b"'))), 'a\ufffd\ufffd\ufffdb'],
  ['an escaped NUL', answer(named('"a\\u0000b"')), 'a\0b'],
  ['half a character', answer(named('"a\\ud800b"')), 'a\ufffdb'],
  ['an own prototype', answer(withFields('"__proto__":{"id":"key_evil","name":"evil"},'))],
  ['a constructor', answer(withFields('', ',"constructor":{"prototype":{"id":"x"}},"toString":1'))],
  ['fields that come twice, of which the last counts', answer(withFields('"id":7,"name":"x",'))],
  ['numbers that nobody can count', answer(withFields('', ',"x":1e309,"y":-1e309,"z":1e-999'))],
  [
    'a last use that nobody can count',
    answer(key.replace('"last_used_at":null', '"last_used_at":1e309')),
  ],
  ['a byte order mark before it', answer(`\ufeff${key}`)],
  ['white space around it', answer(` \r\n\t${key}\r\n\n `)],
];

describe.each(KINDS)('is read rightly: %s with', (kind) => {
  test.each(readable)('%s', async (_name, respond, name = 'nightly') => {
    const result = await retrieve(respond, kind);
    expect(errorsOf(result)).toEqual([]);
    expect(result.exitCode).toBe(0);
    expect(result.stderr).toBe('');
    expect(result.outputs).toMatchObject({ id: IDS[kind], name });
    expect(result.commands.map((command) => command.name)).toEqual(['add-mask']);
  });
});

const unusable = (field: string) => new RegExp(`: the answer has no usable \`${field}\``);
const notJson = /: the answer is not JSON/;
const refused: [string, Respond, RegExp][] = [
  ['rubbish after it', followed('rubbish\r\n::error::gotcha\r\n'), /Parse Error/],
  [
    '101 Switching Protocols',
    (s) => void s.write('HTTP/1.1 101 X\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    /switched to another protocol/,
  ],
  [
    'a redirect to itself',
    answer('', 'location: /v1/organization/admin_api_keys/key_abc', '307 X'),
    /redirect \(307\) to .*Redirects are not followed/,
  ],
  ['a redirect to nowhere', answer('', 'location: //', '302 X'), /redirect \(302\)\. Redirects/],
  [
    'a redirect that says something',
    answer('', 'location: /%0A::error::x?sk-admin-secret=1#y', '302 X'),
    /redirect \(302\) to http:\/\/127\.0\.0\.1:\d+\/%0A::error::x\. /,
  ],
  ['a status that is none', (s) => void s.write('HTTP/1.1 99999 X\r\n\r\n'), /Parse Error/],
  ['two lengths', answer(key, 'content-length: 3'), /Parse Error/],
  ['a length and pieces', answer(key, 'transfer-encoding: chunked'), /Parse Error/],
  [
    'a header with a line feed alone',
    (s) => void s.end('HTTP/1.1 200 OK\nx: y\n\n{}'),
    /Parse Error|not a JSON|no usable/,
  ],
  ['a page of another protocol', (s) => void s.end('SSH-2.0-OpenSSH_9.9\r\n'), /Parse Error/],
  ['nothing at all', (s) => void s.end(), /hang up|ECONNRESET/],
  ['rubbish inside it', answer(`${key}x`), notJson],
  ['two keys, one after the other', answer(`${key}\n${key}`), notJson],
  ['two byte order marks', answer(`\ufeff\ufeff${key}`), notJson],
  ['a byte order mark inside it', answer(key.replace(':', ':\ufeff')), notJson],
  ['a NUL', answer(bytes(named('"a\0b"'))), notJson],
  ['a line end in a name', answer(named('"a\n::error::gotcha"')), notJson],
  ['a commented name', answer(key.replace('{', '{/* x */')), notJson],
  ['UTF-16', answer(Buffer.from(key, 'utf16le')), notJson],
  ['NaN', answer(key.replace('1799996400', 'NaN')), notJson],
  ['no text', answer(''), notJson],
  ['null', answer('null'), /is not a JSON object/],
  ['a list', answer(`[${key}]`), /is not a JSON object/],
  ['a time without end', answer(key.replace('1799996400', '1e309')), unusable('created_at')],
  [
    'a time after all times',
    answer(key.replace('1799996400', '253402300800')),
    unusable('created_at'),
  ],
  ['a fraction of a time', answer(key.replace('1799996400', '0.5')), unusable('created_at')],
  [
    'an end without end',
    answer(key.replace('"expires_at":null', '"expires_at":1e309')),
    unusable('expires_at'),
  ],
  ['a prototype alone', answer(`{"__proto__":${key}}`), unusable('id')],
  ['a last id that is none', answer(withFields('', ',"id":"../x"')), unusable('id')],
  ['an id of many lines', answer(key.replace('key_abc', 'key_abc\\n::error::x')), unusable('id')],
];

// One of the kinds each, in turn: what refuses a form is the same for both.
const inTurn = refused.map(([name, respond, sentence], index) => {
  return { name, respond, sentence, kind: KINDS[index % KINDS.length] ?? KINDS[0] };
});

describe('is refused in one sentence: a key with', () => {
  test.each(inTurn)('$name ($kind)', async ({ respond, sentence, kind }) => {
    const result = await retrieve(respond, kind);
    expect(faultsOf(result, SENTINEL)).toEqual([]);
    expect(errorsOf(result)).toEqual([expect.stringMatching(sentence)]);
    expect(result.commands.map((command) => command.name)).toEqual(['add-mask', 'error']);
    expect(result.outputs).toEqual({});
  });
});

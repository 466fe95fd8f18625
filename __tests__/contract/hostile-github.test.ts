/** What a GitHub, or whoever answers in its place, may send before a key is made. */
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from '@jest/globals';
import { startOpenAi } from '../../emulator/openai.ts';
import { errorsOf } from '../../testing/openai-step.ts';
import {
  answer,
  drip,
  faultsOf,
  flood,
  peakOf,
  type Respond,
  startRawServer,
} from '../../testing/raw-server.ts';
import { cleanUp, runMain } from '../../testing/runner.ts';

const TOKEN = 'ghs_SentinelSentinelSentinelSentinel0123';
const MIB = 1024 * 1024;
/** The action takes about 80 MiB with what GitHub needs. */
const MOST_MIB = 400;

afterAll(cleanUp);

/** The first request looks at the secret, which is not there; the second asks for the public key. */
const publicKey = (respond: Respond): Respond => {
  const missing = answer('{"message":"Not Found"}', '', '404 Not Found');
  return (socket, asked) =>
    (/^\S+ \S+\/public-key /.test(asked) ? respond : missing)(socket, asked);
};
const keyOf = (key: unknown) => publicKey(answer(JSON.stringify({ key_id: '1', key })));
const gigabyte = `HTTP/1.1 200 OK\r\ncontent-length: ${1024 * MIB}\r\n\r\n`;
const closed = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const within = /no answer from 127\.0\.0\.1:\d+ \(no (complete )?answer within 2 s\)/;
const missing = /cannot be used \(it is missing\)/;

const rows: [string, Respond, RegExp, string?][] = [
  ['a gigabyte', flood(gigabyte, Buffer.alloc(MIB, 'x')), /larger than 16 MiB/],
  ['a byte every moment', drip('HTTP/1.1 200 OK\r\n\r\n', 'x', 300), within],
  ['silence', () => undefined, within],
  ['hints without end', flood('', 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(99)), within],
  ['headers without end', flood('HTTP/1.1 200 OK\r\n', 'a: b\r\n'.repeat(999)), /overflow/i],
  [
    'another protocol',
    (socket) => {
      socket.write('HTTP/1.1 101 X\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n');
    },
    /switched to another protocol/,
  ],
  [
    'a redirect to itself',
    answer('', 'location: /repos/octo-org/octo-repo/actions/secrets/ADMIN', '301 X'),
    /redirects it, so the repository or organization was renamed/,
  ],
  ['a page of HTML', answer('<html>', 'content-type: text/html'), /does not answer like GitHub/],
  ['a content type that is none', answer('x', 'content-type: ;;='), /does not answer like GitHub/],
  ['rubbish', answer('{"name":'), /does not answer like GitHub/],
  ['a public key of a megabyte', keyOf('A'.repeat(MIB)), /\d+ bytes instead of 32/],
  ['a public key of 15 MiB', keyOf('A'.repeat(15 * MIB)), /larger than 2 MiB/],
  ['a public key that makes the box worthless', keyOf('A'.repeat(43)), /No key was made/],
  ['a public key that is a number', keyOf(1), missing],
  ['a public key that is nested', keyOf({ __proto__: null, length: 32 }), missing],
  ['a public key in a prototype', publicKey(answer('{"__proto__":{"key":"x"}}')), missing],
  ['no public key', publicKey(answer('null')), /does not answer like GitHub/],
  ['brackets in brackets', publicKey(answer(closed(7 * MIB))), /nested too deeply/],
  ['millions of parts', publicKey(answer(`[${'{},'.repeat(4 * MIB)}{}]`)), /far too many parts/],
  ['digits without end', publicKey(answer(`{"key":${'1'.repeat(15 * MIB)}}`)), /larger than 2 MiB/],
  [
    'a quarter of a gigabyte, compressed',
    publicKey(answer(gzipSync(Buffer.alloc(256 * MIB)), 'content-encoding: gzip')),
    /larger than 16 MiB/,
  ],
  [
    'millions of numbers in quotes',
    publicKey(answer(`["1n"${',"1n"'.repeat(3 * MIB)}]`)),
    /far too many/,
  ],
];

describe('no key is made, and the step ends in one sentence, after', () => {
  test.each(rows)('%s', async (_name, respond, sentence) => {
    const [openai, github] = await Promise.all([startOpenAi(), startRawServer(respond)]);
    let peak: number | undefined;
    let watch: NodeJS.Timeout | undefined;
    const result = await runMain({
      inputs: {
        operation: 'create',
        name: 'ci',
        'base-url': openai.baseUrl,
        'admin-api-key': openai.adminKey,
        'github-api-url': github.url,
        'github-token': TOKEN,
        'secret-name': 'ADMIN',
        'retry-for': '0s',
        // Where it is not what ends the step, who waits for it fails with another sentence.
        timeout: sentence === within ? '2s' : '5m',
      },
      onSpawn: ({ process: child }) => {
        const pid = child?.pid;
        watch = setInterval(() => {
          peak = peakOf(pid) ?? peak;
        }, 5);
      },
    });
    clearInterval(watch);
    await Promise.all([openai.close(), github.close()]);
    expect([...faultsOf(result, TOKEN), ...faultsOf(result, openai.adminKey)]).toEqual([]);
    expect(errorsOf(result)).toEqual([expect.stringMatching(sentence)]);
    expect(errorsOf(result)[0]?.length).toBeLessThan(1_500);
    expect(openai.log).toEqual([]);
    expect(result.state).toEqual({});
    expect(github.requests.length).toBeLessThanOrEqual(2);
    if (process.platform === 'linux') expect(peak).toBeLessThan(MOST_MIB);
  });
});

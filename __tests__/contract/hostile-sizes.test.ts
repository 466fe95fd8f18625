/** Answers that are large, endless or slow: each has an end, in memory and in time. */
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from '@jest/globals';
import { adminKey, SENTINEL } from '../../testing/fakes.ts';
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

const MIB = 1024 * 1024;
/** The action alone takes about 60 MiB, with what GitHub needs about 80. */
const MOST_MIB = 400;
/** `/proc` tells of peaks; elsewhere only ends and times are looked at. */
const tellsPeaks = process.platform === 'linux';

afterAll(cleanUp);

interface Row {
  what: string;
  respond: Respond;
  sentence: RegExp;
  /** More inputs than those of `retrieve`. */
  inputs?: Record<string, string>;
  /** Requests that are sent at the most. */
  requests?: number;
}

const tooLarge = /: the answer is larger than 16 MiB\.$/;
const list = { operation: 'list', 'key-id': '' };
let next = 0;
const fresh = (keys: number, name: string): Respond => {
  return (socket, asked) => {
    const data = Array.from({ length: keys }, () => adminKey({ id: `key_${next++}`, name }).raw);
    answer(JSON.stringify({ data, has_more: true }))(socket, asked);
  };
};
const samePage = answer(JSON.stringify({ data: [adminKey().raw], has_more: true }));
const head = 'HTTP/1.1 200 OK\r\n';
const gigabyte = `${head}content-length: ${1024 * MIB}\r\n\r\n`;

const large: Row[] = [
  { what: 'a gigabyte', respond: flood(gigabyte, Buffer.alloc(MIB, 'x')), sentence: tooLarge },
  {
    what: 'chunks without end',
    respond: flood(
      `${head}transfer-encoding: chunked\r\n\r\n`,
      `10000\r\n${'x'.repeat(65536)}\r\n`,
    ),
    sentence: tooLarge,
  },
  {
    what: 'a quarter of a gigabyte of nothing, compressed',
    respond: answer(gzipSync(Buffer.alloc(256 * MIB)), 'content-encoding: gzip'),
    sentence: tooLarge,
  },
  {
    what: 'an outage that talks for a gigabyte',
    respond: flood(gigabyte.replace('200 OK', '500 Oh'), Buffer.alloc(MIB, '<')),
    sentence: tooLarge,
  },
  {
    what: 'a refusal of 15 MiB',
    respond: answer(
      JSON.stringify({ error: { message: 'Bearer '.repeat(2 * MIB) } }),
      '',
      '403 Forbidden',
    ),
    sentence: /does not allow it: .*“(\*\*\* ?)+…?/,
  },
  {
    what: 'brackets without end',
    respond: answer('['.repeat(15 * MIB)),
    sentence: /nested too deeply/,
  },
  {
    what: 'objects, one in the other',
    respond: answer(`${'{"a":'.repeat(2 * MIB)}1${'}'.repeat(2 * MIB)}`),
    sentence: /nested too deeply/,
  },
  {
    what: 'five million objects',
    respond: answer(`{"data":[${'{},'.repeat(5_000_000)}{}],"has_more":false}`),
    sentence: /far too many parts/,
    inputs: list,
  },
  {
    what: 'eight million numbers',
    respond: answer(`[${'0,'.repeat(7_500_000)}0]`),
    sentence: /has far too many parts/,
  },
  {
    what: 'large pages without end',
    respond: fresh(10_000, 'x'.repeat(1_000)),
    sentence: /larger than 64 MiB/,
    inputs: list,
    requests: 6,
  },
  {
    what: 'tiny pages without end',
    respond: fresh(1, 'x'),
    sentence: /does not end: there was no end after 1000 pages/,
    inputs: list,
    requests: 1_000,
  },
  {
    what: 'one page for ever',
    respond: samePage,
    sentence: /does not end: a page brought no new key/,
    inputs: list,
    requests: 2,
  },
  {
    what: 'one page for ever, to be verified',
    respond: samePage,
    sentence: /listing of keys changed while it was read, twice/,
    inputs: { ...list, operation: 'verify' },
    requests: 4,
  },
  {
    what: 'a header of a mebibyte',
    respond: answer('{}', `x: ${'x'.repeat(MIB)}`),
    sentence: /overflow/i,
  },
  {
    what: 'headers without end',
    respond: flood(head, 'a: b\r\n'.repeat(999)),
    sentence: /overflow/i,
  },
];

const within = /did not answer: .*\(no (complete )?answer within 1 s\)/;
const hint = 'HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n';
const slow: Row[] = [
  { what: 'hints without end', respond: flood(hint, hint.repeat(99)), sentence: within },
  { what: 'a line that does not end', respond: drip('HTTP/1.1 200 O', 'k', 300), sentence: within },
  { what: 'a header every moment', respond: drip(head, 'a: b\r\n', 300), sentence: within },
  {
    what: 'a byte every moment',
    respond: drip(`${head}content-length: 99\r\n\r\n`, 'x', 300),
    sentence: within,
  },
  {
    what: 'an empty promise to go on',
    respond: drip('HTTP/1.1 100 Continue\r\n\r\n', 'HTTP/1.1 100 Continue\r\n\r\n', 300),
    sentence: within,
  },
];

/** Runs the step, which has to fail for the reason given. */
async function runToItsEnd(row: Row, timeout: string): Promise<void> {
  const server = await startRawServer(row.respond);
  let peak: number | undefined;
  let watch: NodeJS.Timeout | undefined;
  const result = await runMain({
    inputs: {
      operation: 'retrieve',
      'key-id': 'key_abc',
      'admin-api-key': SENTINEL,
      'base-url': `${server.url}/v1`,
      'retry-for': '0s',
      timeout,
      ...row.inputs,
    },
    onSpawn: ({ process: child }) => {
      const pid = child?.pid;
      watch = setInterval(() => {
        peak = peakOf(pid) ?? peak;
      }, 5);
    },
  });
  clearInterval(watch);
  await server.close();
  expect(faultsOf(result, SENTINEL)).toEqual([]);
  expect(errorsOf(result)).toEqual([expect.stringMatching(row.sentence)]);
  expect(errorsOf(result)[0]?.length).toBeLessThan(1_500);
  expect(server.requests.length).toBeLessThanOrEqual(row.requests ?? 1);
  if (tellsPeaks) expect(peak).toBeLessThan(MOST_MIB);
}

describe('an answer that is too large', () => {
  test.each(large)('$what ends the step', async (row) => {
    await runToItsEnd(row, '5m');
  });
});

describe('an answer that never ends is given `timeout`, all of it together', () => {
  test.each(slow)('$what', async (row) => {
    await runToItsEnd(row, '1s');
  });
});

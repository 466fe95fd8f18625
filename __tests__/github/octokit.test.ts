import { expect, jest, test } from '@jest/globals';
import { Credential } from '../../src/domain/credential.ts';
import { createOctokit } from '../../src/github/octokit.ts';
import type { Transport } from '../../src/http/transport.ts';
import { failureOf, httpAnswer } from '../../testing/fakes.ts';

const reading = { repeatable: true };
const json = { 'content-type': 'application/json' };

function octokitOver(...[status, body, headers]: Parameters<typeof httpAnswer>) {
  const transport: Transport = {
    send: async () => httpAnswer(status, body, { ...json, ...headers }),
  };
  return createOctokit(transport, new URL('https://api.github.com'), new Credential('t'), reading);
}

test('Octokit does not even try to print what a header says', async () => {
  const printed = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) =>
    jest.spyOn(console, name).mockImplementation(() => undefined),
  );
  const octokit = octokitOver(
    200,
    {},
    {
      deprecation: 'true',
      sunset: '##[stop-commands]x',
      link: '<::set-output name=value::x>; rel="deprecation"',
    },
  );
  await octokit.request('GET /x');
  // A request that has options of its own keeps the silent log.
  await octokit.request('GET /x', { request: { hook: undefined } });
  expect(printed.flatMap(({ mock }) => mock.calls)).toEqual([]);
});

test('an answer with more values than any honest one is not read by Octokit', async () => {
  const body = (values: number) => `[${'"1n",'.repeat(values)}"1n"]`;
  const fine = await octokitOver(200, body(100_000)).request('GET /x');
  expect(fine.data).toHaveLength(100_001);
  const error = await failureOf(() => octokitOver(200, body(100_001)).request('GET /x'));
  expect(error.message).toContain('has far too many parts');
  const digits = octokitOver(200, `{"id":${'1'.repeat(2 * 1024 * 1024)}}`);
  const long = await failureOf(() => digits.request('GET /x'));
  expect(long.message).toContain('is larger than 2 MiB');
});

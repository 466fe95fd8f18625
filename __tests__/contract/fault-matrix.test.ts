import { afterAll, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/faults.ts';
import { startOpenAi } from '../../emulator/openai.ts';
import { errorsOf, runStep } from '../support/openai-step.ts';
import { cleanUp } from '../support/runner.ts';

afterAll(cleanUp);

/** Each fault with the sentence that it ends in, and whether a second try helps. */
const faults: [string, Fault, RegExp, 'passing' | 'lasting'][] = [
  [
    'a refused key',
    { status: 401, body: { error: { message: 'Incorrect API key provided.' } } },
    /refused the key in `admin-api-key`.*request req_/,
    'lasting',
  ],
  [
    'a missing scope',
    { status: 401, body: { error: { message: 'Missing scopes: api.management.read' } } },
    /does not let it manage admin keys.*request req_/,
    'lasting',
  ],
  [
    'a ban',
    { status: 403, body: { error: 'Not allowed.' } },
    /does not allow it.*“Not allowed\.”/,
    'lasting',
  ],
  [
    'a wrong address',
    { status: 404, body: '<html>' },
    /no admin API at this address.*`base-url`/,
    'lasting',
  ],
  ['a rate limit', { status: 429 }, /limits the rate.*does not fit in `retry-for`/, 'passing'],
  [
    'an outage',
    { status: 500, body: '<html>' },
    /out of order: .*\(500, request req_.*status\.openai\.com/,
    'passing',
  ],
  ['a gateway', { status: 503, body: '' }, /out of order: .*\(503/, 'passing'],
  [
    'an unknown refusal',
    { status: 418, body: { error: { message: 'teapot' } } },
    /rejected the request: .*“teapot”/,
    'lasting',
  ],
  [
    'a redirect',
    { status: 302, headers: { location: 'https://evil.example/x' } },
    /redirect \(302\) to https:\/\/evil\.example\/x\. Redirects are not followed/,
    'lasting',
  ],
  [
    'a page of HTML',
    { status: 200, body: '<html>hello</html>' },
    /does not talk like the admin API .*is not JSON, request req_/,
    'lasting',
  ],
  [
    'another JSON',
    { status: 200, body: { hello: 1 } },
    /does not talk like the admin API/,
    'lasting',
  ],
  ['a reset before acting', { reset: 'before' }, /did not answer: .*ECONNRESET/, 'passing'],
  [
    'a cut answer',
    { cut: 20 },
    /did not answer: .*(broke off|aborted|hang up|ECONNRESET)/,
    'passing',
  ],
  ['silence', { silence: 'before' }, /did not answer: .*within 1 s/, 'passing'],
];

const operations: [string, Record<string, string>][] = [
  ['list', { operation: 'list', 'keys-file': 'keys.json' }],
  ['retrieve', { operation: 'retrieve' }],
  ['delete', { operation: 'delete' }],
  ['create with if-exists', { operation: 'create', name: 'ci', 'if-exists': 'reuse' }],
];

const matrix = operations.flatMap(([name, inputs]) =>
  faults.map(([what, fault, sentence, kind]) => ({ name, inputs, what, fault, sentence, kind })),
);

async function scene(inputs: Record<string, string>) {
  const api = await startOpenAi();
  const { id } = api.seed({ name: 'ci', createdAt: api.now() - 86_400 });
  const needsId = ['retrieve', 'delete'].includes(inputs.operation ?? '');
  return { api, id, given: needsId ? { ...inputs, 'key-id': id } : inputs };
}

describe('every fault at every operation', () => {
  test.concurrent.each(
    matrix,
  )('$name meets $what: one sentence, nothing half done', async (row) => {
    const { api, id, given } = await scene(row.inputs);
    api.fault({ ...row.fault, times: Number.POSITIVE_INFINITY });
    const result = await runStep(api, given);
    expect(result.exitCode).toBe(1);
    expect(errorsOf(result)).toEqual([expect.stringMatching(row.sentence)]);
    expect(api.log).toHaveLength(1);
    expect(result.outputs).toEqual(row.name === 'delete' ? { 'deleted-ids': '' } : {});
    expect(result.state).toEqual({});
    const acted = row.name === 'delete' && row.fault.cut !== undefined;
    expect(api.keys.some((key) => key.id === id)).toBe(!acted);
    await api.close();
  });

  const passing = matrix.filter(({ kind }) => kind === 'passing');
  test.concurrent.each(passing)('$name gets over $what by a second try', async (row) => {
    const { api, given } = await scene(row.inputs);
    api.fault({ ...row.fault, headers: { 'retry-after-ms': '1' } });
    const result = await runStep(api, { ...given, 'retry-for': '30s' });
    expect(errorsOf(result)).toEqual([]);
    expect(result.exitCode).toBe(0);
    expect(api.log).toHaveLength(2);
    await api.close();
  });
});

test(`${matrix.length} combinations were tried`, () => {
  expect(matrix).toHaveLength(operations.length * faults.length);
});

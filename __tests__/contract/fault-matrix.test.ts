import { afterAll, describe, expect, test } from '@jest/globals';
import { FAULTS } from '../../testing/faults.ts';
import { KINDS, type Kind, setUpKind } from '../../testing/kinds.ts';
import { errorsOf, runStep } from '../../testing/openai-step.ts';
import { cleanUp } from '../../testing/runner.ts';
import { startOpenAi } from '../../testing/services.ts';

afterAll(cleanUp);

const operations: [string, Record<string, string>][] = [
  ['list', { operation: 'list', 'keys-file': 'keys.json' }],
  ['retrieve', { operation: 'retrieve' }],
  ['delete', { operation: 'delete' }],
  ['create with if-exists', { operation: 'create', name: 'ci', 'if-exists': 'reuse' }],
];

const matrix = operations.flatMap(([name, inputs]) =>
  FAULTS.map(({ name: what, fault, says, kind }) => {
    return { name, inputs, what, fault, sentence: says.openai, kind };
  }),
);

async function scene({ inputs, fault }: (typeof matrix)[number], kind: Kind) {
  // Silence lasts as long as `timeout` says.
  const api = await startOpenAi({}, fault.silence ? false : undefined);
  const keys = setUpKind(api, kind);
  const key = keys.seed({ name: 'ci', createdAt: api.now() - 86_400 });
  const needsId = ['retrieve', 'delete'].includes(inputs.operation ?? '');
  const given = needsId ? { 'key-id': keys.idOf(key) } : keys.inputs;
  return { api, keys, key, given: { ...inputs, ...given } };
}

describe.each(KINDS)('%s: every fault at every operation', (kind) => {
  test.each(matrix)('$name meets $what: one sentence, nothing half done', async (row) => {
    const { api, keys, key, given } = await scene(row, kind);
    api.fault({ ...row.fault, times: Number.POSITIVE_INFINITY });
    const result = await runStep(api, given);
    expect(result.exitCode).toBe(1);
    expect(errorsOf(result)).toEqual([expect.stringMatching(row.sentence)]);
    expect(api.log).toHaveLength(1);
    expect(result.outputs).toEqual(row.name === 'delete' ? { 'deleted-ids': '' } : {});
    expect(result.state).toEqual({});
    const { cut, reset, silence } = row.fault;
    const acted = row.name === 'delete' && (cut ?? reset ?? silence ?? 'before') !== 'before';
    expect(keys.all().includes(key)).toBe(!acted);
    await api.close();
  });

  const passing = matrix.filter(({ kind }) => kind === 'passing');
  test.each(passing)('$name gets over $what by a second try', async (row) => {
    const { api, given } = await scene(row, kind);
    api.fault({ ...row.fault, headers: { 'retry-after-ms': '1' } });
    const result = await runStep(api, { ...given, 'retry-for': '5m' });
    expect(errorsOf(result)).toEqual([]);
    expect(result.exitCode).toBe(0);
    // A 404 to a delete is asked again once; a project's own key is gone only where the project is there.
    const { cut, reset, silence } = row.fault;
    const wasGone = row.name === 'delete' && (cut ?? reset ?? silence ?? 'before') !== 'before';
    expect(api.log).toHaveLength(wasGone ? (kind === 'admin key' ? 3 : 4) : 2);
    await api.close();
  });
});

test(`${matrix.length} combinations were tried of each kind`, () => {
  expect(matrix).toHaveLength(operations.length * FAULTS.length);
});

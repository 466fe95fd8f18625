import { EOL } from 'node:os';
import { afterAll, expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/faults.ts';
import type { Reply } from '../../emulator/messages.ts';
import { errorsOf, runPostStep, runStep, tracesOf } from '../support/openai-step.ts';
import { cleanUp, type StepResult } from '../support/runner.ts';
import { startOpenAi } from '../support/services.ts';

afterAll(cleanUp);

/** All that a step left, without its `add-mask` lines and, where it was asked for, the value. */
function leftBy(result: StepResult, value = ''): string {
  const withoutMasks = (text: string) => text.replace(/^::add-mask::.*$/gm, '');
  const traces = tracesOf({ ...result, stdout: withoutMasks(result.stdout) });
  return value === '' ? traces : traces.replaceAll(`${EOL}${value}${EOL}`, EOL);
}

const inputs: Record<string, Record<string, string>> = {
  create: { operation: 'create', name: 'ci' },
  'create with output': { operation: 'create', name: 'ci', 'output-value': 'true' },
  'create for the job': {
    operation: 'create',
    name: 'ci',
    'revoke-after-job': 'true',
    'export-env': 'K',
  },
  list: { operation: 'list', 'keys-file': 'keys.json' },
  retrieve: { operation: 'retrieve', 'key-id': 'key_x' },
  delete: { operation: 'delete', 'key-id': 'key_x' },
};

const faults: Record<string, Fault | null> = {
  none: null,
  unauthorized: {
    status: 401,
    body: { error: { message: 'Incorrect API key provided: sk-admin-Qwertyu.' } },
  },
  'missing scope': {
    status: 401,
    body: {
      error: { message: 'You have insufficient permissions. Missing scopes: api.management.read' },
    },
  },
  outage: { status: 500, body: '<html>down</html>' },
  'rate limit': { status: 429 },
  nonsense: { status: 200, act: true, body: 'yes' },
  reset: { reset: 'after' },
  cut: { cut: 60 },
};

const cases = Object.keys(inputs).flatMap((operation) =>
  Object.keys(faults).flatMap((fault) => [
    { operation, fault, debug: false },
    { operation, fault, debug: true },
  ]),
);

test.each(cases)('$operation with $fault (debug: $debug) shows no secret', async (row) => {
  const { operation, fault, debug } = row;
  const api = await startOpenAi();
  const struck = faults[fault];
  // A server that repeats what it was sent is the worst that can happen to a log.
  if (struck) api.fault({ ...struck, headers: { 'x-request-id': api.adminKey } });
  const main = await runStep(api, inputs[operation] ?? {}, { debug });
  const post = await runPostStep(api, main, inputs[operation], { debug });
  const secrets = new Set([...main.masks, ...post.masks]);
  expect(secrets).toContain(api.adminKey);
  for (const secret of secrets) {
    const opted = main.outputs.value === secret || main.env.K === secret ? secret : '';
    expect(leftBy(main, opted)).not.toContain(secret);
    expect(leftBy(post)).not.toContain(secret);
  }
  expect(main.stderr + post.stderr).toBe('');
  expect(errorsOf(main)).toHaveLength(main.exitCode === 0 ? 0 : 1);
  for (const message of errorsOf(main)) expect(message).not.toMatch(/sk-admin-Q|wertyu/);
  await api.close();
});

test('a server that puts credentials everywhere gets none of them shown', async () => {
  const api = await startOpenAi();
  const stolen = [
    api.adminKey,
    `sk-admin-${'z'.repeat(50)}`,
    `ghp_${'a'.repeat(36)}`,
    `github_pat_${'b'.repeat(40)}`,
  ];
  for (const text of stolen) {
    api.seed({
      name: `name ${text}`,
      owner: { id: text, name: text },
      extra: { note: { deep: [text] }, [text]: 1 },
    });
  }
  const result = await runStep(
    api,
    { operation: 'list', 'keys-file': 'keys.csv' },
    { debug: true },
  );
  expect(result.exitCode).toBe(0);
  for (const text of stolen) expect(leftBy(result)).not.toContain(text);
  expect(result.outputs.keys).toContain('name ***');
  await api.close();
});

test.each([
  ['too short', 'short'],
  ['with a line end', `sk-admin-${'x'.repeat(30)}\n::error::y`],
  ['with a space', `sk-admin ${'x'.repeat(30)}`],
  ['too long', 'x'.repeat(1025)],
])('a value %s, that could break out of its mask, is not used, and its key goes', async (_, value) => {
  const api = await startOpenAi();
  const rewrite = (reply: Reply) => ({ ...reply, body: { ...(reply.body as object), value } });
  api.fault({ method: 'POST', rewrite });
  const result = await runStep(api, { operation: 'create', name: 'ci', 'output-value': 'true' });
  expect(result.exitCode).toBe(1);
  expect(errorsOf(result)[0]).toMatch(/The key that it had made \(`key_\w+`\) was deleted/);
  expect(result.outputs).toEqual({});
  if (value !== 'short') expect(leftBy(result)).not.toContain(value);
  expect(api.keys).toHaveLength(1);
  await api.close();
});

import { EOL } from 'node:os';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/faults.ts';
import type { Reply } from '../../emulator/messages.ts';
import { type Keys, KINDS, setUpKind } from '../../testing/kinds.ts';
import { errorsOf, runPostStep, runStep, tracesOf } from '../../testing/openai-step.ts';
import { cleanUp, type StepResult } from '../../testing/runner.ts';
import { nextToWait, startOpenAi } from '../../testing/services.ts';

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

const cases = KINDS.flatMap((kind) =>
  Object.keys(inputs).flatMap((operation) =>
    Object.keys(faults).flatMap((fault) => [
      { kind, operation, fault, debug: false },
      { kind, operation, fault, debug: true },
    ]),
  ),
);

/** A project's key is found by its id in the long form alone. */
function inputsFor(operation: string, { kind, inputs: place }: Keys): Record<string, string> {
  const { 'key-id': id, ...given } = inputs[operation] ?? {};
  if (id !== undefined)
    return { ...given, 'key-id': kind === 'admin key' ? id : `proj_test/${id}` };
  return { ...place, ...given };
}

test.each(cases)('$operation with $fault (debug: $debug, $kind) shows no secret', async (row) => {
  const { kind, operation, fault, debug } = row;
  const api = await startOpenAi({}, nextToWait(kind));
  const keys = setUpKind(api, kind);
  const given = inputsFor(operation, keys);
  const struck = faults[fault];
  // A server that repeats what it was sent is the worst that can happen to a log.
  if (struck) api.fault({ ...struck, headers: { 'x-request-id': api.adminKey } });
  const main = await runStep(api, given, { debug });
  const post = await runPostStep(api, main, given, { debug });
  const values = [...api.keys, ...api.projectKeys].map(({ value }) => value);
  const secrets = new Set([...main.masks, ...post.masks, ...values]);
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

describe.each(KINDS)('%s', (kind) => {
  test('a server that puts credentials everywhere gets none of them shown', async () => {
    const api = await startOpenAi();
    const keys = setUpKind(api, kind);
    const stolen = [
      api.adminKey,
      `sk-admin-${'z'.repeat(50)}`,
      `ghp_${'a'.repeat(36)}`,
      `github_pat_${'b'.repeat(40)}`,
    ];
    for (const text of stolen) {
      const key = keys.seed({ name: `name ${text}` });
      const owner = { id: text, name: text, service_account: { id: text, name: text } };
      key.extra = { owner, note: { deep: [text] }, [text]: 1 };
    }
    const { 'service-account-id': _, ...place } = keys.inputs;
    const result = await runStep(
      api,
      { ...place, operation: 'list', 'keys-file': 'keys.csv' },
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
    const keys = setUpKind(api, kind);
    const before = keys.all().length;
    const rewrite = (reply: Reply) => ({ ...reply, body: { ...(reply.body as object), value } });
    api.fault({ method: 'POST', rewrite });
    const result = await runStep(api, {
      ...keys.inputs,
      operation: 'create',
      name: 'ci',
      'output-value': 'true',
    });
    expect(result.exitCode).toBe(1);
    expect(errorsOf(result)[0]).toMatch(
      /The key that it had made \(`(proj_test\/)?key_\w+`\) was deleted/,
    );
    expect(result.outputs).toEqual({});
    if (value !== 'short') expect(leftBy(result)).not.toContain(value);
    expect(keys.all()).toHaveLength(before);
    await api.close();
  });
});

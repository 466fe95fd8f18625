import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import { Credential } from '../../src/domain/credential.ts';
import { createSignature } from '../../src/runner/signature.ts';
import { aCreatedState } from '../../testing/builders.ts';
import { errorsOf, warningsOf } from '../../testing/openai-step.ts';
import { cleanUp, runMain, runPost } from '../../testing/runner.ts';

const inputs = {
  operation: 'list',
  'admin-api-key': 'sk-admin-0123456789abcdef',
  'retry-for': '0s',
  timeout: '1s',
};

let proxy: Server;
const sockets = new Set<Socket>();
beforeEach(async () => {
  proxy = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await new Promise((resolve) => proxy.close(resolve));
});
afterAll(cleanUp);

const addressOf = (userinfo = '') =>
  `http://${userinfo}127.0.0.1:${(proxy.address() as AddressInfo).port}`;

test('a proxy that is silent ends the step in its time, and the post step too', async () => {
  const env = { HTTPS_PROXY: addressOf('user:hunter%4022@') };
  const main = await runMain({ inputs, env });
  expect(main.exitCode).toBe(1);
  expect(errorsOf(main)).toEqual([expect.stringMatching(/within 1 s|could not be reached/)]);
  expect(main.log).toContain('Requests go through the proxy 127.0.0.1:');
  expect(main.masks).toEqual(
    expect.arrayContaining(['hunter%4022', 'hunter@22', 'user:hunter@22']),
  );
  expect(main.log).not.toContain('hunter');

  const step = { GITHUB_RUN_ID: '1', GITHUB_RUN_ATTEMPT: '1', GITHUB_JOB: 'a', GITHUB_ACTION: 'b' };
  const signature = createSignature(new Credential(inputs['admin-api-key']), step);
  const baseUrl = 'https://api.openai.com/v1';
  const created = aCreatedState({ keyId: 'key_a', baseUrl, timeoutMs: 1_000, retryForMs: 0 });
  const entry = JSON.stringify({ stage: 'created', ...created });
  const post = await runPost(
    { ...main, state: { entry: signature.sign('entry', entry) } },
    { inputs, env: { ...env, ...step } },
  );
  expect(post.exitCode).toBe(0);
  expect(warningsOf(post)).toEqual([
    expect.stringMatching(/within 1 s.*\nKey `key_a` is still there/),
  ]);
});

test.each([
  ['without a scheme', { HTTPS_PROXY: 'proxy.corp:3128' }, '`HTTPS_PROXY`'],
  [
    'whose certificate nobody would verify',
    { HTTPS_PROXY: 'https://proxy.corp', NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    '`NODE_TLS_REJECT_UNAUTHORIZED`',
  ],
  [
    'whose password would be read as an address',
    { HTTPS_PROXY: 'http://user:1#hunter22@proxy.corp:3128' },
    '`HTTPS_PROXY` is not a valid proxy address',
  ],
])('a proxy %s is refused before any request', async (_name, env, said) => {
  const result = await runMain({ inputs, env: env as unknown as Record<string, string> });
  expect(errorsOf(result)).toEqual([expect.stringContaining(said)]);
  expect(result.log).not.toMatch(/hunter|user/);
});

test('options of Node with which no secret is safe end the step before any request', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keylog-'));
  const env = { HTTPS_PROXY: addressOf(), NODE_OPTIONS: `--tls-keylog=${join(folder, 'keys')}` };
  const result = await runMain({ inputs, env });
  expect(errorsOf(result)).toEqual([
    expect.stringMatching(/^`NODE_OPTIONS` contains `--tls-keylog`, which writes TLS keys/),
  ]);
  expect(sockets.size).toBe(0);
  rmSync(folder, { recursive: true });
});

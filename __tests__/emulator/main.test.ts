import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, test } from '@jest/globals';
import { testWithSignals } from '../../testing/platform.ts';
import { call } from './client.ts';

function run(port: string, ...options: string[]) {
  const child = spawn(process.execPath, ['emulator/main.ts', ...options], {
    env: { ...process.env, PORT: port },
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output.stderr += chunk;
  });
  return { child, output };
}

async function exit(child: ChildProcess): Promise<unknown> {
  const [code, signal] = await once(child, 'close');
  return signal ?? code;
}

testWithSignals.each(['SIGINT', 'SIGTERM'] as const)('serves until %s', async (signal) => {
  const { child, output } = run('0');
  try {
    await once(child.stdout, 'data');
    const [, base] = /Base URL: +(\S+)/.exec(output.stdout) ?? [];
    const [, key] = /curl -H 'Authorization: Bearer (\S+)' \S+/.exec(output.stdout) ?? [];
    expect(output.stdout).toContain(`Admin key: ${key}\n`);
    const answer = await call('GET', `${base}/organization/admin_api_keys`, { key: key ?? '' });
    expect(answer.json.data).toHaveLength(1);

    const { origin, port } = new URL(base ?? '');
    const second = run(port);
    expect(await exit(second.child)).toBe(1);
    expect(second.output.stderr).toBe(
      `Port ${port} is already in use. Set PORT to another number, or to 0 for any free port.\n`,
    );

    // A request that is still held back must not keep the process alive.
    await call('POST', `${origin}/_emulator/faults`, {
      body: { path: '/held', delayMs: 60_000 },
    });
    const dropped = expect(call('GET', `${base}/held`)).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
    const log = async () => (await call('GET', `${origin}/_emulator/log`)).json;
    while ((await log()).length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill(signal);
    expect(await exit(child)).toBe(0);
    await dropped;
  } finally {
    child.kill('SIGKILL');
  }
});

test('refuses a PORT that is not a number', async () => {
  const { child, output } = run('http');
  expect(await exit(child)).toBe(1);
  expect(output.stderr).toMatch(/^PORT is not a port number\. .*\n$/);
});

test('adds the addresses and credentials of both APIs to a file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'emulator-'));
  const file = join(folder, 'env');
  writeFileSync(file, 'EARLIER=1\n');
  const repositories = ['octo-org/one', 'octo-org/two'];
  const options = repositories.flatMap((name) => ['--repository', name]);
  options.push('--environment', 'production', '--variables', file);
  options.push('--project', 'Web', '--service-account', 'ci');
  const { child, output } = run('0', ...options);
  try {
    await once(child.stdout, 'data');
    const env = parseEnv(readFileSync(file, 'utf8'));
    expect(Object.keys(env).sort()).toEqual([
      'EARLIER',
      'EMULATOR_ADMIN_KEY',
      'EMULATOR_BASE_URL',
      'EMULATOR_GITHUB_API_URL',
      'EMULATOR_GITHUB_TOKEN',
      'EMULATOR_PID',
      'EMULATOR_PROJECT_ID',
      'EMULATOR_SERVICE_ACCOUNT_ID',
    ]);
    expect(Number(env.EMULATOR_PID)).toBe(child.pid);
    const key = env.EMULATOR_ADMIN_KEY ?? '';
    const list = `${env.EMULATOR_BASE_URL}/organization/admin_api_keys`;
    expect((await call('GET', list, { key })).json.data).toHaveLength(1);
    const { EMULATOR_PROJECT_ID: projectId, EMULATOR_SERVICE_ACCOUNT_ID: accountId } = env;
    const project = `${env.EMULATOR_BASE_URL}/organization/projects/${projectId}`;
    expect((await call('GET', project, { key })).json.name).toBe('Web');
    const account = `${project}/service_accounts/${accountId}`;
    expect((await call('GET', account, { key })).json.name).toBe('ci');
    expect(output.stdout).toContain(`Project:         ${projectId} (Web)\n`);
    expect(output.stdout).toContain(`Service account: ${accountId} (ci)\n`);
    const token = env.EMULATOR_GITHUB_TOKEN ?? '';
    for (const name of repositories) {
      const headers = { 'user-agent': 'test' };
      const url = `${env.EMULATOR_GITHUB_API_URL}/repos/${name}`;
      expect((await call('GET', url, { key: token, headers })).json.full_name).toBe(name);
      const publicKey = `${url}/environments/production/secrets/public-key`;
      expect((await call('GET', publicKey, { key: token, headers })).status).toBe(200);
    }
    expect(output.stdout).toContain(`GitHub API:   ${env.EMULATOR_GITHUB_API_URL}\n`);
  } finally {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  }
});

test('tells its options, and starts nothing', async () => {
  const { child, output } = run('not a port', '--help');
  expect(await exit(child)).toBe(0);
  for (const option of [
    '--project name',
    '--service-account name',
    '--repository owner/repo',
    '--environment name',
    '--variables path',
    '--background log',
    '--help',
    'PORT',
  ]) {
    expect(output.stdout).toContain(option);
  }
  expect(output.stdout).not.toContain('Base URL');
});

test('goes on in the background, ready when the start returns, until its process is ended', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'emulator-'));
  const [file, log] = [join(folder, 'env'), join(folder, 'log')];
  const { child, output } = run('0', '--project', 'Web', '--variables', file, '--background', log);
  expect(await exit(child)).toBe(0);
  expect(output).toEqual({ stdout: '', stderr: '' });
  const env = parseEnv(readFileSync(file, 'utf8'));
  const pid = Number(env.EMULATOR_PID);
  try {
    expect(pid).not.toBe(child.pid);
    const list = `${env.EMULATOR_BASE_URL}/organization/admin_api_keys`;
    const answer = await call('GET', list, { key: env.EMULATOR_ADMIN_KEY ?? '' });
    expect(answer.json.data).toHaveLength(1);
    expect(readFileSync(log, 'utf8')).toContain(`Base URL:  ${env.EMULATOR_BASE_URL}\n`);
    expect(readFileSync(log, 'utf8')).toContain(`${env.EMULATOR_PROJECT_ID} (Web)\n`);
  } finally {
    process.kill(pid);
    // Windows keeps the file of the log for as long as the process takes to end.
    rmSync(folder, { recursive: true, maxRetries: 20 });
  }
});

testWithSignals(
  'is out of reach of what ends the group of the process that started it',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'emulator-'));
    const file = join(folder, 'env');
    const options = ['--variables', file, '--background', join(folder, 'log')];
    const child = spawn(process.execPath, ['emulator/main.ts', ...options], {
      env: { ...process.env, PORT: '0' },
      detached: true,
    });
    expect(await exit(child)).toBe(0);
    // The group is empty, since what it began has one of its own.
    expect(() => process.kill(-Number(child.pid), 0)).toThrow('ESRCH');
    process.kill(Number(parseEnv(readFileSync(file, 'utf8')).EMULATOR_PID));
    rmSync(folder, { recursive: true });
  },
);

test('says in the foreground why it cannot run in the background', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'emulator-'));
  const { child, output } = run('http', '--background', join(folder, 'log'));
  expect(await exit(child)).toBe(1);
  expect(output.stderr).toMatch(/^PORT is not a port number\. .*\n$/);
  rmSync(folder, { recursive: true });
});

test('refuses a service account without a project', async () => {
  const { child, output } = run('0', '--service-account', 'ci');
  expect(await exit(child)).toBe(1);
  expect(output.stderr).toMatch(/^--service-account needs --project, .*\n$/);
});

test('refuses an option that it does not have', async () => {
  const { child, output } = run('0', '--repo', 'octo-org/one');
  expect(await exit(child)).toBe(1);
  expect(output.stderr).toMatch(/^Unknown option '--repo'.*--repository owner\/repo/s);
});

import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type OpenAi, startOpenAi } from '../../emulator/openai.ts';
import { type Authority, createAuthority } from '../../testing/certificates.ts';
import { errorsOf, tracesOf } from '../../testing/openai-step.ts';
import { cleanUp, runMain, type StepResult } from '../../testing/runner.ts';

/** No such host: only the proxy knows the way to it. */
const FAR = 'admin.api.example';

let authority: Authority;
let api: OpenAi;
let proxy: Server | undefined;
beforeAll(() => {
  authority = createAuthority();
});
afterEach(async () => {
  proxy?.close();
  proxy = undefined;
  await api.close();
});
afterAll(() => {
  authority.remove();
  cleanUp();
});

async function serve(name: string, options?: { expired?: boolean }): Promise<number> {
  api = await startOpenAi({ tls: authority.issue(name, options) });
  return Number(new URL(api.url).port);
}

function list(address: string, env: Record<string, string>, retryFor = '5m'): Promise<StepResult> {
  return runMain({
    inputs: {
      operation: 'list',
      'base-url': `https://${address}/v1`,
      'admin-api-key': api.adminKey,
      // What is refused for good is refused at once, however long the step might go on.
      'retry-for': retryFor,
      timeout: '30s',
    },
    env,
  });
}

/** Nothing was sent, and the sentence says why. */
function expectRefusal(result: StepResult, why: RegExp): void {
  expect(errorsOf(result)).toEqual([expect.stringMatching(why)]);
  expect(result.exitCode).toBe(1);
  expect(api.log).toEqual([]);
}

describe('a server with a certificate of an authority of its own', () => {
  const trust = () => ({ NODE_EXTRA_CA_CERTS: authority.file });

  test('is accepted where `NODE_EXTRA_CA_CERTS` names the authority', async () => {
    const port = await serve('DNS:localhost');
    const result = await list(`localhost:${port}`, trust());
    expect(errorsOf(result)).toEqual([]);
    expect(result.outputs.count).toBe('1');
  });

  test.each<[string, Record<string, string>]>([
    ['without it', {}],
    ['and `NODE_TLS_REJECT_UNAUTHORIZED` changes nothing', { NODE_TLS_REJECT_UNAUTHORIZED: '0' }],
  ])('is refused %s', async (_, env) => {
    const port = await serve('DNS:localhost');
    const result = await list(`localhost:${port}`, env);
    expectRefusal(result, /certificate of localhost:\d+ \(.*certificate.*`NODE_EXTRA_CA_CERTS`/);
  });

  test('is refused under another name', async () => {
    const port = await serve('DNS:elsewhere.example');
    const result = await list(`localhost:${port}`, trust());
    expectRefusal(result, /Another server answers instead of localhost:\d+ \(.*altnames/);
  });

  test('is refused once the certificate has expired', async () => {
    const port = await serve('DNS:localhost', { expired: true });
    const result = await list(`localhost:${port}`, trust());
    expectRefusal(result, /certificate of localhost:\d+ is not valid today \(.*expired/);
  });
});

describe('a proxy', () => {
  const PASSWORD = 'correct-horse-battery';
  const credentials = Buffer.from(`deploy:${PASSWORD}`).toString('base64');
  let asked: string[];

  /** Connects to the server here, whatever name is asked for, for those who know the password. */
  async function startProxy(password?: string): Promise<string> {
    asked = [];
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', (head) => {
        asked.push(String(head));
        if (password !== undefined && !String(head).includes(`Basic ${credentials}`)) {
          socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
          return;
        }
        const onward = connect(Number(new URL(api.url).port), '127.0.0.1', () => {
          socket.write('HTTP/1.1 200 Connected\r\n\r\n');
          onward.pipe(socket).pipe(onward);
        });
        onward.on('error', () => socket.destroy());
      });
    });
    proxy = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  const throughProxy = (url: string, env: Record<string, string> = {}, retryFor = '5m') =>
    list(
      FAR,
      { HTTPS_PROXY: `HTTP://${url}`, NODE_EXTRA_CA_CERTS: authority.file, ...env },
      retryFor,
    );

  test('is asked for a tunnel, sees no credential, and is named in the log', async () => {
    await serve(`DNS:${FAR}`);
    const url = await startProxy();
    const result = await throughProxy(url);
    expect(errorsOf(result)).toEqual([]);
    expect(result.outputs.count).toBe('1');
    expect(result.log).toContain(`Requests go through the proxy ${url}`);
    expect(asked).toEqual([expect.stringMatching(/^CONNECT admin\.api\.example:443 /)]);
    expect(asked.join()).not.toMatch(/Bearer|sk-/);
  });

  test('that wants a password gets it, masked', async () => {
    await serve(`DNS:${FAR}`);
    const url = await startProxy(PASSWORD);
    const result = await throughProxy(`deploy:${PASSWORD}@${url}`);
    expect(errorsOf(result)).toEqual([]);
    expect(result.masks).toContain(PASSWORD);
    const shown = tracesOf(result).replaceAll(/^::add-mask::.*$/gm, '');
    expect(shown).not.toContain(PASSWORD);
    expect(shown).not.toContain(credentials);
  });

  test('that wants a password and gets none ends the step in a sentence', async () => {
    await serve(`DNS:${FAR}`);
    const url = await startProxy(PASSWORD);
    expectRefusal(
      await throughProxy(url),
      /requires a valid user and password to reach .*\(407\).*`HTTPS_PROXY`/,
    );
    expect(asked).toHaveLength(1);
  });

  test('cannot put another server in the place of the one that is meant', async () => {
    await serve('DNS:elsewhere.example');
    const url = await startProxy();
    expectRefusal(await throughProxy(url), /Another server answers instead of admin.*altnames/);
  });

  test('is left out for what `NO_PROXY` names, and for this machine', async () => {
    const port = await serve('DNS:localhost');
    const url = await startProxy();
    const direct = await list(`localhost:${port}`, {
      HTTPS_PROXY: `http://${url}`,
      NODE_EXTRA_CA_CERTS: authority.file,
    });
    expect(errorsOf(direct)).toEqual([]);
    const named = await throughProxy(url, { NO_PROXY: 'other.example api.example' }, '0s');
    expect(errorsOf(named)).toEqual([expect.stringMatching(/could not be reached/)]);
    expect(asked).toEqual([]);
  });
});

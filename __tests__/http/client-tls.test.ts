import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import https from 'node:https';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createHttpClient, type NetworkError } from '../../src/http/client.ts';
import { failureOf } from '../../testing/fakes.ts';

let server: https.Server;
let port: number;
let folder: string;
let pem: { key: Buffer; cert: Buffer };
/** The file of the certificate. */
let certificate: string;
let requests = 0;
let close: (() => void) | undefined;
afterEach(() => {
  close?.();
});

/** An https server whose certificate nobody has reason to trust. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'exchange-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const subject = ['-subj', '/CN=api.example', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const options = ['req', '-x509', ...curve, ...subject, '-keyout', key, '-out', cert];
  execFileSync('openssl', options, { stdio: 'pipe' });
  pem = { key: readFileSync(key), cert: readFileSync(cert) };
  certificate = cert;
  server = https.createServer(pem, (_, response) => {
    requests += 1;
    response.end('ok');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  ({ port } = server.address() as net.AddressInfo);
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true });
});

function lossOf(url: string, env: NodeJS.ProcessEnv = {}) {
  const request = { method: 'POST', url: new URL(url), headers: { authorization: 'Bearer x' } };
  return failureOf(() => createHttpClient(env)(request, { timeoutMs: 30_000 }));
}

/** How an exchange ends in a process that has this environment from its start. */
async function inProcess(url: string, env: NodeJS.ProcessEnv): Promise<string> {
  const module = pathToFileURL(join(import.meta.dirname, '../../src/http/client.ts')).href;
  const script = `
    const { createHttpClient } = await import(process.argv[1]);
    const request = { method: 'GET', url: new URL(process.argv[2]), headers: {} };
    const told = await createHttpClient(process.env)(request, { timeoutMs: 30_000 }).then(
      ({ status }) => status,
      ({ kind, sent }) => kind + ', sent: ' + sent,
    );
    process.stdout.write(String(told));
  `;
  const options = ['--input-type=module', '--eval', script, module, url];
  const { stdout } = await promisify(execFile)('node', options, {
    env: { PATH: process.env.PATH, ...env },
  });
  return stdout;
}

/** A proxy that answers CONNECT as told, and then connects to the server above. */
async function proxy(answer: string): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const relay = net.createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (head) => {
      asked.push(String(head));
      if (!answer.includes(' 200 ')) return void socket.end(answer);
      const onward = net.connect(port, '127.0.0.1', () => {
        socket.write(answer);
        onward.pipe(socket).pipe(onward);
      });
      onward.on('error', () => socket.destroy());
    });
  });
  await new Promise<void>((done) => relay.listen(0, '127.0.0.1', done));
  close = () => void relay.close();
  return { url: `127.0.0.1:${(relay.address() as net.AddressInfo).port}`, asked };
}

describe('a certificate that nobody vouches for', () => {
  test.each([
    '127.0.0.1',
    'localhost',
  ])('at %s ends the exchange before it is sent', async (host) => {
    const error = await lossOf(`https://${host}:${port}/`);
    expect(error).toMatchObject({ name: 'NetworkError', kind: 'unreachable', sent: false });
    expect(requests).toBe(0);
  });

  test.each([
    'direct',
    'proxied',
  ])('is refused also where the environment says otherwise, %s', async (way) => {
    const { url } = await proxy('HTTP/1.1 200 Connected\r\n\r\n');
    const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0', HTTPS_PROXY: `http://${url}` };
    const host = way === 'direct' ? `127.0.0.1:${port}` : 'api.example';
    expect(await inProcess(`https://${host}/`, env)).toBe('unreachable, sent: false');
    expect(requests).toBe(0);
  });

  test('is refused behind a proxy too', async () => {
    const { url, asked } = await proxy('HTTP/1.1 200 Connected\r\n\r\n');
    const error = await lossOf('https://api.example/', { HTTPS_PROXY: `http://${url}` });
    expect(error).toMatchObject({ name: 'NetworkError', kind: 'unreachable', sent: false });
    expect(asked).toEqual([expect.stringMatching(/^CONNECT api\.example:443 /)]);
    expect(asked.join()).not.toContain('Bearer');
    expect(requests).toBe(0);
  });
});

describe('a proxy', () => {
  test('that refuses: nothing is sent', async () => {
    const { url, asked } = await proxy('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    const env = { https_proxy: `http://user:pass@${url}` };
    const error = await lossOf('https://api.example/', env);
    expect(error).toMatchObject({ kind: 'unreachable', sent: false });
    expect(asked.join().toLowerCase()).toContain('proxy-authorization: basic');
  });

  test.each([
    [
      407,
      /^The proxy requires a valid user and password to reach api\.example .*once\. .*`HTTPS_PROXY`\.$/,
    ],
    [403, /^The proxy does not let this runner reach api\.example \(403\).*`NO_PROXY`/],
  ])('that refuses with %d will do so again', async (status, sentence) => {
    const { url } = await proxy(`HTTP/1.1 ${status} No\r\n\r\n`);
    const error = await lossOf('https://api.example/', { HTTPS_PROXY: `http://u:hunter22@${url}` });
    expect(String((error as unknown as NetworkError).final)).toMatch(sentence);
    expect(`${error.message} ${(error as unknown as NetworkError).final}`).not.toContain('hunter');
  });

  test('that is not available may be better later', async () => {
    const { url } = await proxy('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    const error = await lossOf('https://api.example/', { HTTPS_PROXY: `http://${url}` });
    expect(error).toMatchObject({ kind: 'unreachable', sent: false, final: undefined });
  });

  test.each([
    'HTTP',
    'Http',
  ])('is used in whatever letters its scheme is written: %s', async (scheme) => {
    const { url, asked } = await proxy('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    await lossOf('https://api.example/', { HTTPS_PROXY: `${scheme}://${url}` });
    expect(asked).toHaveLength(1);
  });

  test('is not asked for this machine, nor for what NO_PROXY names', async () => {
    const { url, asked } = await proxy('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    const env = { HTTPS_PROXY: `http://${url}`, NO_PROXY: 'a.example invalid' };
    await lossOf(`https://127.0.0.1:${port}/`, env);
    await lossOf('https://api.invalid/', env);
    expect(asked).toEqual([]);
  });
});

test('a connection that is not made is not sent', async () => {
  const plain = net.createServer((socket) => void socket.end('not TLS'));
  await new Promise<void>((done) => plain.listen(0, '127.0.0.1', done));
  close = () => void plain.close();
  const address = plain.address() as net.AddressInfo;
  const error = await lossOf(`https://127.0.0.1:${address.port}/`);
  expect(error).toMatchObject({ kind: 'unreachable', sent: false });
});

test('TLS is 1.2 at least, whatever the options of Node say', async () => {
  const old = {
    maxVersion: 'TLSv1.1',
    minVersion: 'TLSv1',
    ciphers: 'DEFAULT@SECLEVEL=0',
  } as const;
  const weak = https.createServer({ ...pem, ...old }, (_, response) => response.end('ok'));
  await new Promise<void>((done) => weak.listen(0, '127.0.0.1', done));
  close = () => void weak.close();
  const address = `https://127.0.0.1:${(weak.address() as net.AddressInfo).port}/`;
  const options = '--tls-min-v1.0 --tls-cipher-list=DEFAULT@SECLEVEL=0';
  const env = { NODE_OPTIONS: options, NODE_EXTRA_CA_CERTS: certificate };
  expect(await inProcess(address, env)).toBe('unreachable, sent: false');
  // Such a server would be taken with the defaults that the options set.
  const bare = `import('node:https').then(({ default: https }) =>
    https.get('${address}', ({ statusCode }) => process.stdout.write(String(statusCode)) && process.exit()))`;
  const { stdout } = await promisify(execFile)('node', ['--eval', bare], {
    env: { PATH: process.env.PATH, ...env },
  });
  expect(stdout).toBe('200');
});

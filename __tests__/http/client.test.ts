import http from 'node:http';
import net from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createHttpClient, type NetworkError } from '../../src/http/client.ts';
import { failureOf } from '../../testing/fakes.ts';

const patient = { timeoutMs: 30_000 };
let close: (() => void) | undefined;
afterEach(() => close?.());

/** A server on this machine that speaks as it likes. */
async function serve(listener: http.RequestListener): Promise<URL> {
  const server = http.createServer(listener);
  // It never ends a connection that waits for the next request.
  server.keepAliveTimeout = 0;
  close = () => {
    server.close();
    server.closeAllConnections();
  };
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return new URL(`http://127.0.0.1:${(server.address() as net.AddressInfo).port}/path?query=1`);
}

function get(url: URL, options: { timeoutMs: number; signal?: AbortSignal } = patient, env = {}) {
  return createHttpClient(env)({ method: 'GET', url, headers: {} }, options);
}

/** How an exchange ends in time, with as much time as this machine takes until so much is there. */
async function timedOut(url: URL, isThere: (error: NetworkError) => boolean) {
  for (let timeoutMs = 100; ; timeoutMs *= 2) {
    const error = await lossOf(get(url, { timeoutMs }));
    if (isThere(error)) return { error, seconds: timeoutMs / 1000 };
  }
}

async function lossOf(sending: Promise<unknown>): Promise<NetworkError> {
  const error = (await failureOf(() => sending)) as unknown as NetworkError;
  expect(error.name).toBe('NetworkError');
  return error;
}

/** An address at which nothing listens. */
async function nowhere(): Promise<URL> {
  const url = await serve(() => undefined);
  close?.();
  return url;
}

describe('an answer', () => {
  test('comes back whole, whatever its status', async () => {
    const url = await serve((_, response) => {
      response.writeHead(418, { 'x-request-id': 'req_1' });
      response.write('tea ');
      response.end('für alle 🫖');
    });
    const answer = await get(url);
    expect(answer).toMatchObject({ status: 418, body: 'tea für alle 🫖' });
    expect(answer.headers['x-request-id']).toBe('req_1');
  });

  test('is to exactly what was asked', async () => {
    const url = await serve((incoming, response) => {
      let body = '';
      incoming.on('data', (chunk) => {
        body += chunk;
      });
      incoming.on('end', () => {
        const { method, url: path, headers } = incoming;
        response.end(JSON.stringify({ method, path, headers, body }));
      });
    });
    const request = {
      method: 'POST',
      url,
      headers: { authorization: 'Bearer x' },
      body: '{"ü":1}',
    };
    const { body } = await createHttpClient({})(request, patient);
    expect(JSON.parse(body)).toMatchObject({
      method: 'POST',
      path: '/path?query=1',
      headers: { authorization: 'Bearer x', 'accept-encoding': 'identity', 'content-length': '8' },
      body: '{"ü":1}',
    });
  });

  test.each([301, 302, 307])('%d is not followed', async (status) => {
    let requests = 0;
    const url = await serve((_, response) => {
      requests += 1;
      response.writeHead(status, { location: '/elsewhere' }).end();
    });
    expect((await get(url)).status).toBe(status);
    expect(requests).toBe(1);
  });

  test('comes over a connection that is used again', async () => {
    const ports = new Set<number | undefined>();
    const url = await serve((incoming, response) => {
      ports.add(incoming.socket.remotePort);
      response.end('ok');
    });
    const exchange = createHttpClient({});
    const request = { method: 'GET', url, headers: {} };
    await exchange(request, patient);
    await new Promise(setImmediate);
    expect((await exchange(request, patient)).body).toBe('ok');
    expect(ports.size).toBe(1);
  });

  const packed: [string, (text: string) => Buffer][] = [
    ['gzip', gzipSync],
    ['X-GZIP', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['gzip, br', (text) => brotliCompressSync(gzipSync(text))],
    ['identity', (text) => Buffer.from(text)],
    ['rot13', (text) => Buffer.from(text)],
  ];
  test.each(packed)('that a gateway packed (%s) is unpacked', async (encoding, pack) => {
    const body = pack('\uFEFF{"id":"key_ü"}');
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(body);
    });
    expect((await get(url)).body).toBe('{"id":"key_ü"}');
  });

  test.each([
    [
      'too much',
      'gzip',
      gzipSync(Buffer.alloc(17 * 1024 * 1024)),
      'too-large',
      /larger than 16 MiB/,
    ],
    ['nonsense', 'gzip', Buffer.from('{"id":"key_a"}'), 'cut', /could not be decoded/],
    ['half of it', 'br', brotliCompressSync('x'.repeat(999)).subarray(0, 9), 'cut', /decoded/],
    ['a tower', 'gzip,gzip,gzip,gzip', gzipSync('x'), 'cut', /decoded/],
  ])('of which %s was packed is none', async (_, encoding, body, kind, message) => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(body);
    });
    const error = await lossOf(get(url));
    expect(error).toMatchObject({ kind, sent: true, partial: { status: 200 } });
    expect(error.message).toMatch(message);
  });

  test('from this machine never comes through a proxy', async () => {
    const proxied = { HTTP_PROXY: 'http://127.0.0.1:1', HTTPS_PROXY: 'http://127.0.0.1:1' };
    const url = await serve((_, response) => void response.end('direct'));
    const lower = Object.fromEntries(
      Object.entries(proxied).map(([name, value]) => [name.toLowerCase(), value]),
    );
    const env = { ...proxied, ...lower, NODE_USE_ENV_PROXY: '1' };
    expect((await get(url, patient, env)).body).toBe('direct');
  });
});

describe('no answer', () => {
  test('where nothing listens: not sent', async () => {
    const error = await lossOf(get(await nowhere()));
    expect(error).toMatchObject({ kind: 'unreachable', sent: false, partial: undefined });
    expect(error.message).toContain('ECONNREFUSED');
  });

  test('in time: sent', async () => {
    const url = await serve(() => undefined);
    const { error, seconds } = await timedOut(url, ({ sent }) => sent);
    expect(error).toMatchObject({ kind: 'timeout', sent: true, partial: undefined });
    expect(error.message).toBe(`no answer within ${seconds} s`);
  });

  test('over a connection that breaks: sent', async () => {
    const url = await serve((incoming) => void incoming.socket.resetAndDestroy());
    expect(await lossOf(get(url))).toMatchObject({ kind: 'reset', sent: true, partial: undefined });
  });

  test('from something that does not speak HTTP: sent', async () => {
    const server = net.createServer((socket) => void socket.end('SSH-2.0-OpenSSH\r\n'));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    close = () => void server.close();
    const { port } = server.address() as net.AddressInfo;
    const error = await lossOf(get(new URL(`http://127.0.0.1:${port}`)));
    expect(error).toMatchObject({ kind: 'reset', sent: true });
  });
});

describe('half an answer', () => {
  test('of which the rest is cut off', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"id":"key_abc"', () => response.socket?.destroySoon());
    });
    expect(await lossOf(get(url))).toMatchObject({
      kind: 'cut',
      sent: true,
      partial: { status: 200, body: '{"id":"key_abc"' },
    });
  });

  test('of which the rest is cut off shows what was packed in it', async () => {
    const body = gzipSync(`{"id":"key_abc","value":"${'xyz'.repeat(9)}"}`);
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100000', 'content-encoding': 'gzip' });
      response.write(body.subarray(0, -9), () => response.socket?.destroySoon());
    });
    const { partial } = await lossOf(get(url));
    expect(partial?.body).toMatch(/^\{"id":"key_abc"/);
  });

  test('of which the rest drips for ever', async () => {
    const url = await serve((_, response) => {
      const drip = setInterval(() => response.write('x'), 10);
      response.on('close', () => clearInterval(drip));
    });
    const { error, seconds } = await timedOut(url, ({ partial }) => partial?.body !== undefined);
    expect(error).toMatchObject({ kind: 'timeout', sent: true, partial: { status: 200 } });
    expect(error.message).toBe(`no complete answer within ${seconds} s`);
    expect(error.partial?.body).toMatch(/^x+$/);
  });

  test('of which the rest is more than anybody reads', async () => {
    const url = await serve((_, response) => {
      const chunk = Buffer.alloc(1024 * 1024, 'x');
      const more = () => {
        while (response.write(chunk));
      };
      response.on('drain', more);
      more();
    });
    const error = await lossOf(get(url));
    expect(error).toMatchObject({ kind: 'too-large', sent: true });
    expect(error.partial?.body.length).toBeLessThanOrEqual(16 * 1024 * 1024);
  });
});

describe('a cancelled job', () => {
  test('sends nothing more', async () => {
    let requests = 0;
    const url = await serve(() => {
      requests += 1;
    });
    const error = await lossOf(get(url, { ...patient, signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ kind: 'cancelled', sent: false });
    await new Promise((done) => setTimeout(done, 50));
    expect(requests).toBe(0);
  });

  test('waits for no answer', async () => {
    const cancellation = new AbortController();
    const url = await serve(() => cancellation.abort());
    const error = await lossOf(get(url, { ...patient, signal: cancellation.signal }));
    expect(error).toMatchObject({ kind: 'cancelled', sent: true });
  });

  test('changes nothing about an answer that is there', async () => {
    const cancellation = new AbortController();
    const url = await serve((_, response) => void response.end('ok'));
    const answer = await get(url, { ...patient, signal: cancellation.signal });
    cancellation.abort();
    expect(answer.body).toBe('ok');
  });
});

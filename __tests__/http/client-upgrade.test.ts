import net from 'node:net';
import { expect, test } from '@jest/globals';
import { createHttpClient } from '../../src/http/client.ts';
import { failureOf } from '../../testing/fakes.ts';

test('a server that switches to another protocol unasked ends the exchange at once', async () => {
  const server = net.createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as net.AddressInfo;
  const request = { method: 'GET', url: new URL(`http://127.0.0.1:${port}`), headers: {} };
  const error = await failureOf(() => createHttpClient({})(request, { timeoutMs: 30_000 }));
  server.close();
  expect(error).toMatchObject({
    name: 'NetworkError',
    kind: 'reset',
    sent: true,
    message: 'it switched to another protocol',
  });
});

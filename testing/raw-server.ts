import { readFileSync } from 'node:fs';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { errorsOf, tracesOf } from './openai-step.ts';
import type { StepResult } from './runner.ts';

/** Writes whatever it likes to a client; `asked` is the head of one request. */
export type Respond = (socket: Socket, asked: string) => void;

export interface RawServer {
  url: string;
  /** The first line of each request: `GET /v1/… HTTP/1.1`. */
  requests: string[];
  close(): Promise<void>;
}

/** A server on this machine that keeps to no rule of HTTP but the ones of `respond`. */
export async function startRawServer(respond: Respond): Promise<RawServer> {
  const sockets = new Set<Socket>();
  const requests: string[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (data) => {
      const asked = String(data);
      // What else arrives is the body of a request.
      if (!/^[A-Z]+ \S+ HTTP\/1\.1\r\n/.test(asked)) return;
      requests.push(asked.slice(0, asked.indexOf('\r\n')));
      respond(socket, asked);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** One whole answer of this body; `head` is further header lines. */
export function answer(body: string | Buffer, head = '', status = '200 OK'): Respond {
  const bytes = Buffer.from(body);
  // Of several types, the first counts.
  const lines = [`HTTP/1.1 ${status}`, head, 'content-type: application/json'].filter(Boolean);
  const start = `${lines.join('\r\n')}\r\ncontent-length: ${bytes.length}\r\n\r\n`;
  return (socket) => void socket.write(Buffer.concat([Buffer.from(start), bytes]));
}

/** These bytes first, and then these others again and again, as fast as they are taken. */
export function flood(first: string, chunk: string | Buffer): Respond {
  const bytes = Buffer.from(chunk);
  return (socket) => {
    const more = () => {
      while (socket.writable && socket.write(bytes));
    };
    socket.on('drain', more);
    socket.write(first);
    more();
  };
}

/** These bytes first, and then one of these others every `everyMs`. */
export function drip(first: string, chunk: string, everyMs: number): Respond {
  return (socket) => {
    socket.write(first);
    const timer = setInterval(() => socket.write(chunk), everyMs);
    socket.on('close', () => clearInterval(timer));
  };
}

/** What is wrong with the end of a failed step; empty where it ended as every failure has to. */
export function faultsOf(result: StepResult, sentinel: string): string[] {
  const unmasked = tracesOf(result).replaceAll(`::add-mask::${sentinel}`, '');
  return [
    ...(result.exitCode === 1 ? [] : [`exit ${result.exitCode ?? result.signal}`]),
    ...(errorsOf(result).length === 1 ? [] : [`${errorsOf(result).length} errors`]),
    ...(result.stderr === '' ? [] : [`stderr: ${result.stderr.slice(0, 200)}`]),
    ...(/This is a bug|^ +at .*:\d+|FATAL/m.test(result.log) ? [`log: ${result.log}`] : []),
    ...(unmasked.includes(sentinel) ? ['a credential is shown'] : []),
  ];
}

/**
 * The most memory that a process ever had, in MiB, as Linux tells.
 *
 * @returns undefined where the process is gone
 */
export function peakOf(pid: number | undefined): number | undefined {
  try {
    const [, kib] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kib === undefined ? undefined : Number(kib) / 1024;
  } catch {
    return undefined;
  }
}

// A headless Chromium that draws pages, spoken to through a pipe.
// https://chromedevtools.github.io/devtools-protocol/
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

const FLAGS = [
  '--headless',
  // The pages are our own, and in a container there is no sandbox to be had.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-lcd-text',
  '--font-render-hinting=none',
  '--hide-scrollbars',
  '--remote-debugging-pipe',
];

export interface Drawing {
  html: string;
  /** In CSS pixels; the picture has twice as many. */
  width: number;
  isDark: boolean;
  /** Run in the page before it is drawn. */
  scripts?: string[];
}

export interface Browser {
  /** The page from top to bottom as a PNG. Throws an Error where one of its scripts does. */
  draw(drawing: Drawing): Promise<Buffer>;
  close(): Promise<void>;
}

interface Message {
  id?: number;
  result?: Record<string, unknown>;
  error?: { message: string };
}

/** Starts the Chromium at `path`, with a new and empty profile. Throws an Error where it cannot. */
export async function startBrowser(path: string): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'pictures-'));
  process.once('exit', () => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }));
  const child = spawn(path, [...FLAGS, `--user-data-dir=${profile}`], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const gone = once(child, 'exit').then(
    () => 'it ended.',
    (error: Error) => `${error.message}. Install it, or name it in the variable CHROMIUM.`,
  );
  const [, , , input, output] = child.stdio as unknown as [0, 0, 0, Writable, Readable];
  input.on('error', () => {});
  const send = speak(input, output, gone);
  const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
  const tell = (method: string, params: object) => send(method, params, String(sessionId));

  async function evaluate(expression: string): Promise<unknown> {
    const options = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = (await tell('Runtime.evaluate', options)) as {
      result: { value?: unknown };
      exceptionDetails?: { exception?: { description?: string } };
    };
    if (exceptionDetails === undefined) return result.value;
    throw new Error(`In the page: ${exceptionDetails.exception?.description}`);
  }

  async function draw({ html, width, isDark, scripts = [] }: Drawing): Promise<Buffer> {
    const value = isDark ? 'dark' : 'light';
    await tell('Emulation.setEmulatedMedia', {
      features: [{ name: 'prefers-color-scheme', value }],
    });
    const size = { width, height: 1, deviceScaleFactor: 2, mobile: false };
    await tell('Emulation.setDeviceMetricsOverride', size);
    await tell('Page.setDocumentContent', { frameId: targetId, html });
    for (const script of scripts) await evaluate(script);
    await evaluate('document.fonts.ready.then(() => {})');
    const height = await evaluate('document.documentElement.scrollHeight');
    const { data } = await tell('Page.captureScreenshot', {
      clip: { x: 0, y: 0, width, height, scale: 1 },
      captureBeyondViewport: true,
    });
    return Buffer.from(String(data), 'base64');
  }

  return {
    draw,
    close: async () => {
      await send('Browser.close', {});
      await gone;
    },
  };
}

/** Commands and their answers, which are JSON and end with a zero byte. */
function speak(input: Writable, output: Readable, gone: Promise<string>) {
  const waiting = new Map<number, (message: Message) => void>();
  let last = 0;
  let text = '';
  output.setEncoding('utf8').on('data', (chunk: string) => {
    const messages = (text + chunk).split('\0');
    text = messages.pop() ?? '';
    for (const message of messages.map((one) => JSON.parse(one) as Message)) {
      waiting.get(message.id ?? 0)?.(message);
    }
  });
  return async (method: string, params: object, sessionId?: string) => {
    const id = ++last;
    const answer = new Promise<Message>((resolve) => waiting.set(id, resolve));
    input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    const ended = gone.then((why): never => {
      throw new Error(`Chromium does not run: ${why}`);
    });
    const { result, error } = await Promise.race([answer, ended]);
    waiting.delete(id);
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result ?? {};
  };
}

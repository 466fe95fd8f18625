import type { OpenAi } from '../emulator/openai.ts';
import { Credential } from '../src/domain/credential.ts';
import { redact } from '../src/domain/redact.ts';
import { createHttpClient } from '../src/http/client.ts';
import { createTransport } from '../src/http/transport.ts';
import { type Api, createApi } from '../src/openai/api.ts';
import { NOW } from './fakes.ts';

interface EmulatedApi {
  api: Api;
  /** The waits, in milliseconds; each lets the clock of both sides go on. */
  waits: number[];
  /** The values that were masked. */
  hidden: string[];
  /** Unix milliseconds. */
  now(): number;
  /** Waits so many milliseconds. */
  sleep(ms: number): Promise<void>;
}

/** OpenAI's API over its emulator, on a clock that only waits let go on. */
export function apiOver(openAi: OpenAi, { retryForMs = 0, readOnly = false } = {}): EmulatedApi {
  let clock = NOW * 1000;
  const now = () => clock;
  const waits: number[] = [];
  const hidden: string[] = [];
  const sleep = async (ms: number) => {
    waits.push(ms);
    clock += ms;
  };
  openAi.setClock(now);
  const transport = createTransport(
    {
      httpClient: createHttpClient({}),
      now,
      monotonic: now,
      sleep,
      random: () => 0,
      cancelled: new AbortController().signal,
      info: () => undefined,
      debug: () => undefined,
    },
    { timeoutMs: 30_000, retryForMs },
  );
  const api = createApi(transport, {
    baseUrl: new URL(openAi.baseUrl),
    adminApiKey: new Credential(openAi.adminKey),
    readOnly,
    monotonic: now,
    sleep,
    mask: (value) => void hidden.push(value.reveal()),
    redact,
  });
  return { api, waits, hidden, now, sleep };
}

/** The requests that arrived, below `/v1/organization` or `/v1`. */
export function requestsTo(openAi: OpenAi): string[] {
  return openAi.log.map(
    ({ method, path }) => `${method} ${path.replace(/^\/v1(\/organization)?/, '')}`,
  );
}

import type { Context } from '../src/delivery/context.ts';
import { ActionError, type ErrorCode } from '../src/domain/error.ts';
import { type ApiKey, isAdminKey } from '../src/domain/key.ts';
import type { SecretTarget } from '../src/domain/secret-target.ts';
import type { SecretStore, WritableSecret } from '../src/github/secret-store.ts';
import { createHttpClient, type HttpResponse } from '../src/http/client.ts';
import type { ApiResponse } from '../src/http/transport.ts';
import { type InputName, inputVariable } from '../src/inputs/definitions.ts';
import type { KeyClient } from '../src/openai/client.ts';
import type { FileCommands } from '../src/runner/file-commands.ts';
import type { Toolkit } from '../src/runner/toolkit.ts';
import type { Runtime } from '../src/runtime.ts';

/** A plausible admin key that authenticates a step; no text of the action may ever hold it. */
export const SENTINEL = 'sk-admin-SentinelSentinelSentinelT3BlbkFJSentinelSentinel';
/** Unix seconds at which the fake clocks start. */
export const NOW = 1_800_000_000;

/** A key as a client returns it; `raw` says the same in the API's words. */
export function adminKey(fields: Partial<ApiKey> = {}): ApiKey {
  const key = {
    id: 'key_abc',
    project: null,
    name: 'nightly',
    redactedValue: 'sk-admin...xyz',
    createdAt: NOW - 3_600,
    expiresAt: null,
    lastUsedAt: null,
    owner: { id: 'user_1', type: 'user', name: 'Ada', role: 'owner' },
    ...fields,
  };
  const raw = {
    id: key.id,
    name: key.name,
    redacted_value: key.redactedValue,
    created_at: key.createdAt,
    expires_at: key.expiresAt,
    last_used_at: key.lastUsedAt,
    owner: key.owner,
  };
  return { raw, ...key };
}

/** The Actions secret `KEY` of `octo/<repo>`. */
export function secretOf(repo: string): SecretTarget {
  return { place: 'repository', app: 'actions', name: 'KEY', owner: 'octo', repo };
}

/** A target that is ready for its write; its secret was last written then, in Unix milliseconds. */
export function readyTarget(repo: string, updatedAt: number | null = null): WritableSecret {
  const before = updatedAt === null ? null : { updatedAt };
  return { target: secretOf(repo), before, keyId: '1', publicKey: 'x' };
}

/** The environment of a step with these inputs, the admin key among them. */
export function inputs(given: Partial<Record<InputName, string>>): NodeJS.ProcessEnv {
  const all = Object.entries({ 'admin-api-key': SENTINEL, ...given });
  return Object.fromEntries(all.map(([name, value]) => [inputVariable(name), value]));
}

export function httpResponse(
  status: number,
  headers: Record<string, string> = {},
  body: unknown = '',
): HttpResponse {
  return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

export function httpAnswer(
  status: number,
  body: unknown = '',
  headers: Record<string, string> = {},
): ApiResponse {
  return { ...httpResponse(status, headers, body), tried: '' };
}

/** What a call throws or rejects with; fails where it does neither. */
export async function failureOf(call: () => unknown): Promise<ActionError> {
  try {
    await call();
  } catch (error) {
    return error as ActionError;
  }
  throw new Error('nothing was thrown');
}

/** What an error has to be, apart from its wording. */
export function actionError(code: ErrorCode) {
  return { name: 'ActionError', code };
}

export interface Line {
  kind: 'mask' | 'info' | 'debug' | 'notice' | 'warning' | 'error';
  text: string;
}

/** A toolkit that keeps what it is told, in order. */
export function fakeToolkit(debug = false): Toolkit & { lines: Line[] } {
  const lines: Line[] = [];
  const keep = (kind: Line['kind']) => (text: string) => void lines.push({ kind, text });
  return {
    lines,
    setSecret: keep('mask'),
    info: keep('info'),
    debug: keep('debug'),
    notice: keep('notice'),
    warning: keep('warning'),
    error: keep('error'),
    isDebug: () => debug,
  };
}

/** Command files that keep what they are told. */
export function fakeFiles(): FileCommands & {
  outputs: Record<string, string>;
  state: string[];
  env: Record<string, string>;
} {
  const outputs: Record<string, string> = {};
  const env: Record<string, string> = {};
  const state: string[] = [];
  return {
    outputs,
    state,
    env,
    setOutput: (name, value) => {
      outputs[name] = value;
    },
    saveState: (_, value) => void state.push(value),
    exportVariable: (name, value) => {
      env[name] = value;
    },
  };
}

export type FakeWorld = Runtime & {
  toolkit: ReturnType<typeof fakeToolkit>;
  files: ReturnType<typeof fakeFiles>;
  /** The waits so far, in milliseconds; none takes any time. */
  waits: number[];
  /** What was said, one kind after another left out. */
  said(kind: Line['kind']): string[];
};

/** A world whose clock only moves by waiting. */
export function fakeWorld(env: NodeJS.ProcessEnv, fields: Partial<Runtime> = {}): FakeWorld {
  const toolkit = fakeToolkit(env.RUNNER_DEBUG === '1');
  const files = fakeFiles();
  const waits: number[] = [];
  let clock = NOW * 1000;
  return {
    env,
    files,
    waits,
    openFiles: async () => files,
    openHttpClient: async () => createHttpClient(env),
    onUncaught: () => undefined,
    now: () => clock,
    monotonic: () => clock,
    random: () => 0.5,
    sleep: async (ms, signal) => {
      if (signal?.aborted) throw new ActionError('cancelled', 'The job was cancelled.');
      waits.push(ms);
      clock += ms;
    },
    cancelled: new AbortController().signal,
    said: (kind) => toolkit.lines.filter((line) => line.kind === kind).map(({ text }) => text),
    ...fields,
    toolkit,
  };
}

function unexpected(name: string) {
  return (): never => {
    throw new Error(`unexpected call of ${name}`);
  };
}

/** Secret stores and clients in which every call that a test does not expect fails the test. */
export function fakeStore(methods: Partial<SecretStore> = {}): SecretStore {
  return {
    get: unexpected('get'),
    prepare: unexpected('prepare'),
    hasAccess: async () => true,
    isArchived: async () => false,
    ...methods,
    // A write tells of itself before it is sent.
    write: async (ready, value, when) => {
      when.onAttempt(NOW * 1000);
      return (methods.write ?? unexpected('write'))(ready, value, when);
    },
  };
}

/** A client of admin keys. */
export function fakeKeys(methods: Partial<KeyClient> = {}): KeyClient {
  const listPage = methods.listPage ?? unexpected('listPage');
  return {
    isOrdered: true,
    listPage,
    listNewest: (notAfter) => listPage({ order: 'desc', limit: 100, notAfter }),
    retrieve: unexpected('retrieve'),
    delete: unexpected('delete'),
    checkProjectOf: async () => undefined,
    whyForeign: (key) => (isAdminKey(key) ? undefined : 'It is of another kind.'),
    check: async (_, { purpose }) => {
      if (purpose === 'rotation') return unexpected('check')();
      return { listed: undefined, keys: [], serverTime: undefined, warnings: [] };
    },
    ...methods,
    // A create tells of itself before it is sent.
    create: async (key, onAttempt) => {
      onAttempt?.(NOW * 1000);
      return (methods.create ?? unexpected('create'))(key, onAttempt);
    },
  };
}

/** Context of an operation that write down what was done with them, in order. */
export function fakeContext(fields: Partial<Context> = {}): Context & { events: string[] } {
  const events: string[] = [];
  const note = (text: string) => void events.push(text);
  return {
    events,
    client: fakeKeys(),
    uncancellable: fakeKeys(),
    clientFor: unexpected('clientFor'),
    forAccount: unexpected('forAccount'),
    clientOf: unexpected('clientOf'),
    listProjects: unexpected('listProjects'),
    tryValue: unexpected('tryValue'),
    store: fakeStore(),
    log: {
      info: (line) => note(`info: ${line}`),
      notice: (line) => note(`notice: ${line}`),
      warning: (line) => note(`warning: ${line}`),
    },
    now: () => NOW * 1000,
    // Both clocks show the same, as long as nobody corrects one.
    monotonic: fields.now ?? (() => NOW * 1000),
    sleep: async (ms) => note(`sleep ${ms}`),
    cancelled: new AbortController().signal,
    isRerun: false,
    saveEntry: (entry) => note(`state ${JSON.stringify(entry)}`),
    saveProgress: (progress) => note(`progress ${progress}`),
    setValueOutput: (value) => note(`output ${value.reveal()}`),
    exportValue: (variable, value) => note(`export ${variable}=${value.reveal()}`),
    ...fields,
  };
}

/** The check of a new admin key, by a listing that it authenticates itself. */
export function checkByListing(clientFor: Context['clientFor']): KeyClient['check'] {
  return async ({ key, value }, { purpose, until, retry }) => {
    if (purpose !== 'rotation') {
      return { listed: undefined, keys: [], serverTime: undefined, warnings: [] };
    }
    const client = clientFor(value, 'the new key');
    const { keys, serverTime } = await retry(() => client.listNewest(until));
    return { listed: keys.find(({ id }) => id === key.id), keys, serverTime, warnings: [] };
  };
}

import { readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import sodium from 'libsodium-wrappers';
import { createGitHub, type GitHub } from '../emulator/github.ts';
import type { Answer } from '../emulator/messages.ts';
import { createOpenAi, type OpenAi, type OpenAiOptions } from '../emulator/openai.ts';
import type { Service } from '../emulator/service.ts';
import { runAction } from '../src/action.ts';
import { cleanUp } from '../src/cleanup.ts';
import { ActionError } from '../src/domain/error.ts';
import '../src/github/secret-store.ts';
import { type HttpClient, type HttpResponse, NetworkError } from '../src/http/client.ts';
import '../src/inputs/manifest.ts';
import '../src/operations/create.ts';
import '../src/operations/delete.ts';
import '../src/operations/list.ts';
import '../src/operations/reconcile.ts';
import '../src/operations/retrieve.ts';
import '../src/operations/rotate.ts';
import '../src/operations/verify.ts';
import '../src/execute.ts';
import type { FileCommands } from '../src/runner/file-commands.ts';
import { hasState } from '../src/runner/state.ts';
import { createToolkit } from '../src/runner/toolkit.ts';
import type { Runtime } from '../src/runtime.ts';
import { openSaved } from '../src/saved-state.ts';
import { completeInputs, inputVariable, readAction } from './action.ts';
import { applyFiles } from './file-commands.ts';
import { baseEnv, type Job, jobOf } from './job.ts';
import {
  type CancelOptions,
  type RunningStep,
  runInProcessWhere,
  type StepOptions,
  type StepResult,
} from './runner.ts';
import { StepRecord } from './step-record.ts';
import { VirtualTime } from './virtual-time.ts';

/*
 * The code of the bundle's steps in this process, against local APIs in this process, on a clock that
 * never waits. What the entries add to it (streams, signals, chunks) is tested on the bundle.
 */

/** The clock of everything that runs in process. */
export const time = new VirtualTime();

// The first use compiles it, which would be taken for a wait.
await sodium.ready;

const services = new Map<string, Service>();

/** A port that nobody listens on, for a service that is reached in process. */
export function reserveUrl(): string {
  return `http://127.0.0.1:${10_000 + services.size}`;
}

/** Both APIs in process, as `startBoth` makes them. */
export function openHere(options: OpenAiOptions = {}): { openai: OpenAi; github: GitHub } {
  const place = () => ({ url: reserveUrl(), now: time.now, sleep: time.sleep });
  const openai = register(createOpenAi(options, place()));
  return { openai, github: register(createGitHub(place())) };
}

/** Makes a service known by its address. */
export function register<T extends Service>(service: T): T {
  services.set(service.url, service);
  return service;
}

/** Whether the service at this address is reached in process. */
export function isHere(address: string | undefined): boolean {
  return services.has(URL.parse(address ?? '')?.origin ?? '');
}

const repository = resolve(import.meta.dirname, '..');
const action = readAction(repository);
const never = () => new Promise<never>(() => undefined);

const home = process.cwd();
let job: Job | undefined;
let steps = 0;
let underWay = 0;

runInProcessWhere(
  ({ inputs }) => isHere(inputs?.['base-url']),
  (stage, options, state) => time.drive(run(stage, options, state)),
);

async function run(
  stage: 'main' | 'post',
  options: StepOptions,
  state: Record<string, string>,
): Promise<StepResult> {
  const { debug = false } = options;
  const record = new StepRecord(debug);
  for (const value of options.masks ?? []) record.masker.add(value);

  job ??= jobOf();
  const summaryPath = join(job.temp, `summary_${steps++}`);
  const names = { path: '-', env: '-', state: '-', output: '-', summary: summaryPath };
  const base: Record<string, string> = {
    ...baseEnv({ ...job, workspace: options.cwd ?? job.workspace }, names, ''),
    ...(debug ? { RUNNER_DEBUG: '1' } : {}),
    ...state,
    ...options.env,
  };
  const inputs =
    (options.useDefaults ?? true)
      ? completeInputs(options.inputs ?? {}, action, base, (text) => record.issue('warning', text))
      : (options.inputs ?? {});
  for (const [name, value] of Object.entries(inputs)) base[inputVariable(name)] = value;

  const files = { env: '', state: '', output: '' };
  const step = new InProcessStep(options);
  let stdout = '';
  const print = (text: string) => {
    // As UTF-8 has it, in which there is no half character.
    if (!step.isDead) stdout += text.toWellFormed();
  };
  const world = step.worldOf(base, files, print);
  options.onSpawn?.(step);
  // Relative paths of the inputs are the workspace's.
  process.chdir(options.cwd ?? job.workspace);
  underWay += 1;
  const exitCode = await Promise.race([
    stage === 'main' ? runAction(world) : post(world),
    step.killed.then(() => null),
  ]);
  step.end();
  underWay -= 1;
  if (underWay === 0) process.chdir(home);

  for (const line of stdout.split('\n').slice(0, -1)) record.line(line, 'stdout');
  const summary = readSummary(summaryPath);
  applyFiles({ path: '', ...files, summary }, record);
  const { annotations, commands, masks, outputs, path, log } = record;
  return {
    exitCode,
    signal: exitCode === null ? 'SIGKILL' : null,
    timedOut: false,
    conclusion: exitCode === 0 && !record.failed ? 'success' : 'failure',
    log,
    stdout,
    stderr: '',
    annotations,
    commands,
    masks,
    outputs,
    state: record.state,
    env: record.env,
    path,
    summary: record.summary,
    files: { ...files, summary },
    workspace: options.cwd ?? job.workspace,
  };
}

/** What the post step's entry does. */
async function post(world: Runtime): Promise<number> {
  if (!hasState(world.env)) return 0;
  const { state, adminApiKey } = openSaved(world.env);
  if (state?.entry.stage !== 'done') await cleanUp(state, adminApiKey, world);
  return 0;
}

function readSummary(path: string): string {
  try {
    const text = readFileSync(path, 'utf8');
    rmSync(path);
    return text;
  } catch {
    return '';
  }
}

/** A step that can be killed between any two of its awaits, and cancelled as the runner does it. */
class InProcessStep implements RunningStep {
  isDead = false;
  readonly killed: Promise<void>;
  readonly #options: StepOptions;
  readonly #cancellation = new AbortController();
  readonly #die: () => void;
  #ended = false;
  /** Requests and waits that are not over. The step works while there are none. */
  #open = 0;

  constructor(options: StepOptions) {
    time.works();
    this.#options = options;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.killed = promise;
    this.#die = resolve;
  }

  kill(): void {
    if (this.#ended) return;
    this.isDead = true;
    this.end();
    this.#die();
  }

  cancel({ intToTermMs = 7500, termToKillMs = 2500 }: CancelOptions = {}): void {
    this.#cancellation.abort();
    const { done, cancel } = time.timer(intToTermMs + termToKillMs);
    this.#stopKilling = cancel;
    void done.then(() => this.kill());
  }

  #stopKilling = () => {};

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#open === 0) time.rests();
    this.#stopKilling();
  }

  /** What a dead process never sees. */
  async #alive<T>(work: () => Promise<T>): Promise<T> {
    if (this.isDead) return never();
    if (this.#open++ === 0) time.rests();
    try {
      return await work();
    } finally {
      if (this.isDead) await never();
      if (--this.#open === 0 && !this.#ended) time.works();
    }
  }

  async #exchange(...asked: Parameters<HttpClient>): Promise<HttpResponse> {
    const { onExchange } = this.#options;
    await onExchange?.('before');
    if (this.isDead) return never();
    try {
      return await httpClient(...asked);
    } finally {
      await onExchange?.('after');
    }
  }

  worldOf(
    env: Record<string, string>,
    files: { env: string; state: string; output: string },
    print: (text: string) => void,
  ): Runtime {
    const add = (file: keyof typeof files) => (name: string, value: string) => {
      if (this.isDead) return;
      files[file] += `${name}<<ghadelimiter_x\n${value.toWellFormed()}\nghadelimiter_x\n`;
    };
    const commands: FileCommands = {
      setOutput: add('output'),
      saveState: add('state'),
      exportVariable: add('env'),
    };
    return {
      env,
      toolkit: createToolkit(print, env),
      openFiles: async () => commands,
      openHttpClient: async () => (request, how) => this.#alive(() => this.#exchange(request, how)),
      now: () => time.now() + (this.#options.skewMs ?? 0),
      monotonic: time.now,
      random: () => 0.5,
      sleep: (ms, signal) => this.#alive(() => sleep(ms, signal)),
      cancelled: this.#cancellation.signal,
      onUncaught: () => undefined,
    };
  }
}

async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  const timer = time.timer(ms);
  await unlessAborted(timer.done, signal, () => {
    timer.cancel();
    return new ActionError(
      'cancelled',
      'The job was cancelled during a wait; nothing more was sent.',
    );
  });
}

/** One request over no network: what comes of it is what the client would see of a connection. */
const httpClient: HttpClient = async (request, { timeoutMs, signal }) => {
  const service = services.get(request.url.origin);
  const { method, url, body = '' } = request;
  if (service === undefined) {
    throw new NetworkError('unreachable', 'connect ECONNREFUSED', { sent: false });
  }
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const asked = {
    method,
    path: url.pathname + url.search,
    headers: { host: url.host, ...headers },
  };
  const timer = time.timer(timeoutMs);
  const outcome = service.receive(asked, async () => Buffer.from(body).toString());
  const answered = outcome.then((result) => (result === 'silence' ? never() : result));
  const late = timer.done.then(() => {
    throw new NetworkError('timeout', `no answer within ${timeoutMs / 1000} s`, { sent: true });
  });
  const cancelled = () => new NetworkError('cancelled', 'the step was cancelled', { sent: true });
  try {
    const result = await unlessAborted(Promise.race([answered, late]), signal, cancelled);
    if (result === 'reset') {
      throw new NetworkError('reset', 'read ECONNRESET', { sent: true });
    }
    return whole(result);
  } finally {
    timer.cancel();
  }
};

function whole(answer: Answer): HttpResponse {
  const { status, headers, body, cut } = answer;
  if (cut === undefined) return { status, headers, body: body.toString('utf8') };
  const partial = { status, headers, body: body.subarray(0, cut).toString('utf8') };
  throw new NetworkError('cut', 'the answer was cut off', { sent: true, partial });
}

/** @param giveUp - what to throw when the signal fires first */
async function unlessAborted<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  giveUp: () => Error,
): Promise<T> {
  if (signal === undefined) return work;
  if (signal.aborted) throw giveUp();
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(giveUp());
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

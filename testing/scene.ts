import type { Context } from '../src/delivery/context.ts';
import type { NewKey } from '../src/delivery/new-key.ts';
import { startProgress } from '../src/delivery/write-state.ts';
import { Credential } from '../src/domain/credential.ts';
import { ActionError } from '../src/domain/error.ts';
import type { ApiKey } from '../src/domain/key.ts';
import type { SecretTarget } from '../src/domain/secret-target.ts';
import type { WriteOutcome } from '../src/github/secret-store.ts';
import {
  adminKey,
  checkByListing,
  fakeContext,
  fakeKeys,
  fakeStore,
  NOW,
  readyTarget,
  SENTINEL,
  secretOf,
} from './fakes.ts';

/** What every request of a step that delivers says. */
export const delivering = {
  adminApiKey: new Credential(SENTINEL),
  baseUrl: new URL('https://api.openai.com/v1'),
  retryForMs: 0,
  timeoutMs: 30_000,
  summary: true,
  name: 'nightly',
  account: null,
  lifetime: null,
  outputValue: false,
  exportEnv: null,
  targets: [secretOf('a'), secretOf('b')],
  github: { apiUrl: new URL('https://api.github.com'), token: new Credential('a-token') },
  dryRun: false,
};

export const made = {
  key: adminKey({ id: 'key_new', redactedValue: 'sk-admin...new', createdAt: NOW }),
  value: new Credential('sk-admin-new'),
  age: 0,
};

/** The same in its scope, for so many secrets; it may be checked and written for ever. */
export function newKeyFor(targets: number, fields: Partial<NewKey> = {}): NewKey {
  return {
    key: made.key,
    value: made.value,
    checkUntil: Number.POSITIVE_INFINITY,
    writeFrom: 0,
    writeUntil: Number.POSITIVE_INFINITY,
    progress: startProgress(targets),
    exposedTo: [],
    isCompared: false,
    ...fields,
  };
}

export const refused = (repo: string): WriteOutcome => ({
  state: 'refused',
  failure: new ActionError('forbidden', `No: ${repo}.`),
});

export interface Scene {
  /** The keys of the organization. */
  keys?: ApiKey[];
  /** When each secret was last written, in seconds from now; null: it is not there. */
  written?: (number | null)[];
  /** What comes of the writes; they land. */
  outcomes?: WriteOutcome[];
  /** Whether no target can be looked at. */
  unseen?: boolean;
  /** What the listings with the new key bring, one after another; then those of `keys`. */
  trials?: (ApiKey[] | Error)[];
  /** How long each of them takes, in milliseconds. */
  trialTakes?: number;
  /** What deleting an old key brings, by its id; it succeeds. */
  deletions?: Record<string, 'gone' | Error>;
  /** What deleting it brings before that, one after another. */
  refusals?: Record<string, Error[]>;
  /** What keeps a target's place from being prepared, by its repository. */
  missing?: Record<string, Error>;
  /** The event in which the job is cancelled. */
  cancelAt?: string;
}

/** Both APIs behind the context of an operation; every call is an event. Waits let the clock go on. */
export function sceneOf(scene: Scene = {}): { context: Context; events: string[] } {
  const { keys = [], written = [null, null], outcomes = [], trials = [], deletions = {} } = scene;
  const cancellation = new AbortController();
  let clock = NOW * 1000;
  const context = fakeContext({ now: () => clock, cancelled: cancellation.signal });
  const { events } = context;
  const note = (event: string) => {
    events.push(event);
    if (event === scene.cancelAt) cancellation.abort();
  };
  const repoOf = (target: SecretTarget) => ('repo' in target ? target.repo : target.organization);
  const indexOf = (target: SecretTarget) => (repoOf(target) === 'a' ? 0 : 1);
  const deleting = (by: string) => async (id: string) => {
    note(`delete ${id} ${by}`);
    const refusal = scene.refusals?.[id]?.shift();
    if (refusal !== undefined) throw refusal;
    const outcome = deletions[id] ?? 'deleted';
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };

  context.sleep = async (ms) => {
    if (cancellation.signal.aborted) throw new ActionError('cancelled', 'The job was cancelled.');
    note(`sleep ${ms}`);
    clock += ms;
  };
  let newest = made.key;
  context.client = fakeKeys({
    listPage: async ({ order }) => {
      note(`list ${order}`);
      return { keys, hasMore: false, serverTime: clock };
    },
    create: async ({ lifetime }) => {
      note('create');
      const { id, createdAt, redactedValue } = made.key;
      const expiresAt = lifetime === null ? null : createdAt + lifetime;
      newest = adminKey({ id, createdAt, expiresAt, redactedValue });
      return { ...made, key: newest };
    },
    delete: deleting('by the step'),
  });
  context.uncancellable = fakeKeys({ delete: deleting('to clean up') });
  context.clientFor = (value) =>
    fakeKeys({
      listPage: async ({ order, limit, after }) => {
        note(`try ${value.reveal()} ${order} ${limit}${after ?? ''}`);
        clock += scene.trialTakes ?? 0;
        const seen = trials.shift() ?? [newest, ...keys];
        if (seen instanceof Error) throw seen;
        return { keys: seen, hasMore: false, serverTime: clock };
      },
      delete: deleting('by the new key'),
    });
  context.client.check = checkByListing((value, label) => context.clientFor(value, label));
  context.store = fakeStore({
    get: async (target) => {
      note(`get ${repoOf(target)}`);
      if (scene.unseen) throw new ActionError('forbidden', `No: ${repoOf(target)}.`);
      const at = written[indexOf(target)] ?? null;
      const current = at === null ? null : { updatedAt: (NOW + at) * 1000 };
      return { current, serverTime: clock };
    },
    prepare: async (target, before) => {
      note(`prepare ${repoOf(target)}`);
      const missing = scene.missing?.[repoOf(target)];
      if (missing !== undefined) throw missing;
      return { ...readyTarget('x'), target, before };
    },
    write: async ({ target }, _, { notAfter }) => {
      note(`write ${repoOf(target)}`);
      events.push(`not after ${notAfter / 1000 - NOW}`);
      return outcomes[indexOf(target)] ?? { state: 'written' };
    },
  });
  return { context, events };
}

/** The events that reach the APIs, the state or the steps that follow. */
export function told(events: readonly string[]): string[] {
  return events
    .filter((event) => !/^(info|progress|not after)/.test(event))
    .map((event) => event.replace(/^state .*"stage":"(\w+)".*$/, 'state $1'));
}

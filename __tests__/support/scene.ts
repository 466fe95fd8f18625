import type { AdminKey } from '../../src/domain/admin-key.ts';
import { ActionError } from '../../src/domain/error.ts';
import { Secret } from '../../src/domain/secret.ts';
import type { Target } from '../../src/domain/target.ts';
import type { WriteOutcome } from '../../src/github/secret-store.ts';
import type { Tools } from '../../src/operations/tools.ts';
import {
  adminKey,
  fakeKeys,
  fakeStore,
  fakeTools,
  NOW,
  readyTarget,
  SENTINEL,
  secretOf,
} from './fakes.ts';

/** What every request of a step that delivers says. */
export const delivering = {
  adminApiKey: new Secret(SENTINEL),
  baseUrl: new URL('https://api.openai.com/v1'),
  retryForMs: 0,
  timeoutMs: 30_000,
  summary: true,
  name: 'nightly',
  lifetime: null,
  outputValue: false,
  exportEnv: null,
  targets: [secretOf('a'), secretOf('b')],
  github: { apiUrl: new URL('https://api.github.com'), token: new Secret('a-token') },
  dryRun: false,
};

export const made = {
  key: adminKey({ id: 'key_new', createdAt: NOW }),
  value: new Secret('sk-admin-new'),
  age: 0,
};

/** The same as the operations hand it on; it may be tried and written for ever. */
export const madeKey = {
  ...made,
  tryUntil: Number.POSITIVE_INFINITY,
  writeFrom: 0,
  writeUntil: Number.POSITIVE_INFINITY,
};

export const refused = (repo: string): WriteOutcome => ({
  state: 'refused',
  failure: new ActionError('forbidden', `No: ${repo}.`),
});

export interface Scene {
  /** The keys of the organization. */
  keys?: AdminKey[];
  /** When each secret was last written, in seconds from now; null: it is not there. */
  written?: (number | null)[];
  /** What comes of the writes; they land. */
  outcomes?: WriteOutcome[];
  /** Whether no target can be looked at. */
  unseen?: boolean;
  /** What the listings with the new key bring, one after another; then those of `keys`. */
  trials?: (AdminKey[] | Error)[];
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

/** Both APIs behind the tools of an operation; every call is an event. Waits let the clock go on. */
export function sceneOf(scene: Scene = {}): { tools: Tools; events: string[] } {
  const { keys = [], written = [null, null], outcomes = [], trials = [], deletions = {} } = scene;
  const cancellation = new AbortController();
  let clock = NOW * 1000;
  const tools = fakeTools({ now: () => clock, cancelled: cancellation.signal });
  const { events } = tools;
  const note = (event: string) => {
    events.push(event);
    if (event === scene.cancelAt) cancellation.abort();
  };
  const repoOf = (target: Target) => ('repo' in target ? target.repo : target.organization);
  const indexOf = (target: Target) => (repoOf(target) === 'a' ? 0 : 1);
  const deleting = (by: string) => async (id: string) => {
    note(`delete ${id} ${by}`);
    const refusal = scene.refusals?.[id]?.shift();
    if (refusal !== undefined) throw refusal;
    const outcome = deletions[id] ?? 'deleted';
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };

  tools.sleep = async (ms) => {
    if (cancellation.signal.aborted) throw new ActionError('cancelled', 'The job was cancelled.');
    note(`sleep ${ms}`);
    clock += ms;
  };
  tools.keys = fakeKeys({
    listPage: async ({ order }) => {
      note(`list ${order}`);
      return { keys, hasMore: false, serverTime: clock };
    },
    create: async () => {
      note('create');
      return made;
    },
    delete: deleting('by the step'),
  });
  tools.cleanup = fakeKeys({ delete: deleting('to clean up') });
  tools.keysBy = (value) =>
    fakeKeys({
      listPage: async ({ order, limit, after }) => {
        note(`try ${value.reveal()} ${order} ${limit}${after ?? ''}`);
        clock += scene.trialTakes ?? 0;
        const seen = trials.shift() ?? [made.key, ...keys];
        if (seen instanceof Error) throw seen;
        return { keys: seen, hasMore: false, serverTime: clock };
      },
      delete: deleting('by the new key'),
    });
  tools.store = fakeStore({
    observe: async (target) => {
      note(`observe ${repoOf(target)}`);
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
      return outcomes[indexOf(target)] ?? { state: 'landed' };
    },
  });
  return { tools, events };
}

/** The events that reach the APIs, the state or the steps that follow. */
export function told(events: readonly string[]): string[] {
  return events
    .filter((event) => !/^(info|progress|not after)/.test(event))
    .map((event) => event.replace(/^journal .*"stage":"(\w+)".*$/, 'journal $1'));
}

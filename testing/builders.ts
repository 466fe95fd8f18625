import { Credential } from '../src/domain/credential.ts';
import type { findLostKey } from '../src/domain/lost-create.ts';
import type { ResultFor } from '../src/domain/result.ts';
import type { Transport } from '../src/http/transport.ts';
import type { RequestFor } from '../src/inputs/types.ts';
import { createAdminKeys } from '../src/openai/admin-keys.ts';
import type { Api } from '../src/openai/api.ts';
import { createApi } from '../src/openai/api.ts';
import type { KeyClient } from '../src/openai/client.ts';
import type { CreatedState, PendingCreate } from '../src/runner/state.ts';
import { NOW, SENTINEL } from './fakes.ts';

type LostCreate = Parameters<typeof findLostKey>[1];

type ApiOptions = Api['options'];

/*
 * Whole values of the types that many tests need, with plain defaults: a test names what it is about, and
 * a new field breaks no test that is not about it.
 */

const settings = {
  adminApiKey: new Credential(SENTINEL),
  baseUrl: new URL('https://api.openai.com/v1'),
  retryForMs: 0,
  timeoutMs: 30_000,
  summary: true,
};
const newKey = {
  ...settings,
  account: null,
  name: 'nightly',
  lifetime: null,
  outputValue: false,
  exportEnv: null,
  targets: [],
  github: null,
  dryRun: false,
};
/** The organization's admin keys. */
export const adminKeys = { hasAdminKeys: true, projects: [], serviceAccountId: null } as const;
const endpoint = {
  baseUrl: 'https://api.openai.com/v1',
  timeoutMs: 30_000,
  retryForMs: 0,
  account: null,
};

/** Makes an admin key, with no destination. */
export function aCreateRequest(fields: Partial<RequestFor<'create'>> = {}): RequestFor<'create'> {
  return {
    ...newKey,
    operation: 'create',
    ifExists: 'create',
    revokeAfterJob: false,
    ...fields,
  };
}

/** Rotates an admin key at once, with no targets. */
export function aRotateRequest(fields: Partial<RequestFor<'rotate'>> = {}): RequestFor<'rotate'> {
  return {
    ...newKey,
    operation: 'rotate',
    rotateAfter: null,
    minRemaining: null,
    gracePeriod: 0,
    now: false,
    ...fields,
  };
}

/** Lists all admin keys. */
export function aListRequest(fields: Partial<RequestFor<'list'>> = {}): RequestFor<'list'> {
  return {
    ...settings,
    operation: 'list',
    places: adminKeys,
    name: null,
    order: 'asc',
    after: null,
    limit: null,
    keysFile: null,
    ...fields,
  };
}

/** Checks all admin keys, without rules. */
export function aVerifyRequest(fields: Partial<RequestFor<'verify'>> = {}): RequestFor<'verify'> {
  return {
    ...settings,
    operation: 'verify',
    places: adminKeys,
    name: null,
    keyIds: [],
    rules: {},
    keyValue: null,
    onViolation: 'fail',
    keysFile: null,
    manifest: null,
    ...fields,
  };
}

export function aDeleteRequest(fields: Partial<RequestFor<'delete'>> = {}): RequestFor<'delete'> {
  return { ...settings, operation: 'delete', keyIds: [], dryRun: false, ...fields };
}

export function aListResult(fields: Partial<ResultFor<'list'>> = {}): ResultFor<'list'> {
  return { operation: 'list', keys: [], archived: [], pattern: null, file: null, ...fields };
}

/** A verdict without violations. */
export function aVerifyResult(fields: Partial<ResultFor<'verify'>> = {}): ResultFor<'verify'> {
  return {
    operation: 'verify',
    keys: [],
    archived: [],
    isComplete: true,
    violations: [],
    violationIds: [],
    rules: {},
    pattern: null,
    file: null,
    valueKeys: null,
    at: NOW,
    ...fields,
  };
}

/** A create that was sent just now. */
export function aPendingCreate(fields: Partial<PendingCreate> = {}): PendingCreate {
  return {
    ...endpoint,
    name: 'nightly',
    sentAt: NOW * 1000,
    lifetime: null,
    purpose: 'rotation',
    offset: null,
    ...fields,
  };
}

/** A key that was made just now, for no target. */
export function aCreatedState(fields: Partial<CreatedState> = {}): CreatedState {
  return {
    ...endpoint,
    keyId: 'key_abc',
    createdAt: NOW * 1000,
    toldCreatedAt: NOW,
    purpose: 'delivery',
    targets: [],
    before: [],
    githubApiUrl: '',
    ...fields,
  };
}

/** A client of admin keys over a transport. */
export function adminKeysOver(transport: Transport, options: Partial<ApiOptions> = {}): KeyClient {
  const api = createApi(transport, {
    baseUrl: settings.baseUrl,
    adminApiKey: new Credential('sk-admin-x'),
    readOnly: false,
    monotonic: () => 0,
    sleep: async () => undefined,
    mask: () => undefined,
    redact: (text) => text,
    ...options,
  });
  return createAdminKeys(api);
}

/** Every admin key may be the one that was made. */
export function aLostCreate(fields: Partial<LostCreate> = {}): LostCreate {
  return {
    name: 'nightly',
    lifetime: null,
    since: NOW - 300,
    knownIds: new Set(),
    isCandidate: ({ redactedValue }) => redactedValue.startsWith('sk-admin'),
    ...fields,
  };
}

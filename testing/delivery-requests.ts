import type { Kind } from './kinds.ts';

/* The requests of a create and a rotation, by the kind of the key that they make. */

/** The target that is struck, by how many there are. */
export const STRUCK: Record<number, string> = { 1: 'octo-org/octo-repo', 3: 'octo-org/second' };

type Api = 'openai' | 'github';
export type Step = 'create' | 'rotate' | 'rotate of its own key';

export type CallName =
  | ('listing' | 'look' | 'publicKey' | 'create' | 'trial')
  | ('relisting' | 'readBack' | 'write' | 'delete');

/** A kind of request, and the steps that send it. */
interface Call {
  name: string;
  /** The kind of keys for which it is sent; both where it is left out. */
  only?: Kind;
  api: Api;
  of: readonly Step[];
  method: string;
  /** How many requests of its method and path come before it. */
  skip?: number;
  /** @param repository - as a pattern */
  path: (repository: string, kind: Kind) => RegExp;
}

export const ROTATIONS: readonly Step[] = ['rotate', 'rotate of its own key'];
const ALL_STEPS: readonly Step[] = ['create', ...ROTATIONS];

export const CALLS: Record<CallName, Call> = {
  listing: {
    name: 'the listing',
    api: 'openai',
    of: ROTATIONS,
    method: 'GET',
    path: (_, kind) => (kind === 'admin key' ? /order=asc/ : /api_keys\?/),
  },
  look: {
    name: 'the look at a secret',
    api: 'github',
    of: ALL_STEPS,
    method: 'GET',
    path: (repository) => new RegExp(`${repository}/actions/secrets/ADMIN$`),
  },
  publicKey: {
    name: 'a public key',
    api: 'github',
    of: ALL_STEPS,
    method: 'GET',
    path: (repository) => new RegExp(`${repository}/actions/secrets/public-key$`),
  },
  create: { name: 'the create', api: 'openai', of: ALL_STEPS, method: 'POST', path: () => /./ },
  trial: {
    name: 'the trial',
    api: 'openai',
    of: ROTATIONS,
    method: 'GET',
    path: (_, kind) => (kind === 'admin key' ? /order=desc/ : /\/models$/),
  },
  relisting: {
    name: 'the second listing',
    only: 'service account key',
    api: 'openai',
    of: ROTATIONS,
    method: 'GET',
    skip: 1,
    path: () => /api_keys\?/,
  },
  readBack: {
    name: 'the read-back',
    only: 'service account key',
    api: 'openai',
    of: ['create'],
    method: 'GET',
    path: () => /api_keys\/key_/,
  },
  write: {
    name: 'a write',
    api: 'github',
    of: ALL_STEPS,
    method: 'PUT',
    path: (repository) => new RegExp(`${repository}/`),
  },
  delete: {
    name: 'the delete of the old key',
    api: 'openai',
    of: ROTATIONS,
    method: 'DELETE',
    path: () => /./,
  },
};

/** The steps in which keys of a kind are made. A service account's key authenticates no step. */
export const stepsOf = (kind: Kind): readonly Step[] =>
  kind === 'admin key' ? ALL_STEPS : ['create', 'rotate'];

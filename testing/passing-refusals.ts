import type { Fault } from '../emulator/faults.ts';
import { CALLS, type CallName, ROTATIONS, type Step, stepsOf } from './delivery-requests.ts';
import { KINDS, type Kind } from './kinds.ts';

/*
 * Refusals that end by themselves, the requests of a create and a rotation that meet them, and how the
 * step ends then.
 */

/** How a step ends. */
export type End =
  | 'done'
  /** No key was made. */
  | 'nothing made'
  /** The others got the new key; the old one lives on, since the struck target holds it. */
  | 'one left out'
  | 'key deleted'
  | 'old key left';

/** A refusal that ends by itself. */
export interface Refusal {
  name: string;
  /** The kind of keys that it is tried with; both where it is left out. */
  only?: Kind;
  fault: Fault;
  at: readonly CallName[];
  /** How many refusals in a row a request gets over; without it, as many as `retry-for` has room for. */
  outlasts?: number;
  /** Whether it concerns one target alone, so that a rotation goes on without that one. */
  ofOneTarget?: true;
  /** The steps that it is tried in; without it, a create and a rotation by another key. */
  in?: readonly Step[];
  /** What the log says of the waits, once for each of them or once in all. */
  announced?: RegExp;
}

const GITHUB: readonly CallName[] = ['look', 'publicKey', 'write'];
const OPENAI: readonly CallName[] = [
  'listing',
  'create',
  'trial',
  'relisting',
  'readBack',
  'delete',
];
const ALL: readonly CallName[] = [...GITHUB, ...OPENAI];
const DEAD_KEY = { error: { message: 'Incorrect API key provided.', code: 'invalid_api_key' } };
export const NEW_TOKEN = /refused the token \(\d+\), perhaps because it was just created/g;

const REFUSALS: readonly Refusal[] = [
  {
    name: 'a token that GitHub does not know yet',
    fault: { status: 401, body: { message: 'Bad credentials' } },
    at: GITHUB,
    outlasts: 4,
    announced: NEW_TOKEN,
  },
  {
    name: 'a token whose permissions have not arrived',
    fault: { status: 403, body: { message: 'Resource not accessible by integration' } },
    at: GITHUB,
    outlasts: 4,
    ofOneTarget: true,
    announced: NEW_TOKEN,
  },
  {
    name: 'a repository that GitHub does not know yet',
    fault: { status: 404, body: { message: 'Not Found' } },
    at: ['publicKey'],
    outlasts: 3,
    ofOneTarget: true,
    announced: /did not find a repository or environment \(404\)/g,
  },
  {
    name: 'a new key that OpenAI does not know yet',
    fault: { status: 401, body: DEAD_KEY },
    at: ['trial'],
    outlasts: 5,
    in: ROTATIONS,
  },
  {
    name: 'a new key that OpenAI does not know everywhere yet',
    fault: { status: 401, body: DEAD_KEY },
    at: ['delete'],
    outlasts: 5,
    in: ['rotate of its own key'],
  },
  {
    name: 'a service account that OpenAI does not know yet',
    only: 'service account key',
    fault: { status: 404, body: { error: { message: 'No such account', code: 'not_found' } } },
    at: ['create'],
    outlasts: 2,
  },
  {
    name: 'a refusal of the admin key',
    fault: { status: 401, body: DEAD_KEY },
    at: ['listing', 'create', 'delete'],
    outlasts: 0,
    in: ['create', 'rotate'],
  },
  {
    name: 'a rate limit that says how long',
    fault: { status: 429, headers: { 'retry-after': '7' } },
    at: ALL,
  },
  { name: 'a rate limit that says nothing', fault: { status: 429 }, at: ALL },
  {
    name: 'a secondary rate limit in words alone',
    fault: {
      status: 403,
      body: { message: 'You have exceeded a secondary rate limit. Please wait a few minutes.' },
    },
    at: GITHUB,
  },
  {
    name: 'a secondary rate limit with something remaining',
    fault: {
      status: 403,
      headers: { 'x-ratelimit-remaining': '4990', 'x-ratelimit-reset': '1800003600' },
      body: { message: 'You have exceeded a secondary rate limit.' },
    },
    at: GITHUB,
  },
  {
    name: 'an outage',
    fault: { status: 503 },
    at: ALL.filter((call) => call !== 'create'),
  },
  // Sent at most once: the key may have been made.
  { name: 'an outage at', fault: { status: 503 }, at: ['create'], outlasts: 0 },
];

export interface Case {
  kind: Kind;
  refusal: Refusal;
  call: CallName;
  step: Step;
  targets: number;
}

/** Every case with its title. */
export const CASES = KINDS.flatMap((kind) =>
  REFUSALS.filter(({ only = kind }) => only === kind).flatMap((refusal) =>
    refusal.at
      .filter((call) => (CALLS[call].only ?? kind) === kind)
      .flatMap((call) =>
        CALLS[call].of
          .filter((step) => stepsOf(kind).includes(step))
          .filter((step) => (refusal.in ?? ['create', 'rotate']).includes(step))
          .flatMap((step) =>
            [1, 3].map((targets): Case => ({ kind, refusal, call, step, targets })),
          ),
      ),
  ),
).map((one): [string, Case] => {
  const { kind, refusal, call, step, targets } = one;
  return [`${refusal.name}: ${CALLS[call].name} (${kind}, ${step}, targets: ${targets})`, one];
});

/** What guarantees 4 to 8 promise. */
export function endOf({ refusal, call, step, targets }: Case, refusals: number): End {
  if (call === 'readBack') return 'done';
  if (refusals <= (refusal.outlasts ?? Number.POSITIVE_INFINITY)) return 'done';
  if (call === 'delete') return 'old key left';
  if (call === 'create') return 'nothing made';
  if (call === 'trial' || call === 'relisting') return 'key deleted';
  if (call === 'write') return targets === 1 ? 'key deleted' : 'one left out';
  const goesOn = step !== 'create' && targets > 1 && refusal.ofOneTarget === true;
  return goesOn ? 'one left out' : 'nothing made';
}

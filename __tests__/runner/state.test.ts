import { describe, expect, test } from '@jest/globals';
import { Credential } from '../../src/domain/credential.ts';
import { createSignature } from '../../src/runner/signature.ts';
import {
  hasState,
  readState,
  type StateEntry,
  saveEntry,
  saveProgress,
} from '../../src/runner/state.ts';

const reach = {
  baseUrl: 'https://api.openai.com/v1',
  timeoutMs: 30_000,
  retryForMs: 300_000,
  account: null,
};
const sentAt = 1_800_000_000_123;
const made = {
  stage: 'created' as const,
  ...reach,
  keyId: 'key_abc',
  createdAt: sentAt,
  toldCreatedAt: 1_800_000_000,
  purpose: 'delivery' as const,
  targets: [
    { place: 'repository' as const, app: 'actions' as const, name: 'KEY', owner: 'o', repo: 'r' },
  ],
  before: [null, 1_800_000_000_000],
  githubApiUrl: 'https://api.github.com/',
};
const entries: StateEntry[] = [
  {
    stage: 'creating',
    ...reach,
    name: 'nightly\n"2"',
    sentAt,
    lifetime: null,
    purpose: 'rotation',
    offset: null,
  },
  made,
  { stage: 'done' },
];

const STEP = {
  GITHUB_RUN_ID: '1',
  GITHUB_RUN_ATTEMPT: '1',
  GITHUB_JOB: 'rotate',
  GITHUB_ACTION: '__self',
};
const signatureOf = (key = 'sk-admin-one', step: NodeJS.ProcessEnv = STEP) =>
  createSignature(new Credential(key), step);

/** The environment of a post step after these entries, the last of a kind alone. */
function stateAfter(saved: StateEntry[], progress?: string): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {};
  const files = {
    saveState: (name: string, value: string) => {
      env[`STATE_${name}`] = value;
    },
  };
  for (const entry of saved) saveEntry(files, signatureOf(), entry);
  if (progress !== undefined) saveProgress(files, signatureOf(), progress);
  return env;
}

const read = (env: NodeJS.ProcessEnv, signature = signatureOf()) => readState(env, signature);

describe('the state', () => {
  test.each(entries)('of stage $stage is read as it was saved', (entry) => {
    expect(read(stateAfter([entry]))).toEqual({ entry, progress: '' });
    expect(read(stateAfter([entry], 'key_abc w'))).toEqual({ entry, progress: 'key_abc w' });
  });

  test('says what was saved last', () => {
    expect(read(stateAfter(entries))).toEqual({ entry: { stage: 'done' }, progress: '' });
  });

  test('is there or is not, which is found out without a signature', () => {
    expect(hasState({ HOME: '/', STATE_other: 'x' })).toBe(false);
    expect(hasState({ STATE_entry: '' })).toBe(true);
    expect(hasState({ state_PROGRESS: 'x' })).toBe(true);
  });

  test('is read without regard to case, in the spelling that came first', () => {
    const { STATE_entry: journal, STATE_progress: progress } = stateAfter([made], 'key_abc w');
    const env = { STATE_ENTRY: journal, state_Progress: progress };
    expect(read(env)).toEqual({ entry: made, progress: 'key_abc w' });
  });
});

describe('a state that does not verify', () => {
  const env = stateAfter([made], 'key_abc w');
  const { STATE_entry: journal = '', STATE_progress: progress = '' } = env;

  test.each<[string, NodeJS.ProcessEnv]>([
    ['without a signature', { STATE_entry: JSON.stringify(made) }],
    ['that is empty', { ...env, STATE_entry: '' }],
    ['whose progress is empty', { ...env, STATE_progress: '' }],
    ['that is settled without a signature', { STATE_entry: '{"stage":"done"}' }],
    ['with a letter changed', { ...env, STATE_entry: journal.replace('key_abc', 'key_abd') }],
    ['with a letter more', { ...env, STATE_entry: `${journal} ` }],
    ['cut short', { ...env, STATE_entry: journal.slice(0, 40) }],
    ['with a progress that nobody signed', { ...env, STATE_progress: 'key_abc w' }],
    ['with one entry in the place of the other', { ...env, STATE_progress: journal }],
    ['with the other in the place of the one', { STATE_entry: progress }],
    ['in two spellings', { ...env, STATE_ENTRY: journal }],
    ['with a progress in two spellings', { ...env, STATE_Progress: progress }],
    ['that is a progress alone', { STATE_progress: progress }],
    ['with letters of more than a byte', { STATE_entry: 'é'.repeat(70) }],
  ])('%s', (_, given) => {
    expect(read(given)).toBeUndefined();
  });

  test.each<[string, NodeJS.ProcessEnv]>([
    ['run', { ...STEP, GITHUB_RUN_ID: '2' }],
    ['attempt', { ...STEP, GITHUB_RUN_ATTEMPT: '2' }],
    ['job', { ...STEP, GITHUB_JOB: 'other' }],
    ['step', { ...STEP, GITHUB_ACTION: '__self_2' }],
    ['step, shifted', { ...STEP, GITHUB_JOB: '', GITHUB_ACTION: 'rotate__self' }],
  ])('of another %s', (_, step) => {
    expect(read(env, signatureOf('sk-admin-one', step))).toBeUndefined();
    expect(read(env, signatureOf('sk-admin-one', { ...STEP }))).toBeDefined();
  });

  test('of another admin key', () => {
    expect(read(env, signatureOf('sk-admin-two'))).toBeUndefined();
  });

  test('that names what is no id, whoever signed it', () => {
    expect(read(stateAfter([{ ...made, keyId: '../x' }]))).toBeUndefined();
  });
});

test('neither the admin key nor a part of it is in the state', () => {
  const env = stateAfter([made], 'key_abc w');
  expect(JSON.stringify(env)).not.toContain('sk-admin');
});

import { describe, expect, test } from '@jest/globals';
import {
  type JournalEntry,
  readJournal,
  readProgress,
  writeJournal,
  writeProgress,
} from '../../src/runner/journal.ts';

const reach = { baseUrl: 'https://api.openai.com/v1', timeoutMs: 30_000, retryForMs: 300_000 };
const entries: JournalEntry[] = [
  { stage: 'creating', ...reach, name: 'nightly\n"2"', sentAt: 1_800_000_000_123, lifetime: null },
  {
    stage: 'made',
    ...reach,
    keyId: 'key_abc',
    purpose: 'delivery',
    targets: [{ place: 'repository', app: 'actions', name: 'KEY', owner: 'o', repo: 'r' }],
    before: [null, 1_800_000_000_000],
    githubApiUrl: 'https://api.github.com/',
  },
  { stage: 'settled' },
];

/** The environment of a post step after these writes of the main step. */
function envAfter(write: (files: { saveState(name: string, value: string): void }) => void) {
  const env: NodeJS.ProcessEnv = {};
  write({
    saveState: (name, value) => {
      env[`STATE_${name}`] = value;
    },
  });
  return env;
}

describe('the journal', () => {
  test.each(entries)('of stage $stage is read as it was written', (entry) => {
    expect(readJournal(envAfter((files) => writeJournal(files, entry)))).toEqual(entry);
  });

  test('says what was written last', () => {
    const env = envAfter((files) => {
      for (const entry of entries) writeJournal(files, entry);
    });
    expect(readJournal(env)).toEqual({ stage: 'settled' });
  });

  test.each([
    undefined,
    '',
    '{"stage":"made"',
    'null',
    '7',
    '"made"',
    '[]',
    '{}',
  ])('that says %j is settled', (text) => {
    expect(readJournal({ STATE_journal: text })?.stage ?? 'broken').toBe('settled');
  });
});

test('the progress is read as it was written, and is empty where none was', () => {
  expect(readProgress(envAfter((files) => writeProgress(files, '1:ls')))).toBe('1:ls');
  expect(readProgress({})).toBe('');
});

test.each([
  { stage: 'creating' },
  { stage: 'creating', baseUrl: 'x', timeoutMs: 1, retryForMs: 1, name: 'x', sentAt: 1e300 },
  { stage: 'creating', baseUrl: 'x', timeoutMs: 1, name: 'x', sentAt: 1 },
  {
    stage: 'made',
    baseUrl: 'x',
    timeoutMs: 1,
    retryForMs: 1,
    keyId: '../x',
    targets: [],
    before: [],
  },
  { stage: 'made', baseUrl: 'x', timeoutMs: 1, retryForMs: 1, keyId: 'key_a' },
])('%j is nothing that this action wrote', (entry) => {
  expect(readJournal({ STATE_journal: JSON.stringify(entry) })).toEqual({ stage: 'settled' });
});

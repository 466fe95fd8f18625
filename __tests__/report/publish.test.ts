import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Result } from '../../src/domain/result.ts';
import { createLogger } from '../../src/report/logger.ts';
import { publish } from '../../src/report/publish.ts';
import { summaryOf } from '../../src/report/summary.ts';
import { createMasker } from '../../src/runner/masker.ts';
import { adminKey, fakeFiles, fakeToolkit, NOW } from '../../testing/fakes.ts';

let folder: string;
let summaryFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'publish-'));
  summaryFile = join(folder, 'summary');
  writeFileSync(summaryFile, '');
});
afterEach(() => rmSync(folder, { recursive: true }));

const now = NOW * 1000;
const redact = (text: string) => text;
const retrieved: Result = { operation: 'retrieve', key: adminKey({ name: 'a\n::error::b' }) };

function listOf(count: number, nameLength = 0): Result {
  const name = 'x'.repeat(nameLength);
  const keys = Array.from({ length: count }, (_, at) => adminKey({ id: `key_${at}`, name }));
  return { operation: 'list', archived: [], keys, pattern: null, file: null };
}

function published(result: Result, file = summaryFile) {
  const toolkit = fakeToolkit();
  const files = fakeFiles();
  const reporter = createLogger(toolkit, createMasker(toolkit.setSecret));
  publish(result, files, reporter, { summaryFile: file, now, redact });
  const warnings = toolkit.lines.filter(({ kind }) => kind === 'warning').map(({ text }) => text);
  return { outputs: files.outputs, lines: toolkit.lines, warnings };
}

test('a result goes to the outputs, the log and the summary', () => {
  const { outputs, lines } = published(retrieved);
  expect(outputs).toMatchObject({ id: 'key_abc', name: 'a\n::error::b' });
  expect(outputs).not.toHaveProperty('value');
  expect(lines).toEqual([{ kind: 'info', text: 'Key “key_abc” is named “a\ufffd::error::b”.' }]);
  expect(readFileSync(summaryFile, 'utf8')).toBe(summaryOf(retrieved, now, 1_000_000));
});

describe('the summary', () => {
  test('is left out where none is wanted', () => {
    const toolkit = fakeToolkit();
    const reporter = createLogger(toolkit, createMasker(toolkit.setSecret));
    publish(retrieved, fakeFiles(), reporter, { summaryFile: undefined, now, redact });
    expect(readFileSync(summaryFile, 'utf8')).toBe('');
    expect(toolkit.lines).toHaveLength(1);
  });

  test('comes after what others wrote, and leaves them room', () => {
    writeFileSync(summaryFile, 'x'.repeat(900_000));
    published(listOf(5_000));
    const text = readFileSync(summaryFile, 'utf8');
    expect(text.slice(0, 900_000)).toBe('x'.repeat(900_000));
    expect(text).toContain('more are not shown');
    expect(statSync(summaryFile).size).toBeLessThanOrEqual(1_000_000);
  });

  test('is made where the file is not there yet', () => {
    rmSync(summaryFile);
    expect(published(retrieved).warnings).toEqual([]);
    expect(readFileSync(summaryFile, 'utf8')).toContain('### API key');
  });

  test('that cannot be written is a warning, and the outputs are there', () => {
    const { outputs, warnings } = published(retrieved, folder);
    expect(outputs.id).toBe('key_abc');
    expect(warnings).toEqual([expect.stringMatching(/^The job summary could not be written: /)]);
  });
});

test('outputs that are too large stay empty, with a warning that names keys-file', () => {
  const { outputs, warnings } = published(listOf(2_000, 1_000));
  expect(outputs).toMatchObject({ keys: '', count: '2000' });
  expect(outputs.ids?.split('\n')).toHaveLength(2_000);
  expect(warnings).toEqual([
    expect.stringMatching(
      /larger than the runner accepts, so `keys` stayed empty\. Set `keys-file`/,
    ),
  ]);
});

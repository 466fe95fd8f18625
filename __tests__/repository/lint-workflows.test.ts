import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { read, root } from './rules.ts';

function lint(...files: string[]) {
  const { status, stdout, stderr } = spawnSync('node', ['scripts/lint-workflows.ts', ...files], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test("GitHub's own rules find nothing in action.yml, the workflows and the examples", () => {
  const { status, stdout, stderr } = lint();
  expect(stderr).toBe('');
  expect(Number(/^(\d+) checked, nothing found\.$/m.exec(stdout)?.[1])).toBeGreaterThan(13);
  expect(status).toBe(0);
});

test('no input or output of action.yml has a key that GitHub does not read', () => {
  // Its own rules let any key pass here.
  const file = parse(read('action.yml')) as Record<'inputs' | 'outputs', Record<string, object>>;
  const keysOf = (entries: object[]) => [...new Set(entries.flatMap(Object.keys))].sort();
  expect(keysOf(Object.values(file.inputs))).toEqual(['default', 'description', 'required']);
  expect(keysOf(Object.values(file.outputs))).toEqual(['description']);
});

const action = 'action.yml';
const check = '.github/workflows/self-check.yml';
const ci = '.github/workflows/ci.yml';
const release = '.github/workflows/release.yml';
const weekly = 'examples/verify-weekly.yml';

/** The file, what is spoilt in it, and what GitHub has to say to that. */
const SPOILT: [string, string, string, string][] = [
  [action, 'runs:\n  using: node24', 'runs:\n  use: node24', "Unexpected value 'use'"],
  [action, 'icon: lock', 'icon: key', "Unexpected value 'key'"],
  [check, '          operation: list\n', '', 'Missing required input `operation`'],
  [check, 'expires-in: 1h', 'expire-in: 1h', "Invalid action input 'expire-in'"],
  [check, 'steps.create.outputs.created', 'steps.made.outputs.created', 'invalid: made'],
  [check, "matrix.bundle == 'fresh'", "matrix.bundel == 'fresh'", 'invalid: bundel'],
  [ci, 'contents: read', 'content: read', "Unexpected value 'content'"],
  [ci, 'runs-on: ubuntu-latest', 'run-on: ubuntu-latest', "Unexpected value 'run-on'"],
  [release, 'needs: [check,', 'needs: [checked,', "depends on unknown job 'checked'"],
  [weekly, "cron: '23 6 * * 1'", "cron: '23 6 * * 8'", 'Invalid cron expression'],
  [weekly, 'admin-api-key:', 'admin-key:', "Invalid action input 'admin-key'"],
];

describe('they do find', () => {
  const folder = mkdtempSync(join(tmpdir(), 'workflows-'));
  const paths = SPOILT.map(([path], index) => join(folder, String(index), basename(path)));
  let found = '';
  let status: number | null = null;

  beforeAll(() => {
    for (const [index, [path, from, to]] of SPOILT.entries()) {
      mkdirSync(join(folder, String(index)));
      const spoilt = read(path).replace(from, to);
      expect(spoilt).not.toBe(read(path));
      writeFileSync(paths[index] ?? '', spoilt);
    }
    ({ status, stderr: found } = lint(...paths));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(
    SPOILT.map(([path, , to, message], index) => ({ path, to, message, index })),
  )('$message', ({ message, index, path }) => {
    const lines = found
      .split('\n')
      .filter((line) => line.includes(join(String(index), basename(path))));
    expect(lines.join('\n')).toContain(message);
  });

  test('so much that a check fails', () => expect(status).toBe(1));
});

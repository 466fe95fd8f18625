import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { writeKeysFile } from '../../src/report/keys-file.ts';
import { actionError, adminKey, NOW } from '../../testing/fakes.ts';
import { OWNER_ONLY } from '../../testing/platform.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keys-file-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const keys = [
  adminKey({ expiresAt: NOW, lastUsedAt: NOW - 1 }),
  adminKey({ id: 'key_2', name: null, owner: null, raw: { id: 'key_2', new_field: ['ü'] } }),
];
const raws = keys.map(({ raw }) => raw);

async function written(name: string, what = keys): Promise<string> {
  const path = join(folder, name);
  await writeKeysFile(path, what);
  return readFileSync(path, 'utf8');
}

describe('the format is told by the ending', () => {
  test.each(['keys.json', 'KEYS.JSON', 'keys.csv.json'])('%s', async (name) => {
    const text = await written(name);
    expect(JSON.parse(text)).toEqual(raws);
    expect(text.split('\n')).toHaveLength(5);
    expect(await written(name, [])).toBe('[]\n');
  });

  test('keys.ndjson', async () => {
    const text = await written('keys.ndjson');
    expect(
      text
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line)),
    ).toEqual(raws);
    expect(text.endsWith('\n')).toBe(true);
    expect(await written('keys.ndjson', [])).toBe('');
  });

  test('keys.csv', async () => {
    const columns =
      'id,name,redacted_value,created_at,expires_at,last_used_at,owner_id,owner_name,owner_type,owner_role,project_id';
    expect(await written('keys.csv')).toBe(
      `${columns}\n` +
        'key_abc,nightly,sk-admin...xyz,2027-01-15T07:00:00Z,2027-01-15T08:00:00Z,' +
        '2027-01-15T07:59:59Z,user_1,Ada,user,owner,\n' +
        'key_2,,sk-admin...xyz,2027-01-15T07:00:00Z,,,,,,,\n',
    );
    expect(await written('keys.csv', [])).toBe(`${columns}\n`);
  });
});

describe('a CSV file', () => {
  /** The cells of the second line of a CSV text. */
  function cellsOf(text: string): string[] {
    const row = text.slice(text.indexOf('\n') + 1, -1);
    const cells = [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/gs)];
    return cells.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
  }

  test.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '=HYPERLINK("https://x";"y")',
  ])('has no formula: %j', async (name) => {
    expect(cellsOf(await written('a.csv', [adminKey({ name })]))[1]).toBe(`'${name}`);
  });

  // Where semicolons or tabs separate, what follows one begins a cell; a tab is written as U+FFFD.
  test.each([
    ['a;=1+1', "a;'=1+1"],
    ['a;+1', "a;'+1"],
    ['a;-1', "a;'-1"],
    ['a;@SUM(A1)', "a;'@SUM(A1)"],
    ['a; "=1', 'a; "\'=1'],
    ['a;;=1;b;=2', "a;;'=1;b;'=2"],
    ['a\t=1', "a\ufffd'=1"],
    ['\t=1', "\ufffd'=1"],
    ['\r@x', "\ufffd'@x"],
    [' =1', " '=1"],
    ['\uff1d1', "'\uff1d1"],
    ['a;b=1', 'a;b=1'],
    ['a-b', 'a-b'],
  ])('has no formula behind another separator: %j', async (name, cell) => {
    const owner = { id: name, name, type: name, role: name };
    const cells = cellsOf(await written('a.csv', [adminKey({ name, redactedValue: name, owner })]));
    expect(cells.filter((one) => one === cell)).toHaveLength(6);
  });

  test.each([
    '\t=1',
    '\r=1',
    '\n=1',
    'a\nb\r\nc',
    'a\u2028b',
  ])('has a line a key: %j', async (name) => {
    const owner = { id: name, name, type: name, role: name };
    const text = await written('a.csv', [adminKey({ name, redactedValue: name, owner })]);
    expect(text.split(/[\n\r\u2028]/)).toHaveLength(3);
    for (const cell of cellsOf(text)) expect(cell).not.toMatch(/^[=+@\t\r-]/);
  });

  test('keeps any other name as it is, quotes and commas included', async () => {
    const name = fc.string({ unit: fc.constantFrom(...'ab",;ü🔑 \'') });
    await fc.assert(
      fc.asyncProperty(
        name.filter((text) => text.isWellFormed()),
        async (text) => {
          expect(cellsOf(await written('a.csv', [adminKey({ name: text })]))[1]).toBe(text);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('the file', () => {
  test('is readable by its owner only, whatever was there before', async () => {
    writeFileSync(join(folder, 'a.json'), 'an older one', { mode: 0o644 });
    await written('a.json');
    expect(statSync(join(folder, 'a.json')).mode & 0o777).toBe(OWNER_ONLY);
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  test('gets the folders that it needs', async () => {
    expect(await written('deep/er/a.ndjson', [])).toBe('');
    expect(readdirSync(join(folder, 'deep/er'))).toEqual(['a.ndjson']);
  });

  test('takes the place of a link, not of what the link points to', async () => {
    writeFileSync(join(folder, 'other'), 'untouched');
    symlinkSync(join(folder, 'other'), join(folder, 'a.ndjson'));
    await written('a.ndjson');
    expect(readFileSync(join(folder, 'other'), 'utf8')).toBe('untouched');
  });
});

describe('a file that cannot be written', () => {
  beforeEach(() => {
    writeFileSync(join(folder, 'file'), 'a file');
    mkdirSync(join(folder, 'taken.json'));
  });

  test.each([
    ['where a folder is', 'taken.json'],
    ['inside a file', 'file/a.json'],
    ['deep inside a file', 'file/b/a.json'],
    ['with a name that is too long', `${'x'.repeat(250)}.json`],
    ['with a name that is far too long', `${'x'.repeat(300)}.json`],
  ])('%s', async (_, name) => {
    const { failure: error } = await writeKeysFile(join(folder, name), keys);
    expect(error).toMatchObject(actionError('file'));
    expect(error?.message).toContain('`keys-file` could not be written to ');
    expect(error?.message).toContain(join(folder, name));
    expect(readdirSync(folder).sort()).toEqual(['file', 'taken.json']);
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('a file');
  });
});

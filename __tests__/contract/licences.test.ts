import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface Locked {
  version: string;
  license: string;
  dev?: boolean;
  optional?: boolean;
}

/** Where each package is that an install without development has. */
const lock: { packages: Record<string, Locked> } = JSON.parse(read('package-lock.json'));
const production = Object.entries(lock.packages).filter(
  ([folder, { dev, optional }]) => folder !== '' && !dev && !optional,
);
const nameOf = (folder: string) => folder.split('node_modules/').at(-1) ?? '';

/** `name version (licence)` of each section, and what is in it. */
const sections = new Map(
  read('dist/THIRD_PARTY_LICENSES.txt')
    .split(/^-{80}\n/m)
    .slice(1)
    .map((section): [string, string] => {
      const [title = '', ...text] = section.split('\n');
      return [title, text.join('\n')];
    }),
);

function scriptsIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?js$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((path) => !path.slice(folder.length).includes('node_modules/'));
}

/** The statements of a script that a bundler has no reason to touch. */
function statementsOf(path: string): Set<string> {
  const lines = read(path)
    .split(/[\n;]/)
    .map((line) => line.trim());
  const plain = (line: string) => !/^(import|export|\/[/*]|\*)|require\(/.test(line);
  return new Set(lines.filter((line) => line.length >= 24 && plain(line)));
}

/**
 * The packages whose code is in the bundles, seen without asking the bundler: one of their scripts
 * has most of the statements that no other package has, word for word, in a bundle.
 */
function inlined(): string[] {
  const bundled = new Set(scriptsIn('dist').flatMap((path) => [...statementsOf(path)]));
  const scripts = production.flatMap(([folder]) =>
    scriptsIn(folder).map((path) => ({ folder, statements: statementsOf(path) })),
  );
  const holders = new Map<string, Set<string>>();
  for (const { folder, statements } of scripts) {
    for (const text of statements) {
      holders.set(text, (holders.get(text) ?? new Set()).add(folder));
    }
  }
  const found = scripts.filter(({ statements }) => {
    const own = [...statements].filter((text) => holders.get(text)?.size === 1);
    return own.filter((text) => bundled.has(text)).length > own.length * 0.8;
  });
  return [...new Set(found.map(({ folder }) => folder))];
}

describe('THIRD_PARTY_LICENSES.txt', () => {
  test('names the packages that are in the bundles, and no others', () => {
    const found = inlined().map((folder) => {
      const { version, license } = lock.packages[folder] as Locked;
      return `${nameOf(folder)} ${version} (${license})`;
    });
    expect(found.length).toBeGreaterThan(20);
    const titles = [...sections.keys()].filter(
      (title) => !/^(llhttp|webpack|@vercel\/ncc) /.test(title),
    );
    expect(titles.sort()).toEqual(found.sort());
  });

  test('holds the whole text of each licence', () => {
    const missing = inlined().filter((folder) => {
      const file = readdirSync(join(root, folder)).find((name) => /^licen[cs]e/i.test(name));
      const { version, license } = lock.packages[folder] as Locked;
      const text = sections.get(`${nameOf(folder)} ${version} (${license})`) ?? '';
      const words = (of: string) => of.split(/\s+/).filter(Boolean).join(' ');
      return !words(text).includes(words(read(join(folder, file ?? ''))));
    });
    expect(missing).toEqual([]);
  });

  test('names what came in with others: the loader of the bundles, and the parser in undici', () => {
    expect(read('dist/main/index.js')).toContain('__nccwpck_require__');
    const wasm = /Buffer\.from\('(AGFzbQ[^']{100})/.exec(
      read('node_modules/undici/lib/llhttp/llhttp-wasm.js'),
    );
    expect(scriptsIn('dist').some((path) => read(path).includes(wasm?.[1] ?? '?'))).toBe(true);
    const titles = [...sections.keys()].join('\n');
    expect(titles).toMatch(/^@vercel\/ncc \d.*\(MIT\)$/m);
    expect(titles).toMatch(/^webpack \d.*\(MIT\)$/m);
    expect(titles).toMatch(/^llhttp in undici \d.*\(MIT\)$/m);
    for (const text of sections.values()) expect(text).toMatch(/copyright/i);
  });
});

describe('a build', () => {
  let folder: string;
  let licences: {
    describePackage(folder: string, files: string[]): { texts: { path: string; text: string }[] };
    licencesOf(statistics: object[], bundler: string): string;
  };
  beforeAll(async () => {
    licences = await import(join(root, 'scripts/licences.mjs'));
    folder = mkdtempSync(join(tmpdir(), 'package-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const describePackage = (license: string | undefined, files: string[] = []) => {
    const name = { name: 'some', version: '1.2.3', license };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(name));
    return licences.describePackage(folder, files);
  };

  test('fails where a package has no text, and names it', () => {
    expect(existsSync(join(folder, 'LICENSE'))).toBe(false);
    expect(() => describePackage('MIT')).toThrow(
      /^some@1\.2\.3 is in a bundle and has no file with its licence\./,
    );
  });

  test.each([
    ['GPL-3.0', 'under GPL-3.0'],
    [undefined, 'under no licence'],
  ])('fails where the licence is %s', (license, said) => {
    expect(() => describePackage(license)).toThrow(`some@1.2.3 is in a bundle ${said}`);
  });

  test('takes every text, of the package and of its folders that are used', async () => {
    const nested = join(root, 'node_modules/undici');
    const files = ['index.js', 'lib/web/fetch/index.js'].map((path) => join(nested, path));
    const { texts } = licences.describePackage(nested, files);
    expect(texts.map(({ path }) => path)).toEqual(['LICENSE', 'lib/web/fetch/LICENSE']);
  });

  test('fails where a text is kept for code that is in no bundle any more', () => {
    const ncc = join(root, 'node_modules/@vercel/ncc');
    expect(() => licences.licencesOf([{ version: '5', modules: [] }], ncc)).toThrow(
      'llhttp is in no bundle any more',
    );
  });
});

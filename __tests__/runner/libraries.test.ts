import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';

/*
 * What a library prints may repeat what a server said, and the runner obeys what is printed. So each
 * library in the bundles that can print is made to, on its own and after the streams were taken.
 */

/**
 * Statements with which a library prints, by its name. Most are brought by a dependency, and are loaded
 * as it loads them: a version that `package.json` named could be another one than that in the bundles.
 */
const PRINTING: Readonly<Record<string, string>> = {
  '@actions/core': "(await load('@actions/core')).info('##[stop-commands]x');",
  '@actions/github': "process.env.GITHUB_EVENT_PATH = '/##[x]'; await load('@actions/github');",
  '@octokit/core': `
    const { Octokit } = await load('@octokit/core');
    new Octokit().log.warn('##[stop-commands]x');`,
  '@octokit/request': `
    const { request } = await load('@octokit/request');
    const headers = { deprecation: 'true', sunset: '##[stop-commands]x' };
    const fetch = async () => new Response('', { headers });
    await request('GET https://host/', { request: { fetch } });`,
  tunnel: `
    process.env.NODE_DEBUG = 'tunnel';
    (await load('tunnel')).default.debug('##[stop-commands]x');`,
  undici: `
    const { EnvHttpProxyAgent } = await load('undici');
    new EnvHttpProxyAgent();
    await new Promise(setImmediate);`,
  yaml: `
    (await load('yaml')).parse('%x ##[stop-commands]x\\n--- a');
    await new Promise(setImmediate);`,
};

/** What they leave on both streams. */
function printedBy(statements: string, isTaken: boolean): string {
  const output = pathToFileURL('src/runner/output.ts');
  const take = isTaken ? `(await import('${output}')).takeOutput();` : '';
  const script = `const load = (name) => import(name);\n${take}\n${statements}`;
  const { status, stdout, stderr } = spawnSync('node', ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  return stdout + stderr;
}

/** Tests, tools and builds for browsers, none of which is in the bundles. */
const UNUSED = /(^|\/)(__tests__|test|scripts|node_modules|esm|iife|umd)\/|\.test\./;

/** The packages in the bundles whose scripts name a way to print. */
function printing(): string[] {
  const titles = readFileSync('dist/THIRD_PARTY_LICENSES.txt', 'utf8').matchAll(
    /^-{80}\n(\S+) \d\S* \(/gm,
  );
  const names = [...titles]
    .map(([, name = '']) => name)
    .filter((name) => !/ncc|webpack/.test(name));
  return names.filter((name) => {
    const folder = join('node_modules', name);
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.[cm]?js$/.test(path) && !UNUSED.test(path))
      .map((path) => readFileSync(join(folder, path), 'utf8'))
      .some((text) => /\bconsole\b(?!["'])|process\.std(out|err)|emitWarning/.test(text));
  });
}

test('every library that can print is made to', () => {
  expect(printing().sort()).toEqual(Object.keys(PRINTING).sort());
});

describe.each(Object.entries(PRINTING))('%s', (_, statements) => {
  test('prints, and its words reach nobody once the streams are taken', () => {
    expect(printedBy(statements, false)).not.toBe('');
    expect(printedBy(statements, true)).toBe('');
  });
});

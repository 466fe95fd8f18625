import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
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
import { afterEach, beforeEach, describe, expect } from '@jest/globals';
import { testOnLinux } from '../../testing/platform.ts';
import { read, workflowOf } from './rules.ts';

const { jobs } = workflowOf(read('.github/workflows/release.yml'));
/** The scripts of a job by the names of its steps, and the attestation, which is a script here. */
const stepsOf = (name: string) =>
  (jobs[name]?.steps ?? []).flatMap(({ id, name: title = '', run }) => {
    if (id === 'attest') return [{ title, run: 'echo attest >> "$OUT/calls"' }];
    return run === undefined ? [] : [{ title, run }];
  });

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'release-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function bash(script: string, env: Record<string, string>, cwd = folder) {
  const options = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script];
  return spawnSync('bash', options, { cwd, env, encoding: 'utf8' });
}

/** Writes down what it is asked, and answers as GitHub would where it is told how things stand. */
const gh = `#!/bin/sh
echo "$*" >> "$OUT/calls"
case "$*" in
  'release view'*) [ -n "$DRAFT" ] && echo "$DRAFT" || exit 1 ;;
  'release edit'*) touch "$OUT/published" ;;
  *commits/tags/v1.10.0*) [ -e "$OUT/published" ] && echo "$LOCKED" || echo "$TAGGED" ;;
  *releases/tags*) echo "$IMMUTABLE" ;;
  */releases?*) for tag in $RELEASES; do echo "$tag"; done ;;
  *PATCH*) [ -n "$MAJOR" ] || exit 1 ;;
esac
`;

const SHA = '0123456789abcdef0123456789abcdef01234567';
const OTHER = '89abcdef0123456789abcdef0123456789abcdef';

interface World {
  /** Whether there is a release of the tag, and whether it is a draft. */
  draft?: 'true' | 'false';
  immutable?: 'true' | 'false';
  /** The commit of the tag when the job begins, and once the release is out. */
  tagged?: string;
  locked?: string;
  /** The tags of all releases that are out. */
  releases?: string;
  /** Whether the tag of the major version is there. */
  major?: 'yes' | '';
  /** What was packed, where it is not what the job that packs gave its hash of. */
  packed?: string;
}

/** Runs the scripts of the job one after the other, until one fails. */
function publish(world: World) {
  const { draft, immutable = 'true', tagged = SHA, locked = tagged, major = 'yes' } = world;
  mkdirSync(join(folder, 'release'));
  for (const name of ['a.tar.gz', 'SHA256SUMS', 'notes.md']) {
    writeFileSync(join(folder, 'release', name), name);
  }
  writeFileSync(join(folder, 'bundle.json'), '');
  writeFileSync(join(folder, 'gh'), gh, { mode: 0o755 });
  const pack =
    'tar --create --file release.tar release; rm -r release; sha256sum release.tar | cut -c 1-64';
  const hash = bash(pack, process.env as Record<string, string>).stdout.trim();
  if (world.packed !== undefined) appendFileSync(join(folder, 'release.tar'), world.packed);
  const env = {
    PATH: [folder, process.env.PATH].join(delimiter),
    OUT: folder,
    HASH: hash,
    BUNDLE: 'bundle.json',
    DRAFT: draft ?? '',
    IMMUTABLE: immutable,
    TAGGED: tagged,
    LOCKED: locked,
    RELEASES: world.releases ?? 'v1.9.0 v1.10.0',
    MAJOR: major,
    GH_REPO: 'octo-org/octo-repo',
    GITHUB_SHA: SHA,
    TAG: 'v1.10.0',
  };
  let status: number | null = 0;
  let log = '';
  for (const { run } of stepsOf('publish')) {
    const done = bash(run, env);
    log += done.stdout + done.stderr;
    status = done.status;
    if (status !== 0) break;
  }
  const file = join(folder, 'calls');
  const calls = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  return { status, log, calls: calls.filter((call) => !/^release view|--jq/.test(call)) };
}

const created = [
  'attest',
  'release create v1.10.0 --draft --verify-tag --title v1.10.0 --notes-file release/notes.md',
  'release upload v1.10.0 release/a.tar.gz release/SHA256SUMS release/provenance.sigstore.json',
  'release edit v1.10.0 --draft=false',
];
const sha = `sha=${SHA}`;
const moved = `api --method PATCH repos/octo-org/octo-repo/git/refs/tags/v1 -f ${sha} -F force=true`;

describe('the job that publishes', () => {
  testOnLinux('drafts, fills and publishes, and moves the major tag last', () => {
    expect(publish({})).toMatchObject({ status: 0, calls: [...created, moved] });
  });

  testOnLinux('makes the major tag where there is none', () => {
    const post = `api --method POST repos/octo-org/octo-repo/git/refs -f ref=refs/tags/v1 -f ${sha}`;
    expect(publish({ major: '' })).toMatchObject({ status: 0, calls: [...created, moved, post] });
  });

  testOnLinux('makes a draft of an earlier attempt anew', () => {
    const { calls } = publish({ draft: 'true' });
    const [attest, ...others] = created;
    expect(calls).toEqual([attest, 'release delete v1.10.0 --yes', ...others, moved]);
  });

  testOnLinux('leaves what is published as it is, and goes on from there', () => {
    expect(publish({ draft: 'false' })).toMatchObject({ status: 0, calls: ['attest', moved] });
  });

  testOnLinux('attests and publishes nothing but what was packed', () => {
    const { status, calls, log } = publish({ packed: 'more' });
    expect({ status, calls }).toEqual({ status: 1, calls: [] });
    expect(log).toContain('release.tar: FAILED');
  });

  testOnLinux('attests and publishes nothing where the tag was moved meanwhile', () => {
    const { status, calls, log } = publish({ tagged: OTHER });
    expect({ status, calls }).toEqual({ status: 1, calls: [] });
    expect(log).toContain(`::error::v1.10.0 is ${OTHER} now, and was ${SHA} when it was checked.`);
  });

  testOnLinux('moves no major tag where the tag was moved at the last moment', () => {
    const { status, calls, log } = publish({ locked: OTHER });
    expect({ status, calls }).toEqual({ status: 1, calls: created });
    expect(log).toContain(`::error::v1.10.0 was moved to ${OTHER} while it was published;`);
  });

  testOnLinux('moves no tag to a release that can still be changed', () => {
    const { status, calls, log } = publish({ immutable: 'false' });
    expect(status).toBe(1);
    expect(calls).toEqual(created);
    expect(log).toMatch(/^::error::The release can still be changed\./m);
  });

  testOnLinux.each([
    ['v1.9.0 v1.10.0 v1.10.1', 'v1.10.1'],
    ['v1.11.0 v1.10.0 v1.12.0-rc.1', 'v1.11.0'],
  ])('does not move the major tag back: %s', (releases, newest) => {
    const { status, calls, log } = publish({ releases });
    expect({ status, calls }).toEqual({ status: 0, calls: created });
    expect(log).toContain(`v1 stays at ${newest}.`);
  });

  testOnLinux('is not kept back by what is no version of this major', () => {
    const { calls } = publish({ releases: 'v10.0.0 v2.0.0 v1.10.0 v1.9.9 v1.99.0-rc.1' });
    expect(calls.at(-1)).toBe(moved);
  });

  testOnLinux('asks for releases that are out: a tag or a draft keeps nothing back', () => {
    publish({});
    const calls = readFileSync(join(folder, 'calls'), 'utf8');
    expect(calls).not.toContain('matching-refs');
    expect(calls).toMatch(
      /\/releases\?per_page=100 --jq \.\[\] \| select\(\.draft or \.prerelease \| not\) \| \.tag_name$/m,
    );
  });
});

/** A repository with a commit of its files; `attributes` is its `.gitattributes`. */
function repositoryWith(attributes: string): { root: string; env: Record<string, string> } {
  const root = join(folder, 'repository');
  mkdirSync(join(root, 'dist/main'), { recursive: true });
  for (const name of ['action.yml', 'LICENSE', 'README.md', 'dist/main/index.js']) {
    writeFileSync(join(root, name), `${name} of $Format:%H$\n`);
  }
  writeFileSync(join(root, '.gitattributes'), attributes);
  mkdirSync(join(folder, 'temp'));
  const who = { NAME: 'A', EMAIL: 'a@example.org', DATE: '2026-01-31T00:00:00Z' };
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    TAG: 'v1.10.0',
    RUNNER_TEMP: join(folder, 'temp'),
    GITHUB_OUTPUT: join(folder, 'output'),
  };
  for (const [name, value] of Object.entries(who)) {
    for (const role of ['AUTHOR', 'COMMITTER']) env[`GIT_${role}_${name}`] = value;
  }
  return { root, env };
}

/** Commits what is in the repository, and packs it by the script of the job. */
function pack({ root, env }: ReturnType<typeof repositoryWith>, before = '') {
  const commit = bash('git init -q; git add -A; git commit -qm x; git rev-parse HEAD', env, root);
  const all = { ...env, ...jobs.pack?.env, TAG: 'v1.10.0', GITHUB_SHA: commit.stdout.trim() };
  const { run = '' } = stepsOf('pack').find(({ title }) => title.startsWith('Pack')) ?? {};
  return bash(`${before}\nmkdir release\n${run}`, all, root);
}

describe('the job that packs', () => {
  const list =
    'tar --extract --to-stdout --file release.tar release/openai-admin-api-keys-v1.10.0.tar.gz | tar -tz';

  testOnLinux('packs the files that a workflow downloads, and gives the hash of all of it', () => {
    const repository = repositoryWith('');
    expect(pack(repository)).toMatchObject({ status: 0, stderr: '' });
    const { root, env } = repository;
    const names = bash(list, env, root).stdout.split('\n');
    expect(
      names
        .filter((name) => /[^/]$/.test(name))
        .map((name) => name.slice(30))
        .sort(),
    ).toEqual(['LICENSE', 'README.md', 'action.yml', 'dist/main/index.js']);
    const { stdout } = bash('sha256sum release.tar | cut -c 1-64', env, root);
    expect(readFileSync(join(folder, 'output'), 'utf8')).toBe(`hash=${stdout}`);
  });

  testOnLinux('packs what was committed, whatever takes its place in git', () => {
    const repository = repositoryWith('');
    const replace = `git replace "$(git rev-parse HEAD:dist/main/index.js)" \
      "$(echo evil | git hash-object -w --stdin)"`;
    expect(pack(repository, replace).status).toBe(0);
    const index = join(repository.root, 'release/dist/main/index.js');
    expect(readFileSync(index, 'utf8')).toMatch(/^dist\/main\/index\.js of /);
  });

  testOnLinux.each([
    ['leaves a file out', 'dist/main/index.js export-ignore\n'],
    ['changes a file', 'dist/main/index.js export-subst\n'],
    ['changes its lines', 'dist/main/index.js text eol=crlf\n'],
  ])('refuses an archive of which git %s', (_, attributes) => {
    const { status, stdout } = pack(repositoryWith(attributes));
    expect(status).toBe(1);
    expect(stdout).toContain('dist/main/index.js');
    expect(existsSync(join(folder, 'output'))).toBe(false);
  });

  testOnLinux('refuses a symbolic link', () => {
    const repository = repositoryWith('');
    symlinkSync('/etc/passwd', join(repository.root, 'dist/post'));
    expect(pack(repository).status).toBe(1);
    expect(existsSync(join(folder, 'output'))).toBe(false);
  });
});

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect } from '@jest/globals';
import { testOnLinux } from '../support/platform.ts';
import { read, workflowOf } from './rules.ts';

const steps = workflowOf(read('.github/workflows/release.yml')).jobs.publish?.steps ?? [];
const scripts = steps.map(({ run }) => run ?? '').filter((run) => run !== '');

/** Writes down what it is asked, and answers as GitHub would where it is told how things stand. */
const gh = `#!/bin/sh
echo "$*" >> "$OUT/calls"
case "$*" in
  'release view'*) [ -n "$DRAFT" ] && echo "$DRAFT" || exit 1 ;;
  *releases/tags*) echo "$IMMUTABLE" ;;
  *matching-refs*) for tag in $TAGS; do echo "refs/tags/$tag"; done ;;
  *PATCH*) [ -n "$MAJOR" ] || exit 1 ;;
esac
`;

interface World {
  /** Whether there is a release of the tag, and whether it is a draft. */
  draft?: 'true' | 'false';
  immutable?: 'true' | 'false';
  /** All tags of this major version. */
  tags?: string;
  /** Whether the tag of the major version is there. */
  major?: 'yes' | '';
}

/** Runs the scripts of the job one after the other, until one fails. */
function publish({ draft, immutable = 'true', tags = 'v1.9.0 v1.10.0', major = 'yes' }: World) {
  const folder = mkdtempSync(join(tmpdir(), 'release-'));
  mkdirSync(join(folder, 'release'));
  for (const name of ['a.tar.gz', 'SHA256SUMS', 'provenance.sigstore.json', 'notes.md']) {
    writeFileSync(join(folder, 'release', name), name);
  }
  writeFileSync(join(folder, 'gh'), gh, { mode: 0o755 });
  const env = {
    PATH: [folder, process.env.PATH].join(delimiter),
    OUT: folder,
    DRAFT: draft ?? '',
    IMMUTABLE: immutable,
    TAGS: tags,
    MAJOR: major,
    GH_REPO: 'octo-org/octo-repo',
    GITHUB_SHA: '0123456789abcdef0123456789abcdef01234567',
    TAG: 'v1.10.0',
  };
  let status: number | null = 0;
  let log = '';
  for (const script of scripts) {
    const bash = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script];
    const done = spawnSync('bash', bash, { cwd: folder, env, encoding: 'utf8' });
    log += done.stdout + done.stderr;
    status = done.status;
    if (status !== 0) break;
  }
  const calls = readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
  rmSync(folder, { recursive: true });
  return { status, log, calls: calls.filter((call) => !/^release view|--jq/.test(call)) };
}

const created = [
  'release create v1.10.0 --draft --verify-tag --title v1.10.0 --notes-file release/notes.md',
  'release upload v1.10.0 release/a.tar.gz release/SHA256SUMS release/provenance.sigstore.json',
  'release edit v1.10.0 --draft=false',
];
const sha = 'sha=0123456789abcdef0123456789abcdef01234567';
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
    expect(calls).toEqual(['release delete v1.10.0 --yes', ...created, moved]);
  });

  testOnLinux('leaves what is published as it is, and goes on from there', () => {
    expect(publish({ draft: 'false' })).toMatchObject({ status: 0, calls: [moved] });
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
  ])('does not move the major tag back: %s', (tags, newest) => {
    const { status, calls, log } = publish({ tags });
    expect({ status, calls }).toEqual({ status: 0, calls: created });
    expect(log).toContain(`v1 stays at ${newest}.`);
  });

  testOnLinux('is not kept back by what is no version', () => {
    const { calls } = publish({ tags: 'v1.10.0 v1.9.9 v1.99.0-rc.1' });
    expect(calls.at(-1)).toBe(moved);
  });
});

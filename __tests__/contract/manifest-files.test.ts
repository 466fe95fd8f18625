import { readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { emulatorInputs } from '../../testing/emulator-inputs.ts';
import { listActions } from '../../testing/fleet.ts';
import { closeFleets, openDueFleet } from '../../testing/fleet-bundle.ts';
import { removeWorkspaces, workspaceWith } from '../../testing/manifest.ts';
import { errorsOf, tracesOf } from '../../testing/openai-step.ts';
import { OWNER_ONLY, testOnLinux } from '../../testing/platform.ts';
import { cleanUp, runMain } from '../../testing/runner.ts';

/* The files of steps with a manifest, by processes of the committed bundle: it, and the report. */

afterEach(closeFleets);
afterAll(() => {
  cleanUp();
  removeWorkspaces();
});

test('`verify` tells what is missing and what is unmanaged, also in the report', async () => {
  const { fleet, members } = await openDueFleet('first', 'second');
  const path = join(workspaceWith({}), 'report.ndjson');
  await fleet.night({ inputs: { 'report-file': path } });
  for (const { id } of fleet.keysOf(members.first)) fleet.openai.revoke(id);
  const stray = fleet.makeKey({ ...members.second, name: 'stray' }, fleet.openai.now(), null);
  const { main, post } = await fleet.night({
    inputs: {
      operation: 'verify',
      'report-file': path,
      'require-expiry': 'true',
      'github-token': '',
      'github-api-url': 'https://api.github.com',
    },
  });
  expect(main.exitCode).toBe(1);
  expect(errorsOf(main)).toEqual([expect.stringMatching(/^Not compliant: 2 violations, 2 keys/)]);
  const { violations = '', compliant, 'violation-ids': ids } = main.outputs;
  const rules = JSON.parse(violations).map(({ id, rule }: Record<string, string>) => [id, rule]);
  expect(rules).toEqual([
    ['proj_a/first', 'missing'],
    [`proj_a/${stray.id}`, 'unmanaged'],
  ]);
  expect([compliant, ids]).toEqual(['false', '']);
  expect(post?.log).toBe('');

  const report = readFileSync(path, 'utf8');
  const lines = report
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
  const ofRotation = ['made', 'delivered', 'deleted'].map((event) => `rotate ${event}`);
  expect(lines.map(({ operation, event }) => `${operation} ${event}`)).toEqual([
    ...ofRotation,
    ...ofRotation,
    'verify violation',
    'verify violation',
  ]);
  expect(lines.at(-1)).toMatchObject({ key_id: `proj_a/${stray.id}`, name: 'stray' });
  expect(statSync(path).mode & 0o777).toBe(OWNER_ONLY);
  for (const { value } of fleet.openai.projectKeys) {
    expect(tracesOf(main) + report).not.toContain(value);
  }
  expect(report).not.toContain(fleet.openai.adminKey);
});

describe('a file that cannot be used stops the step before any request', () => {
  const GOOD = 'keys: [{name: a, secret-name: KEY, secret-repositories: octo-org/a}]\n';
  const outside = () => join(workspaceWith({ 'keys.yml': GOOD }), 'keys.yml');

  test.each<[what: string, inputs: Record<string, string>, says: RegExp]>([
    ['is missing', { manifest: 'none.yml' }, /`manifest` cannot be read .* actions\/checkout/],
    ['is a folder', { manifest: 'folder' }, /`manifest` is not a file/],
    [
      'is a link that leaves the workspace',
      { manifest: 'link.yml' },
      /`manifest` leads out of the/,
    ],
    ['is larger than 1 MiB', { manifest: 'large.yml' }, /`manifest` is larger than 1 MiB/],
    [
      'is a report in a folder that is missing',
      { manifest: 'keys.yml', 'report-file': 'none/report.ndjson' },
      /^`report-file` could not be written .*Give a path in a folder that exists\.$/,
    ],
    [
      'is a report that is a folder',
      { manifest: 'keys.yml', 'report-file': 'folder' },
      /^`report-file` could not be written/,
    ],
  ])('it %s', async (_, inputs, says) => {
    const { fleet } = await openDueFleet();
    const cwd = workspaceWith({
      'keys.yml': GOOD,
      'folder/keys.yml': GOOD,
      'large.yml': `${GOOD}#`.padEnd(1024 * 1024 + 1, '-'),
    });
    symlinkSync(outside(), join(cwd, 'link.yml'));
    const given = { operation: 'rotate', ...emulatorInputs(fleet.openai, fleet.github), ...inputs };
    const main = await runMain({ cwd, inputs: given });
    expect(main.exitCode).toBe(1);
    expect(main.annotations.map(({ level }) => level)).toEqual(['error']);
    expect(errorsOf(main)).toEqual([expect.stringMatching(says)]);
    expect([...fleet.openai.log, ...fleet.github.log]).toEqual([]);
  });

  testOnLinux('a disk that is full keeps no key from its secrets, and is told', async () => {
    const { fleet, old } = await openDueFleet('first', 'second');
    const night = await fleet.night({ inputs: { 'report-file': '/dev/full' } });
    expect(listActions(night.results)).toEqual(['first rotated', 'second rotated']);
    expect(errorsOf(night.main)).toEqual([
      expect.stringMatching(/^`report-file` could not be written \(ENOSPC/),
    ]);
    expect(night.main.outputs['deleted-ids']).toBe(
      `proj_a/${old.first.id}\nproj_a/${old.second.id}`,
    );
    expect(fleet.unsettled()).toEqual([]);
  });
});

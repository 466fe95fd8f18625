import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { read } from '../../testing/docs/pages.ts';
import { testOnLinux } from '../../testing/platform.ts';
import { cleanUp } from '../../testing/runner.ts';
import { type Hub, PROJECT, startHub } from '../../testing/workflows/hub.ts';
import { runExample, runWell } from '../../testing/workflows/run.ts';

const FILE = 'verify-manifest.yml';
/** GitHub takes no longer body of an issue, in characters. */
const MAX_BODY = 65_536;
/** No variable of a process may be longer on Linux, in bytes. */
const MAX_VARIABLE = 131_072;

let hub: Hub;
/** What the stand-in of `gh` keeps. */
let folder: string;
/** A repository with at most one open issue, number 7. */
let gh: string;
beforeEach(async () => {
  hub = await startHub();
  folder = mkdtempSync(join(tmpdir(), 'gh-'));
  gh = `#!/bin/sh
cd '${folder}'
echo "$@" >> calls
case "$1 $2" in
  'issue list') if test -e open; then echo 7; fi ;;
  'issue create') touch open; cp "$OLDPWD/body" body ;;
  'issue edit') cp "$OLDPWD/body" body ;;
  'issue close') rm open ;;
esac
`;
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await hub.close();
});
afterAll(cleanUp);

/** The example, with exceptions that end long after any run of the tests. */
const manifest = read('examples/manifest/openai-keys.yml').replaceAll(
  /\d{4}-\d\d-\d\d/g,
  '2999-12-31',
);
const verify = () => runExample(FILE, hub, { manifest, commands: { gh } });
const takeCalls = () => {
  const calls = readFileSync(join(folder, 'calls'), 'utf8').trimEnd().split('\n');
  rmSync(join(folder, 'calls'));
  return calls.map((call) => call.split(' ').slice(0, 2).join(' '));
};
const linesOfIssue = () => readFileSync(join(folder, 'body'), 'utf8').trimEnd().split('\n');

testOnLinux('one issue is opened, edited and closed', async () => {
  await runWell('rotate-manifest.yml', hub);
  // The key that was made by hand is in no entry.
  expect(await verify()).toMatchObject({
    conclusion: 'failure',
    scripts: [{ conclusion: 'success', stderr: '' }],
  });
  expect(takeCalls()).toEqual(['issue list', 'label create', 'issue create']);
  expect(linesOfIssue()[0]).toMatch(/^1 violations;/);

  const name = 'x\n\n@octocat ```\n# heading $(touch pwned) `id` é';
  const { id } = hub.openai.seedProjectKey({ projectId: PROJECT, name });
  await verify();
  expect(takeCalls()).toEqual(['issue list', 'issue edit']);
  const [, , ...lines] = linesOfIssue();
  expect(lines.every((line) => line.startsWith('    '))).toBe(true);
  expect(lines.map((line) => JSON.parse(line))).toContainEqual({
    key_id: `${PROJECT}/${id}`,
    name,
    reason: expect.stringContaining('no entry of the manifest'),
  });
  expect(existsSync(join(folder, 'pwned'))).toBe(false);

  hub.openai.revoke(hub.first.id);
  hub.openai.revoke(id);
  expect((await verify()).conclusion).toBe('success');
  expect(takeCalls()).toEqual(['issue list', 'issue close']);
  await verify();
  expect(takeCalls()).toEqual(['issue list']);
});

testOnLinux('more violations than a variable holds fit an issue', async () => {
  const name = `made-in-the-dashboard-${'é'.repeat(40)}`;
  for (let index = 0; index < 600; index++) hub.openai.seedProjectKey({ projectId: PROJECT, name });
  const { scripts, results } = await verify();
  expect(results[0]?.outputs.violations?.length).toBeGreaterThan(MAX_VARIABLE);
  expect(scripts).toMatchObject([{ conclusion: 'success', stderr: '' }]);
  expect(takeCalls()).toContain('issue create');
  const body = linesOfIssue();
  expect(body[0]).toMatch(/^60\d violations;/);
  expect(body.length).toBeGreaterThan(150);
  expect(body.join('\n').length).toBeLessThan(MAX_BODY);
});

describe('changes no issue', () => {
  test('where there is no verdict', async () => {
    hub.openai.fault({ status: 500, body: {} });
    expect(await verify()).toMatchObject({ conclusion: 'failure', scripts: [] });
  });

  test('where the file is wrong', async () => {
    const run = await runExample(FILE, hub, { manifest: 'keys: []\n', commands: { gh } });
    expect(run).toMatchObject({ conclusion: 'failure', scripts: [] });
    expect(hub.openai.log).toEqual([]);
  });
});

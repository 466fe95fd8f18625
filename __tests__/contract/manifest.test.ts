import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { errorsOf } from '../../testing/openai-step.ts';
import { cleanUp, runMain } from '../../testing/runner.ts';
import { startBoth } from '../../testing/services.ts';

afterAll(cleanUp);

test('three entries: one is due, one is fresh, one has no key yet', async () => {
  const { openai, github } = await startBoth();
  const project = openai.seedProject({ id: 'proj_a', name: 'A' });
  openai.seedServiceAccount({ id: 'svc_acct_a', projectId: project.id });
  const names = ['octo-org/one', 'octo-org/two', 'octo-org/three'];
  const monthAgo = openai.now() - 31 * 86_400;
  const old = openai.seedProjectKey({
    name: 'one',
    projectId: project.id,
    owner: 'svc_acct_a',
    createdAt: monthAgo,
  });
  const day = openai.now() - 86_400;
  const fresh = openai.seed({ name: 'two', createdAt: day });
  for (const name of names) github.addRepository(name);
  github.seedSecret('octo-org/one', 'KEY', {
    value: old.value,
    createdAt: monthAgo,
    updatedAt: monthAgo,
  });
  github.seedSecret('octo-org/two', 'ADMIN', {
    value: fresh.value,
    createdAt: day,
    updatedAt: day,
  });
  const folder = mkdtempSync(join(tmpdir(), 'manifest-'));
  writeFileSync(
    join(folder, 'keys.yml'),
    `$schema: openai-keys.v1.json
defaults:
  expires-in: 90d
  rotate-after: 30d
  grace-period: 0s
keys:
  - name: one
    project-id: proj_a
    service-account-id: svc_acct_a
    secret-name: KEY
    secret-repositories: octo-org/one
  - name: two
    secret-name: ADMIN
    secret-repositories: [octo-org/two]
  - name: three
    project-id: proj_a
    service-account-id: svc_acct_a
    secret-name: KEY
    secret-repositories: [octo-org/three]
`,
  );
  const main = await runMain({
    inputs: {
      operation: 'rotate',
      manifest: 'keys.yml',
      'base-url': openai.baseUrl,
      'admin-api-key': openai.adminKey,
      'github-api-url': github.apiUrl,
      'github-token': github.token,
      'retry-for': '0s',
      timeout: '30s',
    },
    env: { GITHUB_WORKSPACE: folder },
  });
  expect(errorsOf(main)).toEqual([]);
  const results = JSON.parse(main.outputs.results ?? '[]');
  expect(results.map(({ name, action }: Record<string, string>) => `${name} ${action}`)).toEqual([
    'one rotated',
    'two kept',
    'three rotated',
  ]);
  expect(main.outputs.rotated).toBe('true');
  expect(main.outputs['deleted-ids']).toBe(`proj_a/${old.id}`);
  expect(JSON.parse(main.outputs['secrets-written'] ?? '[]')).toHaveLength(2);
  expect(main.summary).toContain('3 entries of the manifest: 2 rotated, 1 kept.');
  const [one, three] = openai.projectKeys;
  expect(github.secret('octo-org/one', 'KEY')?.value).toBe(one?.value);
  expect(github.secret('octo-org/three', 'KEY')?.value).toBe(three?.value);
  expect(openai.log.map(({ method }) => method).join(' ')).toBe(
    'GET GET POST GET GET DELETE POST GET GET',
  );
  rmSync(folder, { recursive: true });
  await Promise.all([openai.close(), github.close()]);
});

import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { breachesOf, run, runAfter, type Stage, setStage } from '../../testing/delivery.ts';
import { KINDS, type Stored } from '../../testing/kinds.ts';
import { errorsOf, tracesOf, warningsOf } from '../../testing/openai-step.ts';
import { cleanUp } from '../../testing/runner.ts';

let stage: Stage;
afterAll(cleanUp);

describe.each(KINDS)('%s', (kind) => {
  beforeEach(async () => {
    stage = await setStage(1, { kind });
    stage.github.addRepository('octo-org/with-environments', {
      environments: ['prod/eu', 'staging'],
    });
    stage.github.addOrganization('octo-org');
  });
  afterEach(() => stage.close());

  const newest = () => stage.keys.all().at(-1);
  const newestId = () => stage.keys.idOf(newest() as Stored);
  const written = (outputs: Record<string, string>) => JSON.parse(outputs['secrets-written'] ?? '');

  describe('each kind of target', () => {
    test.each([
      'actions',
      'dependabot',
      'codespaces',
    ] as const)('a repository secret for %s', async (app) => {
      const result = await run(stage, { inputs: { 'secret-app': app } });
      expect(result.exitCode).toBe(0);
      expect(stage.github.secret('octo-org/octo-repo', 'ADMIN', app)?.value).toBe(newest()?.value);
      expect(written(result.outputs)).toEqual([
        {
          app,
          repository: 'octo-org/octo-repo',
          name: 'ADMIN',
          action: app === 'actions' ? 'updated' : 'created',
        },
      ]);
    });

    test('environments of a repository, their names encoded', async () => {
      const result = await run(stage, {
        inputs: {
          'secret-repositories': 'octo-org/with-environments',
          'secret-environment': 'prod/eu, staging',
        },
      });
      expect(result.exitCode).toBe(0);
      for (const environment of ['prod/eu', 'staging']) {
        const place = `octo-org/with-environments#${environment}`;
        expect(stage.github.secret(place, 'ADMIN')?.value).toBe(newest()?.value);
      }
      expect(written(result.outputs)).toHaveLength(2);
      expect(stage.github.log).toHaveLength(6);
    });

    const organization = {
      'secret-organization': 'octo-org',
      'secret-repositories': 'octo-org/octo-repo',
    };

    test.each([
      'actions',
      'dependabot',
      'codespaces',
    ] as const)('an organization secret for %s', async (app) => {
      const fresh = await run(stage, { inputs: { ...organization, 'secret-app': app } });
      expect(fresh.exitCode).toBe(0);
      expect(stage.github.secret('org:octo-org', 'ADMIN', app)).toMatchObject({
        value: newest()?.value,
        visibility: 'private',
      });
    });

    test('an organization secret keeps who may read it', async () => {
      const { id } = stage.github.addRepository('octo-org/reader');
      const options = {
        value: 'old',
        visibility: 'selected' as const,
        selectedRepositoryIds: [id],
        updatedAt: 5,
      };
      for (const app of ['actions', 'dependabot'] as const) {
        stage.github.seedSecret('org:octo-org', 'ADMIN', options, app);
        const result = await run(stage, { inputs: { ...organization, 'secret-app': app } });
        expect(result.exitCode).toBe(0);
        expect(stage.github.secret('org:octo-org', 'ADMIN', app)).toMatchObject({
          value: newest()?.value,
          visibility: 'selected',
          selectedRepositoryIds: [id],
        });
      }
    });

    test('an organization secret for selected repositories', async () => {
      const { id } = stage.github.addRepository('octo-org/reader');
      const result = await run(stage, {
        inputs: {
          ...organization,
          'secret-visibility': 'selected',
          'secret-repositories': 'octo-org/reader',
          'secret-app': 'actions,dependabot',
        },
      });
      expect(result.exitCode).toBe(0);
      for (const app of ['actions', 'dependabot'] as const) {
        expect(stage.github.secret('org:octo-org', 'ADMIN', app)).toMatchObject({
          visibility: 'selected',
          selectedRepositoryIds: [id],
        });
      }
      expect(stage.github.log.filter(({ path }) => path === '/repos/octo-org/reader')).toHaveLength(
        1,
      );
    });

    test('`all` warns on every run', async () => {
      const result = await run(stage, { inputs: { ...organization, 'secret-visibility': 'all' } });
      expect(warningsOf(result)).toEqual([expect.stringContaining('public ones included')]);
    });

    test('100 repositories, a few at a time and below the pace that GitHub punishes', async () => {
      const names = Array.from({ length: 100 }, (_, index) => `octo-org/many-${index}`);
      for (const name of names) stage.github.addRepository(name);
      const result = await run(stage, {
        inputs: { 'secret-repositories': names.join(','), timeout: '30s' },
      });
      expect(result.exitCode).toBe(0);
      expect(written(result.outputs)).toHaveLength(100);
      expect(stage.github.log).toHaveLength(300);
      const writes = stage.github.log.filter(({ method }) => method === 'PUT').map(({ at }) => at);
      const busiest = Math.max(
        ...writes.map((at) => writes.filter((w) => w >= at && w < at + 60_000).length),
      );
      expect(busiest).toBeLessThanOrEqual(80);
      expect(result.log).toContain('(100 of 100)');
    });
  });

  describe('checks before effects', () => {
    test.each<[string, Record<string, string>, () => void, RegExp]>([
      [
        'an unknown repository',
        { 'secret-repositories': 'octo-org/octo-repo,octo-org/nope' },
        () => {},
        /octo-org\/nope does not exist, or the token/,
      ],
      [
        'an unknown environment',
        { 'secret-environment': 'nowhere' },
        () => {},
        /environment `nowhere` of octo-org\/octo-repo/,
      ],
      [
        'an unknown organization',
        { 'secret-organization': 'nobody', 'secret-repositories': 'octo-org/octo-repo' },
        () => {},
        /organization nobody/,
      ],
      [
        'a token that is dead',
        { 'github-token': 'ghs_dead0123456789' },
        () => {},
        /does not accept the token/,
      ],
      [
        'a public key of nothing',
        {},
        () =>
          stage.github.setPublicKey('octo-org/octo-repo', {
            key: Buffer.alloc(32).toString('base64'),
          }),
        /public key for .* cannot be used/,
      ],
      [
        'a public key that is short',
        {},
        () => stage.github.setPublicKey('octo-org/octo-repo', { key: 'AAAA' }),
        /3 bytes instead of 32/,
      ],
      [
        'a renamed repository',
        { 'secret-repositories': 'octo-org/old' },
        () => {
          stage.github.addRepository('octo-org/old', { renamedTo: 'octo-org/new' });
        },
        /was renamed or moved/,
      ],
    ])('%s: no key is made', async (_name, inputs, arrange, said) => {
      arrange();
      const result = await run(stage, { inputs });
      expect(result.exitCode).toBe(1);
      expect(errorsOf(result)).toEqual([expect.stringMatching(said)]);
      expect(stage.openai.log).toEqual([]);
      expect(stage.github.log.some(({ method }) => method === 'PUT')).toBe(false);
    });

    test.each<[string, Record<string, string>, string]>([
      ['a repository', {}, '“Secrets: read and write” (`secrets: write`)'],
      [
        'an environment',
        { 'secret-repositories': 'octo-org/with-environments', 'secret-environment': 'staging' },
        '“Environments: read and write” (`environments: write`)',
      ],
      [
        'an organization',
        { 'secret-organization': 'octo-org', 'secret-repositories': 'octo-org/octo-repo' },
        '(`organization_secrets: write`)',
      ],
      ['Dependabot', { 'secret-app': 'dependabot' }, '(`dependabot_secrets: write`)'],
    ])('GITHUB_TOKEN for %s names the cause, the permission and the two ways out', async (_name, inputs, permission) => {
      const token = stage.github.addToken({ kind: 'github-token' });
      const result = await run(stage, { inputs: { ...inputs, 'github-token': token } });
      const [error] = errorsOf(result);
      expect(error).toContain('`GITHUB_TOKEN` can never write secrets');
      expect(error).toContain(permission);
      expect(error).toContain('GitHub App');
      expect(error).toContain('fine-grained');
      expect(error).toContain('GitHub requires: ');
      expect(stage.openai.log).toEqual([]);
    });

    test('no key is made within 10 s of the last write of a target', async () => {
      const place = 'octo-org/octo-repo';
      // The start of a process would count, too.
      await stage.close();
      stage = await setStage(1, { kind, onBundle: false });
      stage.github.seedSecret(place, 'ADMIN', { value: 'x', updatedAt: stage.github.now() - 7 });
      const result = await run(stage);
      expect(result.log).toMatch(/was written just now: waiting [2-4] s/);
      expect(newest()?.createdAt ?? 0).toBeGreaterThanOrEqual(
        Math.floor((stage.github.log[0]?.at ?? 0) / 1000) + 2,
      );
      expect(breachesOf(stage)).toEqual([]);
    });

    test('a secret that was written later than now is waited for 10 s, by a process too', async () => {
      await stage.close();
      stage = await setStage(1, { kind, onBundle: true });
      const { github } = stage;
      github.seedSecret('octo-org/octo-repo', 'ADMIN', {
        value: 'x',
        updatedAt: github.now() + 3_600,
      });
      const result = await run(stage);
      expect(errorsOf(result)).toEqual([]);
      expect(result.log).toContain('was written just now: waiting 10 s');
      const looked = Math.floor((github.log[0]?.at ?? 0) / 1000);
      expect((newest()?.createdAt ?? 0) - looked).toBeGreaterThanOrEqual(9);
    });

    test('dry-run looks at everything and writes nothing', async () => {
      const result = await run(stage, { inputs: { 'dry-run': 'true' } });
      expect(result.exitCode).toBe(0);
      expect(stage.openai.log).toEqual([]);
      expect(stage.github.log.map(({ method }) => method)).toEqual(['GET', 'GET']);
      expect(result.summary).toContain('It would go to:');
    });
  });

  describe('if-exists: reuse with a secret', () => {
    const reuse = { 'if-exists': 'reuse' };

    test('set up again and again: one key, no write', async () => {
      const setUp = { inputs: { ...reuse, name: 'set-up' } };
      const first = await run(stage, setUp);
      const again = await run(stage, setUp);
      expect([first.outputs.created, again.outputs.created]).toEqual(['true', 'false']);
      expect(again.outputs.id).toBe(first.outputs.id);
      expect(again.outputs['secrets-written']).toBe('[]');
      expect(stage.github.secret('octo-org/octo-repo', 'ADMIN')?.writes).toBe(1);
    });

    test.each<[string, () => void]>([
      [
        'the secret is missing',
        () => {
          stage.inputs['secret-name'] = 'NEW';
        },
      ],
      [
        'an older key was pasted back',
        () => {
          stage.github.seedSecret('octo-org/octo-repo', 'ADMIN', {
            value: 'pasted',
            updatedAt: stage.github.now() - 60,
          });
        },
      ],
      [
        'the newest has expired',
        () => {
          const createdAt = stage.openai.now() - 3600;
          stage.keys.seed({ name: 'ci', createdAt, expiresAt: createdAt + 60 });
          stage.github.seedSecret('octo-org/octo-repo', 'ADMIN', {
            value: 'gone',
            updatedAt: createdAt + 2,
          });
        },
      ],
    ])('not delivered, since %s: a key is made', async (_name, arrange) => {
      arrange();
      const result = await run(stage, { inputs: reuse });
      expect(result.exitCode).toBe(0);
      expect(result.outputs.created).toBe('true');
    });
  });

  test('an organization secret that others are to read is not in place', async () => {
    stage.github.addRepository('octo-org/first');
    stage.github.addRepository('octo-org/later');
    const readers = (names: string) => ({
      inputs: {
        name: 'shared',
        'if-exists': 'reuse',
        'secret-organization': 'octo-org',
        'secret-visibility': 'selected',
        'secret-repositories': names,
      },
    });
    const first = await run(stage, readers('octo-org/first'));
    const same = await run(stage, readers('octo-org/first'));
    const more = await run(stage, readers('octo-org/first,octo-org/later'));
    const created = [first, same, more].map(({ outputs }) => outputs.created);
    expect(created).toEqual(['true', 'false', 'true']);
    const secret = stage.github.secret('org:octo-org', 'ADMIN');
    expect(secret?.selectedRepositoryIds).toHaveLength(2);
  });

  describe('what reached some', () => {
    test('lives on: the step fails, names the rest and sets the outputs', async () => {
      await stage.close();
      stage = await setStage(3, { kind });
      stage.github.fault({ method: 'PUT', path: /second/, status: 403, body: { message: 'no' } });
      const main = await run(stage, { inputs: { 'output-value': 'true' } });
      expect(main.exitCode).toBe(1);
      expect(errorsOf(main)).toEqual([
        expect.stringMatching(/reached 2 of 3 secrets and lives on[\s\S]*second/),
      ]);
      expect(main.outputs).toMatchObject({
        created: 'true',
        id: newestId(),
        value: newest()?.value,
      });
      expect(written(main.outputs)).toHaveLength(2);
      expect(main.summary).toContain('not written');
      const post = await runAfter(stage, main);
      expect(post.log).toBe('');
      expect(breachesOf(stage)).toEqual([]);
    });

    test('reached none: deleted, and no output tells of a key', async () => {
      stage.github.fault({ method: 'PUT', status: 422, body: { message: 'no' } });
      const main = await run(stage, { inputs: { 'output-value': 'true', 'export-env': 'K' } });
      expect(errorsOf(main)).toEqual([
        expect.stringMatching(/was deleted again\. No secret is known to hold it/),
      ]);
      expect(main.outputs).toEqual({});
      expect(main.env).toEqual({});
    });

    test('a delete that fails names the id, and the post step tries again', async () => {
      stage.github.fault({ method: 'PUT', status: 422 });
      stage.openai.fault({ method: 'DELETE', status: 500 });
      const main = await run(stage);
      expect(errorsOf(main)[0]).toContain(newestId());
      expect(errorsOf(main)[0]).toContain('could not be delivered and not be deleted either');
      const post = await runAfter(stage, main);
      expect(post.log).toContain('was deleted: its value had reached nobody');
      expect(breachesOf(stage)).toEqual([]);
    });

    test('a write whose answer was lost has happened: found out by a look, and it counts', async () => {
      stage.github.fault({ method: 'PUT', reset: 'after' });
      const main = await run(stage);
      expect(main.exitCode).toBe(0);
      expect(written(main.outputs)).toHaveLength(1);
      const [write, look] = stage.github.log.slice(-2);
      expect((look?.at ?? 0) - (write?.at ?? 0)).toBeGreaterThanOrEqual(12_000);
    });
  });

  describe('secrets of a delivery', () => {
    test.each([
      ['that works', null],
      ['that is refused', { method: 'PUT', status: 422, body: { message: 'no' } }],
      [
        'whose server repeats the token',
        { status: 500, headers: { 'x-github-request-id': 'TOKEN' } },
      ],
      ['that the token may not make', { status: 403, body: { message: 'TOKEN TOKEN' } }],
    ])('show nowhere, in one %s, with debug logging on', async (_name, fault) => {
      const token = "an-unusual.token%41\"of'none's shape".replace(' ', '_');
      stage.github.addToken({ token });
      const text = JSON.stringify(fault).replaceAll('TOKEN', JSON.stringify(token).slice(1, -1));
      if (fault) stage.github.fault(JSON.parse(text));
      const main = await run(stage, { inputs: { 'github-token': token }, debug: true });
      const post = await runAfter(stage, main);
      expect(main.masks.slice(0, 2)).toEqual([stage.openai.adminKey, token]);
      const traces =
        tracesOf(main).replace(/^::add-mask::.*$/gm, '') +
        tracesOf(post).replace(/^::add-mask::.*$/gm, '');
      for (const secret of main.masks) expect(traces).not.toContain(secret);
      expect(main.stderr + post.stderr).toBe('');
      expect(breachesOf(stage)).toEqual([]);
    });
  });

  describe('a hostile GitHub', () => {
    test('that loses a write and then redirects is looked at, not believed', async () => {
      stage.github.fault({ method: 'PUT', reset: 'after' });
      stage.github.fault({
        method: 'PUT',
        skip: 1,
        status: 301,
        headers: { location: '/elsewhere' },
      });
      const main = await run(stage, { inputs: { 'retry-for': '1m' } });
      await runAfter(stage, main);
      expect(breachesOf(stage)).toEqual([]);
      expect(stage.github.secret('octo-org/octo-repo', 'ADMIN')?.value).toBe(newest()?.value);
    });

    test('whose message ends in half a secret shows none of it', async () => {
      const token = 'a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4e5f6a1b2';
      stage.github.addToken({ token });
      stage.github.fault({ status: 403, body: { message: `${'x'.repeat(262)} ${token}` } });
      const main = await run(stage, { inputs: { 'github-token': token } });
      expect(errorsOf(main)[0]).not.toContain(token.slice(0, 8));
    });

    test('whose list of readers has no end is not followed for ever', async () => {
      stage.github.seedSecret('org:octo-org', 'ADMIN', {
        value: 'old',
        visibility: 'selected',
        selectedRepositoryIds: [1],
        updatedAt: 5,
      });
      const repositories = Array.from({ length: 100 }, (_, id) => ({ id }));
      stage.github.fault({
        path: /repositories/,
        body: { total_count: 1e15, repositories },
        times: Number.POSITIVE_INFINITY,
      });
      const inputs = {
        'secret-organization': 'octo-org',
        'secret-repositories': 'octo-org/octo-repo',
      };
      const main = await run(stage, { inputs });
      expect(errorsOf(main)).toEqual([expect.stringContaining('has more than 200 pages')]);
      expect(stage.openai.log).toEqual([]);
    });

    test('cannot speak through the event file', async () => {
      const env = { GITHUB_EVENT_PATH: '/nope\n::error::forged' };
      const main = await run(stage, { env });
      expect(main.exitCode).toBe(0);
      expect(main.commands.map(({ name }) => name)).not.toContain('error');
    });
  });
});

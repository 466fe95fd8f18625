// The life cycle of admin API keys: create, retrieve, list, verify, delete, and a key for one job.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { startOpenAi } from '../emulator/openai.ts';
import { type Checks, rowsOf, type Show } from './checks.ts';
import { expression, Job } from './job.ts';
import * as screen from './screen.ts';

const DAY = 86_400;
const hostileName =
  '=1+1\n::error::stolen | <img src=x> **bold** @octocat [link](https://example.com)';

export async function showLife(): Promise<Show> {
  const api = await startOpenAi();
  const now = api.now();
  api.seed({
    name: 'ci-deploy',
    createdAt: now - 200 * DAY,
    lastUsedAt: now - 7200,
    expiresAt: now + 12 * DAY,
  });
  api.seed({ name: 'ci-costs', createdAt: now - 90 * DAY, lastUsedAt: now - 89 * DAY });
  api.seed({ name: hostileName, createdAt: now - 40 * DAY });
  const idsBefore = api.keys.map((key) => key.id);
  const admin = { 'admin-api-key': expression('secrets.OPENAI_ADMIN_KEY') };

  screen.chapter('Life cycle of admin keys', 'One job with seven steps.');
  const job = new Job({
    baseUrl: api.baseUrl,
    logs: [api.log],
    secrets: { 'secrets.OPENAI_ADMIN_KEY': api.adminKey },
  });
  const made = await job.run({
    title: 'Create a key',
    about: 'The output `value` passes its value to later steps. It is masked everywhere.',
    id: 'key',
    with: {
      operation: 'create',
      ...admin,
      name: 'reports',
      'expires-in': '90d',
      'output-value': 'true',
    },
  });
  const looked = await job.run({
    title: 'Retrieve it',
    about: 'The outputs describe the key, without its value: the API shows that only once.',
    id: 'look',
    with: { operation: 'retrieve', ...admin, 'key-id': expression('steps.key.outputs.id') },
  });
  const listed = await job.run({
    title: 'List all keys',
    about:
      'One name tries to act as a workflow command, as Markdown and, in the CSV file, as a formula.',
    id: 'all',
    with: { operation: 'list', ...admin, 'keys-file': 'admin-keys.csv' },
  });
  screen.part('The hostile name in the Markdown of the summary', rowsOf(listed.summary, 'stolen'));
  const csvPath = join(listed.workspace, 'admin-keys.csv');
  const csv = readFileSync(csvPath, 'utf8');
  const csvMode = statSync(csvPath).mode & 0o777;
  screen.part('admin-keys.csv', screen.file(csv));
  const judged = await job.run({
    title: 'Verify them against a policy',
    about:
      'Keys that are old, never expire or expire soon violate it. With `on-violation: warn`, the step ' +
      'only warns; without it, the step would fail.',
    id: 'policy',
    with: {
      operation: 'verify',
      ...admin,
      name: 'ci-*',
      'max-age': '180d',
      'require-expiry': 'true',
      'min-remaining': '14d',
      'on-violation': 'warn',
    },
  });
  const deleted = await job.run({
    title: 'Delete it',
    about: 'Deletes the key by its ID. A key that no longer exists counts as deleted.',
    id: 'gone',
    with: { operation: 'delete', ...admin, 'key-id': expression('steps.key.outputs.id') },
  });
  const refused = await job.run({
    title: 'Three mistakes',
    about: 'The step finds all of them before it sends anything, and reports them in one message.',
    id: 'refused',
    with: {
      operation: 'create',
      ...admin,
      name: 'reports',
      'expires-in': '90',
      'export-env': 'PATH',
      limit: '5',
    },
  });
  const own = await job.run({
    title: 'Create a key for this job only',
    about: 'Later steps read it from an environment variable. It is deleted when the job ends.',
    id: 'own',
    with: {
      operation: 'create',
      ...admin,
      name: 'this job',
      'expires-in': '1h',
      'revoke-after-job': 'true',
      'export-env': 'REPORTS_ADMIN_KEY',
    },
  });
  /** The response status for a later step that uses the key. */
  const useKey = async (): Promise<number> => {
    const headers = { authorization: `Bearer ${own.env.REPORTS_ADMIN_KEY}` };
    const response = await fetch(`${api.baseUrl}/organization/admin_api_keys?limit=1`, { headers });
    return response.status;
  };
  const whileJobRuns = await useKey();
  const posts = await job.end(
    'Every step has a post step. The last one deletes the key for this job; the others do nothing.',
  );
  const afterJob = await useKey();
  await api.close();

  return {
    name: 'Life cycle of admin keys',
    done: job.done,
    check(checks: Checks): void {
      checks.steps(job.done, 'refused');
      checks.equal('`retrieve` returns the created key', looked.outputs.id, made.outputs.id);
      checks.equal('`list` counts every key on the server', listed.outputs.count, '5');
      checks.equal(
        '`verify` finds the violations, and the keys to delete',
        [
          (JSON.parse(judged.outputs.violations ?? '') as { rule: string }[]).map(
            ({ rule }) => rule,
          ),
          judged.outputs['violation-ids'],
        ],
        [['max-age', 'min-remaining', 'require-expiry'], idsBefore.slice(0, 2).join('\n')],
      );
      checks.equal(
        '`delete` deletes the created key',
        deleted.outputs['deleted-ids'],
        made.outputs.id,
      );
      checks.equal('the failed step sent nothing', job.done.get('refused')?.requests.length, 0);
      checks.equal('its message names all three inputs', refused.log.match(/^- /gm)?.length, 3);
      checks.requests(job.done, posts, 'POST GET GET GET DELETE POST DELETE');
      checks.posts(posts, ['own']);
      checks.equal('the hostile name ran no command', listed.annotations.length, 0);
      checks.equal('it stayed in one row of the table', rowsOf(listed.summary, '`key_').length, 5);
      checks.equal('it is no formula in the CSV file', rowsOf(csv, ",'=1+1").length, 1);
      checks.equal('only its owner can read the keys file (mode 600)', csvMode.toString(8), '600');
      checks.equal('the key for this job worked while the job ran', whileJobRuns, 200);
      checks.equal('it was refused after the job ended', afterJob, 401);
      checks.equal(
        'the server has only the keys from before',
        api.keys.map((key) => key.id),
        idsBefore,
      );
      checks.secrecy([made.outputs.value, own.env.REPORTS_ADMIN_KEY, api.adminKey], {
        results: [...job.done.values(), ...posts.values()].map(({ result }) => result),
        texts: [csv, ...api.log.map(({ path }) => path)],
      });
    },
  };
}

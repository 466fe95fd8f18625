// Writes keys to repository and environment secrets, with local copies of GitHub's and OpenAI's APIs.

import { startGitHub } from '../emulator/github.ts';
import { startOpenAi } from '../emulator/openai.ts';
import type { StepResult } from '../testing/runner.ts';
import type { Checks, Show } from './checks.ts';
import { expression, Job } from './job.ts';
import * as screen from './screen.ts';

const MONTH = 30 * 86_400;
const SECRET = 'OPENAI_ADMIN_KEY';
const REPORTS = 'octo-org/reports';
const WEBSITE = 'octo-org/website';
const SHOP = 'octo-org/shop';
const PRODUCTION = 'octo-org/shop#production';

export async function showProvisioning(): Promise<Show> {
  const [openai, github] = await Promise.all([startOpenAi(), startGitHub()]);
  github.addRepository(REPORTS);
  github.addRepository(WEBSITE);
  github.addRepository(SHOP, { environments: ['production'] });
  const old = openai.seed({ name: 'ci-shared', createdAt: openai.now() - MONTH });
  const written = { createdAt: old.createdAt, updatedAt: old.createdAt };
  github.seedSecret(WEBSITE, SECRET, { value: old.value, ...written });
  const token = github.addToken({
    kind: 'app',
    permissions: { secrets: 'write', environments: 'write' },
    repositories: [REPORTS, WEBSITE, SHOP],
  });

  screen.chapter(
    'Write keys to secrets',
    'Another job, also with a local GitHub. An earlier step, `app`, created a GitHub App token that may ' +
      'only write secrets and environments of three repositories.',
  );
  const job = new Job({
    baseUrl: openai.baseUrl,
    logs: [github.log, openai.log],
    secrets: {
      'secrets.OPENAI_ADMIN_KEY': openai.adminKey,
      'steps.app.outputs.token': token,
    },
    env: { GITHUB_API_URL: github.apiUrl },
  });
  const create = {
    operation: 'create',
    'admin-api-key': expression('secrets.OPENAI_ADMIN_KEY'),
    'github-token': expression('steps.app.outputs.token'),
  };
  const shared = {
    ...create,
    name: 'ci-shared',
    'expires-in': '90d',
    'if-exists': 'reuse',
    'secret-name': SECRET,
    'secret-repositories': `${REPORTS}, ${WEBSITE}`,
  };

  const made = await job.run({
    title: 'One key for two repositories',
    about:
      'One lacks the secret, the other holds an older key. The step checks both before it creates the key, ' +
      'and encrypts the value for each of them.',
    id: 'shared',
    with: shared,
  });
  showWritten(made);
  const again = await job.run({
    title: 'Run it again',
    about: 'Both secrets hold the newest key of this name, so nothing is created or written.',
    id: 'again',
    with: shared,
  });
  const production = await job.run({
    title: 'A key for an environment',
    about: 'Only jobs of the environment `production` can read it.',
    id: 'production',
    with: {
      ...create,
      name: 'shop-production',
      'expires-in': '30d',
      'secret-name': SECRET,
      'secret-repositories': SHOP,
      'secret-environment': 'production',
    },
  });
  showWritten(production);
  github.fault({ method: 'PUT', status: 403, body: { message: 'Repository was archived.' } });
  const refused = await job.run({
    title: 'A secret that cannot be written',
    about: 'GitHub refuses the write. The key reached no secret, so the step deletes it.',
    id: 'refused',
    with: {
      ...create,
      name: 'shop-nightly',
      'secret-name': SECRET,
      'secret-repositories': SHOP,
    },
  });
  const posts = await job.end('None of the post steps has anything to do.');

  const held = [REPORTS, WEBSITE, SHOP, PRODUCTION].map((place) => {
    const value = github.secret(place, SECRET)?.value;
    return { place, value, id: openai.keys.find((key) => key.value === value)?.id };
  });
  screen.title(
    'What the local GitHub received',
    `The decrypted secret \`${SECRET}\` of each repository and environment.`,
  );
  screen.part(
    'Secrets',
    screen.pairs(
      held.map(({ place, value, id }) => [place.replace('#', ', environment '), shown(value, id)]),
    ),
  );
  await Promise.all([openai.close(), github.close()]);

  const [reports, website, shop, environment] = held;
  return {
    name: 'Write keys to secrets',
    done: job.done,
    check(checks: Checks): void {
      checks.steps(job.done, 'refused');
      const app = 'actions';
      checks.equal('`secrets-written` names both repositories', secretsOf(made.outputs), [
        { app, repository: REPORTS, name: SECRET, action: 'created' },
        { app, repository: WEBSITE, name: SECRET, action: 'updated' },
      ]);
      checks.equal('the first repository holds the new key', reports?.id, made.outputs.id);
      checks.equal('the second one holds it too', website?.id, made.outputs.id);
      checks.equal(
        'the second run created no key, returned the first and wrote nothing',
        [again.outputs.created, again.outputs.id, secretsOf(again.outputs)],
        ['false', made.outputs.id, []],
      );
      checks.equal('`secrets-written` names the environment', secretsOf(production.outputs), [
        { app, repository: SHOP, environment: 'production', name: SECRET, action: 'created' },
      ]);
      checks.equal('the environment holds its key', environment?.id, production.outputs.id);
      checks.equal('its repository has no secret', shop?.value, undefined);
      checks.equal('the failed step has no outputs', refused.outputs, {});
      checks.equal(
        'its key was deleted: the server has the keys in the secrets and the older one',
        openai.keys.filter(({ value }) => value !== openai.adminKey).map(({ id }) => id),
        [old.id, made.outputs.id, production.outputs.id],
      );
      const steps = [
        'GET GET GET GET GET POST PUT PUT',
        'GET GET GET',
        'GET GET POST PUT',
        'GET GET POST PUT DELETE',
      ];
      checks.requests(job.done, posts, steps.join(' '));
      checks.posts(posts, []);
      checks.secrecy([reports?.value, environment?.value, old.value, openai.adminKey, token], {
        results: [...job.done.values(), ...posts.values()].map(({ result }) => result),
        texts: [...github.log, ...openai.log].flatMap(({ path, body }) => [path, body]),
      });
    },
  };
}

function secretsOf(outputs: Record<string, string>): unknown[] {
  return JSON.parse(outputs['secrets-written'] || '[]') as unknown[];
}

/** Shows the whole output, which is truncated among the others. */
function showWritten({ outputs }: StepResult): void {
  screen.part(
    'The output `secrets-written`, one secret per line',
    secretsOf(outputs).map((secret) => JSON.stringify(secret)),
  );
}

function shown(value: string | undefined, id: string | undefined): string {
  if (value === undefined) return '(no such secret)';
  return `${value.slice(0, 8)}…${value.slice(-3)} (matches ${id ?? 'no key'})`;
}

// A key that rotates itself: four nightly runs, one of which fails.
import { startGitHub } from '../emulator/github.ts';
import { startOpenAi } from '../emulator/openai.ts';
import type { Checks, Show } from './checks.ts';
import { type Done, expression, Job } from './job.ts';
import * as screen from './screen.ts';

const DAY = 86_400;
const SECRET = 'OPENAI_ADMIN_KEY';
const REPOSITORY = 'octo-org/platform';
const PLACE = `${REPOSITORY}#openai-admin`;

interface Night {
  id: string;
  title: string;
  about: string;
  /** Days since the previous run. */
  later: number;
  isRefused?: true;
}

const NIGHTS: Night[] = [
  {
    id: 'due',
    title: 'The key is due',
    about:
      'It is 31 days old. The step creates, tests and writes a new one. The old one lives for a day.',
    later: 0,
  },
  {
    id: 'over',
    title: 'The grace period is over',
    about: 'No key is due. The step authenticates with the new key and deletes the old one.',
    later: 1,
  },
  {
    id: 'wrong',
    title: 'A month later, GitHub refuses the write',
    about:
      'The new key reached no secret, so the step deletes it. The secret still holds the old one.',
    later: 30,
    isRefused: true,
  },
  {
    id: 'healed',
    title: 'The next night',
    about: 'Nobody changed anything. The key is still due, and this time the rotation succeeds.',
    later: 1,
  },
];

export async function showRotation(): Promise<Show> {
  const [openai, github] = await Promise.all([startOpenAi(), startGitHub()]);
  let shift = 0;
  for (const api of [openai, github]) api.setClock(() => Date.now() + shift * 1000);
  github.addRepository(REPOSITORY, { environments: ['openai-admin'] });
  const old = openai.seed({ name: 'platform', createdAt: openai.now() - 31 * DAY });
  const written = { createdAt: old.createdAt, updatedAt: old.createdAt };
  github.seedSecret(PLACE, SECRET, { value: old.value, ...written });
  const token = github.addToken({
    kind: 'app',
    permissions: { environments: 'write' },
    repositories: [REPOSITORY],
  });
  const held = () => github.secret(PLACE, SECRET)?.value ?? '';

  screen.chapter(
    'Four nights of rotation',
    'One job each night. The step authenticates with the key in the environment `openai-admin`, and ' +
      'replaces that key when it is due.',
  );
  const done = new Map<string, Done>();
  const posts = new Map<string, Done>();
  const values = [old.value, openai.adminKey, token];
  for (const night of NIGHTS) {
    shift += night.later * DAY;
    if (night.isRefused) {
      github.fault({ method: 'PUT', status: 403, body: { message: 'Repository was archived.' } });
    }
    const job = new Job({
      baseUrl: openai.baseUrl,
      logs: [github.log, openai.log],
      secrets: { 'secrets.OPENAI_ADMIN_KEY': held(), 'steps.app.outputs.token': token },
      env: { GITHUB_API_URL: github.apiUrl, GITHUB_REPOSITORY: REPOSITORY },
    });
    await job.run({
      ...night,
      with: {
        operation: 'rotate',
        'admin-api-key': expression('secrets.OPENAI_ADMIN_KEY'),
        name: 'platform',
        'expires-in': '45d',
        'rotate-after': '30d',
        'secret-name': SECRET,
        'secret-environment': 'openai-admin',
        'github-token': expression('steps.app.outputs.token'),
      },
    });
    for (const [id, post] of await job.end('')) posts.set(id, post);
    for (const [id, main] of job.done) done.set(id, main);
    if (!values.includes(held())) values.push(held());
  }
  await Promise.all([openai.close(), github.close()]);

  const outputOf = (id: string, name: string) => done.get(id)?.result.outputs[name];
  return {
    name: 'Four nights of rotation',
    done,
    check(checks: Checks): void {
      checks.steps(done, 'wrong');
      checks.equal(
        'the first and the last night rotated, the second did not',
        ['due', 'over', 'healed'].map((id) => outputOf(id, 'rotated')),
        ['true', 'false', 'true'],
      );
      checks.equal('the second night deleted the old key', outputOf('over', 'deleted-ids'), old.id);
      checks.equal(
        'the secret holds the newest key',
        openai.keys.find(({ value }) => value === held())?.id,
        outputOf('healed', 'id'),
      );
      checks.equal(
        'the previous key is in its grace period',
        openai.keys.filter(({ name }) => name === 'platform').map(({ id }) => id),
        [outputOf('due', 'id'), outputOf('healed', 'id')],
      );
      const requests = [
        'GET GET GET POST GET PUT',
        'GET GET DELETE',
        'GET GET GET POST GET PUT DELETE',
        'GET GET GET POST GET PUT',
      ];
      checks.requests(done, posts, requests.join(' '));
      checks.posts(posts, []);
      checks.secrecy(values, {
        results: [...done.values(), ...posts.values()].map(({ result }) => result),
        texts: [...github.log, ...openai.log].flatMap(({ path, body }) => [path, body]),
      });
    },
  };
}

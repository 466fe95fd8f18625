// The life of a project key: a repository's OPENAI_API_KEY is created, replaced, verified beside the admin
// key, and a user's key is deleted.
import { startGitHub } from '../emulator/github.ts';
import { startOpenAi } from '../emulator/openai.ts';
import type { Checks, Show } from './checks.ts';
import { type Done, expression, Job, type Step } from './job.ts';
import * as screen from './screen.ts';

const DAY = 86_400;
const SECRET = 'OPENAI_API_KEY';
const REPOSITORY = 'octo-org/website';
const admin = { 'admin-api-key': expression('secrets.OPENAI_ADMIN_KEY') };

const rotate = {
  operation: 'rotate',
  ...admin,
  'project-id': 'proj_website',
  'service-account-id': 'svc_acct_website',
  name: 'website',
  'expires-in': '45d',
  'rotate-after': '30d',
  'grace-period': '0s',
  'secret-name': SECRET,
  'github-token': expression('steps.app.outputs.token'),
};

/** One job each, some days after the previous one. */
const JOBS: { later: number; steps: Step[] }[] = [
  {
    later: 0,
    steps: [
      {
        title: 'The first key of a service account',
        about:
          'Nothing has this name yet. The admin key creates the project key, which lists the models before it ' +
          'is written to the secret. Then the project must list it as the key of this account.',
        id: 'first',
        with: rotate,
      },
    ],
  },
  {
    later: 31,
    steps: [
      {
        title: 'A month later, a new one',
        about: 'The key is due. The user’s key of the same name is somebody else’s, and stays.',
        id: 'second',
        with: rotate,
      },
    ],
  },
  {
    later: 1,
    steps: [
      {
        title: 'Verify every key of the organization',
        about:
          'Admin keys and the keys of all projects, under one verdict. `key-value` also tests the value in ' +
          'the secret, and the log says whose it is.',
        id: 'policy',
        with: {
          operation: 'verify',
          ...admin,
          'project-id': 'none, all',
          'max-age': '90d',
          'key-value': expression('secrets.OPENAI_API_KEY'),
          'on-violation': 'warn',
        },
      },
      {
        title: 'Delete what violates the policy',
        about: 'IDs of project keys name their project, so one step takes what another found.',
        id: 'gone',
        with: {
          operation: 'delete',
          ...admin,
          'key-id': expression('steps.policy.outputs.violation-ids'),
        },
      },
    ],
  },
];

export async function showApiKey(): Promise<Show> {
  const [openai, github] = await Promise.all([startOpenAi(), startGitHub()]);
  let shift = 0;
  for (const api of [openai, github]) api.setClock(() => Date.now() + shift * 1000);
  github.addRepository(REPOSITORY);
  const project = openai.seedProject({ id: 'proj_website', name: 'Website' });
  openai.seedServiceAccount({
    id: 'svc_acct_website',
    projectId: project.id,
    name: 'website',
  });
  const users = openai.seedProjectKey({
    projectId: project.id,
    name: 'website',
    createdAt: openai.now() - 200 * DAY,
  });
  const token = github.addToken({
    kind: 'app',
    permissions: { secrets: 'write' },
    repositories: [REPOSITORY],
  });
  const held = () => github.secret(REPOSITORY, SECRET)?.value ?? '';
  /** The response status for a workflow that calls models with a value. */
  const callModels = async (value: string): Promise<number> => {
    const headers = { authorization: `Bearer ${value}` };
    return (await fetch(`${openai.baseUrl}/models`, { headers })).status;
  };

  screen.chapter(
    'A project key',
    `Three jobs of one repository. Its secret \`${SECRET}\` gets the key of a service account, which calls ` +
      'models. The admin key cannot do that; it authenticates the steps.',
  );
  const done = new Map<string, Done>();
  const posts = new Map<string, Done>();
  const values = [openai.adminKey, token];
  for (const { later, steps } of JOBS) {
    shift += later * DAY;
    const job = new Job({
      baseUrl: openai.baseUrl,
      logs: [github.log, openai.log],
      secrets: {
        'secrets.OPENAI_ADMIN_KEY': openai.adminKey,
        'steps.app.outputs.token': token,
        ...(held() !== '' && { 'secrets.OPENAI_API_KEY': held() }),
      },
      env: { GITHUB_API_URL: github.apiUrl, GITHUB_REPOSITORY: REPOSITORY },
    });
    for (const step of steps) await job.run(step);
    for (const [id, post] of await job.end('')) posts.set(id, post);
    for (const [id, main] of job.done) done.set(id, main);
    if (!values.includes(held())) values.push(held());
  }
  const [, , first = '', second = ''] = values;
  const calls = [
    await callModels(openai.adminKey),
    await callModels(first),
    await callModels(second),
  ];
  await Promise.all([openai.close(), github.close()]);

  const outputOf = (id: string, name: string) => done.get(id)?.result.outputs[name];
  return {
    name: 'A project key',
    done,
    check(checks: Checks): void {
      checks.steps(done);
      checks.equal(
        'the secret holds the newest key, which the project’s ID precedes',
        `${project.id}/${openai.projectKeys.find(({ value }) => value === held())?.id}`,
        outputOf('second', 'id'),
      );
      checks.equal(
        'the second night deleted the first key',
        outputOf('second', 'deleted-ids'),
        outputOf('first', 'id'),
      );
      checks.equal('`verify` checked the keys of both kinds', outputOf('policy', 'count'), '3');
      checks.equal(
        '`delete` deleted the user’s key, and nothing else',
        [outputOf('gone', 'deleted-ids'), openai.keys.length + openai.projectKeys.length],
        [`${project.id}/${users.id}`, 2],
      );
      checks.equal('models are called by the newest key only', calls, [403, 401, 200]);
      const requests = [
        'GET GET GET POST GET GET PUT',
        'GET GET GET POST GET GET PUT DELETE',
        'GET GET GET GET DELETE',
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

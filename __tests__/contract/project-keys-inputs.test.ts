import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import { run, type Stage, setStage } from '../../testing/delivery.ts';
import { ACCOUNT, PROJECT } from '../../testing/kinds.ts';
import { errorsOf, runStep } from '../../testing/openai-step.ts';
import { cleanUp } from '../../testing/runner.ts';

/* Inputs that say whose keys a step is about, and are wrong: each is named before any request. */

let stage: Stage;
beforeEach(async () => {
  stage = await setStage(1, { kind: 'service account key' });
});
afterEach(() => stage.close());
afterAll(cleanUp);

type Inputs = Record<string, string>;
/** A step that needs nothing but these inputs; with those of the stage where it makes a key. */
const step = ({ operation = '', ...inputs }: Inputs) =>
  operation === 'create' || operation === 'rotate'
    ? run(stage, { inputs: { operation, ...inputs } })
    : runStep(stage.openai, { operation, ...inputs });

const MAKING = ['create', 'rotate'];
const READING = ['list', 'verify'];
const BY_ID = ['retrieve', 'verify', 'delete'];
const LONG = `${PROJECT}/key_x`;

/** What is wrong, the operations that refuse it, and the inputs that the error names. */
const refused: [string, readonly string[], Inputs, string[]][] = [
  // An expression that found nothing.
  ['an empty project', [...MAKING, ...READING], { 'project-id': '' }, ['project-id']],
  ['an empty project', BY_ID, { 'project-id': '', 'key-id': 'key_x' }, ['project-id']],
  ['projects without one', READING, { 'project-id': ' , ' }, ['project-id']],
  ['nothing beside a project', READING, { 'project-id': `${PROJECT},` }, ['project-id']],
  ['an empty account', MAKING, { 'service-account-id': '' }, ['service-account-id']],
  [
    'an empty account',
    READING,
    { 'project-id': PROJECT, 'service-account-id': '' },
    ['service-account-id'],
  ],
  ['empty scopes', MAKING, { scopes: '' }, ['scopes']],
  ['scopes without one', MAKING, { scopes: ',' }, ['scopes']],
  ['no id', ['retrieve', 'delete'], { 'project-id': PROJECT, 'key-id': '' }, ['key-id']],
  ['two ids', ['retrieve'], { 'key-id': `${LONG}, key_y` }, ['key-id']],
  // What could leave the path of the request.
  ...[
    '..',
    '../x',
    'proj/a',
    'proj_a?x',
    'proj_a#x',
    'proj_a%2fx',
    'proj_ä',
    'x'.repeat(129),
  ].flatMap((id): typeof refused => [
    [`the project ${id}`, [...MAKING, ...READING], { 'project-id': id }, ['project-id']],
    [`the account ${id}`, MAKING, { 'service-account-id': id }, ['service-account-id']],
  ]),
  ...['proj_a/../key_x', '../key_x', 'proj_a/key_x/y', 'proj_a/', '/key_x', 'proj_a/key_x?y'].map(
    (id): (typeof refused)[number] => [`the key ${id}`, BY_ID, { 'key-id': id }, ['key-id']],
  ),
  ['a scope that is none', MAKING, { scopes: 'api.model.read, ../x' }, ['scopes']],
  // What does not go together.
  ['`all` and scopes', MAKING, { scopes: 'all, api.model.read' }, ['scopes']],
  ['`all` and a project', READING, { 'project-id': `all, ${PROJECT}` }, ['project-id']],
  ...[`${PROJECT}, proj_other`, 'all', `none, ${PROJECT}`, 'none, all'].flatMap(
    (ids): typeof refused => [
      [`a short id in ${ids}`, BY_ID, { 'project-id': ids, 'key-id': 'key_x' }, ['project-id']],
      [`a new key for ${ids}`, MAKING, { 'project-id': ids }, ['project-id']],
      [
        `an account in ${ids}`,
        READING,
        { 'project-id': ids, 'service-account-id': ACCOUNT },
        ['service-account-id'],
      ],
      [`a first key in ${ids}`, ['list'], { 'project-id': ids, after: 'key_x' }, ['after']],
    ],
  ),
  [
    'a long id of another project',
    BY_ID,
    { 'project-id': 'proj_other', 'key-id': LONG },
    ['key-id'],
  ],
  ['a first key in a project', ['list'], { 'project-id': PROJECT, after: 'key_x' }, ['after']],
  ['a long id as the first key', ['list'], { after: LONG }, ['after']],
  ['no account', MAKING, { 'service-account-id': 'none' }, ['service-account-id']],
  ['no project', MAKING, { 'project-id': 'none' }, ['service-account-id']],
  ['no project', READING, { 'service-account-id': ACCOUNT }, ['service-account-id']],
  [
    'scopes of an admin key',
    MAKING,
    { 'project-id': 'none', 'service-account-id': 'none', scopes: 'api.model.read' },
    ['scopes'],
  ],
  [
    'an account beside an id',
    ['verify'],
    { 'project-id': PROJECT, 'service-account-id': ACCOUNT, 'key-id': 'key_x' },
    ['service-account-id'],
  ],
  // What the operation does not use.
  [
    'an account',
    ['retrieve', 'delete'],
    { 'key-id': LONG, 'service-account-id': ACCOUNT },
    ['service-account-id'],
  ],
  ['scopes', READING, { 'project-id': PROJECT, scopes: 'api.model.read' }, ['scopes']],
  ['a misspelt input', READING, { project_id: PROJECT }, ['project_id']],
  ['a misspelt input', MAKING, { 'service-account': ACCOUNT }, ['service-account']],
  // Where the other kind of key belongs.
  ['the secret of the admin key', MAKING, { 'secret-name': 'OPENAI_ADMIN_KEY' }, ['secret-name']],
  ['the variable of the admin key', MAKING, { 'export-env': 'OPENAI_ADMIN_KEY' }, ['export-env']],
  [
    'an admin key for the secret of a project’s',
    MAKING,
    { 'project-id': 'none', 'service-account-id': 'none', 'secret-name': 'OPENAI_API_KEY' },
    ['secret-name'],
  ],
  // All that is wrong at once.
  [
    'all of it',
    MAKING,
    { 'project-id': 'all', 'service-account-id': 'a/b', scopes: '*', 'expires-in': '90' },
    ['project-id', 'service-account-id', 'scopes', 'expires-in'],
  ],
];

test.each(
  refused.flatMap(([what, operations, inputs, named]) =>
    operations.map((operation) => ({ what, operation, inputs, named })),
  ),
)('$operation: $what is refused before any request', async ({ operation, inputs, named }) => {
  const result = await step({ operation, ...inputs });
  expect(result.exitCode).toBe(1);
  expect(errorsOf(result)).toHaveLength(1);
  const [error = ''] = errorsOf(result);
  expect(error).toMatch(/^(An input is|\d inputs are) wrong; nothing was sent\./);
  const told = [...error.matchAll(/^- `([\w-]+)`/gm)].map(([, name]) => name);
  expect(told.toSorted()).toEqual(named.toSorted());
  expect([...stage.openai.log, ...stage.github.log]).toEqual([]);
  expect(result.files).toEqual({ output: '', state: '', env: '', summary: '' });
});

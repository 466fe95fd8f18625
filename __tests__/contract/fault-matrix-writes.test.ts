import { afterAll } from '@jest/globals';
import { breachesOf, type Stage } from '../../testing/delivery.ts';
import { testEveryFault } from '../../testing/fault-matrix.ts';
import { FAULTS } from '../../testing/faults.ts';
import type { Call } from '../../testing/journeys.ts';
import type { Kind } from '../../testing/kinds.ts';
import { cleanUp, type StepResult } from '../../testing/runner.ts';

afterAll(cleanUp);

/** The listing is read anew where the key that a page was to start after seems to be gone. */
const SECOND_PAGE: Call = {
  to: 'openai',
  method: 'GET',
  forgives: ['a wrong address', 'an unknown refusal'],
};

/** The secret holds a live key; no other was made; and the outputs say which it is. */
function rotationBreaches(
  { openai, keys, github }: Stage,
  { outputs, exitCode }: StepResult,
  _ids: string[],
  said: string,
): string[] {
  const held = github.secret('octo-org/octo-repo', 'ADMIN')?.value;
  const key = keys.all().find(({ value }) => value === held);
  if (key === undefined) return ['the secret holds a dead key'];
  const isNew = key.createdAt > openai.now() - 3600;
  const others = keys.all().filter((one) => one.name === 'ci' && one !== key);
  return [
    ...others
      .filter((one) => one.createdAt > key.createdAt && !said.includes(one.id))
      .map(({ id }) => `nobody holds the new key ${id}, and nobody was told of it`),
    ...(exitCode === 0 && others.length > 0 ? ['an older key is left'] : []),
    ...(outputs.rotated === (isNew ? 'true' : undefined) ? [] : ['`rotated` is wrong']),
    ...keys.missingTwins(),
    ...(isNew && outputs.id !== keys.idOf(key) ? ['`id` is wrong'] : []),
  ];
}

/** A write without an answer is looked for, and counts where it is found. */
const WRITE: Call = {
  to: 'github',
  method: 'PUT',
  forgives: ['a reset after acting', 'silence after acting', 'a cut answer'],
};

const BEFORE: readonly Call[] = [
  { to: 'openai', method: 'GET' },
  SECOND_PAGE,
  { to: 'github', method: 'GET' },
  { to: 'github', method: 'GET' },
  { to: 'openai', method: 'POST' },
];

/** The trial of a rotation's new key, in which a refused key is tried again. */
const TRIALS: Record<Kind, readonly Call[]> = {
  'admin key': [
    {
      to: 'openai',
      method: 'GET',
      forgives: ['a refused key'],
      says: { 'a missing scope': /accepts the new key but does not let it manage admin keys/ },
    },
  ],
  // The models, by the new key; then all of its project's keys once more.
  'service account key': [
    { to: 'openai', method: 'GET', forgives: ['a refused key', 'a missing scope', 'another JSON'] },
    { to: 'openai', method: 'GET' },
    SECOND_PAGE,
  ],
};

/** A new key that cannot be read back is delivered all the same, with a warning. */
const READ_BACK: Call = {
  to: 'openai',
  method: 'GET',
  forgives: FAULTS.map(({ name }) => name),
};

/** A further operation that makes keys is a further row. */
testEveryFault((kind) => [
  {
    name: 'create with if-exists and a secret',
    inputs: ({ inputs }) => ({ ...inputs, 'if-exists': 'reuse' }),
    calls: [...BEFORE, ...(kind === 'admin key' ? [] : [READ_BACK]), WRITE],
    breaches: (stage, { outputs, exitCode }, _ids, said) => [
      ...breachesOf(stage, said),
      ...(outputs.created === (exitCode === 0 ? 'true' : undefined) ? [] : ['`created` is wrong']),
    ],
  },
  {
    name: 'rotate',
    inputs: ({ inputs }) => ({
      ...inputs,
      operation: 'rotate',
      'grace-period': '0s',
    }),
    calls: [...BEFORE, ...TRIALS[kind], WRITE, { to: 'openai', method: 'DELETE' }],
    breaches: rotationBreaches,
  },
]);

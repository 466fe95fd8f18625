import { afterAll } from '@jest/globals';
import { breachesOf } from '../support/delivery.ts';
import { testEveryFault } from '../support/fault-matrix.ts';
import { cleanUp } from '../support/runner.ts';

afterAll(cleanUp);

/** A further operation that makes keys is a further row. */
testEveryFault([
  {
    name: 'create with if-exists and a secret',
    inputs: ({ inputs }) => ({ ...inputs, 'if-exists': 'reuse', timeout: '2s' }),
    calls: [
      { to: 'openai', method: 'GET' },
      { to: 'openai', method: 'GET' },
      // A secret that is not there is one that is to be made.
      { to: 'github', method: 'GET', forgives: ['a wrong address'] },
      { to: 'github', method: 'GET' },
      { to: 'openai', method: 'POST', waits: true },
      // A write without an answer is looked for, and counts where it is found.
      {
        to: 'github',
        method: 'PUT',
        waits: true,
        forgives: ['a reset after acting', 'silence after acting', 'a cut answer'],
      },
    ],
    breaches: (stage, { outputs, exitCode }) => [
      ...breachesOf(stage),
      ...(outputs.created === (exitCode === 0 ? 'true' : undefined) ? [] : ['`created` is wrong']),
    ],
  },
]);

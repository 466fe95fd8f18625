import { describe, expect } from '@jest/globals';
import { testOnLinux } from '../support/platform.ts';
import { runJob } from './job.ts';
import { read, workflowOf } from './rules.ts';

const workflow = read('.github/workflows/self-check.yml');

async function runUse(text: string) {
  const { jobs } = workflowOf(text);
  if (jobs.use === undefined) throw new Error('there is no such job');
  return runJob(jobs.use, { bundle: 'committed' });
}

testOnLinux('the committed bundle passes', async () => {
  const runs = await runUse(workflow);
  const failed = runs.filter(({ outcome }) => outcome === 'failure');
  expect(failed.map(({ name }) => name)).toEqual(['strict']);
  const passed = runs.filter(({ outcome }) => outcome === 'success').map(({ name }) => name);
  expect(passed).toEqual([
    'Start the local APIs',
    'list',
    'The list has the one key that there is, in the outputs and in the file',
    'create',
    'The key exists, and the secret was written once',
    'reuse',
    'A delivered key is reused, and the secret is not written again',
    'verify',
    'The value authenticates, and a policy that the key breaks fails the step',
    'rotate',
    'A new key took the place of the first one, which is gone',
    'delete',
    'The key is gone, and no other',
  ]);
});

/** A step by its id, with something else in it. */
function inStep(id: string, from: string, to: string): string {
  const [before = '', after = ''] = workflow.split(`      - id: ${id}\n`);
  return [before, after.replace(from, to)].join(`      - id: ${id}\n`);
}

describe('a bundle does not pass that', () => {
  testOnLinux.each([
    ['writes no file', inStep('list', 'keys.ndjson', 'keys.json'), 'The list has'],
    ['writes another secret', inStep('create', 'SELF_CHECK_KEY', 'OTHER'), 'The key exists'],
    ['makes a key again', inStep('reuse', 'SELF_CHECK_KEY', 'OTHER'), 'A delivered key'],
    ['keeps the old key', inStep('rotate', '0s', '24h'), 'A new key took'],
    ['finds nothing wrong', inStep('strict', '2h', '10m'), 'The value authenticates'],
    [
      'deletes nothing',
      inStep(
        'delete',
        '          operation: delete',
        '          operation: delete\n          dry-run: true',
      ),
      'The key is gone',
    ],
  ])('%s', async (_, spoilt, check) => {
    expect(spoilt).not.toBe(workflow);
    const last = (await runUse(spoilt)).at(-1);
    expect(last).toMatchObject({ outcome: 'failure', name: expect.stringContaining(check) });
  });
});

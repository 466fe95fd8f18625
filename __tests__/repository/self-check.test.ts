import { setTimeout } from 'node:timers/promises';
import { describe, expect } from '@jest/globals';
import { testOnLinux } from '../../testing/platform.ts';
import { runJob, type StepRun } from './job.ts';
import { type Job, read, type Step, workflowOf } from './rules.ts';

const workflow = read('.github/workflows/self-check.yml');
const END = 'End the local APIs';

function jobOf(text: string): Job {
  const { use } = workflowOf(text).jobs;
  if (use === undefined) throw new Error('there is no such job');
  return use;
}

/** Runs the job, and makes sure that it leaves no process behind. */
async function run(job: Job): Promise<StepRun[]> {
  const runs = await runJob(job, { bundle: 'committed' });
  expect(runs.at(-1)).toMatchObject({ name: END, outcome: 'success' });
  const pid = runs.find(({ name }) => name === 'Start the local APIs')?.outputs.EMULATOR_PID;
  await ended(Number(pid));
  return runs;
}

/** Waits for a process that was told to end; a test with one that does not fails by its timeout. */
async function ended(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await setTimeout(50);
  }
}

const passing = [
  'Start the local APIs',
  'List the keys',
  'The list has the one key that there is, in the outputs and in the file',
  'Create a key, and deliver it',
  'The key exists, and the secret was written once',
  'Create it again, or rather not',
  'A delivered key is reused, and the secret is not written again',
  'Hold the key against a policy that it meets',
  'The value authenticates, and a policy that the key breaks fails the step',
  'Rotate the key',
  'A new key took the place of the first one, which is gone',
  'Delete the key',
  'The key is gone, and no other',
  END,
];

const keys = '$EMULATOR_BASE_URL/organization/admin_api_keys';
const curl =
  'curl -fsS -H "Authorization: Bearer $EMULATOR_ADMIN_KEY" -H "Content-Type: application/json"';
const another = `id=$(${curl} -d '{"name": "self-check"}' "${keys}" | jq -r .id)`;

/** Steps that change nothing, by what comes before them as they are: with other inputs, in vain. */
const SPOILT: Record<string, Record<string, unknown>> = {
  list: { 'keys-file': 'keys.json' },
  strict: { 'min-remaining': '10m' },
  delete: { 'dry-run': true },
};

/**
 * The job with steps among its own, so that the checks meet once what they are there to find. In
 * one run, since a rotation waits ten seconds for the next reading of GitHub's clock.
 */
function disturbed({ steps, ...job }: Job): Job {
  const disturb = (step: Step, index: number): Step[] => {
    const { id = '', with: inputs } = step;
    const check = { ...steps[index + 1], name: `After ${id}`, 'continue-on-error': true };
    const spoilt = { ...step, name: 'In vain', with: { ...inputs, ...SPOILT[id] } };
    if (id in SPOILT) return [spoilt, check, step];
    if (id !== 'rotate') return [step];
    return [
      step,
      { name: 'In vain', run: `${another}; echo "ID=$id" >> "$GITHUB_ENV"` },
      check,
      { name: 'In vain', run: `${curl} -X DELETE "${keys}/$ID"` },
    ];
  };
  return { ...job, steps: steps.flatMap(disturb) };
}

testOnLinux('the committed bundle passes, and one that did it in vain would not', async () => {
  const runs = await run(disturbed(jobOf(workflow)));
  const named = (wanted: string) =>
    runs.filter(({ outcome }) => outcome === wanted).map(({ name }) => name);
  expect(named('failure')).toEqual([
    'After list',
    'After strict',
    'Hold it against one that it breaks',
    'After rotate',
    'After delete',
  ]);
  expect(named('success').filter((name) => name !== 'In vain')).toEqual(passing);
});

/** A step by its id, with something else in it. */
function inStep(id: string, from: string, to: string): string {
  const [before = '', after = ''] = workflow.split(`        id: ${id}\n`);
  return [before, after.replace(from, to)].join(`        id: ${id}\n`);
}

describe('a bundle does not pass that', () => {
  testOnLinux.each([
    ['writes another secret', inStep('create', 'SELF_CHECK_KEY', 'OTHER'), 'The key exists'],
    [
      'makes a key again',
      inStep('reuse', 'if-exists: reuse', 'if-exists: create'),
      'A delivered key',
    ],
  ])('%s', async (_, spoilt, check) => {
    expect(spoilt).not.toBe(workflow);
    const last = (await run(jobOf(spoilt))).at(-2);
    expect(last).toMatchObject({ outcome: 'failure', name: expect.stringContaining(check) });
  });
});

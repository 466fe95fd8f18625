// What the pictures of the README say: its own workflows, run with the bundle against the local APIs.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { fillAll } from '../../__tests__/examples/expressions.ts';
import { runMain, type StepResult } from '../../__tests__/support/runner.ts';
import { startGitHub } from '../../emulator/github.ts';
import { type StoredKey, startOpenAi } from '../../emulator/openai.ts';

const DAY = 86_400;
/** When everything happens, for both APIs and for the step: in Unix milliseconds. */
const NOW = Date.parse('2026-03-15T03:17:42Z');
const REPOSITORY = 'octo-org/platform';
const SECRET = 'OPENAI_ADMIN_KEY';
/** The key that the rotation makes. */
const NEW_KEY = 'key_Tq7Rm2XwVb9LzK4hNc1YpD6s';

/** Stops the clock of the process that is started with this: ages and dates are then always the same. */
const STILL = `--import=data:text/javascript,${encodeURIComponent(`Date.now = () => ${NOW};`)}`;

/** The texts of all pictures, by the names of their files. */
export async function texts(): Promise<Record<string, string>> {
  const rotated = await rotation();
  const verified = await verification();
  return {
    'rotate-log.txt': rotated.log,
    'rotate-summary.md': rotated.summary,
    'verify-summary.md': verified.summary,
  };
}

/** The night on which the key of the README's rotation is due; an older one has expired. */
async function rotation(): Promise<Pick<StepResult, 'log' | 'summary'>> {
  const [openai, github] = await Promise.all([organization(), startGitHub()]);
  github.setClock(() => NOW);
  github.addRepository(REPOSITORY, { environments: ['openai-admin'] });
  openai.add('key_4dPz8WcYf2GkS6nQb0VjXr3M', 'github-actions', { age: 62, left: -17 });
  const old = openai.add('key_h3JvB9tLx5EaC7mUy1RqZw8K', 'github-actions', { age: 31, left: 14 });
  const written = { createdAt: old.createdAt, updatedAt: old.createdAt };
  github.seedSecret(`${REPOSITORY}#openai-admin`, SECRET, { value: old.value, ...written });
  const token = github.addToken({
    kind: 'app',
    permissions: { environments: 'write' },
    repositories: [REPOSITORY],
  });
  return run('rotate', {
    'admin-api-key': old.value,
    'base-url': openai.baseUrl,
    'github-token': token,
    'github-api-url': github.apiUrl,
  }).finally(() => Promise.all([openai.close(), github.close()]));
}

/** Five keys, of which three break a rule of the README's policy. */
async function verification(): Promise<Pick<StepResult, 'log' | 'summary'>> {
  const openai = await organization();
  openai.add('key_zZ7F5eiSDHfGXRzZKuWK592d', 'billing-export', { age: 127, left: 53, idle: 2 });
  openai.add('key_FAK5MlhMVt5faaMlUbjaKKMT', 'incident-2025-12', { age: 71, idle: 64 });
  openai.add('key_LeRXfF6RuLwFM8ZHYwmcGTog', 'data-platform', { age: 48, left: 4, idle: 0 });
  openai.add('key_u0BnY4sKd8PxW2cJq6ThVg9E', 'ci-reports', { age: 20, left: 70, idle: 1 });
  const own = openai.add('key_h3JvB9tLx5EaC7mUy1RqZw8K', 'github-actions', { age: 12, left: 33 });
  const values = { 'admin-api-key': own.value, 'base-url': openai.baseUrl };
  return run('verify', values).finally(() => openai.close());
}

/** Days: how old a key is, what is left of its life (for ever), and since when it was not used. */
interface Days {
  age: number;
  left?: number;
  idle?: number;
}

/** An OpenAI organization without a key, its clock stopped. */
async function organization() {
  const newKey = () => ({ id: NEW_KEY, value: valueFor(NEW_KEY) });
  const openai = await startOpenAi({ newKey });
  openai.setClock(() => NOW);
  for (const { id } of [...openai.keys]) openai.revoke(id);
  const before = (days: number) => openai.now() - days * DAY;
  const add = (id: string, name: string, { age, left, idle }: Days): StoredKey =>
    openai.seed({
      id,
      name,
      value: valueFor(id),
      createdAt: before(age),
      expiresAt: left === undefined ? null : before(-left),
      lastUsedAt: idle === undefined ? null : before(idle),
    });
  return Object.assign(openai, { add });
}

/** A value of a key, of which the redacted one shows the last characters: those of the id. */
function valueFor(id: string): string {
  return `sk-admin-${'A'.repeat(58)}T3BlbkFJ${'A'.repeat(55)}${id.slice(-3)}`;
}

/** Runs the README's step of an operation as it stands there, with values for its expressions. */
async function run(operation: string, values: Record<string, string>): Promise<StepResult> {
  const result = await runMain({
    inputs: { ...inputsOf(operation), ...values },
    env: { GITHUB_REPOSITORY: REPOSITORY, NODE_OPTIONS: STILL },
    masks: [values['admin-api-key'], values['github-token']].filter((one) => one !== undefined),
  });
  if (result.summary === '') throw new Error(`\`${operation}\` wrote no summary:\n${result.log}`);
  return result;
}

interface Step {
  with?: Record<string, unknown>;
}

function inputsOf(operation: string): Record<string, string> {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
  for (const [, block = ''] of readme.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)) {
    const { jobs } = parse(block) as { jobs: Record<string, { steps: Step[] }> };
    const steps = Object.values(jobs).flatMap((job) => job.steps);
    const step = steps.find((one) => one.with?.operation === operation);
    if (step?.with === undefined) continue;
    // The schedule starts the run, so the inputs of the workflow are empty.
    return fillAll(step.with, () => '');
  }
  throw new Error(`No workflow of the README has \`operation: ${operation}\`.`);
}

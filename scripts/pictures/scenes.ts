// What the pictures of the README say: its own workflows, run with the bundle against the local APIs.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { startGitHub } from '../../emulator/github.ts';
import { type StoredKey, type StoredProjectKey, startOpenAi } from '../../emulator/openai.ts';
import { runMain, type StepResult } from '../../testing/runner.ts';
import { fillAll } from '../../testing/workflows/expressions.ts';

const DAY = 86_400;
/** When everything happens, for both APIs and for the step: in Unix milliseconds. */
const NOW = Date.parse('2026-03-15T03:17:42Z');
const REPOSITORY = 'octo-org/platform';
const SECRET = 'OPENAI_API_KEY';
/** Those that the README's workflows name. */
const PROJECT = 'proj_abc';
const ACCOUNT = 'svc_acct_abc';
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

/** The night on which the project key of the README's rotation is due; an older one has expired. */
async function rotation(): Promise<Pick<StepResult, 'log' | 'summary'>> {
  const [openai, github] = await Promise.all([organization(), startGitHub()]);
  github.setClock(() => NOW);
  github.addRepository(REPOSITORY);
  const { admin, ofAccount } = openai;
  const own = admin('key_u0BnY4sKd8PxW2cJq6ThVg9E', 'github-actions', { age: 12, left: 33 });
  ofAccount('key_4dPz8WcYf2GkS6nQb0VjXr3M', 'github-actions', { age: 62, left: -17 });
  const old = ofAccount('key_h3JvB9tLx5EaC7mUy1RqZw8K', 'github-actions', { age: 31, left: 14 });
  const written = { createdAt: old.createdAt, updatedAt: old.createdAt };
  github.seedSecret(REPOSITORY, SECRET, { value: old.value, ...written });
  const token = github.addToken({
    kind: 'app',
    permissions: { secrets: 'write' },
    repositories: [REPOSITORY],
  });
  return run('rotate', {
    'admin-api-key': own.value,
    'base-url': openai.baseUrl,
    'github-token': token,
    'github-api-url': github.apiUrl,
  }).finally(() => Promise.all([openai.close(), github.close()]));
}

/** Two admin keys and three of a project, of which three break a rule of the README's policy. */
async function verification(): Promise<Pick<StepResult, 'log' | 'summary'>> {
  const openai = await organization();
  const { admin, ofAccount, ofUser } = openai;
  admin('key_zZ7F5eiSDHfGXRzZKuWK592d', 'billing-export', { age: 127, left: 53, idle: 2 });
  ofUser('key_FAK5MlhMVt5faaMlUbjaKKMT', 'prototype', { age: 71, idle: 64 });
  ofAccount('key_LeRXfF6RuLwFM8ZHYwmcGTog', 'data-platform', { age: 48, left: 4, idle: 0 });
  ofAccount('key_h3JvB9tLx5EaC7mUy1RqZw8K', 'github-actions', { age: 20, left: 25, idle: 1 });
  const own = admin('key_u0BnY4sKd8PxW2cJq6ThVg9E', 'github-actions', { age: 12, left: 33 });
  const values = { 'admin-api-key': own.value, 'base-url': openai.baseUrl };
  return run('verify', values).finally(() => openai.close());
}

/** Days: how old a key is, what is left of its life (for ever), and since when it was not used. */
interface Days {
  age: number;
  left?: number;
  idle?: number;
}

/** An OpenAI organization with a project and without a key, its clock stopped. */
async function organization() {
  const newProjectKey = () => ({ id: NEW_KEY, value: valueFor(NEW_KEY, 'svcacct') });
  // Redacted values as OpenAI's reference shows them.
  const form = { listOrder: 'oldest-first', redactedForm: 'dots' } as const;
  const openai = await startOpenAi({ newProjectKey, ...form });
  openai.setClock(() => NOW);
  for (const { id } of [...openai.keys]) openai.revoke(id);
  openai.seedProject({ id: PROJECT, name: 'Website' });
  openai.seedServiceAccount({ id: ACCOUNT, projectId: PROJECT, name: 'website-ci' });
  const before = (days: number) => openai.now() - days * DAY;
  const times = ({ age, left, idle }: Days) => ({
    createdAt: before(age),
    expiresAt: left === undefined ? null : before(-left),
    lastUsedAt: idle === undefined ? null : before(idle),
  });
  const admin = (id: string, name: string, days: Days): StoredKey =>
    openai.seed({ id, name, value: valueFor(id, 'admin'), ...times(days) });
  const ofAccount = (id: string, name: string, days: Days): StoredProjectKey =>
    openai.seedProjectKey({
      ...{ projectId: PROJECT, owner: ACCOUNT, id, name, value: valueFor(id, 'svcacct') },
      ...times(days),
    });
  const ofUser = (id: string, name: string, days: Days): StoredProjectKey =>
    openai.seedProjectKey({
      ...{ projectId: PROJECT, id, name, value: valueFor(id, 'proj') },
      ...times(days),
    });
  return Object.assign(openai, { admin, ofAccount, ofUser });
}

/** A value of a key, of which the redacted one shows the last characters: those of the id. */
function valueFor(id: string, kind: 'admin' | 'svcacct' | 'proj'): string {
  return `sk-${kind}-${'A'.repeat(58)}T3BlbkFJ${'A'.repeat(55)}${id.slice(-3)}`;
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

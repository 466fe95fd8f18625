import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { OpenAi } from '../../emulator/openai.ts';
import { runStep } from '../support/openai-step.ts';
import type { StepResult } from '../support/runner.ts';

export interface Step {
  id?: string;
  name?: string;
  if?: string;
  uses?: string;
  run?: string;
  env?: Record<string, string>;
  with?: Record<string, unknown>;
}

export interface Job {
  environment?: unknown;
  permissions?: Record<string, string>;
  steps: Step[];
}

export interface Workflow {
  name: string;
  on: Record<string, unknown>;
  permissions?: unknown;
  concurrency?: unknown;
  jobs: Record<string, Job>;
}

export interface Example {
  file: string;
  text: string;
  workflow: Workflow;
}

/** The contexts that the examples read. */
export interface Contexts {
  secrets?: Record<string, string>;
  vars?: Record<string, string>;
}

/** What became of a run: the results by step, in order, where the step uses this action. */
export interface Run {
  results: StepResult[];
  /** The scripts whose condition held, with their evaluated variables. */
  scripts: { run: string; env: Record<string, string> }[];
}

export const SELF = 'openai-admin-api-keys/action@v1';
export const root = join(import.meta.dirname, '../..');

/** Every file of `examples`. */
export const examples: Example[] = readdirSync(join(root, 'examples'))
  .sort()
  .map((file) => {
    const text = readFileSync(join(root, 'examples', file), 'utf8');
    return { file, text, workflow: parse(text) as Workflow };
  });

export function exampleOf(file: string): Example {
  const found = examples.find((one) => one.file === file);
  if (found === undefined) throw new Error(`There is no example ${file}`);
  return found;
}

/** Runs every step of a job that uses this action, in order, as GitHub would, until one fails. */
export async function runExample(file: string, api: OpenAi, given: Contexts = {}): Promise<Run> {
  const [job] = Object.values(exampleOf(file).workflow.jobs);
  const secrets = { OPENAI_ADMIN_KEY: api.adminKey, ...given.secrets };
  const outputs: Record<string, Record<string, string>> = {};
  const run: Run = { results: [], scripts: [] };
  let failed = false;
  const value = (path: string): string => {
    const [context, ...rest] = path.trim().split('.');
    const [name = '', , output = ''] = rest;
    if (context === 'secrets') return secrets[name as 'OPENAI_ADMIN_KEY'] ?? '';
    if (context === 'vars') return given.vars?.[name] ?? '';
    if (context === 'github') return name === 'repository' ? 'octo-org/octo-repo' : 'ghs_token';
    if (context === 'steps' && rest[1] === 'outputs') return outputs[name]?.[output] ?? '';
    throw new Error(`Cannot evaluate ${path}`);
  };
  const fill = (text: string) => text.replace(/\$\{\{(.*?)\}\}/g, (_, path: string) => value(path));
  for (const step of job?.steps ?? []) {
    if (!holds(step.if, failed, value)) continue;
    const filled = (fields: Record<string, unknown> = {}) =>
      Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, fill(String(text))]));
    if (step.run !== undefined) run.scripts.push({ run: step.run, env: filled(step.env) });
    if (step.uses !== SELF) continue;
    const masks = Object.values(secrets);
    const result = await runStep(api, filled(step.with) as Record<string, string>, { masks });
    run.results.push(result);
    if (step.id !== undefined) outputs[step.id] = result.outputs;
    if (result.conclusion === 'failure') failed = true;
  }
  return run;
}

/** A condition of terms such as `steps.a.outputs.b != ''`, joined by `&&`; `always()` may be one. */
function holds(
  condition: string | undefined,
  failed: boolean,
  value: (path: string) => string,
): boolean {
  const terms = condition?.split('&&').map((term) => term.trim()) ?? [];
  if (failed && !terms.includes('always()')) return false;
  return terms.every((term) => {
    if (term === 'always()') return true;
    const [, path = '', operator, text] = /^(\S+) (==|!=) '([^']*)'$/.exec(term) ?? [];
    if (operator === undefined) throw new Error(`Cannot evaluate ${term}`);
    return (value(path) === text) === (operator === '==');
  });
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export interface Step {
  id?: string;
  name?: string;
  if?: string;
  uses?: string;
  run?: string;
  shell?: string;
  env?: Record<string, string>;
  with?: Record<string, unknown>;
}

export interface Job {
  environment?: string;
  needs?: string;
  permissions?: Record<string, string>;
  concurrency?: unknown;
  strategy?: { matrix: { include: Record<string, string>[] } };
  steps: Step[];
}

export interface Workflow {
  name: string;
  on:
    | string
    | (Record<string, unknown> & { workflow_dispatch?: { inputs?: Record<string, unknown> } });
  permissions?: unknown;
  concurrency?: unknown;
  jobs: Record<string, Job>;
}

export interface Example {
  file: string;
  text: string;
  workflow: Workflow;
}

export const SELF = 'openai-admin-api-keys/action@v1';
export const root = join(import.meta.dirname, '../..');

/** Every workflow of `examples`. */
export const examples: Example[] = readdirSync(join(root, 'examples'))
  .filter((file) => file.endsWith('.yml'))
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

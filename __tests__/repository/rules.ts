import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export const root = join(import.meta.dirname, '../..');

export interface Step {
  id?: string;
  name?: string;
  if?: string;
  uses?: string;
  run?: string;
  env?: Record<string, unknown>;
  with?: Record<string, unknown>;
  'continue-on-error'?: boolean;
}

export interface Job {
  permissions?: unknown;
  'timeout-minutes'?: number;
  environment?: unknown;
  needs?: unknown;
  outputs?: Record<string, string>;
  env?: Record<string, string>;
  steps: Step[];
}

export interface Workflow {
  name: string;
  on: string | string[] | Record<string, unknown>;
  permissions?: unknown;
  concurrency?: unknown;
  jobs: Record<string, Job>;
}

/** A file of the repository, by its path from the root. */
export interface File {
  path: string;
  text: string;
}

export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Every workflow of this repository. */
export const workflows: File[] = readdirSync(join(root, '.github/workflows'))
  .sort()
  .map((name) => `.github/workflows/${name}`)
  .map((path) => ({ path, text: read(path) }));

export function workflowOf(text: string): Workflow {
  return parse(text) as Workflow;
}

/** Events that give a run of foreign code the rights of this repository. */
const DANGEROUS = ['pull_request_target', 'workflow_run', 'issue_comment'];

/** What is wrong with the habits of a workflow, a line each. */
export function breachesOf(text: string): string[] {
  const { on, permissions, concurrency, jobs } = workflowOf(text);
  const events = typeof on === 'object' && !Array.isArray(on) ? Object.keys(on) : [on].flat();
  const breaches = events
    .filter((event) => DANGEROUS.includes(event))
    .map((event) => `runs on ${event}`);
  if (JSON.stringify(permissions) !== '{}') breaches.push('no `permissions: {}` on top');
  if (events.includes('pull_request') && concurrency === undefined) {
    breaches.push('runs of one pull request pile up');
  }
  if (/\$\{\{[^}]*\bsecrets\s*[.[]/.test(text)) breaches.push('reads a secret');
  for (const [name, job] of Object.entries(jobs)) {
    breaches.push(...breachesOfJob(job, text).map((breach) => `${name}: ${breach}`));
  }
  return breaches;
}

function breachesOfJob(job: Job, text: string): string[] {
  const { permissions, steps } = job;
  const breaches: string[] = [];
  if (typeof permissions !== 'object') breaches.push('does not list its permissions');
  if (!(Number(job['timeout-minutes']) <= 30)) breaches.push('may take hours');
  const writes = writesOf(job).includes('contents');
  if (
    writes &&
    steps.some(({ uses, run }) => /checkout@/.test(uses ?? '') || /\bnpm /.test(run ?? ''))
  ) {
    breaches.push('may write, and runs what the repository holds');
  }
  if (writes && job.environment === undefined) breaches.push('writes without an environment');
  return [...breaches, ...steps.flatMap((step) => breachesOfStep(step, text))];
}

function breachesOfStep({ uses, run, with: inputs }: Step, text: string): string[] {
  const breaches: string[] = [];
  if (run?.includes('${{')) breaches.push('puts an expression into a script');
  if (run?.includes('npm ci') && !run.includes('npm ci --ignore-scripts')) {
    breaches.push('runs scripts of packages');
  }
  if (uses === undefined || uses === './') return breaches;
  const lines = text.split('\n').filter((line) => line.includes(`uses: ${uses}`));
  if (!lines.every((line) => /@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))) {
    breaches.push(`${uses} is not pinned`);
  }
  if (uses.startsWith('actions/checkout@') && inputs?.['persist-credentials'] !== false) {
    breaches.push('leaves its token in the checkout');
  }
  return breaches;
}

/** What a job may write to. */
export function writesOf({ permissions }: Job): string[] {
  return Object.entries((permissions ?? {}) as Record<string, string>)
    .filter(([, access]) => access === 'write')
    .map(([name]) => name);
}

/** The actions that a text names, each with the commit and the version that it is pinned to. */
export function pinsOf({ text }: File): { action: string; pin: string }[] {
  return [...text.matchAll(/uses: ([\w.-]+\/[\w.-]+)(?:\/[\w/-]+)?@([0-9a-f]{40} # \S+)/g)].map(
    ([, action = '', pin = '']) => ({ action, pin }),
  );
}

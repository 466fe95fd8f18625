import { parse } from 'yaml';
import { permissionFor, type SecretTarget } from '../../src/domain/secret-target.ts';
import { INPUT_RULES, type InputName, OPERATIONS } from '../../src/inputs/definitions.ts';
import { parseRequest } from '../../src/inputs/parse.ts';
import { inputVariable, readAction } from '../action.ts';
import { emptyManifests } from '../manifest.ts';
import { type Job, SELF, type Step, type Workflow } from '../workflows/workflow.ts';
import { read, root } from './pages.ts';

const TOKEN_ACTION = 'actions/create-github-app-token';
const TOKEN_OUTPUTS = ['token', 'installation-id', 'app-slug'];
/** What stands in for a row of a matrix. */
const MATRIX: Record<string, string> = {
  repository: 'reports',
  'project-id': 'proj_abc',
  'service-account-id': 'svc_acct_abc',
};
/** What stands in for `github.repository`. */
const REPOSITORY = 'octo-org/octo-repo';

const known = readAction(root).inputs;
const { outputs } = parse(read('action.yml')) as { outputs: Record<string, unknown> };

/** What is wrong with a workflow of the documentation, a line each. */
export function problemsOf(text: string): string[] {
  const workflow = parse(text) as Workflow;
  const problems: string[] = [];
  if (JSON.stringify(workflow.permissions) !== '{}') problems.push('no `permissions: {}` on top');
  for (const [name, job] of Object.entries(workflow.jobs)) {
    const needsKey = job.steps.some(({ uses }) => uses === SELF);
    // A plan runs on branches that others push, so it never gets what the default branch has.
    const isPlan = job.steps.every(
      ({ uses, with: given }) => uses !== SELF || given?.['dry-run'] === true,
    );
    const home = isPlan ? 'openai-plan' : 'openai-admin';
    if (needsKey && job.environment !== home) problems.push(`${name}: no environment`);
    if (JSON.stringify(job.permissions) !== neededPermissions(job)) {
      problems.push(`${name}: asks for permissions`);
    }
    for (const step of job.steps) problems.push(...problemsOfStep(step, text));
    problems.push(...problemsOfToken(job));
  }
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
  for (const [, id = '', name = ''] of text.matchAll(/steps\.(\w+)\.outputs\.([\w-]+)/g)) {
    const step = steps.find((one) => one.id === id);
    if (!outputsOf(step).includes(name)) problems.push(`step ${id} has no output ${name}`);
  }
  for (const [, name = ''] of text.matchAll(/\$\{\{ inputs\.([\w-]+)/g)) {
    const { on } = workflow;
    const declared = typeof on === 'object' && on.workflow_dispatch?.inputs;
    if (!declared || !(name in declared)) problems.push(`reads the workflow input ${name}`);
  }
  return problems;
}

/** A private repository gives its files only to a job that may read them. */
function neededPermissions({ steps }: Job): string | undefined {
  const readsFiles = steps.some(({ uses }) => uses?.startsWith('actions/checkout@'));
  const opensIssues = steps.some(({ run }) => run?.includes('gh issue create'));
  if (!readsFiles && !opensIssues) return undefined;
  return JSON.stringify({
    ...(readsFiles && { contents: 'read' }),
    ...(opensIssues && { issues: 'write' }),
  });
}

function outputsOf(step: Step | undefined): string[] {
  if (step?.uses === SELF) return Object.keys(outputs);
  if (step?.uses?.startsWith(`${TOKEN_ACTION}@`)) return TOKEN_OUTPUTS;
  return [...(step?.run ?? '').matchAll(/echo '(\w+)<</g)].map(([, name = '']) => name);
}

function problemsOfStep(step: Step, text: string): string[] {
  if (step.run?.includes('${{')) return ['puts an expression into a script'];
  if (step.uses === undefined) return [];
  if (step.uses !== SELF) {
    const pinned = new RegExp(`uses: ${step.uses} # v\\d+\\.\\d+\\.\\d+$`, 'm').test(text);
    return pinned && /@[0-9a-f]{40}$/.test(step.uses) ? [] : [`${step.uses} is not pinned`];
  }
  const inputs = Object.entries(step.with ?? {});
  const operation = OPERATIONS.find((word) => word === step.with?.operation);
  if (operation === undefined) return [`no such operation: ${step.with?.operation}`];
  const misplaced = inputs.flatMap(([name]) => {
    if (!known.has(name)) return [`no such input: ${name}`];
    if (INPUT_RULES[name as InputName].for.includes(operation)) return [];
    return [`\`${operation}\` does not use ${name}`];
  });
  return misplaced.length > 0 ? misplaced : refusalOf(step);
}

/** What the action itself says to the inputs, with something likely in place of expressions. */
function refusalOf(step: Step): string[] {
  try {
    requestOf(step);
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

function requestOf({ with: inputs = {} }: Step) {
  const env = Object.entries(inputs).map(([name, value]) => [
    inputVariable(name),
    evaluate(String(value)),
  ]);
  const variables = { ...Object.fromEntries(env), GITHUB_REPOSITORY: REPOSITORY };
  return parseRequest(variables, undefined, { manifests: emptyManifests });
}

/** The secrets that a step writes; none where its inputs are refused. */
function targetsOf(step: Step): SecretTarget[] {
  if (step.uses !== SELF || refusalOf(step).length > 0) return [];
  const request = requestOf(step);
  return 'targets' in request ? request.targets : [];
}

/** Whether the token of a job covers the targets of its keys and nothing else. */
function problemsOfToken(job: Job): string[] {
  const writing = job.steps.filter((one) => targetsOf(one).length > 0);
  if (writing.length === 0) return [];
  const targets = writing.flatMap(targetsOf);
  const step = job.steps.find(({ uses }) => uses?.startsWith(`${TOKEN_ACTION}@`));
  const own = `\${{ steps.${step?.id}.outputs.token }}`;
  if (writing.some((one) => one.with?.['github-token'] !== own)) {
    return ['the token is not that of the GitHub App'];
  }
  const inputs = step?.with ?? {};
  const asked = Object.keys(inputs).filter((name) => name.startsWith('permission-'));
  const needed = targets.map((target) => permissionFor(target).name.replaceAll('_', '-'));
  const problems: string[] = [];
  if (String(asked) !== String([...new Set(needed.map((name) => `permission-${name}`))])) {
    problems.push(`the token has ${asked} for ${needed}`);
  }
  const owner = evaluate(String(inputs.owner));
  const named = evaluate(String(inputs.repositories ?? ''))
    .split(/[\n,]/)
    .filter((name) => name.trim() !== '')
    .map((name) => `${owner}/${name.trim()}`);
  // Without an owner and repositories, a token is for the repository of the workflow.
  const covered = inputs.owner === undefined && named.length === 0 ? [REPOSITORY] : named;
  const held = targets.flatMap((target) =>
    target.place === 'organization' ? [] : [`${target.owner}/${target.repo}`],
  );
  if (String(covered) !== String([...new Set(held)])) {
    problems.push(`the token covers ${covered} for ${held}`);
  }
  return problems;
}

function evaluate(text: string): string {
  return text
    .replaceAll(/\$\{\{ (\S+) \|\| \S+ \}\}/g, (_, path: string) => `\${{ ${path} }}`)
    .replaceAll('${{ github.repository }}', REPOSITORY)
    .replaceAll('${{ runner.temp }}', '/tmp')
    .replaceAll(/\$\{\{ matrix\.([\w-]+) \}\}/g, (_, field: string) => MATRIX[field] ?? '')
    .replaceAll('${{ github.repository_owner }}', 'octo-org')
    .replaceAll('${{ github.event.repository.name }}', 'octo-repo')
    .replaceAll('${{ secrets.GITHUB_TOKEN }}', 'ghs_job')
    .replaceAll(/\$\{\{ secrets\.\w+ \}\}/g, 'sk-admin-abc')
    .replaceAll(/\$\{\{ github\.\w+ \}\}/g, '1')
    .replaceAll(/\$\{\{ steps\.(\w+)\.outputs\.token \}\}/g, 'ghs_$1')
    .replaceAll(/\$\{\{ steps\.\w+\.outputs\.value \}\}/g, 'sk-admin-abc')
    .replaceAll(
      /\$\{\{ (inputs\.key-ids?|steps\.\w+\.outputs\.(?:violation-)?ids?) \}\}/g,
      'key_abc',
    )
    .replaceAll(/\$\{\{ inputs\.(dry-run|now) \}\}/g, 'true')
    .replaceAll('${{ inputs.grace-period }}', '0s')
    .replaceAll('${{ vars.OPENAI_PROJECT_ID }}', 'proj_abc')
    .replaceAll('${{ vars.OPENAI_SERVICE_ACCOUNT_ID }}', 'svc_acct_abc')
    .replaceAll('${{ inputs.repository }}', 'reports');
}

import { didYouMean } from '../domain/spelling.ts';
import { type Repository, SECRET_APPS, type SecretApp, type Target } from '../domain/target.ts';
import { isOneLine } from '../domain/text.ts';
import type { InputName } from './inputs.ts';
import type { Inputs } from './reader.ts';
import type { NewKeyRequest } from './request.ts';

/** A refused text is not repeated beyond this. */
const MAX_QUOTED = 20;
/** GitHub takes 500 writes an hour. */
const MAX_TARGETS = 500;
/** New logins are stricter, but GitHub still has `octo-`, `octo--org` and `-octo`. */
const LOGIN = /^[A-Za-z0-9_-]{1,100}$/;
const VISIBILITIES = ['keep', 'all', 'private', 'selected'] as const;
/** As the rest of a sentence about the input that names the destination. */
export const NOT_FOR_MODELS =
  'must not be `OPENAI_API_KEY`, which programs that call models read: an admin key manages the whole ' +
  'organization and cannot call a model. Choose another name, such as `OPENAI_ADMIN_KEY`.';
/** All that makes no sense without a secret to write. */
const DEPENDENT: readonly InputName[] = [
  'secret-repositories',
  'secret-environment',
  'secret-organization',
  'secret-visibility',
  'secret-app',
  'github-token',
];

/** Reads the secrets that are to hold the value, and what is needed to write them. */
export function readDelivery(inputs: Inputs): Pick<NewKeyRequest, 'targets' | 'github'> {
  const name = inputs.text('secret-name');
  const apiUrl = inputs.url('github-api-url');
  // A rotation needs the name, and says so; the other inputs make sense with it.
  if (name === '' && inputs.text('operation') !== 'rotate') {
    for (const input of DEPENDENT) {
      if (!inputs.isGiven(input)) continue;
      inputs.problem(
        input,
        'is of no use without `secret-name`. Add `secret-name: …`, or remove it.',
      );
    }
    return { targets: [], github: null };
  }
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) || /^GITHUB_/i.test(name)) {
    inputs.problem(
      'secret-name',
      'is no name that GitHub takes for a secret: letters, digits and `_`, not a digit first, and not ' +
        '`GITHUB_` first.',
    );
  }
  // Names of secrets have no case.
  if (name.toUpperCase() === 'OPENAI_API_KEY') inputs.problem('secret-name', NOT_FOR_MODELS);
  const token = inputs.secret('github-token', 'GitHub');
  if (token === null) {
    inputs.problem(
      'github-token',
      'is required with `secret-name`. `GITHUB_TOKEN` can never write secrets: pass a token of a GitHub ' +
        'App (actions/create-github-app-token) or a fine-grained personal access token.',
    );
    return { targets: readTargets(name, inputs), github: null };
  }
  return { targets: readTargets(name, inputs), github: { apiUrl, token } };
}

function readTargets(name: string, inputs: Inputs): Target[] {
  const apps = readApps(inputs);
  const organization = readOrganization(inputs);
  const environments = readEnvironments(inputs, apps);
  const repositories = readRepositories(inputs);
  const visibility = inputs.choice('secret-visibility', VISIBILITIES) ?? 'keep';
  if (organization !== null) {
    checkOrganization(inputs, visibility, environments);
    return apps.map((app) => {
      return { place: 'organization', app, name, organization, visibility, repositories };
    });
  }
  if (visibility !== 'keep') {
    inputs.problem(
      'secret-visibility',
      'is for secrets of an organization. Add `secret-organization`, or remove it.',
    );
  }
  const targets = apps.flatMap((app) =>
    repositories.flatMap((repository): Target[] =>
      environments.length === 0
        ? [{ place: 'repository', app, name, ...repository }]
        : environments.map((environment) => {
            return { place: 'environment', app, name, ...repository, environment };
          }),
    ),
  );
  if (targets.length > MAX_TARGETS) {
    inputs.problem(
      'secret-repositories',
      `makes ${targets.length} secrets, and GitHub takes ${MAX_TARGETS} writes an hour. Use one secret of ` +
        'the organization with `secret-visibility: selected`.',
    );
  }
  return targets;
}

function checkOrganization(inputs: Inputs, visibility: string, environments: string[]): void {
  const named = inputs.isGiven('secret-repositories');
  if (environments.length > 0) {
    inputs.problem(
      'secret-environment',
      'does not go with `secret-organization`: an organization has no environments. Remove one of the two.',
    );
  }
  if (visibility === 'selected' && !named) {
    inputs.problem(
      'secret-repositories',
      'is required when `secret-visibility` is `selected`: name the repositories that may read the ' +
        'secret. To name this one alone, write `this`.',
    );
  }
  if (visibility !== 'selected' && named) {
    inputs.problem(
      'secret-repositories',
      'says who may read a secret of an organization only when `secret-visibility` is `selected`. Set ' +
        'that, or remove it.',
    );
  }
}

function readApps(inputs: Inputs): SecretApp[] {
  const words = inputs.list('secret-app');
  const apps = SECRET_APPS.filter((app) => words.includes(app));
  if (apps.length === 0 || apps.length !== words.length) {
    inputs.problem(
      'secret-app',
      'must be one or several of `actions`, `dependabot`, `codespaces`.',
    );
  }
  return apps;
}

function readOrganization(inputs: Inputs): string | null {
  const text = inputs.text('secret-organization');
  if (text === 'none' || text === '') return null;
  if (!LOGIN.test(text)) {
    inputs.problem(
      'secret-organization',
      'must be the name of one organization, as in its address on GitHub.',
    );
  }
  return text;
}

function readEnvironments(inputs: Inputs, apps: SecretApp[]): string[] {
  if (['none', ''].includes(inputs.text('secret-environment'))) return [];
  const environments = inputs.list('secret-environment');
  // `.` and `..` would change the path of the request; GitHub knows no such environments.
  if (
    environments.some((name) => /^\.{1,2}$/.test(name) || name.length > 255 || !isOneLine(name))
  ) {
    inputs.problem('secret-environment', 'holds a name that no environment can have.');
  }
  if (apps.some((app) => app !== 'actions')) {
    inputs.problem(
      'secret-environment',
      'is for `secret-app: actions` alone: GitHub has no environments for Dependabot and Codespaces.',
    );
  }
  return environments;
}

function readRepositories(inputs: Inputs): Repository[] {
  const own = inputs.defaultOf('secret-repositories');
  const names = inputs.list('secret-repositories').map((name) => (name === 'this' ? own : name));
  const unique = [...new Map(names.map((name) => [name.toLowerCase(), name])).values()];
  const repositories = unique.flatMap((name) => repositoryOf(name) ?? []);
  if (unique.length === 0 || repositories.length < unique.length) {
    const wrong = unique.find((name) => repositoryOf(name) === undefined) ?? '';
    inputs.problem(
      'secret-repositories',
      `must be one or several of \`owner/repo\`, one a line or comma.${suggestion(wrong, own)}`,
    );
  }
  return repositories;
}

function repositoryOf(name: string): Repository | undefined {
  const [owner = '', repo = '', ...rest] = name.split('/');
  const isName = /^[A-Za-z0-9._-]{1,100}$/.test(repo) && !/^\.{1,2}$/.test(repo);
  return LOGIN.test(owner) && isName && rest.length === 0 ? { owner, repo } : undefined;
}

/** Without an owner, a repository of this one's owner is likely meant. */
function suggestion(name: string, own: string): string {
  const [owner = ''] = own.split('/');
  const meant = `${owner}/${name}`;
  return name.length <= MAX_QUOTED && repositoryOf(meant) !== undefined
    ? ` ${didYouMean(meant)}`
    : '';
}

import { type Repository, SECRET_APPS, type SecretTarget } from '../domain/secret-target.ts';
import { didYouMean } from '../domain/spelling.ts';
import { isOneLine } from '../domain/text.ts';
import { defaultOf } from './definitions.ts';
import type { Inputs } from './reader.ts';
import type { NewKeyRequest } from './types.ts';

/** A longer text is not quoted. */
const MAX_QUOTED = 20;
/** GitHub allows 500 writes an hour. */
const MAX_TARGETS = 500;
/** New logins are stricter, but GitHub still has `octo-`, `octo--org` and `-octo`. */
const LOGIN = /^[A-Za-z0-9_-]{1,100}$/;
export const VISIBILITIES = ['keep', 'all', 'private', 'selected'] as const;

/**
 * Checks that the name of a secret or variable suits the kind of key that is made.
 *
 * @returns what is wrong, as the rest of a sentence
 */
export function misplaced(name: string, inputs: Inputs): string | undefined {
  const isAdminKey = !inputs.isGiven('project-id');
  if (isAdminKey && name === 'OPENAI_API_KEY') {
    return (
      'must not be `OPENAI_API_KEY`, which programs that call models read: an admin key manages the whole ' +
      'organization and cannot call a model. Choose another name, such as `OPENAI_ADMIN_KEY`, or set ' +
      '`project-id` and `service-account-id` to make a key that calls models.'
    );
  }
  if (!isAdminKey && name === 'OPENAI_ADMIN_KEY') {
    return (
      'must not be `OPENAI_ADMIN_KEY`, which holds the admin key of other steps: a key of a project cannot ' +
      'manage keys. Choose another name, such as `OPENAI_API_KEY`.'
    );
  }
  return undefined;
}

/** Reads the secrets to write, and how to reach them. */
export function readDelivery(inputs: Inputs): Pick<NewKeyRequest, 'targets' | 'github'> {
  const name = inputs.text('secret-name');
  const github = readGitHub(inputs);
  // For a rotation, the missing name is reported elsewhere, and the other inputs are checked.
  if (name === '' && inputs.text('operation') !== 'rotate') return { targets: [], github: null };
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) || /^GITHUB_/i.test(name)) {
    inputs.problem(
      'secret-name',
      'is not a valid name for a secret. Use letters, digits and `_`, and start with neither a digit ' +
        'nor `GITHUB_`.',
    );
  }
  // Names of secrets are case-insensitive.
  const flaw = misplaced(name.toUpperCase(), inputs);
  if (flaw !== undefined) inputs.problem('secret-name', flaw);
  if (github === null) {
    inputs.problem(
      'github-token',
      'is required with `secret-name`. `GITHUB_TOKEN` can never write secrets: use a token of a GitHub ' +
        'App (actions/create-github-app-token) or a fine-grained personal access token.',
    );
  }
  return { targets: readTargets(name, inputs), github };
}

/** Reads where secrets are written, and with what; null without a token. */
export function readGitHub(inputs: Inputs): NewKeyRequest['github'] {
  const apiUrl = inputs.url('github-api-url');
  const token = inputs.secret('github-token', 'GitHub');
  return token && { apiUrl, token };
}

function readTargets(name: string, inputs: Inputs): SecretTarget[] {
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
      'is only for organization secrets. Add `secret-organization`, or remove it.',
    );
  }
  const targets = apps.flatMap((app) =>
    repositories.flatMap((repository): SecretTarget[] =>
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
      `leads to ${targets.length} secrets, but GitHub allows ${MAX_TARGETS} writes an hour. Use one ` +
        'organization secret with `secret-visibility: selected`.',
    );
  }
  return targets;
}

function checkOrganization(inputs: Inputs, visibility: string, environments: string[]): void {
  const named = inputs.isGiven('secret-repositories');
  if (environments.length > 0) {
    inputs.problem(
      'secret-environment',
      'cannot be combined with `secret-organization`: an organization has no environments. Remove one of ' +
        'the two.',
    );
  }
  if (visibility === 'selected' && !named) {
    inputs.problem(
      'secret-repositories',
      'is required when `secret-visibility` is `selected`: list the repositories that may read the ' +
        'secret. For only this repository, write `this`.',
    );
  }
  if (visibility !== 'selected' && named) {
    inputs.problem(
      'secret-repositories',
      'applies to an organization secret only when `secret-visibility` is `selected`. Set that, or ' +
        'remove it.',
    );
  }
}

function readApps(inputs: Inputs): SecretTarget['app'][] {
  const words = inputs.list('secret-app');
  const apps = SECRET_APPS.filter((app) => words.includes(app));
  if (apps.length === 0 || apps.length !== words.length) {
    const known = SECRET_APPS.map((app) => `\`${app}\``).join(', ');
    inputs.problem('secret-app', `must be one or more of ${known}.`);
  }
  return apps;
}

function readOrganization(inputs: Inputs): string | null {
  if (!inputs.isGiven('secret-organization')) return null;
  const text = inputs.text('secret-organization');
  if (!LOGIN.test(text)) {
    inputs.problem(
      'secret-organization',
      'must be the name of one organization, as in its URL on GitHub.',
    );
  }
  return text;
}

function readEnvironments(inputs: Inputs, apps: SecretTarget['app'][]): string[] {
  if (!inputs.isGiven('secret-environment')) return [];
  const environments = inputs.list('secret-environment');
  // `.` and `..` would change the path of the request; GitHub has no such environments.
  if (
    environments.some((name) => /^\.{1,2}$/.test(name) || name.length > 255 || !isOneLine(name))
  ) {
    inputs.problem('secret-environment', 'contains a name that no environment can have.');
  }
  if (apps.some((app) => app !== 'actions')) {
    inputs.problem(
      'secret-environment',
      'is only for `secret-app: actions`: Dependabot and Codespaces have no environment secrets.',
    );
  }
  return environments;
}

function readRepositories(inputs: Inputs): Repository[] {
  const own = defaultOf(inputs.env, 'secret-repositories');
  const names = inputs.list('secret-repositories').map((name) => (name === 'this' ? own : name));
  const unique = [...new Map(names.map((name) => [name.toLowerCase(), name])).values()];
  const wrong = unique.find((name) => repositoryOf(name) === undefined);
  if (unique.length === 0 || wrong !== undefined) {
    inputs.problem(
      'secret-repositories',
      `must be names such as \`owner/repo\`, separated by commas or line breaks.${suggestion(wrong ?? '', own)}`,
    );
  }
  return unique.flatMap((name) => repositoryOf(name) ?? []);
}

function repositoryOf(name: string): Repository | undefined {
  const [owner = '', repo = '', ...rest] = name.split('/');
  const isName = /^[A-Za-z0-9._-]{1,100}$/.test(repo) && !/^\.{1,2}$/.test(repo);
  return LOGIN.test(owner) && isName && rest.length === 0 ? { owner, repo } : undefined;
}

/** A name without an owner probably means a repository of the same owner. */
function suggestion(name: string, own: string): string {
  const [owner = ''] = own.split('/');
  const meant = `${owner}/${name}`;
  const isLikely = name.length <= MAX_QUOTED && repositoryOf(meant) !== undefined;
  return didYouMean(isLikely ? meant : undefined);
}

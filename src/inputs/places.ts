import {
  isAnyKeyId,
  isPlaceId,
  type KeyAccount,
  longKeyId,
  type Places,
  splitKeyId,
} from '../domain/key.ts';
import type { InputName } from './definitions.ts';
import type { Inputs } from './reader.ts';

/** A scope in the API's words: `api.model.read`. */
const SCOPE = /^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$/i;

/** Reads the service account that a new key is for; null for an admin key. */
export function readAccount(inputs: Inputs): KeyAccount | null {
  const { projects, hasAdminKeys } = readProjects(inputs);
  const serviceAccountId = readServiceAccount(inputs);
  const scopes = readScopes(inputs);
  if (!inputs.isGiven('project-id')) return null;
  const [projectId = '', ...others] = projects === 'all' ? [] : projects;
  if (projectId === '' || others.length > 0 || hasAdminKeys) {
    inputs.problem('project-id', 'must be one project here: a key belongs to one project.');
  }
  if (serviceAccountId === null) {
    inputs.problem(
      'service-account-id',
      'is required with `project-id`: the API creates project keys only for service accounts. Add ' +
        '`service-account-id: …` to the step.',
    );
  }
  return { projectId, serviceAccountId: serviceAccountId ?? '', scopes };
}

/** Reads which keys to list. */
export function readPlaces(inputs: Inputs): Places {
  const { projects, hasAdminKeys } = readProjects(inputs);
  const serviceAccountId = readServiceAccount(inputs);
  if (serviceAccountId !== null && inputs.isGiven('key-id')) {
    inputs.problem(
      'service-account-id',
      'cannot be combined with `key-id`: the ids say which keys.',
    );
  }
  if (serviceAccountId !== null && (projects === 'all' || projects.length > 1 || hasAdminKeys)) {
    inputs.problem('service-account-id', 'needs exactly one project in `project-id`.');
  }
  return { hasAdminKeys, projects, serviceAccountId };
}

/**
 * Reads `least` to `most` key ids in either form. With `project-id`, the result has the long form, which
 * names the project.
 */
export function readKeyIds(inputs: Inputs, name: InputName, least: number, most: number): string[] {
  const ids = inputs.list(name);
  const { projects, hasAdminKeys } = readProjects(inputs);
  const wrong = ids.find((id) => !isAnyKeyId(id));
  if (ids.length < least) {
    inputs.problem(
      name,
      `is required when \`operation\` is \`${inputs.text('operation')}\`. Add \`${name}: key_…\` to the step.`,
    );
  } else if (ids.length === 0 && inputs.isGiven(name)) {
    inputs.problem(name, 'contains no id. Add one, or remove the input.');
  } else if (ids.length > most) {
    inputs.problem(name, `takes one id here, not ${ids.length}.`);
  } else if (wrong !== undefined) {
    inputs.refuse(
      name,
      'must be an id such as `key_abc`, or `proj_abc/key_xyz` for a project key',
      wrong,
      '`operation: list` shows the ids.',
    );
  }
  if (ids.length === 0 || !inputs.isGiven('project-id')) return ids;
  if (projects === 'all' || projects.length !== 1 || hasAdminKeys) {
    inputs.problem('project-id', `must be one project with \`${name}\`. Correct or remove it.`);
    return ids;
  }
  const [project = ''] = projects;
  const long = ids.map((id) => {
    const { projectId, keyId } = splitKeyId(id);
    if (projectId !== null && projectId !== project) {
      inputs.problem(
        name,
        'contains a key of another project than `project-id`. Remove one of the two.',
      );
    }
    return longKeyId(project, keyId);
  });
  return [...new Set(long)];
}

/** Without `project-id`: only the admin keys. */
function readProjects(inputs: Inputs): Omit<Places, 'serviceAccountId'> {
  const items = inputs.list('project-id');
  const ids = items.filter((item) => item !== 'none' && item !== 'all');
  const wrong = ids.find((id) => !isPlaceId(id) || id === 'any');
  const hasAdminKeys = items.includes('none') || items.length === 0;
  if (wrong !== undefined) {
    inputs.refuse('project-id', 'must be project ids such as `proj_abc`, `all` or `none`', wrong);
  }
  if (!items.includes('all')) return { hasAdminKeys, projects: ids };
  if (ids.length > 0) {
    inputs.problem('project-id', 'combines `all` with project ids. Remove it, or the others.');
  }
  return { hasAdminKeys, projects: 'all' };
}

function readServiceAccount(inputs: Inputs): string | null {
  if (!inputs.isGiven('service-account-id')) return null;
  needsProject(inputs, 'service-account-id');
  const id = inputs.text('service-account-id');
  if (!isPlaceId(id)) {
    inputs.refuse('service-account-id', 'must be one id such as `svc_acct_abc` or `user-abc`', id);
  }
  return id;
}

function readScopes(inputs: Inputs): string[] | null {
  if (!inputs.isGiven('scopes')) return null;
  needsProject(inputs, 'scopes');
  const scopes = inputs.list('scopes');
  const wrong = scopes.find((scope) => !SCOPE.test(scope) || ['any', 'none'].includes(scope));
  if (wrong !== undefined) {
    inputs.refuse('scopes', 'must be API scopes such as `api.model.read`', wrong);
  }
  return scopes;
}

function needsProject(inputs: Inputs, name: InputName): void {
  if (inputs.isGiven('project-id') || inputs.hasProblem('project-id')) return;
  inputs.problem(name, 'is only for project keys. Add `project-id: proj_…`, or remove it.');
}

import type { App } from './github-vault.ts';

/** One of the emulated endpoints, beneath a repository or an organization. */
export interface Endpoint {
  operation:
    | 'get-repository'
    | 'get-public-key'
    | 'get-secret'
    | 'put-secret'
    | 'delete-secret'
    | 'list-selected-repositories';
  holder: 'repository' | 'environment' | 'organization';
  app: App;
  environment: string | undefined;
  secretName: string;
}

export interface Permission {
  /** By GitHub's names, such as `organization_secrets`. */
  name: string;
  access: 'read' | 'write';
  /** The scope that a classic token needs instead, and what it is told without. */
  scope: string;
  classicMessage: string;
}

const OWNER_PATH =
  /^\/(?:repos\/(?<repository>[^/]+\/[^/]+)|repositories\/(?<id>\d+)|orgs\/(?<organization>[^/]+))(?<rest>\/.*)?$/;
const SECRET_PATH =
  /^\/(?:(?<app>actions|dependabot|codespaces)|environments\/(?<environment>[^/]+))\/secrets\/(?<name>[^/]+)(?<list>\/repositories)?$/;

export type OwnerPath = ({ repository: string | number } | { organization: string }) & {
  /** The path beneath, empty or with its slash, still encoded. */
  rest: string;
};

export function parseOwner(pathname: string): OwnerPath | undefined {
  const { repository, id, organization, rest = '' } = OWNER_PATH.exec(pathname)?.groups ?? {};
  if (id !== undefined) return { repository: Number(id), rest };
  if (repository !== undefined) return { repository: decode(repository), rest };
  if (organization !== undefined) return { organization: decode(organization), rest };
  return undefined;
}

/** `rest` is the path beneath the owner. Gives undefined for what is not emulated. */
export function parseEndpoint(
  method: string,
  owner: 'repository' | 'organization',
  rest: string,
): Endpoint | undefined {
  const common = { holder: owner, app: 'actions', environment: undefined, secretName: '' } as const;
  if (rest === '') {
    const isKnown = owner === 'repository' && method === 'GET';
    return isKnown ? { ...common, operation: 'get-repository' } : undefined;
  }
  const { app, environment, name, list } = SECRET_PATH.exec(rest)?.groups ?? {};
  if (name === undefined) return undefined;
  if (owner === 'organization' ? environment !== undefined : list !== undefined) return undefined;
  const operation = list ? LIST_OPERATIONS[method] : secretOperation(method, name);
  if (!operation) return undefined;
  return {
    operation,
    holder: environment === undefined ? owner : 'environment',
    app: (app ?? 'actions') as App,
    environment: environment && decode(environment),
    secretName: decode(name),
  };
}

const LIST_OPERATIONS: Record<string, Endpoint['operation']> = {
  GET: 'list-selected-repositories',
};
const SECRET_OPERATIONS: Record<string, Endpoint['operation']> = {
  GET: 'get-secret',
  PUT: 'put-secret',
  DELETE: 'delete-secret',
};

function secretOperation(method: string, name: string): Endpoint['operation'] | undefined {
  if (name !== 'public-key') return SECRET_OPERATIONS[method];
  return method === 'GET' ? 'get-public-key' : undefined;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** https://docs.github.com/rest/authentication/permissions-required-for-fine-grained-personal-access-tokens */
export function requiredPermission({ operation, holder, app }: Endpoint): Permission {
  const isRead = !['put-secret', 'delete-secret'].includes(operation);
  const verb = isRead ? 'read' : 'write';
  const scope = holder === 'organization' ? 'admin:org' : 'repo';
  if (operation === 'get-repository') {
    return { name: 'metadata', access: 'read', scope, classicMessage: '' };
  }
  const secrets = app === 'actions' ? 'secrets' : `${app}_secrets`;
  if (holder === 'organization') {
    const classicMessage = `You must be an org admin or have the ${app} secrets fine-grained permission.`;
    return { name: `organization_${secrets}`, access: verb, scope, classicMessage };
  }
  const isRepositorySecret = holder === 'repository' && app === 'actions';
  return {
    name: holder === 'environment' ? 'environments' : secrets,
    // Codespaces secrets of a repository cannot even be looked at with the read permission.
    access: app === 'codespaces' ? 'write' : verb,
    scope,
    classicMessage: isRepositorySecret
      ? `You must have repository ${verb} permissions or have the repository secrets fine-grained permission.`
      : 'Must have admin rights to Repository.',
  };
}

/** The page and section of GitHub's documentation that `documentation_url` points to. */
export function documentationOf({ operation, holder, app }: Endpoint): string {
  const pages = 'https://docs.github.com/rest';
  if (operation === 'get-repository') return `${pages}/repos/repos#get-a-repository`;
  const place = `${holder === 'repository' ? 'a' : 'an'}-${holder}`;
  const sections = {
    'get-public-key': `get-${place}-public-key`,
    'get-secret': `get-${place}-secret`,
    'put-secret': `create-or-update-${place}-secret`,
    'delete-secret': `delete-${place}-secret`,
    'list-selected-repositories': `list-selected-repositories-for-${place}-secret`,
  };
  const page = app === 'codespaces' ? `${holder}-secrets` : 'secrets';
  return `${pages}/${app}/${page}#${sections[operation]}`;
}

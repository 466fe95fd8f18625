export const SECRET_APPS = ['actions', 'dependabot', 'codespaces'] as const;
type SecretApp = (typeof SECRET_APPS)[number];

export interface Repository {
  owner: string;
  repo: string;
}

/** A GitHub secret to write. */
export type SecretTarget = { app: SecretApp; name: string } & (
  | ({ place: 'repository' } & Repository)
  | ({ place: 'environment'; environment: string } & Repository)
  | {
      place: 'organization';
      organization: string;
      /** `keep`: what it was, `private` for a new one. */
      visibility: 'keep' | 'all' | 'private' | 'selected';
      /** Who may read it, where `visibility` is `selected`. */
      repositories: Repository[];
    }
);

/** A target that holds the value, and whether its secret existed before. */
export interface WrittenSecret {
  target: SecretTarget;
  action: 'created' | 'updated';
}

const APP_WORDS: Record<SecretApp, string> = {
  actions: 'Actions',
  dependabot: 'Dependabot',
  codespaces: 'Codespaces',
};

/** The name of a target in messages: ``Actions secret `KEY` of octo/repo``. */
export function describeTarget(target: SecretTarget): string {
  const secret = `${APP_WORDS[target.app]} secret \`${target.name}\` of`;
  if (target.place === 'organization') return `${secret} organization ${target.organization}`;
  const repository = `${target.owner}/${target.repo}`;
  return target.place === 'repository'
    ? `${secret} ${repository}`
    : `${secret} environment \`${target.environment}\` of ${repository}`;
}

/**
 * The permission that a token needs to write a target: GitHub's name for it, and what its settings
 * page calls it. https://docs.github.com/rest/authentication/permissions-required-for-github-apps
 */
export function permissionFor(target: SecretTarget): { name: string; label: string } {
  const prefix = target.app === 'actions' ? '' : `${target.app}_`;
  const word = target.app === 'actions' ? 'secrets' : `${APP_WORDS[target.app]} secrets`;
  switch (target.place) {
    case 'repository':
      return { name: `${prefix}secrets`, label: word === 'secrets' ? 'Secrets' : word };
    case 'environment':
      return { name: 'environments', label: 'Environments' };
    case 'organization':
      return { name: `organization_${prefix}secrets`, label: `Organization ${word}` };
  }
}

/** What has to exist for a target, as the start of a sentence. */
export function describePlace(target: SecretTarget): string {
  switch (target.place) {
    case 'repository':
      return `The repository ${target.owner}/${target.repo}`;
    case 'environment':
      return `The environment \`${target.environment}\` of ${target.owner}/${target.repo}, or the repository,`;
    case 'organization':
      return `The organization ${target.organization}`;
  }
}

/** Where a target is, in the output `secrets-written`. */
export function placeFields(target: SecretTarget): Record<string, string> {
  if (target.place === 'organization') return { organization: target.organization };
  const repository = `${target.owner}/${target.repo}`;
  return target.place === 'repository'
    ? { repository }
    : { repository, environment: target.environment };
}

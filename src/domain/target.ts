export const SECRET_APPS = ['actions', 'dependabot', 'codespaces'] as const;
export type SecretApp = (typeof SECRET_APPS)[number];

/** A repository by its full name. */
export interface Repository {
  owner: string;
  repo: string;
}

/** One GitHub secret that is to hold the value. */
export type Target = { app: SecretApp; name: string } & (
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

/** A target that holds the value, and whether its secret was there before. */
export interface Written {
  target: Target;
  action: 'created' | 'updated';
}

const APP_WORDS: Record<SecretApp, string> = {
  actions: 'Actions',
  dependabot: 'Dependabot',
  codespaces: 'Codespaces',
};

/** What a target is called in messages: ``Actions secret `KEY` of octo/repo``. */
export function describeTarget(target: Target): string {
  const secret = `${APP_WORDS[target.app]} secret \`${target.name}\` of`;
  switch (target.place) {
    case 'repository':
      return `${secret} ${target.owner}/${target.repo}`;
    case 'environment':
      return `${secret} environment \`${target.environment}\` of ${target.owner}/${target.repo}`;
    case 'organization':
      return `${secret} organization ${target.organization}`;
  }
}

/**
 * The permission that a token needs to write a target: GitHub's name for it, and what its settings
 * page calls it. https://docs.github.com/rest/authentication/permissions-required-for-github-apps
 */
export function permissionFor(target: Target): { name: string; label: string } {
  if (target.place === 'environment') return { name: 'environments', label: 'Environments' };
  const prefix = target.app === 'actions' ? '' : `${target.app}_`;
  const word = target.app === 'actions' ? 'secrets' : `${APP_WORDS[target.app]} secrets`;
  return target.place === 'organization'
    ? { name: `organization_${prefix}secrets`, label: `Organization ${word}` }
    : { name: `${prefix}secrets`, label: word === 'secrets' ? 'Secrets' : word };
}

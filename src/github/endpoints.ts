import type { Target } from '../domain/target.ts';

/** A secret as it is, as far as GitHub shows it; times are Unix milliseconds on GitHub's clock. */
export interface CurrentSecret {
  updatedAt: number;
  visibility?: string | undefined;
}

/** Where the secrets of a target are, as Octokit writes it. */
export function folderOf(target: Target): string {
  switch (target.place) {
    case 'repository':
      return `/repos/{owner}/{repo}/${target.app}/secrets`;
    case 'environment':
      return '/repos/{owner}/{repo}/environments/{environment}/secrets';
    case 'organization':
      return `/orgs/{organization}/${target.app}/secrets`;
  }
}

/** What fills the places in that path. */
export function placeParameters(target: Target): Record<string, string> {
  if (target.place === 'organization') return { organization: target.organization };
  const { owner, repo } = target;
  return target.place === 'repository'
    ? { owner, repo }
    : { owner, repo, environment: target.environment };
}

/**
 * A secret as GitHub describes it.
 *
 * @throws Error also where the answer is about another secret than was asked for
 */
export function toCurrent(
  data: { name?: unknown; updated_at?: unknown; visibility?: unknown },
  target: Target,
): CurrentSecret {
  if (String(data.name).toUpperCase() !== target.name.toUpperCase()) {
    throw new Error('it answers about another secret');
  }
  const updatedAt = Date.parse(String(data.updated_at));
  if (Number.isNaN(updatedAt)) throw new Error('a secret without `updated_at`');
  return {
    updatedAt,
    visibility: typeof data.visibility === 'string' ? data.visibility : undefined,
  };
}

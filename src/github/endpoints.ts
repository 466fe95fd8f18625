import type { SecretTarget } from '../domain/secret-target.ts';

/** What GitHub shows of a secret; times are Unix milliseconds on GitHub's clock. */
interface SecretInfo {
  updatedAt: number;
  visibility?: string | undefined;
}

/** The route to the secrets of a target, in Octokit's notation. */
export function folderOf(target: SecretTarget): string {
  switch (target.place) {
    case 'repository':
      return `/repos/{owner}/{repo}/${target.app}/secrets`;
    case 'environment':
      return '/repos/{owner}/{repo}/environments/{environment}/secrets';
    case 'organization':
      return `/orgs/{organization}/${target.app}/secrets`;
  }
}

/** The parameters of that route. */
export function placeParameters(target: SecretTarget): Record<string, string> {
  if (target.place === 'organization') return { organization: target.organization };
  const { owner, repo } = target;
  return target.place === 'repository'
    ? { owner, repo }
    : { owner, repo, environment: target.environment };
}

/**
 * A secret as GitHub describes it.
 *
 * @throws Error if the response is about another secret, or has no time
 */
export function toCurrent(
  data: { name?: unknown; updated_at?: unknown; visibility?: unknown },
  target: SecretTarget,
): SecretInfo {
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

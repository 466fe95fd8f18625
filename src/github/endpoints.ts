import type { SecretTarget } from '../domain/secret-target.ts';

/** What GitHub shows of a secret; times are Unix milliseconds on GitHub's clock. */
export interface SecretInfo {
  updatedAt: number;
  visibility?: string | undefined;
}

/** The route to the secrets of a target, in Octokit's notation, and its parameters. */
export function folderOf(target: SecretTarget): { route: string; place: Record<string, string> } {
  if (target.place === 'organization') {
    const { organization } = target;
    return { route: `/orgs/{organization}/${target.app}/secrets`, place: { organization } };
  }
  const { owner, repo } = target;
  if (target.place === 'repository') {
    return { route: `/repos/{owner}/{repo}/${target.app}/secrets`, place: { owner, repo } };
  }
  const { environment } = target;
  return {
    route: '/repos/{owner}/{repo}/environments/{environment}/secrets',
    place: { owner, repo, environment },
  };
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

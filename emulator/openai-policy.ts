import { apiError, invalidRequest, Refusal } from './openai-errors.ts';
import type { KeyPolicy } from './openai-state.ts';

/** Throws a Refusal for a key that lives longer than a policy lets it. `expiresIn` is in seconds. */
export function checkLifetime(expiresIn: number | undefined, policies: readonly KeyPolicy[]): void {
  const longest = Math.min(
    ...policies.map(({ maxLifetime }) => maxLifetime ?? Number.POSITIVE_INFINITY),
  );
  if ((expiresIn ?? Number.POSITIVE_INFINITY) <= longest) return;
  const param = 'expires_in_seconds';
  const message =
    expiresIn === undefined
      ? `'${param}' is required: API keys must expire within ${longest} seconds.`
      : `Invalid '${param}': API keys must expire within ${longest} seconds, but got ${expiresIn}.`;
  throw invalidRequest(message, param);
}

/** Throws a Refusal where the key of a service account may not be made. */
export function checkKind(organization: KeyPolicy, project: KeyPolicy): void {
  const newKeysFor = organization.newKeysFor ?? project.newKeysFor ?? 'anybody';
  if (newKeysFor === 'anybody' || newKeysFor === 'service-accounts') return;
  const place = organization.newKeysFor === undefined ? 'project' : 'organization';
  const what = newKeysFor === 'users' ? 'API keys for service accounts' : 'New API keys';
  throw new Refusal(apiError(403, `${what} are disabled for this ${place}.`, null));
}

/** Throws a Refusal for a scope that a policy does not have. */
export function checkScopes(
  scopes: readonly string[] | null,
  policies: readonly KeyPolicy[],
): void {
  for (const scope of scopes ?? []) {
    if (policies.every((policy) => policy.scopes?.includes(scope) ?? true)) continue;
    throw invalidRequest(`Invalid scope: '${scope}' cannot be given to this key.`, 'scopes');
  }
}

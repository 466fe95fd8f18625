import { Refusal } from './github-replies.ts';
import { type App, VISIBILITIES, type Visibility } from './github-vault.ts';

export interface SecretParameters {
  encryptedValue: string;
  keyId: string;
  /** Of an organization secret: who may read it; the ids are empty but for `selected`. */
  access?: { visibility: Visibility; selectedRepositoryIds: number[] };
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/;

/** Reads the body with which a secret is written. Throws a Refusal. */
export function parseSecret(
  body: string,
  holder: 'repository' | 'environment' | 'organization',
  app: App,
): SecretParameters {
  const fields = parseObject(body);
  const encryptedValue = requireString(fields, 'encrypted_value');
  const keyId = requireString(fields, 'key_id');
  // GitHub repeats the value here, too.
  if (!BASE64.test(encryptedValue)) throw invalid(`${encryptedValue} does not match ${BASE64}.`);
  if (holder !== 'organization') return { encryptedValue, keyId };
  return { encryptedValue, keyId, access: parseAccess(fields, app) };
}

function parseAccess(
  fields: Record<string, unknown>,
  app: App,
): NonNullable<SecretParameters['access']> {
  const given = requireString(fields, 'visibility');
  const visibility = VISIBILITIES.find((known) => known === given);
  if (!visibility) throw invalid(`${given} is not a member of ${JSON.stringify(VISIBILITIES)}.`);
  const { selected_repository_ids: ids = [] } = fields;
  if (!Array.isArray(ids)) {
    throw invalid(`For 'properties/selected_repository_ids', ${ids} is not an array.`);
  }
  if (ids.length > 0 && visibility !== 'selected') {
    throw invalid(`"selected_repository_ids" can't be set when "visibility" is ${visibility}.`);
  }
  return { visibility, selectedRepositoryIds: ids.map((id, at) => parseId(id, at, app)) };
}

/** Dependabot takes the ids as strings only, the other apps as integers only. */
function parseId(id: unknown, at: number, app: App): number {
  if (app === 'dependabot') {
    if (typeof id === 'string' && /^\d+$/.test(id)) return Number(id);
    throw invalid(
      `Invalid property /selected_repository_ids/${at}: \`${id}\` is not of type \`string\`.`,
    );
  }
  if (typeof id === 'number' && Number.isInteger(id)) return id;
  throw invalid(`For 'items', ${JSON.stringify(id)} is not an integer.`);
}

/** Throws a Refusal for a name that GitHub does not take. */
export function checkSecretName(name: string): void {
  if (!/^[A-Z_][A-Z0-9_]*$/i.test(name)) {
    throw new Refusal(
      422,
      'Secret names can only contain alphanumeric characters ([a-z], [A-Z], [0-9]) or underscores (_). Spaces are not allowed. Must start with a letter ([a-z], [A-Z]) or underscores (_).',
    );
  }
  if (/^GITHUB_/i.test(name)) {
    throw new Refusal(422, 'Secret names must not start with GITHUB_.');
  }
}

export interface PageParameters {
  page: number;
  perPage: number;
}

/** Reads the query of a list call; like GitHub, it takes anything and makes the best of it. */
export function parsePage(query: URLSearchParams): PageParameters {
  const perPage = Number.parseInt(query.get('per_page') ?? '', 10) || 30;
  const page = Number.parseInt(query.get('page') ?? '', 10) || 1;
  return { page: Math.max(1, page), perPage: Math.min(Math.max(1, perPage), 100) };
}

function parseObject(body: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new Refusal(400, 'Problems parsing JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refusal(400, 'Body should be a JSON object');
  }
  return value as Record<string, unknown>;
}

function requireString(fields: Record<string, unknown>, name: string): string {
  const value = fields[name];
  if (value === undefined) throw invalid(`"${name}" wasn't supplied.`);
  if (typeof value === 'string') return value;
  throw invalid(`For 'properties/${name}', ${JSON.stringify(value)} is not a string.`);
}

function invalid(problem: string): Refusal {
  return new Refusal(422, `Invalid request.\n\n${problem}`);
}

import { Credential } from '../domain/credential.ts';
import { ActionError } from '../domain/error.ts';
import type { Places } from '../domain/key.ts';
import type { Rules } from '../domain/policy.ts';
import { isOpenAi } from '../domain/url.ts';
import { isFork, readAdminKey } from './credentials.ts';
import { type InputName, OPERATIONS, type Operation } from './definitions.ts';
import { mistakeIn } from './mistakes.ts';
import { checkNames } from './names.ts';
import { MAX_LIMIT, readCreate, readRotate } from './new-key.ts';
import { readKeyIds, readPlaces } from './places.ts';
import { Inputs } from './reader.ts';
import type * as Reconcile from './reconcile.ts';
import type { ActionRequest, Manifest, RequestFor, Settings } from './types.ts';

const DAY = 86_400;

type ManifestReaders = Pick<typeof Reconcile, 'readManifest' | 'readReconcile'>;

interface ParseOptions {
  redact?: (text: string) => string;
  manifests?: ManifestReaders;
}

/**
 * Reads and checks all inputs.
 *
 * @param env - with the inputs as `INPUT_<NAME>`
 * @param warn - receives warnings, if no input has a problem
 * @param options - what removes secrets from a text, and what reads a manifest, if the step names one
 * @throws ActionError `input` with every problem, and what to do about each
 */
export function parseRequest(
  env: NodeJS.ProcessEnv,
  warn: (message: string) => void = () => undefined,
  { redact, manifests }: ParseOptions = {},
): ActionRequest {
  const inputs = new Inputs(env, redact);
  checkNames(inputs);
  const operation = inputs.choice('operation', OPERATIONS);
  if (operation !== undefined) inputs.refuseUnused(operation);
  const settings = readSettings(inputs);
  const readers = inputs.isGiven('manifest') ? manifests : undefined;
  const request = operation && readOperation(operation, settings, inputs, readers);
  const { problems, warnings } = inputs;
  if (problems.length === 0 && request !== undefined) {
    for (const warning of warnings) warn(warning);
    return request;
  }
  const count = problems.length === 1 ? 'An input is wrong' : `${problems.length} inputs are wrong`;
  throw new ActionError(
    'input',
    `${count}; nothing was sent.\n${problems.map((problem) => `- ${problem}`).join('\n')}`,
  );
}

function readSettings(inputs: Inputs): Settings {
  const baseUrl = inputs.url('base-url');
  return {
    adminApiKey: checkAdminKey(baseUrl, inputs),
    baseUrl,
    retryForMs: (inputs.duration('retry-for', 0, DAY) ?? 0) * 1000,
    timeoutMs: (inputs.duration('timeout', 1, 300) ?? 1) * 1000,
    summary: inputs.boolean('summary'),
  };
}

function checkAdminKey(baseUrl: URL, inputs: Inputs): Credential {
  const text = readAdminKey(inputs.env);
  const mistake = mistakeIn(text, 'OpenAI');
  if (text === '' && isFork(inputs)) return new Credential('');
  if (text === '') {
    inputs.problem(
      'admin-api-key',
      'is empty, and so is the environment variable `OPENAI_ADMIN_KEY`. Runs from forks and from ' +
        'Dependabot get no Actions secrets, and a job gets the secrets of an environment only with ' +
        '`environment:`. Otherwise the secret does not exist.',
    );
  } else if (mistake !== undefined) {
    inputs.problem('admin-api-key', mistake);
  } else if (!/^[\x21-\x7e]+$/.test(text)) {
    inputs.problem(
      'admin-api-key',
      'contains characters that no key has (white space, line breaks or non-ASCII characters). Save the ' +
        'secret again with only the key.',
    );
  } else if (isOpenAi(baseUrl.hostname) && !text.startsWith('sk-')) {
    inputs.problem(
      'admin-api-key',
      'does not start with `sk-` as every OpenAI key does. Check which secret is read here, and save it ' +
        'again with only the key.',
    );
  }
  return new Credential(text);
}

function readOperation(
  operation: Operation,
  settings: Settings,
  inputs: Inputs,
  manifests: ManifestReaders | undefined,
): ActionRequest {
  switch (operation) {
    case 'create':
      return readCreate(settings, inputs);
    case 'list':
      return {
        ...settings,
        operation,
        places: readPlaces(inputs),
        name: inputs.text('name') || null,
        order: inputs.choice('order', ['asc', 'desc']) ?? 'asc',
        after: readAfter(inputs),
        limit: inputs.count('limit'),
        keysFile: readKeysFile(inputs),
      };
    case 'retrieve':
      return { ...settings, operation, keyId: readKeyIds(inputs, 'key-id', 1, 1)[0] ?? '' };
    case 'verify':
      return readVerify(settings, inputs, manifests);
    case 'rotate':
      return manifests === undefined
        ? readRotate(settings, inputs)
        : manifests.readReconcile(settings, inputs, manifests.readManifest);
    case 'delete':
      return {
        ...settings,
        operation,
        keyIds: readKeyIds(inputs, 'key-id', 1, Number.POSITIVE_INFINITY),
        dryRun: inputs.boolean('dry-run'),
      };
  }
}

function readVerify(
  settings: Settings,
  inputs: Inputs,
  manifests: ManifestReaders | undefined,
): RequestFor<'verify'> {
  const name = inputs.text('name') || null;
  const keyIds = readKeyIds(inputs, 'key-id', 0, Number.POSITIVE_INFINITY);
  if (name !== null && keyIds.length > 0) {
    inputs.problem('key-id', 'cannot be combined with `name`. Remove one of the two.');
  }
  const places = readPlaces(inputs);
  const manifest = manifests?.readManifest({ settings, inputs, fixed: [] }) ?? null;
  if (manifest !== null && (name !== null || keyIds.length > 0)) {
    inputs.problem(
      'manifest',
      'cannot be combined with `name` or `key-id`. Remove one of the two.',
    );
  }
  const limit = (input: InputName) => inputs.duration(input, 1, MAX_LIMIT, 'none');
  return {
    ...settings,
    operation: 'verify',
    places: manifest === null || inputs.isGiven('project-id') ? places : placesOf(manifest),
    name,
    keyIds,
    rules: {
      'max-age': limit('max-age'),
      'max-idle': limit('max-idle'),
      'min-remaining': limit('min-remaining'),
      'require-expiry': inputs.boolean('require-expiry') || null,
      'allowed-owners': readOwners(inputs),
      'allowed-owner-types': readOwnerTypes(inputs),
    } satisfies Required<Rules>,
    keyValue: inputs.isGiven('key-value') ? inputs.secret('key-value', 'OpenAI') : null,
    onViolation: inputs.choice('on-violation', ['fail', 'warn']) ?? 'fail',
    keysFile: readKeysFile(inputs),
    manifest,
  };
}

function placesOf({ entries }: Manifest): Places {
  const accounts = entries.map(({ request }) => request.account);
  const projects = accounts.flatMap((account) => account?.projectId ?? []);
  const hasAdminKeys = accounts.includes(null);
  return { hasAdminKeys, projects: [...new Set(projects)], serviceAccountId: null };
}

function readAfter(inputs: Inputs): string | null {
  if (inputs.isGiven('after') && inputs.isGiven('project-id')) {
    inputs.problem(
      'after',
      "cannot be combined with `project-id`: the order of a project's keys is not defined. Remove it.",
    );
    return null;
  }
  const [after = null] = readKeyIds(inputs, 'after', 0, 1);
  if (after?.includes('/')) {
    inputs.problem('after', 'must be the id of an admin key: only their pages have an order.');
  }
  return after;
}

function readOwners(inputs: Inputs): string[] | null {
  if (!inputs.isGiven('allowed-owners')) return null;
  const owners = inputs.list('allowed-owners');
  // No owner has such an id, so every key would be a violation.
  if (owners.some((owner) => owner === 'all' || owner === 'none')) {
    inputs.problem('allowed-owners', 'must be owner ids, or `any`.');
  }
  return owners;
}

function readOwnerTypes(inputs: Inputs): string[] | null {
  if (!inputs.isGiven('allowed-owner-types')) return null;
  const types = inputs.list('allowed-owner-types');
  const wrong = types.find((type) => type !== 'user' && type !== 'service_account');
  if (wrong !== undefined) {
    inputs.refuse('allowed-owner-types', 'must be `user`, `service_account` or both', wrong);
  }
  return types;
}

function readKeysFile(inputs: Inputs): string | null {
  const path = inputs.text('keys-file');
  if (path === '') return null;
  if (/^~[^/\\]*[/\\]/.test(path)) {
    inputs.problem(
      'keys-file',
      'starts with `~`, which only a shell expands. Use a path in the workspace or in ' +
        '`${{ runner.temp }}`.',
    );
  } else if (!/[^/\\]\.(json|ndjson|csv)$/i.test(path)) {
    inputs.problem('keys-file', 'must be a path that ends in `.json`, `.ndjson` or `.csv`.');
  }
  return path;
}

import { ActionError } from '../domain/error.ts';
import { Secret } from '../domain/secret.ts';
import { isOpenAi } from '../domain/url.ts';
import { readAdminKey } from './credentials.ts';
import { type InputName, OPERATIONS, type Operation } from './inputs.ts';
import { mistakeIn } from './mistakes.ts';
import { checkNames } from './names.ts';
import { MAX_LIMIT, readCreate, readRotate } from './new-key.ts';
import { Inputs } from './reader.ts';
import type { Request, Settings, VerifyRequest } from './request.ts';

const DAY = 86_400;

/**
 * Reads and checks every input, whatever is wrong with the others.
 *
 * @param env - where the runner put the inputs, as `INPUT_<NAME>`
 * @param warn - is told what is likely not meant, where nothing is wrong
 * @throws ActionError `input` that names every input with a problem, and what to do about each
 */
export function parseRequest(
  env: NodeJS.ProcessEnv,
  warn: (message: string) => void = () => undefined,
): Request {
  const { problems, warnings } = checkNames(env);
  const inputs = new Inputs(env, problems, warnings);
  const operation = inputs.choice('operation', OPERATIONS);
  if (operation !== undefined) inputs.refuseUnused(operation);
  const settings = readSettings(env, inputs);
  const request = readOperation(operation, settings, inputs, env);
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

function readSettings(env: NodeJS.ProcessEnv, inputs: Inputs): Settings {
  const baseUrl = inputs.url('base-url');
  return {
    adminApiKey: checkAdminKey(env, baseUrl, inputs),
    baseUrl,
    retryForMs: (inputs.duration('retry-for', 0, DAY) ?? 0) * 1000,
    timeoutMs: (inputs.duration('timeout', 1, 300) ?? 1) * 1000,
    summary: inputs.boolean('summary'),
  };
}

function checkAdminKey(env: NodeJS.ProcessEnv, baseUrl: URL, inputs: Inputs): Secret {
  const text = readAdminKey(env);
  const mistake = mistakeIn(text, 'OpenAI');
  if (text === '') {
    inputs.problem(
      'admin-api-key',
      'is empty, and so is the environment variable `OPENAI_ADMIN_KEY`. Runs from forks and from ' +
        'Dependabot get no Actions secrets, and a secret of an environment reaches a job only with ' +
        '`environment:` on that job. Otherwise the secret of that name does not exist.',
    );
  } else if (mistake !== undefined) {
    inputs.problem('admin-api-key', mistake);
  } else if (!/^[\x21-\x7e]+$/.test(text)) {
    inputs.problem(
      'admin-api-key',
      'holds characters that no key has (white space, line ends or letters beyond ASCII). Save the ' +
        'secret again, with the key alone.',
    );
  } else if (isOpenAi(baseUrl.hostname) && !text.startsWith('sk-')) {
    inputs.problem(
      'admin-api-key',
      'does not begin with `sk-`, as every key of OpenAI does. Check which secret is read here, and save ' +
        'it again with the key alone.',
    );
  }
  return new Secret(text);
}

function readOperation(
  operation: Operation | undefined,
  settings: Settings,
  inputs: Inputs,
  env: NodeJS.ProcessEnv,
): Request | undefined {
  switch (operation) {
    case 'create':
      return readCreate(settings, inputs, env);
    case 'list':
      return {
        ...settings,
        operation,
        name: inputs.text('name') || null,
        order: inputs.choice('order', ['asc', 'desc']) ?? 'asc',
        after: inputs.keyIds('after', 0, 1)[0] ?? null,
        limit: inputs.count('limit'),
        keysFile: readKeysFile(inputs),
      };
    case 'retrieve':
      return { ...settings, operation, keyId: inputs.keyIds('key-id', 1, 1)[0] ?? '' };
    case 'verify':
      return readVerify(settings, inputs);
    case 'rotate':
      return readRotate(settings, inputs, env);
    case 'delete':
      return {
        ...settings,
        operation,
        keyIds: inputs.keyIds('key-id', 1, Number.POSITIVE_INFINITY),
        dryRun: inputs.boolean('dry-run'),
      };
    case undefined:
      return undefined;
  }
}

function readVerify(settings: Settings, inputs: Inputs): VerifyRequest {
  const name = inputs.text('name') || null;
  const keyIds = inputs.keyIds('key-id', 0, Number.POSITIVE_INFINITY);
  if (name !== null && keyIds.length > 0) {
    inputs.problem('key-id', 'does not go with `name`: say which keys by one of the two.');
  }
  const limit = (input: InputName) => inputs.duration(input, 1, MAX_LIMIT, 'none');
  return {
    ...settings,
    operation: 'verify',
    name,
    keyIds,
    rules: {
      'max-age': limit('max-age'),
      'max-idle': limit('max-idle'),
      'min-remaining': limit('min-remaining'),
      'require-expiry': inputs.boolean('require-expiry') || null,
      'allowed-owners': readOwners(inputs),
    },
    keyValue: inputs.isGiven('key-value') ? inputs.secret('key-value', 'OpenAI') : null,
    onViolation: inputs.choice('on-violation', ['fail', 'warn']) ?? 'fail',
    keysFile: readKeysFile(inputs),
  };
}

function readOwners(inputs: Inputs): string[] | null {
  if (!inputs.isGiven('allowed-owners')) return null;
  const owners = inputs.list('allowed-owners');
  // Every key would fall short of an owner by such a name.
  if (owners.some((owner) => owner === 'all' || owner === 'none')) {
    inputs.problem('allowed-owners', 'must be ids of owners, or `any`.');
  }
  return owners;
}

function readKeysFile(inputs: Inputs): string | null {
  const path = inputs.text('keys-file');
  if (path === '') return null;
  if (/^~[^/\\]*[/\\]/.test(path)) {
    inputs.problem(
      'keys-file',
      'begins with `~`, which only a shell replaces by a folder. Give a path in the workspace, or in ' +
        '`${{ runner.temp }}`.',
    );
  } else if (!/[^/\\]\.(json|ndjson|csv)$/i.test(path)) {
    inputs.problem('keys-file', 'must be a path that ends in `.json`, `.ndjson` or `.csv`.');
  }
  return path;
}

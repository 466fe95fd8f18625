import { toleranceOf } from '../domain/duration.ts';
import { isOneLine } from '../domain/text.ts';
import { readAdminKey } from './credentials.ts';
import { readAccount } from './places.ts';
import type { Inputs } from './reader.ts';
import { misplaced, readDelivery } from './secret-targets.ts';
import type { NewKeyRequest, RequestFor, Settings } from './types.ts';

const DAY = 86_400;
const MAX_LIFETIME = 365 * DAY;
/** A limit may exceed the longest lifetime. */
export const MAX_LIMIT = 100 * MAX_LIFETIME;
const RESERVED_VARIABLES = /^(PATH|HOME|CI|(NODE|LD|DYLD|GITHUB|RUNNER|ACTIONS|INPUT|STATE)_.*)$/;

export function readCreate(settings: Settings, inputs: Inputs): RequestFor<'create'> {
  const revokeAfterJob = inputs.boolean('revoke-after-job');
  const newKey = readNewKey(settings, inputs);
  const request: RequestFor<'create'> = {
    ...newKey,
    operation: 'create',
    // If the runner dies, no post step deletes the key, but it still expires.
    lifetime: newKey.lifetime ?? (revokeAfterJob ? DAY : null),
    ifExists: inputs.choice('if-exists', ['create', 'reuse', 'fail']) ?? 'create',
    revokeAfterJob,
  };
  if (revokeAfterJob && inputs.isGiven('secret-name')) {
    inputs.problem(
      'revoke-after-job',
      'cannot be combined with `secret-name`: the secret would keep a deleted key. Remove one of the two.',
    );
  }
  if (request.ifExists === 'reuse') {
    for (const name of ['output-value', 'export-env', 'revoke-after-job'] as const) {
      if (!inputs.isGiven(name)) continue;
      inputs.problem(
        name,
        'cannot be combined with `if-exists: reuse`: the value of a reused key is not known, and the key ' +
          'does not belong to this job. Remove one of the two.',
      );
    }
  }
  return request;
}

export function readRotate(settings: Settings, inputs: Inputs): RequestFor<'rotate'> {
  if (inputs.text('secret-name') === '') {
    inputs.problem(
      'secret-name',
      'is required when `operation` is `rotate`, which writes each new key to a secret. Add ' +
        '`secret-name: …` to the step.',
    );
  }
  const request: RequestFor<'rotate'> = {
    ...readNewKey(settings, inputs),
    operation: 'rotate',
    rotateAfter: inputs.duration('rotate-after', 1, MAX_LIMIT, 'none'),
    minRemaining: inputs.duration('min-remaining', 1, MAX_LIMIT, 'none'),
    now: inputs.boolean('now'),
    gracePeriod: inputs.duration('grace-period', 0, MAX_LIMIT) ?? 0,
  };
  checkRules(request, inputs);
  return request;
}

/** Refuses rules that contradict each other, and warns if old keys expire within their grace period. */
function checkRules(request: RequestFor<'rotate'>, inputs: Inputs): void {
  const { lifetime, rotateAfter, minRemaining, gracePeriod } = request;
  if (lifetime !== null && rotateAfter !== null && lifetime <= rotateAfter) {
    inputs.problem(
      'expires-in',
      'must be longer than `rotate-after`: the key would expire before it is due. Leave time for a few ' +
        'runs in between.',
    );
  }
  const atLeast = minRemaining === null ? 0 : minRemaining + toleranceOf(minRemaining);
  if (lifetime !== null && atLeast >= lifetime) {
    inputs.problem(
      'min-remaining',
      'must be shorter than `expires-in`, including its tolerance of 5 % (at most 6 hours): each new key ' +
        'would be due at once.',
    );
  }
  if (lifetime === null || (rotateAfter === null && minRemaining === null)) return;
  // How long a key still lives when the first of the two rules replaces it.
  const byAge = rotateAfter === null ? 0 : lifetime - rotateAfter;
  if (Math.max(byAge, minRemaining ?? 0) >= gracePeriod) return;
  inputs.warnings.push(
    'An old key expires before its `grace-period` ends, since ' +
      (rotateAfter === null
        ? '`min-remaining` is shorter than `grace-period`'
        : '`expires-in` is shorter than `rotate-after` and `grace-period` together') +
      '. Queued runs may then use an expired key. Set a longer `expires-in` or `min-remaining`, or a ' +
      'shorter `grace-period`.',
  );
}

function readNewKey(settings: Settings, inputs: Inputs): NewKeyRequest {
  return {
    ...settings,
    account: readAccount(inputs),
    name: readNewName(inputs),
    lifetime: inputs.duration('expires-in', 1, MAX_LIFETIME, 'never'),
    outputValue: inputs.boolean('output-value'),
    exportEnv: readExportEnv(inputs),
    ...readDelivery(inputs),
    dryRun: inputs.boolean('dry-run'),
  };
}

function readNewName(inputs: Inputs): string {
  const name = inputs.text('name');
  if (name === '') {
    inputs.problem(
      'name',
      `is required when \`operation\` is \`${inputs.text('operation')}\`. Add \`name: …\` to the step.`,
    );
  } else if (!isOneLine(name)) {
    inputs.problem(
      'name',
      'contains a line break or another control character. Use a single line.',
    );
  } else if (name.includes('***')) {
    // Names are compared after redaction.
    inputs.problem(
      'name',
      'contains `***`, which replaces secrets in names, so other keys could seem to have this name. ' +
        'Choose another name.',
    );
  }
  return name;
}

function readExportEnv(inputs: Inputs): string | null {
  const { env } = inputs;
  const name = inputs.text('export-env');
  if (name === '') return null;
  // On Windows, names of variables are case-insensitive.
  const variable = env.RUNNER_OS === 'Windows' ? name.toUpperCase() : name;
  const flaw = misplaced(variable, inputs);
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    inputs.problem('export-env', 'is not a valid variable name. Use letters, digits and `_`.');
  } else if (RESERVED_VARIABLES.test(name.toUpperCase())) {
    inputs.problem(
      'export-env',
      `must not be \`${name}\`, which the runner or the system uses. Choose another name.`,
    );
  } else if (flaw !== undefined) {
    inputs.problem('export-env', flaw);
  } else if (variable === 'OPENAI_ADMIN_KEY' && holdsAdminKey(env)) {
    inputs.problem(
      'export-env',
      'must not be `OPENAI_ADMIN_KEY`, which holds the admin key of this step: the post step would read ' +
        'the new key instead. Choose another name.',
    );
  }
  return name;
}

/** Also if the input was given as `${{ env.OPENAI_ADMIN_KEY }}`: the post step evaluates it again. */
function holdsAdminKey(env: NodeJS.ProcessEnv): boolean {
  return (env.OPENAI_ADMIN_KEY ?? '').trim() === readAdminKey(env);
}

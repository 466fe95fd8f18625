import { toleranceOf } from '../domain/duration.ts';
import { isOneLine } from '../domain/text.ts';
import { readAdminKey } from './credentials.ts';
import type { Inputs } from './reader.ts';
import type { CreateRequest, NewKeyRequest, RotateRequest, Settings } from './request.ts';
import { NOT_FOR_MODELS, readDelivery } from './targets.ts';

const DAY = 86_400;
const MAX_LIFETIME = 365 * DAY;
/** Limits for keys may reach further than the longest lifetime. */
export const MAX_LIMIT = 100 * MAX_LIFETIME;
const RESERVED_VARIABLES = /^(PATH|HOME|CI|(NODE|LD|DYLD|GITHUB|RUNNER|ACTIONS|INPUT|STATE)_.*)$/;

export function readCreate(
  settings: Settings,
  inputs: Inputs,
  env: NodeJS.ProcessEnv,
): CreateRequest {
  const revokeAfterJob = inputs.boolean('revoke-after-job');
  const newKey = readNewKey(settings, inputs, env);
  const request: CreateRequest = {
    ...newKey,
    operation: 'create',
    // Post steps do not run on a machine that died, so such a key also ends by itself.
    lifetime: newKey.lifetime ?? (revokeAfterJob ? DAY : null),
    ifExists: inputs.choice('if-exists', ['create', 'reuse', 'fail']) ?? 'create',
    revokeAfterJob,
  };
  if (revokeAfterJob && inputs.isGiven('secret-name')) {
    inputs.problem(
      'revoke-after-job',
      'does not go with `secret-name`: the secret would be left with a deleted key. Remove one of the two.',
    );
  }
  if (request.ifExists === 'reuse') {
    for (const name of ['output-value', 'export-env', 'revoke-after-job'] as const) {
      if (!inputs.isGiven(name)) continue;
      inputs.problem(
        name,
        'does not go with `if-exists: reuse`: a reused key has no value to hand out and is not this ' +
          "job's to delete. Remove one of the two.",
      );
    }
  }
  return request;
}

export function readRotate(
  settings: Settings,
  inputs: Inputs,
  env: NodeJS.ProcessEnv,
): RotateRequest {
  if (inputs.text('secret-name') === '') {
    inputs.problem(
      'secret-name',
      'is required when `operation` is `rotate`: a rotation is about the secrets that hold the key. Add ' +
        '`secret-name: …` to the step.',
    );
  }
  const request: RotateRequest = {
    ...readNewKey(settings, inputs, env),
    operation: 'rotate',
    rotateAfter: inputs.duration('rotate-after', 1, MAX_LIMIT, 'none'),
    minRemaining: inputs.duration('min-remaining', 1, MAX_LIMIT, 'none'),
    now: inputs.boolean('now'),
    gracePeriod: inputs.duration('grace-period', 0, MAX_LIMIT) ?? 0,
  };
  checkRules(request, inputs);
  return request;
}

/** Rules that contradict each other, or end an old key's life before its grace period. */
function checkRules(request: RotateRequest, inputs: Inputs): void {
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
      'must be shorter than `expires-in`, also with its tolerance of 5 % (at most 6 hours, since ' +
        'schedules are not punctual): each new key would be due at once.',
    );
  }
  if (lifetime === null || (rotateAfter === null && minRemaining === null)) return;
  // What is left of a key when it is replaced: whichever rule finds it due first.
  const byAge = rotateAfter === null ? 0 : lifetime - rotateAfter;
  if (Math.max(byAge, minRemaining ?? 0) >= gracePeriod) return;
  inputs.warning(
    'An old key expires before its `grace-period` is over, since ' +
      (rotateAfter === null
        ? '`min-remaining` is shorter than that'
        : '`expires-in` is shorter than `rotate-after` and `grace-period` together') +
      '. Runs that are queued then may hold a dead key. Set a longer `expires-in` or `min-remaining`, or ' +
      'a shorter `grace-period`.',
  );
}

function readNewKey(settings: Settings, inputs: Inputs, env: NodeJS.ProcessEnv): NewKeyRequest {
  return {
    ...settings,
    name: readNewName(inputs),
    lifetime: inputs.duration('expires-in', 1, MAX_LIFETIME, 'never'),
    outputValue: inputs.boolean('output-value'),
    exportEnv: readExportEnv(inputs, env),
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
    inputs.problem('name', 'holds a line end or another control character. Give one plain line.');
  } else if (name.includes('***')) {
    // Names are compared as they are shown.
    inputs.problem(
      'name',
      'holds `***`, which stands for a secret that was taken out of a name, so other keys could pass for ' +
        'this one. Choose another name.',
    );
  }
  return name;
}

function readExportEnv(inputs: Inputs, env: NodeJS.ProcessEnv): string | null {
  const name = inputs.text('export-env');
  if (name === '') return null;
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    inputs.problem('export-env', 'is no variable name. Use letters, digits and `_`.');
  } else if (RESERVED_VARIABLES.test(name.toUpperCase())) {
    inputs.problem(
      'export-env',
      `must not be \`${name}\`, which the runner or the system reads. Choose another name.`,
    );
  } else if (isSameVariable(name, 'OPENAI_API_KEY', env)) {
    inputs.problem('export-env', NOT_FOR_MODELS);
  } else if (isSameVariable(name, 'OPENAI_ADMIN_KEY', env) && holdsAdminKey(env)) {
    inputs.problem(
      'export-env',
      'must not be `OPENAI_ADMIN_KEY`, since that variable holds the admin key of this step: the post ' +
        'step reads it again and would find the new one. Choose another name.',
    );
  }
  return name;
}

/** However the input was given: an expression such as `env.OPENAI_ADMIN_KEY` is evaluated again. */
function holdsAdminKey(env: NodeJS.ProcessEnv): boolean {
  return (env.OPENAI_ADMIN_KEY ?? '').trim() === readAdminKey(env);
}

/** Windows knows no case in the names of variables. */
function isSameVariable(name: string, other: string, env: NodeJS.ProcessEnv): boolean {
  return name === other || (env.RUNNER_OS === 'Windows' && name.toUpperCase() === other);
}

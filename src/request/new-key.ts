import { isOneLine } from '../domain/text.ts';
import type { Inputs } from './reader.ts';
import type { CreateRequest, NewKeyRequest, RotateRequest, Settings } from './request.ts';
import { readDelivery } from './targets.ts';

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
    gracePeriod: inputs.duration('grace-period', 0, MAX_LIMIT) ?? 0,
  };
  const { lifetime, rotateAfter, minRemaining } = request;
  if (lifetime !== null && rotateAfter !== null && lifetime <= rotateAfter) {
    inputs.problem(
      'expires-in',
      'must be longer than `rotate-after`: the key would expire before it is due. Leave time for a few ' +
        'runs in between.',
    );
  }
  if (lifetime !== null && minRemaining !== null && minRemaining >= lifetime) {
    inputs.problem(
      'min-remaining',
      'must be shorter than `expires-in`: each new key would be due at once.',
    );
  }
  return request;
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
  } else if (name === 'OPENAI_ADMIN_KEY' && inputs.text('admin-api-key') === '' && env[name]) {
    inputs.problem(
      'export-env',
      'must not be `OPENAI_ADMIN_KEY`, since this step took its own admin key from there and later ' +
        'steps would get the new one. Choose another name, or pass the admin key as `admin-api-key`.',
    );
  }
  return name;
}

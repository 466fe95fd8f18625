import { SECRET_APPS } from '../src/domain/secret-target.ts';
import { INPUT_RULES, type InputName } from '../src/inputs/definitions.ts';
import { EXCEPTED_RULES, FIELDS, SCHEMA_FILE, STATES } from '../src/inputs/manifest.ts';
import { VISIBILITIES } from '../src/inputs/secret-targets.ts';

type Schema = Record<string, unknown>;

const text: Schema = { type: 'string', minLength: 1 };
/** A list is a YAML sequence, or a text with one item a line or comma. */
const listOf = (items: Schema): Schema => {
  const list = { type: 'array', items, minItems: 1 };
  return { anyOf: [items, { type: 'string', pattern: '[,\\n]' }, list] };
};
const duration: Schema = {
  type: 'string',
  pattern: '^([0-9]+[smhdw]|P[0-9WDTHMS]+|none|never)$',
};

/** What a field takes beyond a text. */
const VALUES: Readonly<Record<string, Schema>> = {
  'expires-in': duration,
  'rotate-after': duration,
  'min-remaining': duration,
  'grace-period': duration,
  'rotate-spread': duration,
  'secret-visibility': { enum: VISIBILITIES },
  'secret-app': { enum: SECRET_APPS },
  state: { enum: STATES },
  until: { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' },
  rules: { enum: EXCEPTED_RULES },
};

/** The fields that are no inputs. */
const MEANINGS: Readonly<Record<string, string>> = {
  'rotate-spread':
    'Shortens `rotate-after` by a fixed part of this span, so that keys that were made in one night are not due in one night.',
  state:
    '`absent` deletes the live keys of this entry, each once it has been unused for `grace-period`.',
  key: 'ID of a key, or a pattern of `name` or `proj_…/name`.',
  rules: 'Rules whose violations are left out. Without it, all but `missing` and `value`.',
  until: 'Last day of the exception, in UTC.',
  reason: 'Why there is an exception.',
};

/**
 * The JSON Schema of a manifest, for editors. It knows each field and its form; what contradicts what is
 * for the action to say.
 *
 * @param meaningOf - what `action.yml` says of an input
 */
export function manifestSchema(meaningOf: (name: InputName) => string): Schema {
  const field = (name: string): Schema => {
    const isInput = Object.hasOwn(INPUT_RULES, name);
    const isList = name === 'rules' || (isInput && INPUT_RULES[name as InputName].list === true);
    const value = VALUES[name] ?? text;
    const description = MEANINGS[name] ?? meaningOf(name as InputName);
    return { description, ...(isList ? listOf(value) : value) };
  };
  const map = (names: readonly string[]): Schema => {
    const properties = Object.fromEntries(names.map((name) => [name, field(name)]));
    return { type: 'object', additionalProperties: false, properties };
  };
  const properties: Record<(typeof FIELDS.file)[number], Schema> = {
    $schema: { type: 'string', pattern: `(^|/)${SCHEMA_FILE.replaceAll('.', '\\.')}$` },
    defaults: { description: 'Fields for all entries.', ...map(FIELDS.defaults) },
    keys: {
      description: 'The keys that should exist.',
      type: 'array',
      minItems: 1,
      items: map(FIELDS.entry),
    },
    exceptions: {
      description: 'What `verify` leaves out.',
      type: 'array',
      minItems: 1,
      items: { ...map(FIELDS.exception), required: ['key', 'until', 'reason'] },
    },
  };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'OpenAI API keys that a repository manages',
    type: 'object',
    additionalProperties: false,
    required: ['keys'],
    properties,
  };
}

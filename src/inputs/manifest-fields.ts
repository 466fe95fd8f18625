import type { InputName } from './definitions.ts';

/** Fields of an entry that are inputs of `rotate` by their names. */
export const ENTRY_INPUTS = [
  'name',
  'project-id',
  'service-account-id',
  'scopes',
  'expires-in',
  'rotate-after',
  'min-remaining',
  'grace-period',
  'secret-name',
  'secret-repositories',
  'secret-environment',
  'secret-organization',
  'secret-visibility',
  'secret-app',
] as const satisfies readonly InputName[];

/** The fields of each map of a manifest. */
export const FIELDS = {
  file: ['$schema', 'defaults', 'keys', 'exceptions'],
  defaults: [...ENTRY_INPUTS, 'rotate-spread'],
  entry: [...ENTRY_INPUTS, 'rotate-spread', 'state'],
  exception: ['key', 'rules', 'until', 'reason'],
} as const;

/** The words of `state`. */
export const STATES = ['present', 'absent'] as const;

/** What `$schema` has to end in: the version of the file's format. */
export const SCHEMA_FILE = 'openai-keys.v1.json';

/** The operations, by the word that `operation` takes. */
export const OPERATIONS = ['create', 'list', 'retrieve', 'verify', 'rotate', 'delete'] as const;
export type Operation = (typeof OPERATIONS)[number];

interface InputRule {
  /** As in `action.yml`, expressions included. An input with this value counts as not given. */
  default: string;
  /** The operations that use it. */
  for: readonly Operation[];
  /** Of the step alone: an entry of a manifest has no such field. */
  step?: true;
  /** Makes sense with this one alone. */
  needs?: 'manifest' | 'secret-name';
  /** The default has the widest effect, so an empty expression must not select it. */
  refusesEmpty?: true;
  /** Takes several items, separated by commas or line breaks. */
  list?: true;
  /** Masked before anything else, and never quoted. */
  secret?: true;
}

const MAKING = ['create', 'rotate'] as const;
const OF_SECRET = { for: MAKING, needs: 'secret-name' } as const;

/** Every input. A test compares this table with `action.yml`. */
export const INPUTS = {
  operation: { default: '', for: OPERATIONS, step: true },
  'admin-api-key': { default: '', for: OPERATIONS, secret: true, step: true },
  'base-url': { default: 'https://api.openai.com/v1', for: OPERATIONS, step: true },
  name: { default: '', for: ['create', 'list', 'verify', 'rotate'] },
  'project-id': { default: 'none', for: OPERATIONS, refusesEmpty: true, list: true },
  'service-account-id': {
    default: 'none',
    for: ['create', 'rotate', 'list', 'verify'],
    refusesEmpty: true,
  },
  scopes: { default: 'all', for: MAKING, refusesEmpty: true, list: true },
  'expires-in': { default: 'never', for: MAKING, refusesEmpty: true },
  'rotate-after': { default: 'none', for: ['rotate'], refusesEmpty: true },
  'min-remaining': { default: 'none', for: ['verify', 'rotate'], refusesEmpty: true },
  'grace-period': { default: '24h', for: ['rotate'], refusesEmpty: true },
  'secret-name': { default: '', for: MAKING },
  'secret-repositories': {
    default: '${{ github.repository }}',
    ...OF_SECRET,
    refusesEmpty: true,
    list: true,
  },
  'secret-environment': { default: 'none', ...OF_SECRET, refusesEmpty: true, list: true },
  'secret-organization': { default: 'none', ...OF_SECRET, refusesEmpty: true },
  'secret-visibility': { default: 'keep', ...OF_SECRET },
  'secret-app': { default: 'actions', ...OF_SECRET, list: true },
  manifest: { default: 'none', for: ['rotate', 'verify'], refusesEmpty: true, step: true },
  only: { default: 'all', for: ['rotate'], needs: 'manifest', refusesEmpty: true, list: true },
  'max-rotations': { default: '20', for: ['rotate'], needs: 'manifest' },
  'key-id': { default: '', for: ['retrieve', 'verify', 'delete'], list: true },
  'if-exists': { default: 'create', for: ['create'] },
  'revoke-after-job': { default: 'false', for: ['create'] },
  'output-value': { default: 'false', for: MAKING, step: true },
  'export-env': { default: '', for: MAKING, step: true },
  'github-token': { default: '', ...OF_SECRET, secret: true, step: true },
  'github-api-url': { default: '${{ github.api_url }}', for: MAKING, step: true },
  order: { default: 'asc', for: ['list'] },
  after: { default: '', for: ['list'] },
  limit: { default: '', for: ['list'] },
  'report-file': { default: '', for: OPERATIONS, step: true },
  'keys-file': { default: '', for: ['list', 'verify'] },
  'max-age': { default: 'none', for: ['verify'], refusesEmpty: true },
  'max-idle': { default: 'none', for: ['verify'], refusesEmpty: true },
  now: { default: 'false', for: ['rotate'], step: true },
  'require-expiry': { default: 'false', for: ['verify'] },
  'allowed-owners': { default: 'any', for: ['verify'], refusesEmpty: true, list: true },
  'allowed-owner-types': { default: 'any', for: ['verify'], refusesEmpty: true, list: true },
  'key-value': { default: 'none', for: ['verify'], refusesEmpty: true, secret: true },
  'on-violation': { default: 'fail', for: ['verify'] },
  'dry-run': { default: 'false', for: ['create', 'rotate', 'delete'], step: true },
  'retry-for': { default: '15m', for: OPERATIONS, step: true },
  timeout: { default: '30s', for: OPERATIONS, step: true },
  summary: { default: 'true', for: OPERATIONS, step: true },
} as const satisfies Record<string, InputRule>;

export type InputName = keyof typeof INPUTS;
export const INPUT_RULES: Readonly<Record<InputName, InputRule>> = INPUTS;
export const INPUT_NAMES = Object.keys(INPUTS) as InputName[];
/** The inputs of `rotate` that are fields of an entry of a manifest, too. */
export const ENTRY_INPUTS = INPUT_NAMES.filter((name) => {
  const { for: users, needs, step } = INPUT_RULES[name];
  return users.includes('rotate') && needs !== 'manifest' && !step;
});

/** The environment variable in which the runner passes an input. */
export function inputVariable(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}

/** An input as the runner passes it, trimmed; undefined if it was not given. */
export function readInput(env: NodeJS.ProcessEnv, name: InputName): string | undefined {
  return env[inputVariable(name)]?.trim();
}

/** The value of an input that was not given. */
export function defaultOf(env: NodeJS.ProcessEnv, name: InputName): string {
  const text = INPUT_RULES[name].default;
  if (text === '${{ github.repository }}') return env.GITHUB_REPOSITORY ?? '';
  if (text === '${{ github.api_url }}') return env.GITHUB_API_URL || 'https://api.github.com';
  return text;
}

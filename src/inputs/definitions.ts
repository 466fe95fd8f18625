/** The operations, by the word that `operation` takes. */
export const OPERATIONS = ['create', 'list', 'retrieve', 'verify', 'rotate', 'delete'] as const;
export type Operation = (typeof OPERATIONS)[number];

interface InputRule {
  /**
   * As in `action.yml`, expressions included. An input with this value counts as not given.
   */
  default: string;
  /** The operations that use it. */
  for: readonly Operation[];
  /** Makes sense with this one alone. */
  needs?: 'manifest';
  /** The default has the widest effect, so an empty expression must not select it. */
  refusesEmpty?: true;
  /** Takes several items, separated by commas or line breaks. */
  list?: true;
  /** Masked before anything else, and never quoted. */
  secret?: true;
}

/** The operations that make keys. */
const MAKING = ['create', 'rotate'] as const;

/** Every input. A test compares this table with `action.yml`. */
export const INPUTS = {
  operation: { default: '', for: OPERATIONS },
  'admin-api-key': { default: '', for: OPERATIONS, secret: true },
  'base-url': { default: 'https://api.openai.com/v1', for: OPERATIONS },
  'project-id': { default: 'none', for: OPERATIONS, refusesEmpty: true, list: true },
  'service-account-id': {
    default: 'none',
    for: ['create', 'rotate', 'list', 'verify'],
    refusesEmpty: true,
  },
  scopes: { default: 'all', for: MAKING, refusesEmpty: true, list: true },
  manifest: { default: 'none', for: ['rotate', 'verify'], refusesEmpty: true },
  only: { default: 'all', for: ['rotate'], needs: 'manifest', refusesEmpty: true, list: true },
  'max-rotations': { default: '20', for: ['rotate'], needs: 'manifest' },
  name: { default: '', for: ['create', 'list', 'verify', 'rotate'] },
  'key-id': { default: '', for: ['retrieve', 'verify', 'delete'], list: true },
  'expires-in': { default: 'never', for: MAKING, refusesEmpty: true },
  'if-exists': { default: 'create', for: ['create'] },
  'revoke-after-job': { default: 'false', for: ['create'] },
  'output-value': { default: 'false', for: MAKING },
  'export-env': { default: '', for: MAKING },
  'secret-name': { default: '', for: MAKING },
  'secret-repositories': {
    default: '${{ github.repository }}',
    for: MAKING,
    refusesEmpty: true,
    list: true,
  },
  'secret-environment': { default: 'none', for: MAKING, refusesEmpty: true, list: true },
  'secret-organization': { default: 'none', for: MAKING, refusesEmpty: true },
  'secret-visibility': { default: 'keep', for: MAKING },
  'secret-app': { default: 'actions', for: MAKING, list: true },
  'github-token': { default: '', for: MAKING, secret: true },
  'github-api-url': { default: '${{ github.api_url }}', for: MAKING },
  order: { default: 'asc', for: ['list'] },
  after: { default: '', for: ['list'] },
  limit: { default: '', for: ['list'] },
  'report-file': { default: '', for: OPERATIONS },
  'keys-file': { default: '', for: ['list', 'verify'] },
  'max-age': { default: 'none', for: ['verify'], refusesEmpty: true },
  'max-idle': { default: 'none', for: ['verify'], refusesEmpty: true },
  'min-remaining': { default: 'none', for: ['verify', 'rotate'], refusesEmpty: true },
  'rotate-after': { default: 'none', for: ['rotate'], refusesEmpty: true },
  now: { default: 'false', for: ['rotate'] },
  'grace-period': { default: '24h', for: ['rotate'], refusesEmpty: true },
  'require-expiry': { default: 'false', for: ['verify'] },
  'allowed-owners': { default: 'any', for: ['verify'], refusesEmpty: true, list: true },
  'allowed-owner-types': { default: 'any', for: ['verify'], refusesEmpty: true, list: true },
  'key-value': { default: 'none', for: ['verify'], refusesEmpty: true, secret: true },
  'on-violation': { default: 'fail', for: ['verify'] },
  'dry-run': { default: 'false', for: ['create', 'rotate', 'delete'] },
  'retry-for': { default: '15m', for: OPERATIONS },
  timeout: { default: '30s', for: OPERATIONS },
  summary: { default: 'true', for: OPERATIONS },
} as const satisfies Record<string, InputRule>;

export type InputName = keyof typeof INPUTS;
export const INPUT_RULES: Readonly<Record<InputName, InputRule>> = INPUTS;

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

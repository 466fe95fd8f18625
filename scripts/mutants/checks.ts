import type { Mutant } from './mutant.ts';

/** Checks before effects. */
export const checks: readonly Mutant[] = [
  {
    invariant: 24,
    without: 'the end where an input is wrong',
    file: 'src/inputs/parse.ts',
    find: 'if (problems.length === 0 && request !== undefined) {',
    replace: 'if (request !== undefined) {',
    tests: {
      'inputs/names': ['all problems are reported together'],
      'contract/delivery-inputs': ['%s is named before any request'],
    },
  },
  {
    invariant: 24,
    without: 'the reading on after a first problem',
    file: 'src/inputs/reader.ts',
    find: 'if (this.#reported.has(name)) return;',
    replace: 'if (this.#reported.size > 0) return;',
    tests: { 'inputs/names': ['all problems are reported together'] },
  },
  {
    invariant: 25,
    without: 'the refusal of an empty text',
    file: 'src/inputs/reader.ts',
    find: 'if (isEmpty && rule.refusesEmpty) {',
    replace: 'if (isEmpty && rule.default === text) {',
    tests: { 'inputs/empty': ['an empty `%s` is refused, and is not taken for its default'] },
  },
  {
    invariant: 26,
    without: 'the look for credentials in other inputs',
    file: 'src/inputs/reader.ts',
    find: '!rule.secret && looksLikeCredential(text)',
    replace: "!rule.secret && looksLikeCredential('')",
    tests: { 'inputs/names': ['is refused in %s and not repeated: %s'] },
  },
  {
    invariant: 27,
    without: 'the end where a target has a problem',
    file: 'src/delivery/inspect-secrets.ts',
    find: 'if (first === undefined || (maySkip && good.length > 0 && areTheirOwn)) {',
    replace: 'if (first === undefined || areTheirOwn) {',
    tests: {
      'delivery/inspect-secrets': ['names all %d targets with a problem'],
      'contract/delivery': ['%s: no key is made'],
    },
  },
  {
    invariant: 27,
    without: 'the check of the public key',
    file: 'src/github/secret-store.ts',
    find: "        await seal(key, new Credential('trial')).catch((error) => {",
    replace: "        await seal('', new Credential('trial')).catch(() => 0).catch((error) => {",
    tests: {
      'contract/delivery': ['%s: no key is made'],
      'operations/action-secrets': ['where GitHub serves a public key that makes boxes worthless'],
    },
  },
  {
    invariant: 28,
    without: 'the lock of the OpenAI client',
    file: 'src/openai/api.ts',
    find: "if (options.readOnly && method !== 'GET') throw",
    replace: "if (options.readOnly && path === '') throw",
    tests: { 'openai/client': ['a client of a dry run reads and does not write'] },
  },
  {
    invariant: 28,
    without: 'the lock of the GitHub client',
    file: 'src/github/secret-store.ts',
    find: "      if (readOnly) throw new Error('a dry run must not write');\n",
    replace: '',
    tests: { 'github/secret-store': ['a store of a dry run reads and does not write'] },
  },
  {
    invariant: 28,
    without: 'the end of a dry run',
    file: 'src/operations/create.ts',
    find: "  if (request.dryRun) return { ...result, outcome: 'planned' };\n",
    replace: '',
    tests: {
      'operations/create-secrets': ['is not made in a dry run, which checks all the same'],
      'operations/action-secrets': ['is not made in a dry run'],
    },
  },
];

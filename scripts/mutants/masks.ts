import type { Mutant } from './mutant.ts';

/** Mask first. */
export const masks: readonly Mutant[] = [
  {
    invariant: 1,
    without: 'the masks of the secret inputs',
    file: 'src/inputs/credentials.ts',
    find: '      masker.mask(new Credential(text));',
    replace: '      void text;',
    tests: {
      'inputs/credentials': ['hides the other secret inputs, but not a word that stands for none'],
      'contract/delivery': ['show nowhere, in one %s, with debug logging on'],
    },
  },
  {
    invariant: 1,
    without: 'the mask of the admin key in the environment',
    file: 'src/inputs/credentials.ts',
    find: "  masker.mask(new Credential(env.OPENAI_ADMIN_KEY ?? ''));\n",
    replace: '',
    tests: {
      'inputs/credentials': ['hides the admin key of the input and of the environment'],
    },
  },
  {
    invariant: 1,
    without: "the masks of the proxies' credentials",
    file: 'src/inputs/credentials.ts',
    find: '  for (const form of proxyCredentials(env)) masker.mask(new Credential(form));\n',
    replace: '',
    tests: { 'inputs/credentials': ['hides the credentials in %s'] },
  },
  {
    invariant: 1,
    without: 'the order: it looks for what is wrong before it masks',
    file: 'src/action.ts',
    find: '    maskCredentials(env, masker);\n    refuseTracing(env);\n',
    replace: '    refuseTracing(env);\n    maskCredentials(env, masker);\n',
    tests: { 'operations/action': ['by %s is told after the credentials were masked'] },
  },
  {
    invariant: 2,
    without: 'the mask of a new value',
    file: 'src/openai/parse.ts',
    find: '  const value = new Credential(text);\n  mask(value);\n',
    replace: '  const value = new Credential(text);\n',
    tests: {
      'openai/parse': ['has its value hidden before anything else fails or is kept'],
      'operations/action': ['create makes a key, masks it and hands it over'],
    },
  },
  {
    invariant: 2,
    without: 'the order: a value counts as hidden before the runner was told',
    file: 'src/runner/masker.ts',
    find: 'addMask(form);',
    replace: 'queueMicrotask(() => addMask(form));',
    tests: {
      'runner/masker': ['a value is hidden by the runner before it counts as hidden here'],
    },
  },
];

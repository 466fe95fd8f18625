import type { Mutant } from './mutant.ts';

/** Mask first. */
export const masks: readonly Mutant[] = [
  {
    invariant: 1,
    without: 'the masks of the secret inputs',
    file: 'src/request/credentials.ts',
    find: '      masks.hide(new Secret(text));',
    replace: '      void text;',
    tests: {
      'request/credentials': ['hides the other secret inputs, but not a word that stands for none'],
      'contract/delivery': ['show nowhere, in one %s, with debug logging on'],
    },
  },
  {
    invariant: 1,
    without: 'the mask of the admin key in the environment',
    file: 'src/request/credentials.ts',
    find: "  masks.hide(new Secret(env.OPENAI_ADMIN_KEY ?? ''));\n",
    replace: '',
    tests: {
      'request/credentials': ['hides the admin key of the input and of the environment'],
    },
  },
  {
    invariant: 1,
    without: "the masks of the proxies' credentials",
    file: 'src/request/credentials.ts',
    find: '  for (const form of proxyCredentials(env)) masks.hide(new Secret(form));\n',
    replace: '',
    tests: { 'request/credentials': ['hides the credentials in %s'] },
  },
  {
    invariant: 1,
    without: 'the order: it looks for what is wrong before it masks',
    file: 'src/action.ts',
    find: '    hideCredentials(env, masks);\n    refuseTracing(env);\n',
    replace: '    refuseTracing(env);\n    hideCredentials(env, masks);\n',
    tests: { 'operations/action': ['by %s is told after the credentials were masked'] },
  },
  {
    invariant: 2,
    without: 'the mask of a new value',
    file: 'src/openai/answers.ts',
    find: '  const value = new Secret(text);\n  hide(value);\n',
    replace: '  const value = new Secret(text);\n',
    tests: {
      'openai/answers': ['has its value hidden before anything else fails or is kept'],
      'operations/action': ['create makes a key, masks it and hands it over'],
    },
  },
  {
    invariant: 2,
    without: 'the order: a value counts as hidden before the runner was told',
    file: 'src/runner/masks.ts',
    find: '        addMask(form);\n        hidden.add(form);\n',
    replace: '        hidden.add(form);\n        addMask(form);\n',
    tests: {
      'runner/masks': ['a value is hidden by the runner before it counts as hidden here'],
    },
  },
];

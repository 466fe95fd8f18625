import type { Mutant } from './mutant.ts';

/** The keys of projects: the check of a new one, and where it goes. */
export const projectChecks: readonly Mutant[] = [
  {
    invariant: 34,
    without: "the trial of a service account's key",
    file: 'src/openai/project-keys.ts',
    find: "purpose === 'delivery' ? undefined : await",
    replace: 'purpose ? undefined : await',
    tests: {
      'openai/project-key-check': [
        'for a rotation lists the models with it, and the keys with the admin key',
        'for a later step fails where the API does not know it',
      ],
      'delivery/check-project-key': ['a key that is refused otherwise is not written (%d)'],
    },
  },
  {
    invariant: 34,
    without: 'the limit to refusals that show the key to be known',
    file: 'src/openai/project-keys.ts',
    find: 'error instanceof ActionError && KNOWN_KEY_CODES.includes(error.code)',
    replace: 'error instanceof ActionError && KNOWN_KEY_CODES.length > 0',
    tests: {
      'openai/project-key-models': ['is not accepted: %s'],
      'delivery/check-project-key': ['a key that is refused otherwise is not written (%d)'],
    },
  },
  {
    invariant: 34,
    without: 'the weight of `invalid_api_key`, whatever else a refusal says',
    file: 'src/openai/causes.ts',
    find: 'if (isInvalidKey(refused)) return undefined',
    replace: 'if (isInvalidKey(refused) && refused.status === 0) return undefined',
    tests: {
      'openai/project-key-models': ['is not accepted: %s'],
      'contract/project-keys-trial': [
        '$way: $name that lasts: the key is deleted, and nothing is written',
      ],
    },
  },
  {
    invariant: 36,
    without: 'the end where nothing shows the new key of a rotation',
    file: 'src/openai/project-keys.ts',
    find: '(await retryNotFound(read, READ_WAITS_MS, sleep)).key',
    replace: '(await retryNotFound(read, READ_WAITS_MS, sleep).catch(() => undefined))?.key',
    tests: {
      'openai/project-key-check': ['gives a key up that nothing shows'],
      'delivery/check-project-key': ['is given up where nothing lists it, in a rotation'],
    },
  },
  {
    invariant: 36,
    without: 'the redacted value as the proof that a key of another owner is its own',
    file: 'src/delivery/deliver-value.ts',
    find: 'isOwn ? notWritten(why)',
    replace: 'isOwn !== undefined ? notWritten(why)',
    tests: {
      'delivery/check-new-key': ['when the listing shows %s with another kind, %s'],
      'delivery/check-project-key': ['a key that the API shows otherwise is not written'],
    },
  },
  {
    invariant: 36,
    without: "the care for what may be somebody else's",
    file: 'src/delivery/new-key.ts',
    find: "if (why.code === 'foreign') return",
    replace: "if (why.code === 'foreign' && id === '') return",
    tests: {
      'delivery/new-key-release': ['is named and left where it may be somebody else’s (%s)'],
    },
  },
  {
    invariant: 36,
    without: 'the look at whose key it is before it is deleted',
    file: 'src/delivery/new-key.ts',
    find: 'newKey.isCompared\n        ? undefined\n',
    replace: 'newKey.key.id !== ""\n        ? undefined\n',
    tests: {
      'contract/project-keys-hostile': [
        '$way: a key of $whose: where its trial fails, main names it and nothing is deleted',
      ],
    },
  },
  {
    invariant: 36,
    without: 'the word to the post step that it is not to be deleted',
    file: 'src/delivery/revoke.ts',
    find: "  saveDone(context);\n  return new ActionError(\n    'foreign',",
    replace: "  void context;\n  return new ActionError(\n    'foreign',",
    tests: {
      'delivery/new-key-release': ['is named and left where it may be somebody else’s (%s)'],
      'contract/project-keys-made': [
        '%s: of another owner, by another redacted value: it is named, and neither main nor post deletes it',
      ],
    },
  },
  {
    invariant: 46,
    without: 'the failure where one of several projects cannot be read',
    file: 'src/openai/places.ts',
    find: 'listing.failures.push(error);',
    replace: 'void listing;',
    tests: {
      'openai/places-failures': ['does not keep the others from being read: %s'],
    },
  },
  {
    invariant: 46,
    without: 'the doubt where one of several projects cannot be read',
    file: 'src/operations/verify.ts',
    find: 'const isComplete = failures.length === 0;',
    replace: 'const isComplete = failures.length >= 0;',
    tests: {
      'contract/project-keys-verify': [
        'leaves the others read: what was found is told, without a verdict, and it is named',
      ],
    },
    bundle: true,
  },
  {
    invariant: 53,
    without: 'the refusal of an admin key where programs that call models look for a key',
    file: 'src/inputs/secret-targets.ts',
    find: "if (isAdminKey && name === 'OPENAI_API_KEY') {",
    replace: "if (isAdminKey && name === '') {",
    tests: {
      'inputs/account': ['%s with %j in %s: %p'],
      'inputs/problems': ['an admin key in the variable %s on %s: refused %p'],
      'inputs/secret-targets': ['one wrong input is one problem that names it'],
    },
  },
  {
    invariant: 53,
    without: "the refusal of a project's key where steps look for the admin key",
    file: 'src/inputs/secret-targets.ts',
    find: "if (!isAdminKey && name === 'OPENAI_ADMIN_KEY') {",
    replace: "if (!isAdminKey && name === '') {",
    tests: { 'inputs/account': ['%s with %j in %s: %p'] },
  },
];

import type { Mutant } from './mutant.ts';

/** The keys of projects: what they are, and whose. */
export const projects: readonly Mutant[] = [
  {
    invariant: 4,
    without: 'the care for e-mail addresses that stand for names',
    file: 'src/openai/parse.ts',
    find: "name: name?.includes('@') ? null : name,",
    replace: 'name,',
    tests: {
      'openai/project-keys': ['names a user who owns a key, by nothing that is an e-mail address'],
      'contract/project-keys-policy': [
        'is in no log, summary, CSV, or error of `%s`, nor in other outputs than those that give keys as they are',
      ],
    },
  },
  {
    invariant: 4,
    without: "the redaction of projects' names",
    file: 'src/openai/parse.ts',
    find: 'name === null ? null : redact(name)',
    replace: 'name',
    tests: {
      'openai/projects': ['takes projects without a name, and shows no credential in one'],
    },
  },
  {
    invariant: 13,
    without: "the check of a project's id and of a service account's",
    file: 'src/domain/key.ts',
    find: '/^[A-Za-z0-9_-]{1,128}$/.test(text)',
    replace: "text !== ''",
    tests: {
      'inputs/account': ['%j is refused'],
      'inputs/key-ids': ['%j is refused'],
      'inputs/places': ['%j is refused'],
      'openai/projects': ['is unreadable where it %s'],
    },
  },
  {
    invariant: 13,
    without: 'the limit to the two parts of a long id',
    file: 'src/domain/key.ts',
    find: 'keyId: id.slice(slash + 1)',
    replace: "keyId: id.split('/')[1] ?? id",
    tests: { 'inputs/key-ids': ['%j is refused'] },
  },
  {
    invariant: 15,
    without: 'the limit to a 404 of what is sent again for a new service account',
    file: 'src/openai/client.ts',
    find: 'if (!isNotFound(error)) throw error;',
    replace: 'if (!(error instanceof ActionError)) throw error;',
    tests: {
      'openai/project-key-create': [
        'whose answer was lost may have made a key, and is not sent again',
      ],
    },
  },
  {
    invariant: 16,
    without: 'the look whether the project of a deleted key is there',
    file: 'src/openai/client.ts',
    find: 'projects.get(projectId) ?? readProject(api, projectId)',
    replace: 'projects.get(projectId) ?? Promise.resolve()',
    tests: {
      'openai/project-keys': ['has a project that is read once, and an admin key has none'],
    },
  },
  {
    invariant: 16,
    without: 'the look at the project where a key to delete is gone',
    file: 'src/operations/delete.ts',
    find: "if (outcome === 'gone') await",
    replace: "if (outcome === 'gone' && id === '') await",
    tests: {
      'contract/project-keys-delete': ['of a mistyped project is no success: %s'],
    },
  },
  {
    invariant: 25,
    without: 'the refusal of an empty `project-id`',
    file: 'src/inputs/definitions.ts',
    find: "'project-id': { default: 'none', for: OPERATIONS, refusesEmpty: true, list: true }",
    replace: "'project-id': { default: 'none', for: OPERATIONS, list: true }",
    tests: {
      'inputs/empty': [
        'they are those that decide whose key it is, where a value goes, how long it lives and what a policy asks',
      ],
    },
  },
  {
    invariant: 30,
    without: 'the owner in what makes a key one of the service account',
    file: 'src/openai/project-keys.ts',
    find: 'key.owner?.id === account.serviceAccountId) return',
    replace: 'key.owner?.id !== account.projectId) return',
    tests: {
      'openai/project-keys': [
        'of %s is one of the account: %s',
        'without an owner is not one of the account',
      ],
      'delivery/check-project-key': [
        'a key that the API shows otherwise is not written',
        'another key of the name',
      ],
      'contract/project-keys-made': [
        '$way: of $name, by its own redacted value: nothing is written, and the key is deleted',
      ],
      'contract/rotate-killed': ['undisturbed: $kind, $targets targets, grace $grace, self $self'],
    },
  },
  {
    invariant: 30,
    without: "the exception of a project's key that the list of admin keys shows",
    file: 'src/operations/verify.ts',
    find: '&& isDeletable(key)',
    replace: '&& isDeletable !== undefined',
    tests: {
      'contract/project-keys-verify': ['is held against a policy, and not offered for deletion'],
    },
    bundle: true,
  },
  {
    invariant: 30,
    without: 'the keys whose owner has lost access',
    file: 'src/openai/project-keys.ts',
    find: ", owner_project_access: 'any' }",
    replace: ' }',
    tests: {
      'openai/project-keys': [
        'is asked for without an order, and with the keys whose owner lost access',
      ],
    },
  },
];

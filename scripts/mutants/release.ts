import type { Mutant } from './mutant.ts';

/** Exit, supply chain, least privilege. */
export const release: readonly Mutant[] = [
  {
    invariant: 46,
    without: 'the failure of what was done in part',
    file: 'src/execute.ts',
    find: '  if (failure !== undefined) throw failure;\n',
    replace: '',
    tests: { 'operations/action': ['delete deletes, and says what it could not'] },
  },
  {
    invariant: 46,
    without: 'the exit code of a failure',
    file: 'src/action.ts',
    find: '    reportFailure(error, logger, masker);\n    return 1;',
    replace: '    reportFailure(error, logger, masker);\n    return 0;',
    tests: {
      'contract/fault-matrix': ['$name meets $what: one sentence, nothing half done'],
    },
  },
  {
    invariant: 46,
    without: 'the naming of an old key that stays',
    file: 'src/operations/rotate.ts',
    find: '  if (failure === undefined) return { deletions: done };\n  const left',
    replace: '  if (failure !== null) return { deletions: done };\n  const left',
    tests: {
      'operations/rotate-retire': ['%s: the step fails after all the rest, and names it'],
    },
  },
  {
    invariant: 46,
    without: 'the failure where the post step will delete the key',
    file: 'src/delivery/new-key.ts',
    find: '[keep(newKey, entry, context), delivery.failure]',
    replace: '[keep(newKey, entry, context) && undefined, delivery.failure]',
    tests: {
      'operations/create-unsettled': [
        'a key in %s that the post step will delete fails the step and is named',
      ],
    },
  },
  {
    invariant: 46,
    without: 'the doubt about a clock that is behind',
    file: 'src/operations/verify.ts',
    find: '  refuseEarlyClock(view);\n',
    replace: '  void refuseEarlyClock;\n',
    tests: { 'operations/verify-clock': ['gives no verdict: %s'] },
  },
  {
    invariant: 47,
    without: 'the warning in the place of an error',
    file: 'src/delivery/finish.ts',
    find: 'log.warning(`${messageOf(error)}\\n${describeLeftover(entry)}`);',
    replace: 'log.error(`${messageOf(error)}\\n${describeLeftover(entry)}`);',
    tests: { 'operations/cleanup': ['and cannot be deleted is named in a warning'] },
  },
  {
    invariant: 48,
    without: 'the exact version of a package',
    file: 'package.json',
    find: '"p-limit": "7.3.3"',
    replace: '"p-limit": "^7.3.3"',
    tests: { 'contract/supply-chain': ['every package is one exact version with a hash'] },
  },
  {
    invariant: 48,
    without: 'the rule that nothing bundled has an install script',
    file: 'package-lock.json',
    find: '    "node_modules/p-limit": {\n',
    replace: '    "node_modules/p-limit": {\n      "hasInstallScript": true,\n',
    tests: { 'contract/supply-chain': ['nothing that is bundled has an install script'] },
  },
  {
    invariant: 49,
    without: 'the check of the bundles in every check of a change',
    file: '.ci/run',
    find: 'npm run check-dist\n',
    replace: '',
    tests: {
      'contract/supply-chain': ['the check of the bundles is part of every check of a change'],
    },
  },
  {
    invariant: 49,
    without: 'the comparison of all bytes',
    file: 'scripts/differences.ts',
    find: 'own.equals(right) ? []',
    replace: 'own.length ? []',
    tests: {
      'repository/check-dist': ['a changed, a missing and an additional file are found'],
    },
  },
  {
    invariant: 50,
    without: 'the likeness of action.yml and the code',
    file: 'action.yml',
    find: 'default: 15m',
    replace: 'default: 16m',
    tests: {
      'contract/action-yml': [
        'declares every input with the default that the code has, and no other',
      ],
    },
  },
  {
    invariant: 50,
    without: 'the bundle as what it starts',
    file: 'action.yml',
    find: 'main: dist/main/index.js',
    replace: 'main: src/main.ts',
    tests: { 'contract/action-yml': ['is what the marketplace and the runner take'] },
  },
  {
    invariant: 51,
    without: 'the look at the permissions of a workflow',
    file: 'testing/docs/workflow-problems.ts',
    find: "if (JSON.stringify(workflow.permissions) !== '{}') problems",
    replace: "if (workflow.permissions === '') problems",
    tests: { 'docs/workflows': ['without permissions'] },
  },
  {
    invariant: 51,
    without: 'the look at the permissions of a token',
    file: 'testing/docs/workflow-problems.ts',
    find: 'if (String(asked) !== ',
    replace: 'if (asked.length > 9 && String(asked) !== ',
    tests: { 'docs/workflows': ['with a permission too many'] },
  },
  {
    invariant: 51,
    without: 'the look at the repositories of a token',
    file: 'testing/docs/workflow-problems.ts',
    find: 'if (String(covered) !== ',
    replace: 'if (covered.length > 9 && String(covered) !== ',
    tests: { 'docs/workflows': ['with a token for all repositories'] },
  },
  {
    invariant: 51,
    without: 'the look at the pins',
    file: 'testing/docs/workflow-problems.ts',
    find: 'return pinned && /@[0-9a-f]{40}$/.test(step.uses) ? [] :',
    replace: 'return pinned || step.uses ? [] :',
    tests: { 'docs/workflows': ['with an unpinned action'] },
  },
  {
    invariant: 52,
    without: 'the late loading of the GitHub client',
    file: 'src/clients.ts',
    find: '  if (github === null) return {} as SecretStore;\n',
    replace:
      "  if (github === null) {\n    await import('./github/secret-store.ts');\n    return {} as SecretStore;\n  }\n",
    tests: { 'contract/loading': ['%s: nothing of GitHub or libsodium'] },
    bundle: true,
  },
];

import type { Mutant } from './mutant.ts';

/** Rotate converges. */
export const rotation: readonly Mutant[] = [
  {
    invariant: 29,
    without: 'the order: older keys go before the new one is written',
    file: 'src/operations/rotate.ts',
    find: '  const { value, ...made } = await withNewKey(',
    replace:
      '  await deleteOldKeys(older, context.client, context);\n  const { value, ...made } = await withNewKey(',
    tests: {
      'operations/rotate': ['is replaced in this order: checks, create, trial, writes, deletes'],
      'operations/rotate-histories': [
        '2000 histories: no secret ever holds a key that a run deleted, and all of them heal',
      ],
      'contract/rotate-killed': ['killed at every request'],
      'contract/rotate-lying': [
        'whatever a server says, the secrets hold a live key: $what, grace $grace',
      ],
    },
  },
  {
    invariant: 30,
    without: 'the kind in what is found by a name',
    file: 'src/openai/listing.ts',
    find: 'key.name === name && client.whyForeign(key) === undefined',
    replace: 'key.name === name',
    tests: {
      'openai/find-keys': [
        'knows all ids that were listed, and takes a project’s key for no key of the name',
      ],
    },
  },
  {
    invariant: 30,
    without: "the kind in the search for another run's key",
    file: 'src/delivery/deliver-value.ts',
    find: '      context.client.whyForeign(one) === undefined &&\n',
    replace: '',
    tests: { 'delivery/check-new-key': ['is good where %s'] },
  },
  {
    invariant: 30,
    without: 'the kind of the new key itself',
    file: 'src/delivery/deliver-value.ts',
    find: 'if (foreign !== undefined) throw',
    replace: "if (foreign === '') throw",
    tests: { 'delivery/check-new-key': ['when the listing shows %s with another kind, %s'] },
  },
  {
    invariant: 30,
    without: 'the kind in what a lost create may have made',
    file: 'src/domain/lost-create.ts',
    find: '!knownIds.has(key.id) && lost.isCandidate(key)',
    replace: '!knownIds.has(key.id)',
    tests: { 'domain/lost-create': ['a lost answer without an id', 'a lost answer with an id'] },
  },
  {
    invariant: 31,
    without: 'the end of the time in which a write can be its own',
    file: 'src/domain/delivery-status.ts',
    find: "return seconds > LATEST_WRITE ? 'later' : 'held';",
    replace: "return 'held';",
    tests: {
      'domain/rotation-plan-own': [
        'an older key was pasted back: both are replaced now, for the whole grace period',
      ],
    },
  },
  {
    invariant: 32,
    without: "the other run's key that the trial shows",
    file: 'src/delivery/deliver-value.ts',
    find: '  if (other === undefined) return;\n',
    replace: '  if (other === undefined || other !== key) return;\n',
    tests: {
      'delivery/check-new-key': ['when another run made a key of the name meanwhile, %s'],
      'operations/rotate-interleaved': ['%s never leave a secret with a deleted key'],
    },
  },
  {
    invariant: 32,
    without: 'the twenty minutes in which another run may be at work',
    file: 'src/domain/rotation-plan.ts',
    find: "  if (now < retryAt) return { kind: 'busy', newest, why: said, retryAt };\n",
    replace: '',
    tests: {
      'operations/rotate-interleaved': ['%s never leave a secret with a deleted key'],
      'contract/rotate-together': ['two runs at once'],
    },
  },
  {
    invariant: 33,
    without: 'the exact name',
    file: 'src/openai/listing.ts',
    find: 'key.name === name &&',
    replace: 'key.name?.startsWith(name) &&',
    tests: {
      'operations/rotate-retire': ['a key of another name is never touched, whatever there is'],
    },
  },
  {
    invariant: 33,
    without: 'the wait until every secret holds the newest',
    file: 'src/operations/rotate.ts',
    find: '  if (made.failure !== undefined) return done;\n',
    replace: '',
    tests: {
      'operations/rotate-retire': [
        'a new key that reached some targets retires nothing, and all of it is told',
      ],
    },
  },
  {
    invariant: 33,
    without: 'the hold where a target was skipped',
    file: 'src/operations/rotate.ts',
    find: 'hasSkipped: inspected.skipped.length > 0,',
    replace: 'hasSkipped: inspected.skipped.length < 0,',
    tests: { 'operations/rotate-retire': ['a target that is left out'] },
  },
  {
    invariant: 33,
    without: 'the refusal of a name that looks redacted',
    file: 'src/inputs/new-key.ts',
    find: "} else if (name.includes('***')) {",
    replace: "} else if (name === '***') {",
    tests: {
      'contract/redacted-name': ['a rotation takes no key for its own by a name that was redacted'],
    },
  },
  {
    invariant: 34,
    without: 'the end where the trial fails',
    file: 'src/delivery/deliver-value.ts',
    find: "if (!(error instanceof ActionError) || error.code === 'partial') throw error;",
    replace: 'if (error instanceof ActionError) return;\n    throw error;',
    tests: {
      'delivery/check-new-key': ['when it is still refused after 60 s, and the sentence says so'],
    },
  },
  {
    invariant: 34,
    without: 'the end of the time for writes',
    file: 'src/delivery/write-secrets.ts',
    find: '    if (context.monotonic() >= notAfter) {',
    replace: '    if (context.monotonic() < 0) {',
    tests: {
      'delivery/write-secrets': ['starts nothing after its time'],
      'operations/rotate-deadline': [
        'after a trial that took longer, nothing is written and the key is deleted',
      ],
    },
  },
  {
    invariant: 34,
    without: 'the refusal of a value that looks redacted',
    file: 'src/domain/credential.ts',
    find: '/^(?!.*(?:\\.\\.|\\*\\*))[',
    replace: '/^[',
    tests: { 'contract/redacted-value': ['is written nowhere, and its key is deleted'] },
  },
  {
    invariant: 34,
    without: 'the look whether the value is that of the key in `admin-api-key`',
    file: 'src/delivery/new-key.ts',
    find: 'if (value.equals(request.adminApiKey)) {',
    replace: "if (value.equals(request.adminApiKey) && id === '') {",
    tests: {
      'operations/create-own-value': [
        'the key in `admin-api-key` is handed to nobody as if it were the new one',
      ],
    },
  },
  {
    invariant: 35,
    without: 'the doubt about where its own key came from',
    file: 'src/domain/rotation-plan.ts',
    find: 'if (isCallerKey(key) && (makesSecret || keys[index + 1] !== undefined)) {',
    replace: 'if (isCallerKey(key) && makesSecret && keys.length < 0) {',
    tests: {
      'domain/rotation-plan-own': ['stays where a secret has to be made', 'says why it stays'],
      'operations/rotate-retire': [
        'but not the one that authenticates the step, with a warning, where %s',
      ],
      'contract/rotate': [
        'into a secret that was not there leaves the old key alone, also in later runs',
      ],
      'contract/rotate-lying': [
        'into a wrong secret that was there already, the grace period saves the old key',
      ],
    },
    bundle: true,
  },
  {
    invariant: 36,
    without: 'the look at the name that the server keeps',
    file: 'src/delivery/deliver-value.ts',
    find: 'if (shown.name !== name && !isUnnamed) {',
    replace: "if (isUnnamed && shown.id === '') {",
    tests: { 'delivery/check-new-key': ['when the listing shows it with %s'] },
  },
  {
    invariant: 36,
    without: 'the refusal of a name that a mask hides',
    file: 'src/inputs/reader.ts',
    find: "name === 'name' && this.redact(text ?? '') !== (text ?? '')",
    replace: "name === 'name' && this.redact(text ?? '') === ''",
    tests: {
      'operations/action': [
        'a name that a mask hides is refused, since no later run would find its key',
      ],
    },
  },
];

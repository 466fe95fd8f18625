import type { Mutant } from './mutant.ts';

/** Create at most once. */
export const create: readonly Mutant[] = [
  {
    invariant: 15,
    without: 'the limit to what is harmless to send again',
    file: 'src/http/transport.ts',
    find: 'if (retry === undefined || !(options.repeatable || retry.isHarmless)) {',
    replace: 'if (retry === undefined) {',
    tests: {
      'http/transport': ['a create that may have been carried out is never sent again'],
    },
  },
  {
    invariant: 15,
    without: 'the word that a create does not bear repetition',
    file: 'src/openai/admin-keys.ts',
    find: '        repeatable: false,\n        droppable: false,\n        onAttempt:',
    replace: '        repeatable: true,\n        droppable: false,\n        onAttempt:',
    tests: { 'openai/unknown-fate': ['where the answer was lost (%s)'] },
  },
  {
    invariant: 16,
    without: 'the look at the id of a retrieved key',
    file: 'src/openai/answers.ts',
    find: "  if (key.id !== keyId) throw new UnreadableAnswer('is about another key than was asked for');\n",
    replace: '',
    tests: { 'openai/admin-keys': ['is no answer to a retrieve'] },
  },
  {
    invariant: 16,
    without: 'the look at the id of a deleted key',
    file: 'src/openai/answers.ts',
    find: 'json.id !== keyId || json.deleted !== true',
    replace: 'json.deleted !== true',
    tests: { 'openai/admin-keys': ['a delete that is not confirmed is not believed'] },
  },
  {
    invariant: 16,
    without: 'the look at the name of a secret',
    file: 'src/github/endpoints.ts',
    find: "    throw new Error('it answers about another secret');\n",
    replace: '',
    tests: { 'github/secret-store': ['of another name is no answer'] },
  },
  {
    invariant: 16,
    without: 'the comparison of a new key with what was asked',
    file: 'src/openai/created-key.ts',
    find: 'if (misfit !== undefined) {',
    replace: "if (misfit === '') {",
    tests: { 'openai/admin-keys': ['is no answer to a create: %s'] },
  },
  {
    invariant: 16,
    without: 'the name in that comparison',
    file: 'src/domain/fate.ts',
    find: 'if (key.name !== null && key.name !== asked.name) {',
    replace: 'if (key.name !== key.name) {',
    tests: {
      'domain/fate': ['an answer to a create'],
      'openai/admin-keys': ['is no answer to a create: %s'],
    },
  },
  {
    invariant: 16,
    without: 'the lifetime in it',
    file: 'src/domain/fate.ts',
    find: "if ('expires_at' in key.raw && !hasLifetime(key, asked.lifetime)) {",
    replace:
      "if ('expires_at' in key.raw && !hasLifetime(key, key.expiresAt && key.expiresAt - key.createdAt)) {",
    tests: { 'domain/fate': ['an answer to a create'] },
  },
  {
    invariant: 16,
    without: 'the time in it',
    file: 'src/domain/fate.ts',
    find: 'if (key.createdAt < window.sent - EARLY || key.createdAt > window.answered + LATE) {',
    replace: 'if (key.createdAt !== key.createdAt) {',
    tests: { 'domain/fate': ['an answer to a create'] },
  },
  {
    invariant: 17,
    without: 'the need of an id: the first key that fits is taken for its own',
    file: 'src/domain/fate.ts',
    find: "  return ids.size === 0 ? { kind: 'none' }",
    replace:
      "  if (alike[0]) return { kind: 'ours', key: alike[0] };\n  return ids.size === 0 ? { kind: 'none' }",
    tests: {
      'domain/fate': ['without an id nothing is ours, and with one no other key is'],
      'delivery/fate': ['deletes nothing without an id, and names what may be the step’s'],
      'operations/cleanup': ['is named and left %s'],
    },
  },
  {
    invariant: 17,
    without: 'the ids that were listed before, in what is judged',
    file: 'src/domain/fate.ts',
    find: '!known.has(key.id) && isAdminKind(key)',
    replace: 'isAdminKind(key)',
    tests: {
      'domain/fate': ['a lost answer with an id'],
      'delivery/make': ['is never one that was listed before, also by an answer that names it'],
    },
  },
  {
    invariant: 17,
    without: 'the ids that were listed before, in the answer',
    file: 'src/delivery/make.ts',
    find: '    if (known.has(id)) throw new UnknownFate(replayed(id));\n',
    replace: '    void [id, replayed];\n',
    tests: {
      'delivery/make': ['is never one that was listed before, also by an answer that names it'],
    },
  },
  {
    invariant: 17,
    without: 'the value as a proof',
    file: 'src/domain/fate.ts',
    find: '    (value === undefined ? !hasValue : value.matchesRedacted(key.redactedValue))\n',
    replace: '    (true || value?.matchesRedacted(key.redactedValue) || hasValue)\n',
    tests: {
      'domain/fate': ['a lost answer with an id'],
      'delivery/make': ['is compared with the value in the answer, which no state holds'],
      'operations/cleanup': ['is named and left %s'],
    },
  },
  {
    invariant: 17,
    without: 'the time as a proof',
    file: 'src/domain/fate.ts',
    find: '    key.createdAt >= attempt.since &&\n    key.createdAt === createdAt &&\n',
    replace: '    key.createdAt === createdAt &&\n',
    tests: { 'domain/fate': ['a lost answer with an id'] },
  },
];

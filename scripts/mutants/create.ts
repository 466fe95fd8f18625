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
    file: 'src/openai/create-key.ts',
    find: '      repeatable: false,\n',
    replace: '      repeatable: true,\n',
    tests: { 'openai/unknown-outcome': ['where the answer was lost (%s)'] },
  },
  {
    invariant: 16,
    without: 'the look at the id of a retrieved key',
    file: 'src/openai/parse.ts',
    find: 'if (key.id !== keyId) throw',
    replace: "if (key.id === '') throw",
    tests: { 'openai/client': ['is no answer to a retrieve'] },
  },
  {
    invariant: 16,
    without: 'the look at the id of a deleted key',
    file: 'src/openai/parse.ts',
    find: 'json.id !== splitKeyId(keyId).keyId || json.deleted !== true',
    replace: 'json.deleted !== true',
    tests: { 'openai/client': ['a delete that is not confirmed is not believed'] },
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
    file: 'src/openai/create-key.ts',
    find: 'if (misfit !== undefined) {',
    replace: "if (misfit === '') {",
    tests: { 'openai/client': ['is no answer to a create: %s'] },
  },
  {
    invariant: 16,
    without: 'the name in that comparison',
    file: 'src/domain/lost-create.ts',
    find: 'if (key.name !== null && key.name !== asked.name) {',
    replace: 'if (key.name !== key.name) {',
    tests: {
      'domain/lost-create': ['an answer to a create'],
      'openai/client': ['is no answer to a create: %s'],
    },
  },
  {
    invariant: 16,
    without: 'the lifetime in it',
    file: 'src/domain/lost-create.ts',
    find: "if ('expires_at' in key.raw && !hasLifetime(key, asked.lifetime)) {",
    replace:
      "if ('expires_at' in key.raw && !hasLifetime(key, key.expiresAt && key.expiresAt - key.createdAt)) {",
    tests: { 'domain/lost-create': ['an answer to a create'] },
  },
  {
    invariant: 16,
    without: 'the time in it',
    file: 'src/domain/lost-create.ts',
    find: 'if (key.createdAt < window.sent - MAX_EARLY_SECONDS || key.createdAt > window.answered + LATE) {',
    replace: 'if (key.createdAt !== key.createdAt) {',
    tests: { 'domain/lost-create': ['an answer to a create'] },
  },
  {
    invariant: 17,
    without: 'the need of an id: the first key that fits is taken for its own',
    file: 'src/domain/lost-create.ts',
    find: "  return ids.size === 0 ? { kind: 'none' }",
    replace:
      "  if (alike[0]) return { kind: 'proven', key: alike[0] };\n  return ids.size === 0 ? { kind: 'none' }",
    tests: {
      'domain/lost-create': ['without an id nothing is ours, and with one no other key is'],
      'delivery/recover-create': [
        'deletes nothing without an id, and names what may be the step’s',
      ],
      'operations/cleanup': ['is named and left %s'],
    },
  },
  {
    invariant: 17,
    without: 'the ids that were listed before, in what is judged',
    file: 'src/domain/lost-create.ts',
    find: '!knownIds.has(key.id) && lost.isCandidate(key)',
    replace: 'lost.isCandidate(key)',
    tests: {
      'domain/lost-create': ['a lost answer with an id'],
      'delivery/new-key': ['is never one that was listed before, also by an answer that names it'],
    },
  },
  {
    invariant: 17,
    without: 'the ids that were listed before, in the answer',
    file: 'src/delivery/new-key.ts',
    find: '    if (!knownIds.has(created.key.id)) return created;',
    replace: '    if (created.key.id) return created;',
    tests: {
      'delivery/new-key': ['is never one that was listed before, also by an answer that names it'],
    },
  },
  {
    invariant: 17,
    without: 'the value as a proof',
    file: 'src/domain/lost-create.ts',
    find: '    (value === undefined ? !hasValue : value.matchesRedacted(key.redactedValue))\n',
    replace: '    (true || value?.matchesRedacted(key.redactedValue) || hasValue)\n',
    tests: {
      'domain/lost-create': ['a lost answer with an id'],
      'delivery/new-key': ['is compared with the value in the answer, which no state holds'],
      'operations/cleanup': ['is named and left %s'],
    },
  },
  {
    invariant: 17,
    without: 'the time as a proof',
    file: 'src/domain/lost-create.ts',
    find: '    key.createdAt >= lost.since &&\n    key.createdAt === createdAt &&\n',
    replace: '    key.createdAt === createdAt &&\n',
    tests: { 'domain/lost-create': ['a lost answer with an id'] },
  },
];

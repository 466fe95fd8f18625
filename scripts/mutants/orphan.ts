import type { Mutant } from './mutant.ts';

/** No orphan. */
export const orphan: readonly Mutant[] = [
  {
    invariant: 18,
    without: 'the entry before the request',
    file: 'src/delivery/new-key.ts',
    find: "      context.saveEntry({ stage: 'creating', ...pending });\n",
    replace: '',
    tests: {
      'delivery/new-key': [
        'is in the journal before the request leaves, and as soon as its id is known',
      ],
    },
  },
  {
    invariant: 18,
    without: 'the entry as soon as the id is known',
    file: 'src/delivery/new-key.ts',
    find: '    context.saveEntry(entry);\n',
    replace: '',
    tests: {
      'delivery/new-key': [
        'is in the journal before the request leaves, and as soon as its id is known',
      ],
    },
  },
  {
    invariant: 18,
    without: 'the note before a write',
    file: 'src/delivery/write-secrets.ts',
    find: "        save(index, { state: 'sent', since: lostSince === undefined ? now : lostSince });\n",
    replace:
      "        newKey.progress = newKey.progress.with(index, { state: 'sent', since: lostSince === undefined ? now : lostSince });\n",
    tests: { 'delivery/write-secrets': ['notes each step before it is taken'] },
  },
  {
    invariant: 19,
    without: 'the deletion of a key that reached nobody, in the main step',
    file: 'src/delivery/revoke.ts',
    find: "    if ((await deleteNewKey(keyId, context)) === 'hidden') {",
    replace: "    if (keyId === 'hidden') {",
    tests: {
      'delivery/deliver-value': [
        'is deleted: %s',
        'of a cancelled job goes nowhere, %s, and its key is deleted',
        'is a failure, and a key that nobody holds is deleted',
      ],
    },
  },
  {
    invariant: 19,
    without: 'the deletion of a key that reached nobody, in the post step',
    file: 'src/delivery/finish.ts',
    find: '      await deleteKey(entry, context);\n',
    replace: '      void deleteKey;\n',
    tests: {
      'operations/cleanup': ['and reached nobody is deleted'],
      'contract/no-orphan': ['killed at the $request, and $name, $kind, $targets targets'],
    },
  },
  {
    invariant: 19,
    without: 'the look whether the job was cancelled',
    file: 'src/delivery/deliver-value.ts',
    find: 'if (context.cancelled.aborted) throw',
    replace: 'if (context.cancelled.aborted && newKey.exposedTo.length > 0) throw',
    tests: {
      'delivery/deliver-value': ['of a cancelled job goes nowhere, %s, and its key is deleted'],
    },
  },
  {
    invariant: 19,
    without: 'the doubt about a create that ends in a 303',
    file: 'src/http/redirect.ts',
    find: "const mayBeDone = status === SEE_OTHER && request.method !== 'GET';",
    replace: "const mayBeDone = status === SEE_OTHER && request.method === 'PUT';",
    tests: {
      'contract/see-other': [
        'a create that ends in one may have made a key, which is looked for and named',
      ],
    },
  },
  {
    invariant: 19,
    without: 'the line of its own for each of many keys',
    file: 'src/delivery/recover-create.ts',
    find: "PAGE_SIZE).join(isLong ? ',\\n' : ', ');",
    replace: "PAGE_SIZE).join(', ');",
    tests: { 'operations/create-unproven-many': ['%d keys that may be this step’s are all named'] },
  },
  {
    invariant: 20,
    without: 'the difference between no answer and a refusal',
    file: 'src/delivery/write-state.ts',
    find: "progress.some(({ state }) => state === 'sent') ? 'leave'",
    replace: "progress.length < 0 ? 'leave'",
    tests: {
      'delivery/write-state': [
        'never deletes a key that a secret holds or may hold',
        'a key that some secret may hold by any look is never deleted',
      ],
      'operations/cleanup': ['leaves the key, and names it, where the secret %s'],
    },
  },
  {
    invariant: 20,
    without: 'the weight of a single secret that holds the key',
    file: 'src/delivery/write-state.ts',
    find: "progress.some(({ state }) => state === 'written')) return",
    replace: "(progress[0] && progress.every(({ state }) => state === 'written'))) return",
    tests: {
      'delivery/write-state': ['never deletes a key that a secret holds or may hold'],
      'operations/cleanup': ['lives on where a secret holds it, and the others are named'],
    },
  },
  {
    invariant: 20,
    without: 'the doubt where progress is missing',
    file: 'src/delivery/finish.ts',
    find: '?? unknownProgress(targets.length);',
    replace: '?? unknownProgress(0);',
    tests: { 'operations/cleanup': ['lives on with the progress %j, and is named: %s'] },
  },
  {
    invariant: 20,
    without: 'the doubt about a write that ends in a 303',
    file: 'src/http/redirect.ts',
    find: "const mayBeDone = status === SEE_OTHER && request.method !== 'GET';",
    replace: "const mayBeDone = status === SEE_OTHER && request.method === 'POST';",
    tests: {
      'contract/see-other': [
        'a write that ends in one may have been carried out, so its key is not deleted',
      ],
    },
  },
  {
    invariant: 21,
    without: 'the look before a lost write is sent again',
    file: 'src/delivery/write-secrets.ts',
    find: "        if (isWritten({ state: 'sent', since }, before, seen)) return { state: 'written' };\n",
    replace: '        void [isWritten, before, seen];\n',
    tests: { 'delivery/write-secrets': ['a write whose answer was lost'] },
  },
  {
    invariant: 21,
    without: 'the end where that look fails',
    file: 'src/delivery/write-secrets.ts',
    find: '        if (error instanceof ActionError) return lost;\n',
    replace: '        if (error instanceof ActionError) continue;\n',
    tests: { 'delivery/write-secrets': ['is not sent again after a look that failed'] },
  },
  {
    invariant: 21,
    without: 'the end where no look can tell',
    file: 'src/delivery/write-secrets.ts',
    find: '        since !== null &&\n',
    replace: '',
    tests: { 'delivery/write-secrets': ['is not sent again %s'] },
  },
  {
    invariant: 22,
    without: 'the second read',
    file: 'src/delivery/write-state.ts',
    find: 'export const READ_DELAYS_MS = [IN_FLIGHT_MS, 2_000];',
    replace: 'export const READ_DELAYS_MS = [IN_FLIGHT_MS];',
    tests: {
      'delivery/write-secrets': [
        'looks twice, 12 and 14 s after it was called, at those without an answer',
      ],
      'operations/cleanup': ['deletes the key after two looks where the secret %s'],
    },
  },
  {
    invariant: 22,
    without: 'the wait for what is still under way',
    file: 'src/delivery/write-state.ts',
    find: 'export const IN_FLIGHT_MS = 12_000;',
    replace: 'export const IN_FLIGHT_MS = 0;',
    tests: {
      'delivery/write-secrets': [
        'looks twice, 12 and 14 s after it was called, at those without an answer',
      ],
      'operations/cleanup': ['is looked for and deleted where an id proves it'],
    },
  },
  {
    invariant: 22,
    without: 'the need that both reads say the same',
    file: 'src/delivery/write-state.ts',
    find: 'seen.every((one) => one === was)',
    replace: 'seen.some((one) => one === was)',
    tests: {
      'delivery/write-state': ['a key that some secret may hold by any look is never deleted'],
      'operations/cleanup': ['leaves the key, and names it, where the secret %s'],
    },
  },
  {
    invariant: 23,
    without: 'the check of the signature',
    file: 'src/runner/signature.ts',
    find: 'timingSafeEqual(given, right) ? text : undefined;',
    replace: 'timingSafeEqual(given, given) ? text : undefined;',
    tests: {
      'runner/state': ['without a signature', 'of another admin key'],
      'runner/state-any': ['the post step sends nothing, quotes nothing and says so once'],
    },
  },
  {
    invariant: 23,
    without: 'run, attempt, job and step in the signature',
    file: 'src/runner/signature.ts',
    find: 'JSON.stringify([...step, name, text])',
    replace: 'JSON.stringify([name, text])',
    tests: { 'runner/state': ['of another %s'] },
  },
  {
    invariant: 23,
    without: 'the name of the entry in it',
    file: 'src/runner/signature.ts',
    find: 'JSON.stringify([...step, name, text])',
    replace: 'JSON.stringify([...step, text])',
    tests: { 'runner/state': ['with one entry in the place of the other'] },
  },
  {
    invariant: 23,
    without: 'the admin key in it',
    file: 'src/runner/signature.ts',
    find: "createHmac('sha256', adminApiKey.reveal())",
    replace: "createHmac('sha256', String(adminApiKey))",
    tests: { 'runner/state': ['of another admin key'] },
  },
  {
    invariant: 23,
    without: 'the doubt where a name stands in two spellings',
    file: 'src/runner/state.ts',
    find: 'if (spelling === undefined || others.length > 0) return undefined;',
    replace: 'if (spelling === undefined || others.length < 0) return undefined;',
    tests: { 'runner/state': ['in two spellings'] },
  },
  {
    invariant: 23,
    without: 'the comparison of the addresses',
    file: 'src/cleanup.ts',
    find: '  if (url?.href === saved) return url;\n',
    replace: '  if (url !== null) return new URL(saved);\n',
    tests: {
      'operations/cleanup': ['to another GitHub'],
      'contract/create': ['post with %s sends nothing and names the key'],
    },
    bundle: true,
  },
  {
    invariant: 23,
    without: 'the limit to what is saved of a name',
    file: 'src/openai/unknown-outcome.ts',
    find: 'redact(json.name).slice(0, MAX_CLAIMED)',
    replace: 'redact(json.name).slice(0, 1_000 * MAX_CLAIMED)',
    tests: {
      'contract/state-size': ['a long name in the answer to a create, of %s, is not in it'],
    },
  },
];

import { afterAll } from '@jest/globals';
import { testEveryFault } from '../support/fault-matrix.ts';
import type { Call, Journey } from '../support/journeys.ts';
import { cleanUp } from '../support/runner.ts';

afterAll(cleanUp);

const page: Call = { to: 'openai', method: 'GET' };
/** A cursor that is refused is that of a key which was deleted meanwhile: all is read once more. */
const laterPage: Call = { ...page, forgives: ['a wrong address', 'an unknown refusal'] };
const removal: Call = { to: 'openai', method: 'DELETE' };

/** Of reading, a failure leaves nothing that a later step could take for a result. */
const nothingOnFailure: Journey['breaches'] = (_stage, { exitCode, outputs }) =>
  exitCode === 0 || Object.keys(outputs).length === 0 ? [] : ['outputs in spite of a failure'];

testEveryFault([
  {
    name: 'list',
    inputs: () => ({ operation: 'list' }),
    calls: [page, page],
    breaches: nothingOnFailure,
  },
  {
    name: 'retrieve',
    inputs: (_stage, ids) => ({ operation: 'retrieve', 'key-id': ids[0] ?? '' }),
    calls: [page],
    breaches: nothingOnFailure,
  },
  {
    name: 'delete',
    inputs: (_stage, ids) => ({ operation: 'delete', 'key-id': ids.join('\n') }),
    calls: [removal, removal, removal],
    breaches: ({ openai }, { outputs, exitCode, annotations }, ids) => {
      const told = (outputs['deleted-ids'] ?? '').split('\n').filter(Boolean);
      const message = annotations.find(({ level }) => level === 'error')?.message ?? '';
      const isThere = (id: string) => openai.keys.some((key) => key.id === id);
      const named = exitCode === 0 ? told : ids.filter((id) => message.includes(id));
      return [
        ...told.filter(isThere).map((id) => `${id} is told as deleted and is there`),
        ...ids.filter((id) => !named.includes(id)).map((id) => `nothing is said of ${id}`),
      ];
    },
  },
  {
    name: 'verify',
    inputs: ({ openai }, ids) => ({
      operation: 'verify',
      'max-age': '300d',
      'key-value': openai.keys.find(({ id }) => id === ids[0])?.value ?? '',
    }),
    calls: [
      page,
      laterPage,
      {
        ...page,
        says: {
          'a refused key': /^Not compliant: 1 violation.*\n- The value .* is refused by the API/,
          'a missing scope': /^Not compliant: 1 violation.*\n- The value .* may not manage/,
        },
      },
    ],
    breaches: (_stage, { outputs, exitCode }) =>
      (outputs.compliant === 'true') === (exitCode === 0) ? [] : ['a wrong verdict'],
  },
]);

import { afterAll } from '@jest/globals';
import { testEveryFault } from '../../testing/fault-matrix.ts';
import type { Call, Journey } from '../../testing/journeys.ts';
import { PROJECT } from '../../testing/kinds.ts';
import { cleanUp } from '../../testing/runner.ts';

afterAll(cleanUp);

const page: Call = { to: 'openai', method: 'GET' };
/** A cursor that is refused is that of a key which was deleted meanwhile: all is read once more. */
const laterPage: Call = { ...page, forgives: ['a wrong address', 'an unknown refusal'] };
/** In an order that the API's list of projects decides. */
const pagesOfProjects = [page, page, laterPage];
const removal: Call = { to: 'openai', method: 'DELETE' };

/** Of reading, a failure leaves nothing that a later step could take for a result. */
const nothingOnFailure: Journey['breaches'] = (_stage, { exitCode, outputs }) =>
  exitCode === 0 || Object.keys(outputs).length === 0 ? [] : ['outputs in spite of a failure'];

/** What a stored value says of itself is a verdict. */
const trialOf = (scope: RegExp): Call => ({
  ...page,
  says: {
    'a refused key': /^Not compliant: 1 violation.*\n- The value .* is refused by the API/,
    'a missing scope': scope,
  },
});

testEveryFault((kind) => {
  const isAdmin = kind === 'admin key';
  const place: Record<string, string> = isAdmin ? {} : { 'project-id': PROJECT };
  const verdict: Journey['breaches'] = (_stage, { outputs, exitCode }) =>
    (outputs.compliant === 'true') === (exitCode === 0) ? [] : ['a wrong verdict'];
  return [
    {
      name: 'list',
      inputs: () => ({ ...place, operation: 'list' }),
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
      inputs: (_stage, ids) => ({ operation: 'delete', 'key-id': ids.slice(0, 3).join('\n') }),
      calls: [removal, removal, removal],
      breaches: ({ openai, keys }, { outputs, exitCode, annotations }, all) => {
        const ids = all.slice(0, 3);
        const told = (outputs['deleted-ids'] ?? '').split('\n').filter(Boolean);
        const message = annotations.find(({ level }) => level === 'error')?.message ?? '';
        const isThere = (id: string) =>
          [...openai.keys, ...openai.projectKeys].some((key) => keys.idOf(key) === id);
        // A redirect is told by the path of its request, which has the project and the key.
        const isNamed = (id: string) => message.includes(id.replace('/', '/api_keys/'));
        const named =
          exitCode === 0 ? told : ids.filter((id) => message.includes(id) || isNamed(id));
        return [
          ...told.filter(isThere).map((id) => `${id} is told as deleted and is there`),
          ...ids.filter((id) => !named.includes(id)).map((id) => `nothing is said of ${id}`),
        ];
      },
    },
    {
      name: 'verify',
      inputs: ({ keys }, ids) => ({
        ...place,
        operation: 'verify',
        'max-age': '300d',
        'key-value': keys.all().find((key) => keys.idOf(key) === ids[0])?.value ?? '',
      }),
      calls: [
        page,
        laterPage,
        isAdmin
          ? trialOf(/^Not compliant: 1 violation.*\n- The value .* may not manage/)
          : // Any JSON shows that the key is accepted, and so does a lack of scopes, with a warning.
            { ...trialOf(/./), forgives: ['a missing scope', 'another JSON'] },
      ],
      breaches: verdict,
    },
    ...(isAdmin
      ? []
      : [
          {
            name: 'verify of all places',
            inputs: () => ({ 'project-id': 'none, all', operation: 'verify', 'max-age': '300d' }),
            // The list of projects, the admin keys, and the two projects.
            calls: [page, page, ...pagesOfProjects],
            breaches: verdict,
          },
        ]),
  ];
});

import { afterAll, describe, expect, test } from '@jest/globals';
import { Fleet, type Member } from '../../testing/fleet.ts';
import { KINDS, type Kind } from '../../testing/kinds.ts';
import { removeWorkspaces } from '../../testing/manifest.ts';
import { errorsOf } from '../../testing/openai-step.ts';
import { cleanUp } from '../../testing/runner.ts';

afterAll(() => {
  cleanUp();
  removeWorkspaces();
});

/*
 * A run with three entries, one of them due, one without a key, one that is expired in two repositories,
 * killed at each of its requests, before or after the server acted on it, followed or not by its post
 * step, and then by two nights.
 */

function setUp(kind: Kind): { fleet: Fleet; members: Member[] } {
  const fleet = new Fleet();
  fleet.defaults['grace-period'] = '0s';
  fleet.inputs['retry-for'] = '0s';
  const project = kind === 'admin key' ? null : 'proj_a';
  const due = fleet.add({ name: 'due', project });
  fleet.add({ name: 'new', project });
  const two = fleet.add({ name: 'two', project, repositories: ['octo-org/x', 'octo-org/y'] });
  fleet.deliver(due, 31);
  fleet.deliver(two, 40);
  // Keys of another account and of another place with the same names are nobody's business here.
  const twin = { account: 'svc_twin', repositories: ['octo-org/twin'] };
  const twins = [
    fleet.add({ ...twin, name: 'due', project: 'proj_a', secret: 'A' }),
    fleet.add({ ...twin, name: 'two', project: 'proj_b', account: 'svc_b', secret: 'B' }),
  ];
  for (const one of twins) fleet.deliver(one, 31);
  fleet.members.splice(3);
  return { fleet, members: twins };
}

function unsettled({ fleet, members: twins }: ReturnType<typeof setUp>): string[] {
  return [
    ...fleet.unsettled(),
    ...twins.filter((twin) => fleet.keysOf(twin).length !== 1).map(() => 'a twin is gone'),
  ];
}

/** One listing, and of each key that is due its create, its checks and its deletion; reads and writes. */
const REQUESTS = {
  'admin key': { openai: 1 + 3 * 2 + 2, github: 4 + 3 * 4 },
  'service account key': { openai: 1 + 3 * 3 + 2, github: 4 + 3 * 4 },
};

describe.each(KINDS)('%s', (kind) => {
  test('undisturbed', async () => {
    const scene = setUp(kind);
    const { main, requests, post } = await scene.fleet.night();
    expect(errorsOf(main)).toEqual([]);
    expect(post?.log).toBe('');
    const { openai, github } = requests;
    expect({ openai, github }).toEqual(REQUESTS[kind]);
    expect(unsettled(scene)).toEqual([]);
  });

  test('killed at every request', async () => {
    let explored = 0;
    for (const stage of ['before', 'after'] as const) {
      for (const withPost of [true, false]) {
        for (let at = 0; ; at++) {
          const scene = setUp(kind);
          const { fleet } = scene;
          const { main } = await fleet.night({
            post: withPost,
            onRequest: (_, when, index, step) => {
              if (when === stage && index === at) step.kill();
            },
          });
          if (main.signal !== 'SIGKILL') break;
          explored++;
          for (let night = 0; night < 2; night++) {
            fleet.advance(86_400 + 3600);
            expect(errorsOf((await fleet.night()).main)).toEqual([]);
          }
          expect({ stage, withPost, at, unsettled: unsettled(scene) }).toEqual({
            stage,
            withPost,
            at,
            unsettled: [],
          });
        }
      }
    }
    const { openai, github } = REQUESTS[kind];
    expect(explored).toBe(4 * (openai + github));
  });
});

test('killed at every request of a run whose own key is rotated last', async () => {
  let explored = 0;
  for (const withPost of [true, false]) {
    for (let at = 0; ; at++) {
      const fleet = new Fleet();
      fleet.defaults['grace-period'] = '0s';
      fleet.inputs['retry-for'] = '0s';
      const own = fleet.add({ name: 'own', project: null });
      fleet.openai.revoke(fleet.openai.keys[0]?.id ?? '');
      fleet.deliver(own, 40);
      fleet.deliver(fleet.add({ name: 'due' }), 31);
      // Each night reads the secret anew.
      const inputs = () => ({ 'admin-api-key': fleet.held(own)[0] ?? '' });
      const { main } = await fleet.night({
        inputs: inputs(),
        post: withPost,
        onRequest: (_, when, index, step) => {
          if (when === 'after' && index === at) step.kill();
        },
      });
      if (main.signal !== 'SIGKILL') break;
      explored++;
      for (let night = 0; night < 2; night++) {
        fleet.advance(86_400 + 3600);
        expect(errorsOf((await fleet.night({ inputs: inputs() })).main)).toEqual([]);
      }
      expect({ withPost, at, unsettled: fleet.unsettled() }).toEqual({
        withPost,
        at,
        unsettled: [],
      });
    }
  }
  // Two listings; for each key its create, its checks and its deletion, and for each secret four.
  expect(explored).toBe(2 * (2 + (2 + 3 + 2) + 2 * 4));
});

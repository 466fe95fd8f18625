import { afterAll, expect, test } from '@jest/globals';
import { DAY, Fleet } from '../../testing/fleet.ts';
import { removeWorkspaces } from '../../testing/manifest.ts';
import { errorsOf } from '../../testing/openai-step.ts';
import { cleanUp } from '../../testing/runner.ts';

afterAll(() => {
  cleanUp();
  removeWorkspaces();
});

/*
 * Two runs with one manifest. The first is held at one of its requests, before it is sent or when it was
 * answered, until the second has ended, and then goes on with what it had read.
 */

/** A key that is due in two secrets, an entry without a key, an admin key that is due, and one to retire. */
function setUp(): Fleet {
  const fleet = new Fleet();
  fleet.defaults['grace-period'] = '0s';
  fleet.deliver(fleet.add({ name: 'due', repositories: ['octo-org/due', 'octo-org/too'] }), 31);
  fleet.add({ name: 'new' });
  fleet.deliver(fleet.add({ name: 'admin', project: null }), 40);
  const gone = fleet.add({ name: 'gone', project: 'proj_b' });
  fleet.deliver(gone, 9);
  gone.fields.state = 'absent';
  return fleet;
}

/** Three listings, four secrets; then three creates, their checks, the secrets again, and three deletes. */
const REQUESTS = 3 + 4 + (3 + 5 + 3 * 4) + 3;

test.each(['before', 'after'] as const)('held %s each of its requests', async (stage) => {
  const held: number[] = [];
  for (let at = 0; ; at++) {
    const fleet = setUp();
    const [reached, go] = [Promise.withResolvers<boolean>(), Promise.withResolvers<void>()];
    let exchange = 0;
    const first = fleet.night({
      onExchange: async (when) => {
        if (when !== stage || exchange++ !== at) return;
        reached.resolve(true);
        await go.promise;
      },
    });
    if (!(await Promise.race([reached.promise, first.then(() => false)]))) break;
    held.push(at);
    const runs = [await fleet.night()];
    go.resolve();
    runs.push(await first);
    // Who gives way for an entry says why.
    for (const { main } of runs) {
      const [, ...lines] = errorsOf(main).join('\n').split('\n');
      for (const line of lines) expect(line).toMatch(/[Aa]nother run/);
    }
    // The key of one of them at the most.
    for (const member of fleet.members) {
      const made = fleet
        .live(member)
        .filter(({ createdAt }) => createdAt > fleet.openai.now() - DAY);
      expect(made.length).toBeLessThanOrEqual(1);
    }
    for (let night = 0; night < 2; night++) {
      fleet.advance(DAY);
      expect({ at, errors: errorsOf((await fleet.night()).main) }).toEqual({ at, errors: [] });
    }
    const [gone] = fleet.members.splice(3);
    expect({ at, unsettled: fleet.unsettled() }).toEqual({ at, unsettled: [] });
    expect(gone && fleet.live(gone)).toEqual([]);
  }
  expect(held).toHaveLength(REQUESTS);
});

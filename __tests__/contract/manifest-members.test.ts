import { afterAll, describe, expect, test } from '@jest/globals';
import { EXHAUSTIVE } from '../../testing/exhaustive.ts';
import { DAY, Fleet, type Member } from '../../testing/fleet.ts';
import { MEMBERS } from '../../testing/fleet-members.ts';
import { removeWorkspaces } from '../../testing/manifest.ts';
import { errorsOf } from '../../testing/openai-step.ts';
import { cleanUp } from '../../testing/runner.ts';

afterAll(() => {
  cleanUp();
  removeWorkspaces();
});

const NIGHTS = 30;
/** Entries beside the one that something happens to, and the projects that they are in. */
const [OTHERS, PROJECTS] = EXHAUSTIVE ? [219, 40] : [11, 3];

/** A fleet of several projects whose keys are due every week, in the middle of its life. */
function setUp(): { fleet: Fleet; member: Member; others: Member[] } {
  const fleet = new Fleet();
  fleet.inputs['max-rotations'] = '60';
  Object.assign(fleet.defaults, {
    'expires-in': '14d',
    'rotate-after': '7d',
    'rotate-spread': '2d',
  });
  const others = Array.from({ length: OTHERS }, (_, n) =>
    fleet.add({ name: `e${n}`, project: n === 10 ? null : `proj_${n % PROJECTS}` }),
  );
  const member = fleet.add({ name: 'member', project: 'proj_0', account: 'svc_member' });
  for (const [index, one] of fleet.members.entries()) fleet.deliver(one, index % 6, 14);
  return { fleet, member, others };
}

describe.each(Object.entries(MEMBERS))('%s', (_, misfortune) => {
  test(`for ${NIGHTS} nights, and the others rotate on time`, async () => {
    const { fleet, member, others } = setUp();
    const { says } = misfortune;
    const onTime = others.filter((one) => !misfortune.alsoStricken?.(one, member));
    misfortune.strike(fleet, member);
    let told = 0;
    for (let night = 0; night < NIGHTS; night++) {
      const { main, results } = await fleet.night();
      const failed = results.filter(({ action }) => action === 'failed').map(({ name }) => name);
      const stricken = [member, ...others.filter((one) => !onTime.includes(one))];
      expect(stricken.map(({ name }) => name)).toEqual(expect.arrayContaining(failed));
      if (failed.includes('member')) {
        told++;
        expect(errorsOf(main)).toEqual([expect.stringMatching(says)]);
      }
      for (const one of onTime) {
        expect(fleet.isSettled(one)).toBe(true);
        // A week, and a day until the next night.
        const age = fleet.openai.now() - (fleet.keysOf(one).at(-1)?.createdAt ?? 0);
        expect(age).toBeLessThan(8 * DAY);
        expect(fleet.live(one).length).toBeLessThanOrEqual(2);
      }
      fleet.advance(DAY);
      misfortune.nightly?.(fleet, member);
    }
    expect(told).toBeGreaterThan(0);
    const ofOthers = [...fleet.breaches].filter((text) => !text.includes(' member '));
    expect(ofOthers).toEqual([]);
  });
});

describe.each([
  ['is not among those of the token (404)', 404],
  ['does not let the App read its secrets (403)', 403],
] as const)('a repository that %s', (_, status) => {
  test(`fails its entry for ${NIGHTS} nights, leaves its keys alone, and is reached again later`, async () => {
    const { fleet, member, others } = setUp();
    const [name = ''] = member.repositories;
    const known = fleet.keysOf(member);
    const requests = () =>
      fleet.openai.log.filter(
        ({ path }) => path.includes('/svc_member/') || path.endsWith(known[0]?.id ?? '-'),
      );
    if (status === 404) {
      const repositories = others.flatMap((one) => one.repositories);
      fleet.inputs['github-token'] = fleet.github.addToken({ kind: 'app', repositories });
    } else {
      const body = { message: 'Resource not accessible by integration' };
      const path = new RegExp(`^/repos/${name}/`);
      fleet.github.fault({ path, status, body, times: Number.POSITIVE_INFINITY });
    }
    fleet.unwatched.add(member);
    const rotated = new Set<string>();
    for (let night = 0; night < NIGHTS; night++) {
      const { main, results } = await fleet.night();
      expect(results.filter(({ action }) => action === 'failed')).toEqual([
        expect.objectContaining({ name: 'member', reason: expect.stringContaining(name) }),
      ]);
      expect(errorsOf(main)).toHaveLength(1);
      for (const { name: one, action } of results) if (action === 'rotated') rotated.add(one);
      for (const one of others) {
        expect(fleet.isSettled(one)).toBe(true);
        const age = fleet.openai.now() - (fleet.keysOf(one).at(-1)?.createdAt ?? 0);
        expect(age).toBeLessThan(8 * DAY);
      }
      fleet.advance(DAY);
    }
    expect([...rotated].sort()).toEqual(others.map((one) => one.name).sort());
    expect(requests()).toEqual([]);
    expect(fleet.keysOf(member)).toEqual(known);
    expect([...fleet.breaches]).toEqual([]);
    delete fleet.inputs['github-token'];
    fleet.github.clearFaults();
    const { main } = await fleet.night();
    expect(errorsOf(main)).toEqual([]);
    expect(fleet.isSettled(member)).toBe(true);
  });
});

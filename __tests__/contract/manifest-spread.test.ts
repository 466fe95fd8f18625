import { afterAll, describe, expect, test } from '@jest/globals';
import { countActions, DAY, Fleet } from '../../testing/fleet.ts';
import { removeWorkspaces } from '../../testing/manifest.ts';
import { errorsOf } from '../../testing/openai-step.ts';
import { cleanUp } from '../../testing/runner.ts';

afterAll(() => {
  cleanUp();
  removeWorkspaces();
});

/** 220 entries in 40 projects, whose keys were all made in one night so many days ago. */
function madeInOneNight(days: number, defaults: Record<string, string> = {}): Fleet {
  const fleet = new Fleet({ requestsPerMinute: 7 });
  Object.assign(fleet.defaults, { 'expires-in': '45d', 'rotate-after': '30d' }, defaults);
  for (let n = 0; n < 220; n++) fleet.add({ name: `e${n}`, project: `proj_${n % 40}` });
  for (const member of fleet.members) fleet.deliver(member, days, 45);
  return fleet;
}

describe('a night on which nothing is due, beside 7 requests a minute', () => {
  test.each([
    ['with few keys', 0, 1],
    ['with more than 100 keys', 100, 2],
  ])('reads each page of each project once, one of them %s', async (_, strays, pages) => {
    const fleet = madeInOneNight(3);
    fleet.openai.seedServiceAccount({ id: 'svc_stray', projectId: 'proj_7' });
    for (let n = 0; n < strays; n++) {
      const stray = { name: `stray${n}`, project: 'proj_7', account: 'svc_stray' };
      fleet.makeKey({ ...stray, repositories: [], secret: '', fields: {} }, 0, null);
    }
    const { main, results, requests, minutes } = await fleet.night();
    expect(errorsOf(main)).toEqual([]);
    expect(countActions(results)).toEqual({ kept: 220 });
    const accepted = fleet.openai.log.filter(({ outcome }) => outcome !== 429);
    const counts: Record<string, number> = {};
    for (const { method, path } of accepted) {
      const request = `${method} ${path.replace(/\?.*/, '')}`;
      counts[request] = (counts[request] ?? 0) + 1;
    }
    const expected = Array.from({ length: 40 }, (_, n) => [
      `GET /v1/organization/projects/proj_${n}/api_keys`,
      n === 7 ? pages : 1,
    ]);
    expect(counts).toEqual(Object.fromEntries(expected));
    // No page is read twice.
    expect(new Set(accepted.map(({ path }) => path)).size).toBe(accepted.length);
    expect(requests.github).toBe(220);
    expect(minutes).toBeLessThan(10);
  });
});

describe('220 keys that were made in one night', () => {
  test('are due in one night again without `rotate-spread`', async () => {
    const { results } = await madeInOneNight(30.5).night({ inputs: { 'dry-run': 'true' } });
    expect(countActions(results)).toEqual({ rotated: 20, postponed: 200 });
  });

  test.each([
    // About 31 become due in a night of the first week, so some are postponed.
    { spread: '7d', mostDue: 110, oldestDays: 36 },
    // About 16 become due in a night, so few are postponed.
    { spread: '14d', mostDue: 40, oldestDays: 32 },
  ])('with `rotate-spread: $spread`, are never all due again', async (expected) => {
    const fleet = madeInOneNight(14, { 'rotate-spread': expected.spread });
    const seen = { mostDue: 0, oldestDays: 0, rotated: 0 };
    for (let night = 0; night < 50; night++) {
      const { main, results, minutes } = await fleet.night();
      expect(errorsOf(main)).toEqual([]);
      const { rotated = 0, postponed = 0, kept = 0 } = countActions(results);
      expect(rotated + postponed + kept).toBe(220);
      expect(rotated).toBeLessThanOrEqual(20);
      // Nothing waits while there is room.
      if (postponed > 0) expect(rotated).toBe(20);
      expect(minutes).toBeLessThan(30);
      fleet.advance(DAY - minutes * 60);
      const ages = fleet.members.map((member) => {
        return (fleet.openai.now() - (fleet.keysOf(member).at(-1)?.createdAt ?? 0)) / DAY;
      });
      seen.mostDue = Math.max(seen.mostDue, rotated + postponed);
      seen.oldestDays = Math.max(seen.oldestDays, ...ages);
      seen.rotated += rotated;
    }
    expect(seen.mostDue).toBeLessThan(expected.mostDue);
    expect(seen.oldestDays).toBeLessThan(expected.oldestDays);
    // Each at least once, and many twice.
    expect(seen.rotated).toBeGreaterThan(1.5 * 220);
    // A secret with an expired key would be one.
    expect([...fleet.breaches]).toEqual([]);
    expect(fleet.members.filter((member) => !fleet.isSettled(member))).toEqual([]);
  });
});

import { afterAll, describe, expect, test } from '@jest/globals';
import { EXHAUSTIVE } from '../../testing/exhaustive.ts';
import { runFleet } from '../../testing/fleet-nights.ts';
import { removeWorkspaces } from '../../testing/manifest.ts';
import { cleanUp } from '../../testing/runner.ts';

afterAll(() => {
  cleanUp();
  removeWorkspaces();
});

/*
 * A shorter `npm run fleet`: many nights of a fleet beside a limit of 7 requests a minute, with answers
 * that get lost, runs that are killed and cancelled, people, and each misfortune of a member.
 */
describe.each(
  Array.from({ length: EXHAUSTIVE ? 20 : 2 }, (_, index) => index + 1),
)('seed %s', (seed) => {
  test('no secret holds a dead key, every key that can be rotated is, and in good time', async () => {
    const report = await runFleet({ entries: 57, projects: 15, nights: 45, perMinute: 7, seed });
    expect(report.deadInSecret).toEqual([]);
    expect(report.expiredInUse).toEqual([]);
    expect(report.unexpected).toEqual([]);
    // A key made by hand and a lost create in one week make an entry stop, until its age asks for a key.
    expect(report.stopped.length).toBeLessThanOrEqual(1);
    expect(report.unsettled).toEqual([]);
    expect(report.brokenOff).toBeGreaterThanOrEqual(7);
    expect(report.oldestDays).toBeLessThan(36);
    expect(report.rotations).toBeGreaterThan(report.entries);
    // One key each, and those in their grace period, of hand, or of entries that cannot be reached.
    expect(report.keysAlive).toBeLessThan(1.5 * report.entries);
    const [, mostMinutes] = report.minutes;
    expect(mostMinutes).toBeLessThan(30);
  });
});

import type { OpenAiOptions } from '../emulator/openai.ts';
import { countActions, DAY, Fleet, type Member, type NightOptions } from './fleet.ts';
import { MEMBERS } from './fleet-members.ts';

export interface FleetOptions {
  /** With one for each misfortune. */
  entries: number;
  /** With one for each misfortune; further entries are admin keys. */
  projects: number;
  nights: number;
  /** The same number gives the same nights. */
  seed: number;
  /** Requests to the admin endpoints that the API takes in a minute. */
  perMinute: number;
}

/** What came of many nights. */
export interface FleetReport {
  nights: number;
  entries: number;
  /** Nights on which the run was killed or cancelled. */
  brokenOff: number;
  rotations: number;
  /** Of a whole night: the mean, and the most. */
  requests: { openai: [number, number]; refused: [number, number]; github: [number, number] };
  minutes: [number, number];
  /** Nights on which an entry failed that nothing had happened to, told with its reason. */
  unexpected: string[];
  /** Entries for which no further key was made, since three were made within a week. */
  stopped: string[];
  /** Entries whose secrets can be reached and do not hold their newest key, live, in the end. */
  unsettled: string[];
  keysAlive: number;
  /** The entries whose secrets held an expired key, and any dead key, at any time. */
  expiredInUse: string[];
  deadInSecret: string[];
  /** The oldest key that an entry that can be reached ever had, in days. */
  oldestDays: number;
}

/**
 * An organization's nights beside a limit of requests: keys that were all made in one night, a run a
 * night, answers that get lost, runs that are killed and cancelled, people who do what people do, and each
 * misfortune of a member, on a clock that never waits.
 *
 * @param onNight - is told how a night was, in one line
 */
export async function runFleet(
  { entries, projects, nights, seed, perMinute }: FleetOptions,
  onNight: (line: string) => void = () => undefined,
): Promise<FleetReport> {
  const random = randomFrom(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const options: OpenAiOptions = { requestsPerMinute: perMinute, listingDelayMs: 2_000 };
  const fleet = new Fleet(options);
  Object.assign(fleet.defaults, { 'rotate-after': '30d', 'rotate-spread': '10d' });
  const struck = Object.values(MEMBERS);
  const shared = projects - struck.length;
  for (let n = 0; n < entries - struck.length; n++) {
    const project = n % (shared + 1);
    fleet.add({ name: `e${n}`, project: project === 0 ? null : `proj_${project}` });
  }
  const misfortunes = struck.map((misfortune, index) => {
    const [project, account] = [`proj_of_${index}`, `svc_of_${index}`];
    return { misfortune, member: fleet.add({ name: `member${index}`, project, account }) };
  });
  // All in one night, long ago.
  for (const member of fleet.members) fleet.deliver(member, 19);
  const stricken = new Set<Member>();
  const healthy = () => fleet.members.filter((member) => !stricken.has(member));

  const whole: { openai: number; refused: number; github: number; minutes: number }[] = [];
  const report = { brokenOff: 0, rotations: 0, unexpected: [] as string[], oldestDays: 0 };
  const expired = new Set<string>();
  const stopped = new Set<string>();
  for (let night = 1; night <= nights; night++) {
    for (const [index, { misfortune, member }] of misfortunes.entries()) {
      if (night === 3 + index) {
        stricken.add(member);
        fleet.unwatched.add(member);
        misfortune.strike(fleet, member);
      }
      if (stricken.has(member)) misfortune.nightly?.(fleet, member);
    }
    // The last nights are quiet, so that it shows where everything ends.
    const isQuiet = night > nights - 3;
    if (!isQuiet) people(fleet, pick(healthy()), night);
    const isDisturbed = !isQuiet && night % 3 === 0;
    if (isDisturbed) loseAnswers(fleet, random);
    const at =
      !isQuiet && night % 5 === 0
        ? Math.floor(random() * fleet.members.length)
        : Number.POSITIVE_INFINITY;
    const breakOff: NightOptions['onRequest'] = (_, stage, index, step) => {
      if (index !== at || stage !== pick(['before', 'after'])) return;
      if (night % 2 === 0) step.kill();
      else step.cancel();
    };
    const from = fleet.openai.log.length;
    const { main, results, requests, minutes } = await fleet.night({ onRequest: breakOff });
    for (const api of [fleet.openai, fleet.github]) api.clearFaults();
    for (const { misfortune, member } of misfortunes) {
      if (stricken.has(member)) misfortune.strike(fleet, member);
    }
    const refused = fleet.openai.log.slice(from).filter(({ outcome }) => outcome === 429).length;
    const isBrokenOff = main.signal !== null || at < requests.openai + requests.github;
    if (isBrokenOff) report.brokenOff++;
    else {
      whole.push({ openai: requests.openai - refused, refused, github: requests.github, minutes });
    }
    const counts = countActions(results);
    report.rotations += counts.rotated ?? 0;
    const names = new Set(healthy().map(({ name }) => name));
    for (const { name, action, reason } of results) {
      if (action !== 'failed' || !names.has(name)) continue;
      if (reason.startsWith('The last three keys of this name were made within a week')) {
        stopped.add(name);
      } else if (!isDisturbed && !isBrokenOff) {
        report.unexpected.push(`night ${night}, ${name}: ${reason}`);
      }
    }
    for (let hour = 0; hour < 24; hour++) {
      fleet.advance(3600);
      for (const member of healthy()) use(fleet, member, expired);
    }
    for (const member of healthy()) {
      const age = fleet.openai.now() - (fleet.keysOf(member).at(-1)?.createdAt ?? 0);
      report.oldestDays = Math.max(report.oldestDays, age / DAY);
    }
    const told = Object.entries(counts).map(([action, count]) => `${count} ${action}`);
    onNight(
      `night ${night}: ${told.join(', ') || 'broken off'}; ${requests.openai - refused} + ${refused} refused ` +
        `requests to OpenAI, ${requests.github} to GitHub, ${minutes.toFixed(1)} min${main.signal ? ', killed' : ''}`,
    );
  }
  const range = (field: keyof (typeof whole)[number]): [number, number] => {
    const numbers = whole.map((one) => one[field]);
    const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
    return [mean, Math.max(...numbers)];
  };
  return {
    ...report,
    nights,
    entries: fleet.members.length,
    requests: { openai: range('openai'), refused: range('refused'), github: range('github') },
    minutes: range('minutes'),
    unsettled: healthy()
      .filter((member) => !fleet.isSettled(member))
      .map(({ name }) => name),
    keysAlive: fleet.members.reduce((sum, member) => sum + fleet.live(member).length, 0),
    stopped: [...stopped],
    expiredInUse: [...expired],
    deadInSecret: [...fleet.breaches],
  };
}

/** A workflow uses the key that its secret holds. */
function use(fleet: Fleet, member: Member, expired: Set<string>): void {
  const [value] = fleet.held(member);
  const key = fleet.keysOf(member).find((one) => one.value === value);
  if (key === undefined) return;
  if (fleet.isLive(key)) key.lastUsedAt = fleet.openai.now();
  else expired.add(member.name);
}

/** What people do: none of it takes a key away that a secret holds. */
function people(fleet: Fleet, member: Member, night: number): void {
  const now = fleet.openai.now();
  switch (night % 4) {
    case 0: {
      // A key of the same name, made by hand for something else.
      fleet.makeKey(member, now - 7200, null);
      return;
    }
    case 1: {
      // A secret is written anew with the value that it holds.
      for (const place of member.repositories) {
        const secret = fleet.github.secret(place, member.secret);
        if (secret !== undefined) {
          fleet.github.seedSecret(place, member.secret, { ...secret, updatedAt: now - 3600 });
        }
      }
      return;
    }
    case 2: {
      // A key that no secret holds is deleted by hand.
      const held = new Set(fleet.held(member));
      const old = fleet.live(member).find(({ value }) => !held.has(value));
      if (old !== undefined) fleet.openai.revoke(old.id);
      return;
    }
    default:
      fleet.makeKey({ ...member, name: `by-hand-${night}` }, now - 60, null);
  }
}

/** Some answers of this night do not arrive, of requests that were acted on or not. */
function loseAnswers(fleet: Fleet, random: () => number): void {
  const skip = () => Math.floor(random() * 12);
  fleet.openai.fault({ method: 'POST', skip: skip(), reset: 'after' });
  fleet.openai.fault({ method: 'POST', skip: skip(), silence: 'before' });
  fleet.openai.fault({ method: 'GET', path: '/models', skip: skip(), status: 500 });
  fleet.openai.fault({ method: 'GET', skip: skip(), status: 503 });
  fleet.openai.fault({ method: 'DELETE', skip: skip(), reset: 'after' });
  fleet.github.fault({ method: 'PUT', skip: skip(), reset: 'after' });
  fleet.github.fault({ method: 'PUT', skip: skip(), silence: 'before' });
  fleet.github.fault({ method: 'GET', skip: skip(), status: 502 });
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

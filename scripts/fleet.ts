// Runs a fleet of many keys for many nights beside a rate limit, on a clock that never waits, and prints
// what came of it: `npm run fleet -- [--nights 60] [--entries 220] [--projects 40] [--seed 1] [--verbose]`
import { parseArgs } from 'node:util';
import { type FleetReport, runFleet } from '../testing/fleet-nights.ts';

const { values } = parseArgs({
  options: {
    entries: { type: 'string', default: '220' },
    projects: { type: 'string', default: '40' },
    nights: { type: 'string', default: '60' },
    'per-minute': { type: 'string', default: '7' },
    seed: { type: 'string', default: '1' },
    verbose: { type: 'boolean', default: false },
  },
});

const report = await runFleet(
  {
    entries: Number(values.entries),
    projects: Number(values.projects),
    nights: Number(values.nights),
    perMinute: Number(values['per-minute']),
    seed: Number(values.seed),
  },
  values.verbose ? (line) => console.log(line) : undefined,
);
console.log(tableOf(report));
for (const line of [...report.unexpected, ...report.deadInSecret]) console.log(line);
process.exitCode = report.deadInSecret.length + report.expiredInUse.length > 0 ? 1 : 0;

function tableOf({ requests, minutes, ...rest }: FleetReport): string {
  const both = ([mean, most]: [number, number]) => `${mean.toFixed(1)} (${most.toFixed(1)})`;
  const rows: [string, string | number][] = [
    ['Nights', rest.nights],
    ['Entries of the manifest', rest.entries],
    ['Projects', values.projects],
    ['Runs that were killed or cancelled', rest.brokenOff],
    ['Rotations', rest.rotations],
    ['Requests to OpenAI a night: mean (most)', both(requests.openai)],
    ['Refused by the limit', both(requests.refused)],
    ['Requests to GitHub a night', both(requests.github)],
    ['Minutes a night', both(minutes)],
    ['Oldest key, in days', rest.oldestDays.toFixed(1)],
    ['Keys alive in the end', rest.keysAlive],
    ['Entries that are not settled in the end', rest.unsettled.length],
    ['Entries that failed without a cause of their own', rest.unexpected.length],
    ['Entries that stopped after three keys in a week', rest.stopped.length],
    ['Keys expired in use', rest.expiredInUse.length],
    ['Secrets with a dead key', rest.deadInSecret.length],
  ];
  return ['| | |', '| --- | ---: |', ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join(
    '\n',
  );
}

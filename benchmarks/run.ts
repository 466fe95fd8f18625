// Times the bundles as whole processes against a bare client: `npm run bench`. RUNS=15 by default.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { completeInputs, inputVariable, readAction } from '../testing/action.ts';
import { baseEnv, createFiles, jobOf } from '../testing/job.ts';
import { type Contender, medianOf, peakOf, timeOf } from './measure.ts';
import { serve } from './server-process.ts';

const KEYS = 10_000;
const runs = Number(process.env.RUNS || 15);
const root = join(import.meta.dirname, '..');
const job = jobOf();
const files = createFiles(job);
const server = await serve(KEYS, job.temp);
const env = { ...baseEnv(job, files, join(root, 'node_modules', '.bin')), ...server.trust };

function expectThat(isGood: boolean, what: string): void {
  if (!isGood) throw new Error(`Nothing was measured: ${what}.`);
}

/** The action as the runner starts it, with all its inputs and empty command files. */
function action(
  script: 'main' | 'post',
  inputs: Record<string, string>,
  expected: { exitCode: number; output?: string },
): Contender {
  const given = { 'admin-api-key': server.adminKey, 'base-url': server.baseUrl, ...inputs };
  const complete = completeInputs(given, readAction(root), env, (text) => expectThat(false, text));
  const variables = Object.entries(complete).map(([name, text]) => [inputVariable(name), text]);
  return {
    args: [join(root, 'dist', script, 'index.js')],
    env: { ...env, ...Object.fromEntries(variables) },
    prepare: () => {
      for (const path of Object.values(files)) writeFileSync(path, '');
    },
    verify: ({ exitCode, stdout }) => {
      expectThat(
        exitCode === expected.exitCode,
        `exit code ${exitCode} after ${stdout.split('\n').at(-2)}`,
      );
      if (expected.output === undefined) return;
      const text = readFileSync(files.output, 'utf8');
      expectThat(text.includes(`\n${expected.output}\n`), `no output ${expected.output}`);
    },
  };
}

function bare(path: string, kind: 'key' | 'page', expected: string): Contender {
  const url = `${server.baseUrl}/organization/admin_api_keys${path}`;
  return {
    args: [join(import.meta.dirname, 'bare.mjs'), url, kind],
    env: { ...env, BARE_ADMIN_KEY: server.adminKey },
    verify: ({ stdout }) => expectThat(stdout.trim() === expected, `the bare client got ${stdout}`),
  };
}

const nothing: Contender = {
  args: ['-e', '0'],
  env,
  verify: ({ exitCode }) => expectThat(exitCode === 0, '`node -e 0` failed'),
};

interface Case {
  name: string;
  action: Contender;
  bare?: Contender;
  /** The ratio to stay below: of the bare client where there is one, else of `node -e 0`. */
  aim: number;
}

const { keyId } = server;
const cases: Case[] = [
  {
    name: 'retrieve',
    action: action(
      'main',
      { operation: 'retrieve', 'key-id': keyId },
      { exitCode: 0, output: keyId },
    ),
    bare: bare(`/${keyId}`, 'key', keyId),
    aim: 1.4,
  },
  {
    name: `list ${KEYS} keys`,
    action: action('main', { operation: 'list' }, { exitCode: 0, output: String(KEYS) }),
    bare: bare('', 'page', String(KEYS)),
    aim: 1.3,
  },
  {
    name: 'refused input',
    action: action('main', { operation: 'retrieve' }, { exitCode: 1 }),
    aim: 1.35,
  },
  {
    name: 'idle post step',
    action: action('post', { operation: 'list' }, { exitCode: 0 }),
    aim: 1.3,
  },
];

/** Milliseconds by contender and round; the contenders take turns, so a slow moment strikes all. */
async function timesOf(contenders: Contender[]): Promise<number[][]> {
  // Once without the clock, which warms the caches of files.
  for (const contender of contenders) await timeOf(contender);
  const times: number[][] = contenders.map(() => []);
  for (let round = 0; round < runs; round++) {
    for (const [at, contender] of contenders.entries()) times[at]?.push(await timeOf(contender));
  }
  return times;
}

const isTls = new URL(server.baseUrl).protocol === 'https:';
console.log(
  `Node ${process.version}, ${cpus().length} CPUs, ` +
    `${isTls ? 'TLS' : 'plain HTTP, for want of `openssl` (the aims are set for TLS),'} on loopback.\n` +
    `Whole processes in turn: medians of ${runs} runs, and of the ratios of each round.\n`,
);
const line = (...cells: string[]) =>
  console.log(cells.map((cell, at) => (at ? cell.padStart(12) : cell.padEnd(18))).join(''));
const ms = (times: number[]) => `${medianOf(times).toFixed(1)} ms`;
const mb = async (contender: Contender) => `${(await peakOf(contender)).toFixed(0)} MB`;
line('', 'action', 'bare', 'node -e 0', 'ratio', 'aim', '', 'peak memory', 'bare');
for (const each of cases) {
  const [own = [], start = [], floor] = await timesOf([
    each.action,
    nothing,
    ...(each.bare ? [each.bare] : []),
  ]);
  const ratio = medianOf(own.map((time, round) => time / ((floor ?? start)[round] ?? Number.NaN)));
  line(
    each.name,
    ms(own),
    floor ? ms(floor) : '',
    ms(start),
    ratio.toFixed(2),
    `≤ ${each.aim.toFixed(2)}`,
    ratio <= each.aim ? 'met' : 'missed',
    await mb(each.action),
    each.bare ? await mb(each.bare) : '',
  );
}
server.stop();

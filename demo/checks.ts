import { isDeepStrictEqual } from 'node:util';
import type { StepResult } from '../testing/runner.ts';
import type { Done } from './job.ts';
import * as screen from './screen.ts';

/** A job that the demo showed, and the checks to run after all jobs. */
export interface Show {
  name: string;
  done: Map<string, Done>;
  check(checks: Checks): void;
}

/** The lines of a text that contain a word. */
export function rowsOf(text: string, word: string): string[] {
  return screen.linesOf(text).filter((line) => line.includes(word));
}

/** Values are searched for in pieces of this length, so that part of a value is found too. */
const PIECE = 16;

/** Compares the results of the demo with the expected ones and prints a line for each check. */
export class Checks {
  failed = 0;

  equal(what: string, actual: unknown, expected: unknown): void {
    const isGood = isDeepStrictEqual(actual, expected);
    if (!isGood) this.failed += 1;
    const deviation = `: got ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`;
    screen.check(isGood, isGood ? what : what + deviation);
  }

  /** All steps succeed except `refused`, if there is one, which fails with a single annotation. */
  steps(done: Map<string, Done>, refused?: string): void {
    for (const [id, { result }] of done) {
      const errors = result.annotations.filter(({ level }) => level === 'error').length;
      const isRefused = id === refused;
      const what = isRefused ? 'fails with one error' : 'succeeds';
      const expected = ['add-mask', ...(isRefused ? ['failure', 1] : ['success', 0])];
      const actual = [result.commands[0]?.name, result.conclusion, errors];
      this.equal(`step \`${id}\` masks first and ${what}`, actual, expected);
    }
  }

  /** The methods of all steps' requests, separated by spaces. */
  requests(done: Map<string, Done>, posts: Map<string, Done>, expected: string): void {
    const all = [...done.values(), ...posts.values()].flatMap(({ requests }) => requests);
    const methods = all.map((request) => request.split(' ')[0]).join(' ');
    this.equal(`the job sent ${all.length} requests`, methods, expected);
  }

  /** Only these post steps printed or sent anything, and none failed. */
  posts(posts: Map<string, Done>, busy: string[]): void {
    const all = [...posts].filter(([, { requests, result }]) => {
      return requests.length > 0 || result.stdout + result.stderr !== '';
    });
    const which = busy.length === 0 ? 'the' : 'the other';
    this.equal(
      `${which} post steps printed and sent nothing`,
      all.map(([id]) => id),
      busy,
    );
    const failed = [...posts].filter(([, { result }]) => result.conclusion === 'failure');
    this.equal('no post step failed', failed.length, 0);
  }

  /** No piece of a value appears anywhere except in the masks and where the workflow sent it. */
  secrecy(values: (string | undefined)[], where: { results: StepResult[]; texts: string[] }): void {
    const real = new Set(
      values.filter((value) => /^(sk-admin-|sk-svcacct-|ghs_)/.test(value ?? '')),
    );
    this.equal(`the steps used ${values.length} different values`, real.size, values.length);
    const pieces = values.flatMap((value = '') =>
      Array.from({ length: Math.floor(value.length / PIECE) }, (_, at) =>
        value.slice(at * PIECE, (at + 1) * PIECE),
      ),
    );
    const holds = (text: string) => pieces.some((piece) => text.includes(piece));
    const shown = where.results.flatMap(shownBy);
    this.equal(
      'no log, annotation, summary, state, file or unencrypted request contains a piece of one',
      [...shown, ...where.texts].filter(holds).length,
      0,
    );
    this.equal('nothing on this screen does either', screen.printed.filter(holds).length, 0);
  }
}

/** Everything that a step shows, without masks, the output `value` and exported variables. */
function shownBy(result: StepResult): string[] {
  const { value: _, ...outputs } = result.outputs;
  const lines = result.stdout.split('\n').filter((line) => !line.startsWith('::add-mask::'));
  return [
    ...lines,
    result.stderr,
    result.log,
    JSON.stringify(result.annotations),
    result.files.summary,
    result.files.state,
    JSON.stringify(outputs),
  ];
}

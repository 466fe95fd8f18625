import { execFileSync, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Mutant, patternOf, testFile } from './mutant.ts';

/** A test that takes longer than this fails, in milliseconds: a mutant can make one wait for ever. */
const TEST_TIMEOUT_MS = 180_000;
/** All tests of one run together. */
const RUN_TIMEOUT_MS = 600_000;

/** What became of the tests of one title, which can be many: a table, or a group. */
export interface TitleResult {
  /** The test file below `__tests__`, without `.test.ts`. */
  name: string;
  title: string;
  /** How many ran. */
  ran: number;
  /** The full names of those that failed. */
  failed: readonly string[];
}

export type NamedTests = Mutant['tests'];

interface JestReport {
  testResults: {
    name: string;
    message: string;
    assertionResults: {
      ancestorTitles: string[];
      title: string;
      fullName: string;
      status: string;
    }[];
  }[];
}

/** A copy of the repository that may be spoilt; packages are those of the repository itself. */
export class Workshop {
  readonly #folder = mkdtempSync(join(tmpdir(), 'mutants-'));

  /** @param root - the folder of the repository, with its packages installed */
  constructor(root: string) {
    const listed = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
    const files = execFileSync('git', listed, { cwd: root, encoding: 'utf8' }).split('\0');
    for (const file of files.filter((name) => name !== '')) {
      cpSync(join(root, file), join(this.#folder, file), { force: true, recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(this.#folder, 'node_modules'), 'junction');
    cpSync(join(this.#folder, 'dist'), join(this.#folder, 'dist.whole'), { recursive: true });
  }

  /** Takes the copy away. */
  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /**
   * Does something while a mutant is in place.
   *
   * @throws Error where the text of the mutant is not in its file, or not once, or does not build
   */
  async mutated<T>(mutant: Mutant, work: () => Promise<T>): Promise<T> {
    const path = join(this.#folder, mutant.file);
    const whole = readFileSync(path, 'utf8');
    const count = whole.split(mutant.find).length - 1;
    if (count !== 1) throw new Error(`its text is ${count} times in ${mutant.file}, not once`);
    writeFileSync(
      path,
      whole.replace(mutant.find, () => mutant.replace),
    );
    try {
      if (mutant.bundle) this.#build();
      return await work();
    } finally {
      writeFileSync(path, whole);
      if (mutant.bundle) this.#restoreBundle();
    }
  }

  #build(): void {
    try {
      const options = { cwd: this.#folder, encoding: 'utf8', stdio: 'pipe' } as const;
      execFileSync(process.execPath, ['scripts/build.mjs'], options);
    } catch (error) {
      throw new Error(`it does not build: ${(error as { stdout?: string }).stdout ?? error}`);
    }
  }

  #restoreBundle(): void {
    const dist = join(this.#folder, 'dist');
    rmSync(dist, { recursive: true, force: true });
    cpSync(join(this.#folder, 'dist.whole'), dist, { recursive: true });
  }

  /**
   * Runs the tests of some titles and no others.
   *
   * @throws Error where a file cannot be loaded, or the run does not end
   */
  async run(tests: NamedTests): Promise<TitleResult[]> {
    const report = await this.#jest(
      Object.keys(tests).map(testFile),
      Object.values(tests).flat().map(patternOf),
    );
    return Object.entries(tests).flatMap(([name, titles]) => {
      const file = report.testResults.find((one) => one.name.endsWith(`/${testFile(name)}`));
      if (file === undefined || file.assertionResults.length === 0) {
        throw new Error(`${testFile(name)} did not run: ${file?.message ?? 'it is not there'}`);
      }
      return titles.map((title): TitleResult => {
        const exact = new RegExp(`^${patternOf(title)}$`, 's');
        const own = file.assertionResults.filter((one) =>
          [one.title, ...one.ancestorTitles].some((text) => exact.test(text)),
        );
        const failed = own.filter(({ status }) => status === 'failed');
        const passed = own.filter(({ status }) => status === 'passed');
        return {
          name,
          title,
          ran: failed.length + passed.length,
          failed: failed.map(({ fullName }) => fullName),
        };
      });
    });
  }

  async #jest(files: string[], patterns: string[]): Promise<JestReport> {
    const output = join(this.#folder, 'report.json');
    rmSync(output, { force: true });
    const command = [
      ...['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
      ...['node_modules/jest/bin/jest.js', '--forceExit', '--silent', '--maxWorkers=1'],
      ...['--json', `--outputFile=${output}`, `--testTimeout=${TEST_TIMEOUT_MS}`],
      ...[
        `--testNamePattern=(?:^| )(?:${patterns.join('|')})(?: |$)`,
        '--runTestsByPath',
        ...files,
      ],
    ];
    const child = spawn(process.execPath, command, {
      cwd: this.#folder,
      stdio: 'ignore',
      detached: process.platform !== 'win32',
      env: {
        ...process.env,
        PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
        EXHAUSTIVE: '',
      },
    });
    const end = () => {
      if (child.pid === undefined) return;
      // Jest starts steps of the bundle, which are to end with it.
      if (process.platform === 'win32') child.kill();
      else process.kill(-child.pid, 'SIGKILL');
    };
    const timer = setTimeout(end, RUN_TIMEOUT_MS);
    process.once('exit', end);
    await new Promise((resolve) => child.once('close', resolve));
    process.off('exit', end);
    clearTimeout(timer);
    if (!existsSync(output)) {
      throw new Error(`Jest was ended after ${RUN_TIMEOUT_MS / 60_000} min, or could not begin`);
    }
    return JSON.parse(readFileSync(output, 'utf8')) as JestReport;
  }
}

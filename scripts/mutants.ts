// Takes each guard of the threat model out of a copy of the code, one at a time, and shows that the
// tests that the threat model names for it turn red: `npm run mutants [-- <number of an invariant> …]`
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Mutant, testFile } from './mutants/mutant.ts';
import { mutants } from './mutants/table.ts';
import { type NamedTests, type TitleResult, Workshop } from './mutants/workshop.ts';

/** The numbers of the invariants in docs/threat-model.md. */
export function invariantsOf(page: string): number[] {
  return [...page.matchAll(/^- \*\*INV-(\d+)\.\*\* /gm)].map(([, number]) => Number(number));
}

/** All named tests together, each once. */
function testsOf(some: readonly Mutant[]): NamedTests {
  const all: Record<string, Set<string>> = {};
  for (const { tests } of some) {
    for (const [name, titles] of Object.entries(tests)) {
      all[name] ??= new Set();
      for (const title of titles) all[name].add(title);
    }
  }
  return Object.fromEntries(Object.entries(all).map(([name, titles]) => [name, [...titles]]));
}

const spell = ({ name, title }: TitleResult): string => `${testFile(name)} “${title}”`;

async function main(given: readonly number[]): Promise<number> {
  const root = join(import.meta.dirname, '..');
  const invariants = invariantsOf(readFileSync(join(root, 'docs/threat-model.md'), 'utf8'));
  const problems = invariants
    .filter((number) => !mutants.some(({ invariant }) => invariant === number))
    .map((number) => `INV-${number} has no mutant.`);
  const wanted = mutants.filter(({ invariant }) => given.length === 0 || given.includes(invariant));
  const workshop = new Workshop(root);
  process.once('exit', () => workshop.remove());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => process.exit(1));
  }

  // What fails anyway says nothing about a mutant.
  const whole = await workshop.run(testsOf(wanted));
  const anyway = new Set(whole.flatMap(({ failed }) => failed));
  for (const one of whole) {
    if (one.ran === 0) problems.push(`There is no such test: ${spell(one)}`);
    if (one.failed.length > 0) {
      problems.push(`${one.failed.length} of ${one.ran} fail without any mutant: ${spell(one)}`);
    }
  }

  for (const mutant of wanted) {
    const head = `INV-${mutant.invariant} without ${mutant.without} (${mutant.file})`;
    console.log(head);
    try {
      for (const one of await workshop.mutated(mutant, () => workshop.run(mutant.tests))) {
        const isRed = one.failed.some((name) => !anyway.has(name));
        console.log(`  ${isRed ? 'red' : 'STILL GREEN'}  ${spell(one)}`);
        if (!isRed) problems.push(`${head}: still green: ${spell(one)}`);
      }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      console.log(`  FAILED  ${why}`);
      problems.push(`${head}: ${why}`);
    }
  }
  const tests = wanted.reduce((sum, one) => sum + Object.values(one.tests).flat().length, 0);
  console.log(`\n${wanted.length} mutants, ${tests} times a test that has to turn red.`);
  for (const problem of problems) console.log(`- ${problem}`);
  return problems.length === 0 ? 0 : 1;
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2).map(Number));

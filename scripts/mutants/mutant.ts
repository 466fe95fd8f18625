/**
 * A small edit that takes one guard out of the code. The tests that the threat model names for the
 * guard have to notice.
 */
export interface Mutant {
  /** The number of the invariant in docs/threat-model.md. */
  invariant: number;
  /** What is taken out: completes “without …”. */
  without: string;
  /** The file that is edited, from the root of the repository. */
  file: string;
  /** A text that is in the file exactly once. */
  find: string;
  replace: string;
  /** Titles of tests, or of groups of them, by their file below `__tests__`, without `.test.ts`. */
  tests: Readonly<Record<string, readonly string[]>>;
  /** Whether a named test runs the bundle, so that the bundle has to be built from the mutant. */
  bundle?: true;
}

/** The path of a test file, from the root of the repository. */
export function testFile(name: string): string {
  return `__tests__/${name}.test.ts`;
}

/** Finds a title as Jest writes it, with something in the place of `%s` or `$name`. */
export function patternOf(title: string): string {
  return title
    .split(/%[sdijpo#]|\$\w+/)
    .map((text) => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('.*');
}

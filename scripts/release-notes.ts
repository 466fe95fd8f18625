// Prints what CHANGELOG.md says of a version: `node scripts/release-notes.ts vX.Y.Z`
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The notes of a release, in Markdown.
 *
 * @param tag - `v` and the version
 * @param changelog - the text of CHANGELOG.md, in the form of https://keepachangelog.com
 * @param version - that of package.json
 * @throws Error where the three do not go together
 */
export function releaseNotes(tag: string, changelog: string, version: string): string {
  if (tag !== `v${version}`) {
    throw new Error(`The tag is ${tag}, and package.json has the version ${version}.`);
  }
  const start = `## [${version}]`;
  const [section, ...others] = changelog.split(/^(?=## )/m).filter((one) => one.startsWith(start));
  if (section === undefined || others.length > 0) {
    const count = section === undefined ? 0 : others.length + 1;
    throw new Error(`CHANGELOG.md has ${count} sections \`${start}\`, where one is needed.`);
  }
  const [heading = '', ...lines] = section.split('\n');
  if (!/^## \[\S+\] - \d{4}-\d\d-\d\d$/.test(heading)) {
    throw new Error(`\`${heading}\` in CHANGELOG.md has no date, as in \`${start} - 2026-01-31\`.`);
  }
  // The addresses of the headings stand at the end of the file, and belong to no section.
  const notes = lines
    .filter((line) => !/^\[[^\]]+\]: /.test(line))
    .join('\n')
    .trim();
  if (notes === '') throw new Error(`CHANGELOG.md says nothing of ${version}.`);
  return notes;
}

if (import.meta.main) {
  const read = (path: string) => readFileSync(join(import.meta.dirname, '..', path), 'utf8');
  const { version } = JSON.parse(read('package.json')) as { version: string };
  try {
    console.log(releaseNotes(process.argv[2] ?? '', read('CHANGELOG.md'), version));
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the README. */
export const root = join(import.meta.dirname, '../..');

export interface Page {
  /** From the root: `docs/recipes.md`. */
  path: string;
  text: string;
}

/** Every page that is written for users: the README and all of `docs`. */
export const pages: Page[] = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => `docs/${name}`),
].map((path) => ({ path, text: read(path) }));

/** The text of a file of the repository. */
export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** The fenced blocks of a page in one of some languages, without their fences. */
export function blocksOf({ text }: Page, ...languages: string[]): string[] {
  const fence = new RegExp(`^\`\`\`(?:${languages.join('|')})\\n([\\s\\S]*?)^\`\`\`$`, 'gm');
  return [...text.matchAll(fence)].map(([, block = '']) => block);
}

/** The anchors that GitHub gives to the headings of a page. */
export function anchorsOf({ text }: Page): string[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```$/gm, '');
  return [...prose.matchAll(/^#+ (.*)$/gm)].map(
    ([, heading = '']) =>
      `#${heading
        .toLowerCase()
        .replaceAll(/[^\w -]/g, '')
        .replaceAll(' ', '-')}`,
  );
}

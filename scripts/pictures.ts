// Draws the pictures in docs/images anew, each with its text beside it: `npm run pictures`.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { type Browser, startBrowser } from './pictures/browser.ts';
import { readFromNpm } from './pictures/from-npm.ts';
import { chartScripts, logPage, summaryPage } from './pictures/page.ts';
import { shrink } from './pictures/png.ts';
import { texts } from './pictures/scenes.ts';

export const IMAGES = join(import.meta.dirname, '../docs/images');
/** Under which the PNG says from which text it was drawn. */
export const KEYWORD = 'text-sha256';

/** Where Mermaid and GitHub's look come from. GitHub draws with some version 11 of Mermaid. */
const MERMAID = {
  package: 'mermaid@11.12.2',
  path: 'dist/mermaid.min.js',
  sha256: 'd0830a6c05546e9edb8fe20a8f545f3e0dc7c4c3134d584bad9c13a99d7a71e0',
};
const CSS = {
  package: 'github-markdown-css@5.9.0',
  path: 'github-markdown.css',
  sha256: '6112686f954db5d3806fb96116d2ab20ad3018469ab1015c587fd8efe7d25cf4',
};

/** Of the page, in CSS pixels: as wide as GitHub's pages are for these on a screen of middle size. */
const WIDTHS = { log: 880, summary: 1040 };

/** What tells one text from another. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The names of both pictures of a text, for light and dark pages: `rotate-log.txt` has two. */
export function picturesOf(file: string): { light: string; dark: string } {
  const { name } = parse(file);
  return { light: `${name}.png`, dark: `${name}-dark.png` };
}

async function draw(browser: Browser, file: string, text: string): Promise<void> {
  const css = readFromNpm(CSS);
  const isLog = file.endsWith('.txt');
  const html = isLog
    ? logPage(text, 'Run openai-admin-api-keys/action@v1', css)
    : summaryPage(text, css);
  for (const [theme, picture] of Object.entries(picturesOf(file))) {
    const isDark = theme === 'dark';
    const png = await browser.draw({
      html,
      width: isLog ? WIDTHS.log : WIDTHS.summary,
      isDark,
      scripts: isLog ? [] : chartScripts(html, readFromNpm(MERMAID), isDark),
    });
    const small = shrink(png, KEYWORD, hashOf(text));
    writeFileSync(join(IMAGES, picture), small);
    console.log(`${picture}: ${Math.ceil(small.length / 1000)} kB`);
  }
}

if (import.meta.main) {
  const browser = await startBrowser(process.env.CHROMIUM || 'chromium');
  try {
    for (const [file, text] of Object.entries(await texts())) {
      await draw(browser, file, text);
      writeFileSync(join(IMAGES, file), text);
    }
  } finally {
    await browser.close();
  }
}

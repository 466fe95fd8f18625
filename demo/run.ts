// Shows what the action does against local copies of both APIs, with the bundles that GitHub runs.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { cleanUp } from '../__tests__/support/runner.ts';
import { Checks } from './checks.ts';
import { showLife } from './life.ts';
import { showProvisioning } from './provisioning.ts';
import { showRotation } from './rotation.ts';
import * as screen from './screen.ts';

screen.paragraph(
  'This runs the action as GitHub runs it, against local copies of the admin API and of GitHub: nothing ' +
    'leaves this machine. In a workflow, `admin-api-key` comes from a secret; `base-url`, which points to ' +
    'the copy here, is left out.',
);
const shows = [await showLife(), await showProvisioning(), await showRotation()];

const results = shows.flatMap(({ done }) => [...done.values()].map(({ result }) => result));
const folder = join(import.meta.dirname, '../.demo');
const summaries = results.map(({ summary }) => summary).join('');
const page = micromark(summaries, {
  allowDangerousHtml: true,
  extensions: [gfm()],
  htmlExtensions: [gfmHtml()],
});
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'summary.md'), summaries);
writeFileSync(join(folder, 'summary.html'), `<!doctype html><meta charset="utf-8">\n${page}`);

screen.chapter('What came of it', '');
const checks = new Checks();
for (const show of shows) {
  screen.title(show.name, '');
  show.check(checks);
}
screen.paragraph('');
screen.paragraph(
  checks.failed === 0
    ? 'All as expected.'
    : `${checks.failed} of these deviate from what is expected.`,
);
screen.paragraph(
  `The summaries of all steps, to look at in a browser: ${join(folder, 'summary.html')}. As GitHub gets ` +
    `them, with charts that it draws: ${join(folder, 'summary.md')}.`,
);
process.exitCode = checks.failed === 0 ? 0 : 1;
cleanUp();

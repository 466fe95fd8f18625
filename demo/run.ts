// Runs the action's committed bundles against local copies of both APIs, and shows what they do.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { cleanUp } from '../testing/runner.ts';
import { showApiKey } from './api-key.ts';
import { Checks } from './checks.ts';
import { showLife } from './life.ts';
import { showProvisioning } from './provisioning.ts';
import { showRotation } from './rotation.ts';
import * as screen from './screen.ts';

screen.paragraph(
  'This runs the action as GitHub does, against local copies of the OpenAI and GitHub APIs. Nothing ' +
    'leaves this machine. In a workflow, `admin-api-key` comes from a secret, and you leave out `base-url`, ' +
    'which points to the local copy here.',
);
const shows = [
  await showApiKey(),
  await showLife(),
  await showProvisioning(),
  await showRotation(),
];

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

screen.chapter('Results', '');
const checks = new Checks();
for (const show of shows) {
  screen.title(show.name, '');
  show.check(checks);
}
screen.paragraph('');
screen.paragraph(checks.failed === 0 ? 'All checks passed.' : `Failed checks: ${checks.failed}.`);
screen.paragraph(
  `To view the summaries of all steps, open ${join(folder, 'summary.html')} in a browser. The Markdown ` +
    `that GitHub receives, with its charts, is in ${join(folder, 'summary.md')}.`,
);
process.exitCode = checks.failed === 0 ? 0 : 1;
cleanUp();

// Shows what the action does against local copies of both APIs, with the bundles that GitHub runs.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
const summaryPath = join(import.meta.dirname, '../.demo/summary.md');
mkdirSync(join(summaryPath, '..'), { recursive: true });
writeFileSync(summaryPath, results.map(({ summary }) => summary).join(''));

screen.chapter('What came of it', '');
const checks = new Checks();
for (const show of shows) {
  screen.title(show.name, '');
  show.check(checks);
}
screen.paragraph('');
screen.paragraph(
  checks.failed === 0
    ? 'All as expected. The summaries, as GitHub gets them, are in .demo/summary.md.'
    : `${checks.failed} of these deviate from what is expected.`,
);
process.exitCode = checks.failed === 0 ? 0 : 1;
cleanUp();

// Fails where the committed bundles are not what the sources build to.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, root } from './build.mjs';
import { differencesOf } from './differences.ts';

const fresh = mkdtempSync(join(tmpdir(), 'dist-'));
try {
  build(fresh);
  const differences = differencesOf(fresh, join(root, 'dist'));
  if (differences.length > 0) {
    console.error(
      `dist is not what src builds to: ${differences.join(', ')}. Run \`npm run build\` and commit dist.`,
    );
    process.exitCode = 1;
  } else {
    console.log('dist is what src builds to.');
  }
} finally {
  rmSync(fresh, { recursive: true, force: true });
}

// Fails where the committed bundles are not what the sources build to.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, root } from './build.mjs';

const fresh = mkdtempSync(join(tmpdir(), 'dist-'));
try {
  build(fresh);
  const committed = join(root, 'dist');
  const names = new Set([...filesOf(fresh), ...filesOf(committed)]);
  const different = [...names].filter((name) => read(fresh, name) !== read(committed, name));
  if (different.length > 0) {
    console.error(
      `dist is not what src builds to: ${different.join(', ')}. Run \`npm run build\` and commit dist.`,
    );
    process.exitCode = 1;
  } else {
    console.log(`dist is what src builds to (${names.size} files).`);
  }
} finally {
  rmSync(fresh, { recursive: true, force: true });
}

function filesOf(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function read(folder, name) {
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch {
    return undefined;
  }
}

// Builds the two bundles: src → lib (tsc) → dist (ncc). `node scripts/build.mjs [folder]`
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { licencesOf } from './licences.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

export function build(target = join(root, 'dist')) {
  rmSync(join(root, 'lib'), { recursive: true, force: true });
  run('typescript/bin/tsc', '-p', 'tsconfig.build.json');
  // Chunk names change with their content, so what an earlier build left has to go.
  rmSync(target, { recursive: true, force: true });
  const scratch = mkdtempSync(join(tmpdir(), 'build-'));
  try {
    const statistics = ['main', 'post'].map((entry) => {
      const stats = join(scratch, `${entry}.json`);
      const out = ['-o', join(target, entry), '--stats-out', stats, '-q'];
      run('@vercel/ncc/dist/ncc/cli.js', 'build', `lib/${entry}.js`, ...out);
      return JSON.parse(readFileSync(stats, 'utf8'));
    });
    const licences = licencesOf(statistics, join(root, 'node_modules/@vercel/ncc'));
    writeFileSync(join(target, 'THIRD_PARTY_LICENSES.txt'), licences);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function run(script, ...args) {
  const path = join(root, 'node_modules', script);
  execFileSync(process.execPath, [path, ...args], { cwd: root, stdio: 'inherit' });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) build(process.argv[2]);

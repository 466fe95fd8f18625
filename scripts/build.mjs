// Builds the two bundles: src → lib (tsc) → dist (ncc). `node scripts/build.mjs [folder]`
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

export function build(target = join(root, 'dist')) {
  rmSync(join(root, 'lib'), { recursive: true, force: true });
  run('typescript/bin/tsc', '-p', 'tsconfig.build.json');
  // Chunk names change with their content, so what an earlier build left has to go.
  rmSync(target, { recursive: true, force: true });
  for (const entry of ['main', 'post']) {
    run('@vercel/ncc/dist/ncc/cli.js', 'build', `lib/${entry}.js`, '-o', join(target, entry), '-q');
  }
}

function run(script, ...args) {
  const path = join(root, 'node_modules', script);
  execFileSync(process.execPath, [path, ...args], { cwd: root, stdio: 'inherit' });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) build(process.argv[2]);

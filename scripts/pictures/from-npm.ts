// Files that only the drawing needs, from packages that are not installed for everybody.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const CACHE = join(import.meta.dirname, '../../node_modules/.cache/pictures');

export interface NpmFile {
  /** With its exact version. */
  package: string;
  path: string;
  sha256: string;
}

/**
 * The text of one file of a package, without what the package depends on; the file is kept for the
 * next time. Throws an Error where it cannot be had, or is another file than the one expected.
 */
export function readFromNpm(file: NpmFile): string {
  const kept = join(CACHE, file.package, file.path);
  const text = existsSync(kept) ? readFileSync(kept, 'utf8') : unpack(file);
  if (createHash('sha256').update(text).digest('hex') !== file.sha256) {
    throw new Error(`${file.path} of ${file.package} is not the file that was expected.`);
  }
  mkdirSync(dirname(kept), { recursive: true });
  writeFileSync(kept, text);
  return text;
}

function unpack(file: NpmFile): string {
  const cwd = mkdtempSync(join(tmpdir(), 'package-'));
  try {
    // On Windows, npm is a script, which only a shell can start.
    const shell = process.platform === 'win32';
    const archive = execFileSync('npm', ['pack', '--silent', file.package], { cwd, shell });
    const name = archive.toString().trim();
    execFileSync('tar', ['-xzf', name], { cwd });
    return readFileSync(join(cwd, 'package', file.path), 'utf8');
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

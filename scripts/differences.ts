import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/**
 * In what a folder is not the one that was expected, a line each, by name: files that differ, are
 * missing or too many, and whatever is neither a file nor a folder. A symbolic link in `dist` could
 * lead anywhere on the machine that runs the action, whatever it leads to here; so none is followed,
 * nor is one in place of the folder itself.
 */
export function differencesOf(expected: string, found: string): string[] {
  const [wanted, there] = [filesOf(expected), filesOf(found)];
  const names = [...new Set([...wanted.keys(), ...there.keys()])].sort();
  return names.flatMap((name) => {
    const [right, own] = [wanted.get(name), there.get(name)];
    if (own === undefined) return [`${name} is missing`];
    if (typeof own === 'string') return [`${name} is ${own}`];
    if (right === undefined) return [`${name} is too many`];
    return typeof right !== 'string' && own.equals(right) ? [] : [`${name} differs`];
  });
}

/** The content of each file below a folder; of what is no file, what it is instead. */
function filesOf(folder: string): Map<string, Buffer | string> {
  const files = new Map<string, Buffer | string>();
  const visit = (path: string): void => {
    const name = relative(folder, path).replaceAll(sep, '/') || 'the folder';
    const status = lstatSync(path);
    if (status.isDirectory()) {
      for (const entry of readdirSync(path)) visit(join(path, entry));
    } else if (status.isFile()) files.set(name, readFileSync(path));
    else files.set(name, status.isSymbolicLink() ? 'a symbolic link' : 'neither file nor folder');
  };
  visit(folder);
  return files;
}

import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ActionError, messageOf } from '../domain/error.ts';
import { type ApiKey, isoTime } from '../domain/key.ts';
import { oneLine } from '../domain/text.ts';
import { withProject } from './outputs.ts';

/**
 * Writes keys as JSON, NDJSON or CSV, by the file extension. Only its owner can read the file. It is
 * written whole or not at all; parent folders are created.
 *
 * @param path - absolute, or relative to the working folder; null: no file is wanted
 * @returns the full path, and why it could not be written
 */
export async function writeKeysFile(
  path: string | null,
  keys: readonly ApiKey[],
): Promise<{ file: string | null; failure?: ActionError }> {
  if (path === null) return { file: null };
  const target = resolve(path);
  const temporary = `${target}.${randomUUID()}.tmp`;
  const text = await serialise(path, keys);
  try {
    await mkdir(dirname(target), { recursive: true });
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
    return { file: target };
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    const failure = new ActionError(
      'file',
      `\`keys-file\` could not be written to ${target}: ${messageOf(error)}. Use a path in a folder that ` +
        'the runner can write to.',
      { cause: error },
    );
    return { file: null, failure };
  }
}

async function serialise(path: string, keys: readonly ApiKey[]): Promise<string> {
  const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  if (ending === 'csv') return toCsv(keys);
  const items = keys.map((key) => JSON.stringify(withProject(key)));
  if (ending === 'ndjson') return items.map((item) => `${item}\n`).join('');
  return items.length === 0 ? '[]\n' : `[\n${items.join(',\n')}\n]\n`;
}

const COLUMNS: Readonly<Record<string, (key: ApiKey) => string>> = {
  id: ({ id }) => cell(id),
  name: ({ name }) => cell(name),
  redacted_value: ({ redactedValue }) => cell(redactedValue),
  created_at: ({ createdAt }) => isoTime(createdAt),
  expires_at: ({ expiresAt }) => isoTime(expiresAt),
  last_used_at: ({ lastUsedAt }) => isoTime(lastUsedAt),
  owner_id: ({ owner }) => cell(owner?.id),
  owner_name: ({ owner }) => cell(owner?.name),
  owner_type: ({ owner }) => cell(owner?.type),
  owner_role: ({ owner }) => cell(owner?.role),
  project_id: ({ project }) => cell(project?.id),
};

async function toCsv(keys: readonly ApiKey[]): Promise<string> {
  // Loaded only for this format.
  const { stringify } = await import('csv-stringify/sync');
  const rows = keys.map((key) => Object.values(COLUMNS).map((cellOf) => cellOf(key)));
  return stringify(rows, { header: true, columns: Object.keys(COLUMNS) });
}

/**
 * A cell that no spreadsheet reads as a formula. Many also split lines at semicolons and tabs, so a cell may
 * begin after one. Line breaks and tabs become U+FFFD.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
function cell(text: string | null | undefined): string {
  const line = oneLine(text ?? '');
  return line.replace(/((?:^|[;\ufffd])["' ]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g, "$1'");
}

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
 * @param path - absolute, or relative to the working folder
 * @returns the full path
 * @throws ActionError `file`
 */
export async function writeKeysFile(path: string, keys: readonly ApiKey[]): Promise<string> {
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
    return target;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new ActionError(
      'file',
      `\`keys-file\` could not be written to ${target}: ${messageOf(error)}. Use a path in a folder that ` +
        'the runner can write to.',
      { cause: error },
    );
  }
}

async function serialise(path: string, keys: readonly ApiKey[]): Promise<string> {
  const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  if (ending === 'csv') return toCsv(keys);
  const items = keys.map((key) => JSON.stringify(withProject(key)));
  if (ending === 'ndjson') return items.map((item) => `${item}\n`).join('');
  return items.length === 0 ? '[]\n' : `[\n${items.join(',\n')}\n]\n`;
}

async function toCsv(keys: readonly ApiKey[]): Promise<string> {
  // Loaded only for this format.
  const { stringify } = await import('csv-stringify/sync');
  const rows = keys.map((key) => ({
    id: cell(key.id),
    name: cell(key.name),
    redacted_value: cell(key.redactedValue),
    created_at: isoTime(key.createdAt),
    expires_at: isoTime(key.expiresAt),
    last_used_at: isoTime(key.lastUsedAt),
    owner_id: cell(key.owner?.id),
    owner_name: cell(key.owner?.name),
    owner_type: cell(key.owner?.type),
    owner_role: cell(key.owner?.role),
    project_id: cell(key.project?.id),
  }));
  const columns = [
    'id',
    'name',
    'redacted_value',
    'created_at',
    'expires_at',
    'last_used_at',
    'owner_id',
    'owner_name',
    'owner_type',
    'owner_role',
    'project_id',
  ];
  return stringify(rows, { header: true, columns });
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

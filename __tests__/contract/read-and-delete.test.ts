import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { OpenAi } from '../../emulator/openai.ts';
import { type Keys, KINDS, PROJECT, setUpKind } from '../../testing/kinds.ts';
import { errorsOf, requestsOf, runStep, warningsOf } from '../../testing/openai-step.ts';
import { OWNER_ONLY } from '../../testing/platform.ts';
import { cleanUp } from '../../testing/runner.ts';
import { startOpenAi } from '../../testing/services.ts';

/* What takes ids is in `project-keys-delete.test.ts` for the keys of a project. */

const KEYS = '/v1/organization/admin_api_keys';

afterAll(cleanUp);

let api: OpenAi;
beforeEach(async () => {
  api = await startOpenAi();
});
afterEach(() => api.close());

describe('retrieve', () => {
  test('describes one key with one request', async () => {
    const key = api.seed({ name: 'ci', expiresAt: api.now() + 3600, lastUsedAt: api.now() });
    const result = await runStep(api, { operation: 'retrieve', 'key-id': key.id });
    expect(result.exitCode).toBe(0);
    expect(requestsOf(api)).toEqual([`GET ${KEYS}/${key.id}`]);
    expect(result.outputs).toMatchObject({ id: key.id, name: 'ci' });
    expect(JSON.parse(result.outputs.owner ?? '')).toEqual(key.owner);
    expect(Date.parse(result.outputs['expires-at'] ?? '') / 1000).toBe(key.expiresAt);
    expect(result.summary).toContain('| `ci` |');
  });

  test('an unknown id has its own sentence, with the request id', async () => {
    const result = await runStep(api, { operation: 'retrieve', 'key-id': 'key_nobody' });
    expect(result.exitCode).toBe(1);
    expect(errorsOf(result)).toEqual([
      expect.stringMatching(/^No admin key has the id `key_nobody`.*request req_/),
    ]);
    expect(result.outputs).toEqual({});
  });
});

// A project's pages have no order, so all of them are read: see `project-keys-verify.test.ts`.
describe('list, in the order of the API', () => {
  test('takes a page of 100 at a time, or of `limit`', async () => {
    for (let i = 0; i < 204; i++) api.seed({ name: `key ${i}` });
    const all = await runStep(api, { operation: 'list' });
    expect(all.outputs.count).toBe('205');
    expect(all.outputs.ids?.split('\n')).toEqual(api.keys.map(({ id }) => id));
    expect(JSON.parse(all.outputs.keys ?? '')).toHaveLength(205);
    expect(api.log).toHaveLength(3);

    api.log.length = 0;
    const few = await runStep(api, { operation: 'list', limit: '3', order: 'desc' });
    expect(few.outputs.ids?.split('\n')).toEqual(
      api.keys
        .slice(-3)
        .reverse()
        .map(({ id }) => id),
    );
    expect(requestsOf(api)).toEqual([`GET ${KEYS}?limit=3&order=desc`]);
  });

  test('`limit` counts matches of the pattern, over as many pages as it takes', async () => {
    for (let i = 0; i < 250; i++) api.seed({ name: i % 120 === 119 ? `ci/${i}` : `x${i}` });
    const result = await runStep(api, { operation: 'list', name: 'ci*', limit: '2' });
    expect(JSON.parse(result.outputs.keys ?? '').map(({ name }: { name: string }) => name)).toEqual(
      ['ci/119', 'ci/239'],
    );
    expect(api.log.map(({ path }) => path.replace(/after=\w+/, 'after=…'))).toEqual([
      `${KEYS}?limit=100&order=asc`,
      `${KEYS}?limit=100&order=asc&after=…`,
      `${KEYS}?limit=100&order=asc&after=…`,
    ]);
  });

  test('starts after a key', async () => {
    const [first, second] = [api.seed(), api.seed()];
    const result = await runStep(api, { operation: 'list', after: first?.id ?? '' });
    expect(result.outputs.ids).toBe(second?.id);
  });
});

describe.each(KINDS)('list of %ss', (kind) => {
  let keys: Keys;
  beforeEach(() => {
    keys = setUpKind(api, kind);
  });
  // The key that authenticates; or two twins, of another account and of a user.
  const others = kind === 'admin key' ? 1 : 2;
  const list = (inputs: Record<string, string>) =>
    runStep(api, {
      ...(kind === 'admin key' ? {} : { 'project-id': PROJECT }),
      operation: 'list',
      ...inputs,
    });

  test('an empty listing sets every output', async () => {
    const result = await list({ name: 'nobody' });
    expect(result.outputs).toEqual({ keys: '[]', ids: '', count: '0' });
    expect(result.exitCode).toBe(0);
  });

  test.each(['json', 'ndjson', 'csv'])('writes keys.%s for its owner only', async (ending) => {
    keys.seed({ name: '=HYPERLINK("http://evil")' });
    keys.seed({ name: 'two\nlines, and a "quote"' });
    const path = `out/deep/keys.${ending}`;
    const result = await list({ 'keys-file': path });
    const file = join(result.workspace, path);
    const text = readFileSync(file, 'utf8');
    expect(statSync(file).mode & 0o777).toBe(OWNER_ONLY);
    if (ending === 'json') expect(JSON.parse(text)).toEqual(JSON.parse(result.outputs.keys ?? ''));
    if (ending === 'ndjson')
      expect(
        text
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line)),
      ).toHaveLength(2 + others);
    if (ending === 'csv') {
      expect(text).toMatch(/^id,name,redacted_value,created_at,/);
      expect(text).toContain(`"'=HYPERLINK(""http://evil"")"`);
      expect(text).toContain('"two\ufffdlines, and a ""quote"""');
    }
    expect(result.summary).toContain('all of them in');
  });

  test('a file that cannot be written fails the step and keeps the outputs', async () => {
    const result = await list({ 'keys-file': '/dev/null/keys.json' });
    expect(result.exitCode).toBe(1);
    expect(errorsOf(result)).toEqual([expect.stringContaining('`keys-file` could not be written')]);
    expect(result.outputs.count).toBe(String(others));
  });

  test('6,000 keys stay inside what the runner takes, and the file holds them all', async () => {
    for (let i = 0; i < 6000; i++) keys.seed({ name: `service-${i} of the platform team` });
    const result = await list({
      'keys-file': 'keys.ndjson',
      timeout: '30s',
    });
    expect(result.exitCode).toBe(0);
    expect(result.outputs.keys).toBe('');
    expect(result.outputs.ids?.split('\n')).toHaveLength(6000 + others);
    expect(warningsOf(result)).toEqual([expect.stringMatching(/`keys` stayed empty.*`keys-file`/)]);
    const size = Object.entries(result.outputs).reduce(
      (sum, [k, v]) => sum + 2 * (k.length + v.length),
      0,
    );
    expect(size).toBeLessThan(1_048_576);
    expect(Buffer.byteLength(result.files.summary)).toBeLessThan(1_048_576);
    expect(result.summary).toMatch(/\d+ more are not shown/);
    expect(errorsOf(result)).toEqual([]);
    const lines = readFileSync(join(result.workspace, 'keys.ndjson'), 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(6000 + others);
    expect(api.log).toHaveLength(61);
  });

  test('a listing that does not end is noticed', async () => {
    const page = { object: 'list', data: [], has_more: true };
    api.fault({ method: 'GET', status: 200, body: page });
    const result = await list({});
    expect(errorsOf(result)).toEqual([expect.stringContaining('it says that there is more')]);
    expect(api.log).toHaveLength(1);
  });
});

describe('delete', () => {
  test('one request an id, none before; a key that is gone counts as deleted', async () => {
    const [a, b] = [api.seed(), api.seed()];
    api.revoke(b.id);
    const ids = `${a.id}, ${b.id}\n${a.id}`;
    const result = await runStep(api, { operation: 'delete', 'key-id': ids });
    expect(result.exitCode).toBe(0);
    // A replica may not have heard of a key yet, so one that is gone is asked for once more.
    expect(requestsOf(api)).toEqual([a, b, b].map(({ id }) => `DELETE ${KEYS}/${id}`));
    expect(warningsOf(result)).toEqual([expect.stringContaining('so counted as deleted')]);
    expect(result.outputs).toEqual({ 'deleted-ids': `${a.id}\n${b.id}` });
    expect(api.keys).toHaveLength(1);
    expect(result.log).toContain('1 deleted, 1 already gone');
  });

  test('one that fails does not keep the others alive; outputs tell what was done', async () => {
    const [a, b, c] = [api.seed(), api.seed(), api.seed()];
    api.fault({ method: 'DELETE', path: b.id, status: 403, body: { error: 'no' } });
    const result = await runStep(api, {
      operation: 'delete',
      'key-id': [a, b, c].map(({ id }) => id).join('\n'),
    });
    expect(result.exitCode).toBe(1);
    expect(result.outputs['deleted-ids']).toBe(`${a.id}\n${c.id}`);
    expect(errorsOf(result)).toHaveLength(1);
    expect(errorsOf(result)[0]).toContain(b.id);
  });

  test('deleting the key that authenticates ends it; the rest is named as not tried', async () => {
    const self = api.keys[0]?.id ?? '';
    const [a, b] = [api.seed(), api.seed()];
    const result = await runStep(api, { operation: 'delete', 'key-id': `${self},${a.id},${b.id}` });
    expect(result.outputs['deleted-ids']).toBe(self);
    expect(api.log).toHaveLength(2);
    expect(errorsOf(result)[0]).toContain('put that one last in the list');
    expect(errorsOf(result)[0]).toContain(`Not tried after that: \`${b.id}\``);
  });

  test('a 404 from a wrong address does not pass for a deleted key', async () => {
    const { id } = api.seed();
    const result = await runStep(api, {
      operation: 'delete',
      'key-id': id,
      'base-url': `${api.url}/v2`,
    });
    expect(result.exitCode).toBe(1);
    expect(errorsOf(result)[0]).toContain('`base-url`');
    expect(result.outputs['deleted-ids']).toBe('');
  });

  test('dry-run sends nothing', async () => {
    const { id } = api.seed();
    const result = await runStep(api, { operation: 'delete', 'key-id': id, 'dry-run': 'true' });
    expect(result.exitCode).toBe(0);
    expect(api.log).toEqual([]);
    expect(result.outputs['deleted-ids']).toBe('');
    expect(result.summary).toContain('would be deleted');
  });
});

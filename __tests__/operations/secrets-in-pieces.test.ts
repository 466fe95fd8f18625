import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runAction } from '../../src/action.ts';
import type { HttpRequest, HttpResponse } from '../../src/http/client.ts';
import type { InputName } from '../../src/inputs/definitions.ts';
import { adminKey, fakeWorld, httpResponse, inputs, NOW } from '../../testing/fakes.ts';
import { longestRun } from '../../testing/secret-runs.ts';

/** Pieces that each tell nothing, and that only this action puts next to each other. */

const ADMIN = 'sk-admin-q7Wd0ZpLx3Vb9RtYk2HsM5dKjT3BlbkFJnC8fGj4Ea6UoIiXe1Kw0Qz7rBvSy';
// Shorter than the mark of OpenAI's keys, which would be found by itself.
const PIECES = ADMIN.match(/.{1,7}/g) ?? [];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pieces-'));
  writeFileSync(join(folder, 'summary'), '');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What the main step leaves behind after a server answered as it likes. */
async function run(
  given: Partial<Record<InputName, string>>,
  respond: (request: HttpRequest) => HttpResponse,
) {
  const world = fakeWorld(
    {
      ...inputs({ 'admin-api-key': ADMIN, 'retry-for': '0s', ...given }),
      GITHUB_STEP_SUMMARY: join(folder, 'summary'),
      RUNNER_DEBUG: '1',
    },
    { openHttpClient: async () => async (request) => respond(request) },
  );
  await runAction(world);
  const lines = world.toolkit.lines.filter(({ kind }) => kind !== 'mask').map(({ text }) => text);
  return {
    ...world.files.outputs,
    log: lines.join('\n'),
    summary: readFileSync(join(folder, 'summary'), 'utf8'),
  };
}

function expectNoRun(left: Record<string, string>): void {
  for (const [place, text] of Object.entries(left)) {
    // What an address has for white space and what is invisible.
    const run = longestRun(ADMIN, text.replace(/(%[\dA-F]{2})+/g, ''));
    expect({ place, run, hidden: run < 12 }).toEqual({ place, run, hidden: true });
  }
}

const keyOf = (fields: object) => ({ ...adminKey({ lastUsedAt: null }).raw, ...fields });
const page = (keys: object[]) =>
  httpResponse(200, {}, { object: 'list', data: keys, has_more: false });

describe('ids that spell a secret one below the other', () => {
  // Others stand in between, and are left out by their name.
  const spelled = PIECES.flatMap((id, at) => [
    keyOf({ id, name: 'ci' }),
    keyOf({ id: `key_${at}`, name: 'other' }),
  ]);

  test('list', async () => {
    expectNoRun(await run({ operation: 'list', name: 'ci' }, () => page(spelled)));
  });

  test('verify, with violations', async () => {
    const given = { operation: 'verify', name: 'ci', 'max-age': '1s' };
    expectNoRun(await run(given, () => page(spelled)));
  });

  test('other ids stay as they are', async () => {
    const others = ['key_1', 'key_2'].map((id) => keyOf({ id, created_at: NOW - 9 }));
    const left = await run({ operation: 'verify', 'max-age': '1s' }, () => page(others));
    expect(left).toMatchObject({ ids: 'key_1\nkey_2', 'violation-ids': 'key_1\nkey_2' });
    expect(left.summary).toContain('      key_1\n      key_2\n');
  });
});

describe('the address of a redirect', () => {
  const latin1 = (text: string) => Buffer.from(text).toString('latin1');

  test.each([
    ['with white space in it', (text: string) => text],
    ['with soft hyphens', (text: string) => text.replaceAll(' ', '\u00ad')],
    ['with zero-width spaces', (text: string) => latin1(text.replaceAll(' ', '\u200b'))],
  ])('%s shows no secret', async (_, write) => {
    const path = write(PIECES.join(' '));
    for (const location of [`https://other.example/${path}`, path, `//other.example/x/${path}`]) {
      const left = await run({ operation: 'list' }, () => httpResponse(307, { location }));
      expectNoRun(left);
      expect(left.log).toContain('with a redirect (307)');
    }
  });

  test('is left out where it leads to no server', async () => {
    const location = 'javascript:alert(1)';
    const left = await run({ operation: 'list' }, () => httpResponse(307, { location }));
    expect(left.log).toContain('with a redirect (307). Redirects');
  });

  test('is told where it is a plain one', async () => {
    const location = 'https://us.api.openai.com/v1/organization/admin_api_keys';
    const left = await run({ operation: 'list' }, () => httpResponse(307, { location }));
    expect(left.log).toContain(`(307) to ${location}. Redirects`);
  });
});

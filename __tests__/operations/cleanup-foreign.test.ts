import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type OpenAi, startOpenAi } from '../../emulator/openai.ts';
import { cleanUp } from '../../src/cleanup.ts';
import type { CreatedState } from '../../src/runner/state.ts';
import { openSaved } from '../../src/saved-state.ts';
import { aCreatedState } from '../../testing/builders.ts';
import { fakeWorld, inputs, NOW } from '../../testing/fakes.ts';
import { ACCOUNT, KEYS } from '../../testing/project-keys.ts';

/*
 * The post step of a step that ended before it could compare a service account's new key with what it
 * asked for: the response to the create may name somebody else's key.
 */

let api: OpenAi;
beforeEach(async () => {
  api = await startOpenAi();
  api.setClock(() => NOW * 1000);
  api.seedProject({ id: 'proj_a' });
  api.seedServiceAccount({ id: 'svc_acct_a', projectId: 'proj_a' });
  api.seedServiceAccount({ id: 'svc_acct_b', projectId: 'proj_a' });
});
afterEach(() => api.close());

async function clean(fields: Partial<CreatedState> = {}) {
  const world = fakeWorld(inputs({ 'base-url': api.baseUrl, 'admin-api-key': api.adminKey }));
  const { adminApiKey } = openSaved(world.env);
  const state = aCreatedState({
    keyId: 'proj_a/key_1',
    createdAt: (NOW - 3_600) * 1000,
    baseUrl: new URL(api.baseUrl).href,
    timeoutMs: 30_000,
    retryForMs: 0,
    account: ACCOUNT,
    ...fields,
  });
  await cleanUp({ entry: { stage: 'created', ...state }, progress: '' }, adminApiKey, world);
  const requests = api.log.map(({ method, path }) => `${method} ${path.split('/organization')[1]}`);
  return { requests, info: world.said('info'), warnings: world.said('warning') };
}
const seed = (owner: NonNullable<Parameters<OpenAi['seedProjectKey']>[0]['owner']>) =>
  api.seedProjectKey({ id: 'key_1', projectId: 'proj_a', owner });

const READ = `GET ${KEYS}/key_1`;
const DELETE = `DELETE ${KEYS}/key_1`;

describe('the key that the state names', () => {
  test.each([
    'delivery',
    'rotation',
  ] as const)('is deleted where it is of the service account: %s', async (purpose) => {
    seed('svc_acct_a');
    const { requests, warnings } = await clean({ purpose });
    expect(requests).toEqual([READ, DELETE]);
    expect(warnings).toEqual([]);
    expect(api.projectKeys).toEqual([]);
  });

  test('is not deleted where it is older than the key that the step made', async () => {
    const createdAt = NOW - 40 * 86_400;
    api.seedProjectKey({ id: 'key_1', projectId: 'proj_a', owner: 'svc_acct_a', createdAt });
    const { requests, warnings } = await clean();
    expect(requests).toEqual([READ]);
    expect(warnings).toEqual([expect.stringContaining('It was made before this step made one.')]);
  });

  test.each([
    ['another service account', 'svc_acct_b', '`svc_acct_b`', 'delivery'],
    ['another service account', 'svc_acct_b', '`svc_acct_b`', 'rotation'],
    ['a user', { id: 'user_ada', email: 'ada@example.com' }, '`user_ada`', 'delivery'],
    ['a user', { id: 'user_ada', email: 'ada@example.com' }, '`user_ada`', 'rotation'],
  ] as const)('is named and stays where it is of %s (%j, %s, %s)', async (_, owner, said, purpose) => {
    const key = seed(owner);
    const { requests, info, warnings } = await clean({ purpose });
    expect(requests).toEqual([READ]);
    expect(info).toEqual([]);
    expect(warnings).toEqual([
      expect.stringMatching(
        /^Key `proj_a\/key_1` may be somebody else's, so it was not deleted\. The API names /,
      ),
    ]);
    expect(warnings[0]).toContain(`${said} as its owner, not \`svc_acct_a\``);
    expect(warnings[0]).not.toContain('ada@example.com');
    expect(api.projectKeys).toEqual([key]);
  });

  test('is named and stays where it cannot be read', async () => {
    const key = seed('svc_acct_a');
    api.fault({ method: 'GET', status: 403, body: { error: { message: 'No.' } } });
    const { requests, warnings } = await clean();
    expect(requests).toEqual([READ]);
    expect(warnings).toEqual([expect.stringMatching(/Key `proj_a\/key_1` is still there\./)]);
    expect(api.projectKeys).toEqual([key]);
  });

  test('is deleted where it does not show yet', async () => {
    seed('svc_acct_a');
    api.fault({ method: 'GET', status: 404, body: { error: { message: 'No such API key' } } });
    const { requests } = await clean();
    expect(requests).toEqual([READ, DELETE]);
    expect(api.projectKeys).toEqual([]);
  });
});

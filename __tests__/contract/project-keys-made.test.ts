import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/faults.ts';
import type { Reply } from '../../emulator/messages.ts';
import { ACCOUNT, PROJECT } from '../../testing/kinds.ts';
import {
  inWays,
  type NewKeyScene,
  setNewKeyScene,
  WAYS_TO_MAKE,
} from '../../testing/new-key-scene.ts';
import { errorsOf, warningsOf } from '../../testing/openai-step.ts';
import { cleanUp } from '../../testing/runner.ts';

/*
 * A service account's key between its create and its first write: whether the API keeps it as it was
 * asked for. What is not so costs nobody a key.
 */

let scene: NewKeyScene;
afterEach(() => scene.stage.close());
afterAll(cleanUp);

type Json = Record<string, unknown>;
const always = { times: Number.POSITIVE_INFINITY };

/** Changes the new key wherever the API shows it. */
function showOtherwise(change: (key: Json) => Json): void {
  const isNew = (key: Json) => scene.fresh().some(({ id }) => id === key.id);
  const changed = (key: Json) => (isNew(key) ? change(key) : key);
  const rewrite = (reply: Reply): Reply => {
    const body = reply.body as Json & { data?: Json[] };
    return {
      ...reply,
      body: body.data ? { ...body, data: body.data.map(changed) } : changed(body),
    };
  };
  scene.stage.openai.fault({ ...always, method: 'GET', path: /api_keys/, rewrite });
}

/** Leaves the new key out of every listing, as one that is late does. */
function hideInListings(): void {
  const isNew = (key: Json) => scene.fresh().some(({ id }) => id === key.id);
  const rewrite = (reply: Reply): Reply => {
    const body = reply.body as { data: Json[] };
    return { ...reply, body: { ...body, data: body.data.filter((key) => !isNew(key)) } };
  };
  scene.stage.openai.fault({ ...always, method: 'GET', path: /api_keys\?/, rewrite });
}

describe('what the API calls a new key is compared with what was asked', () => {
  const owned = (id: string) => ({
    owner: { type: 'service_account', service_account: { id, name: 'x' } },
  });
  const user = { type: 'user', user: { id: 'user_ada', email: 'ada@example.com' } };

  test.each(
    inWays(WAYS_TO_MAKE, [
      {
        name: 'another service account',
        fields: owned('svc_acct_other'),
        said: '`svc_acct_other`',
      },
      { name: 'a user', fields: { owner: user }, said: '`user_ada`' },
      { name: 'no owner', fields: { owner: null }, said: 'no owner' },
    ]),
  )('$way: of $name, by its own redacted value: nothing is written, and the key is deleted', async ({
    way,
    fields,
    said,
  }) => {
    scene = await setNewKeyScene(way);
    showOtherwise((key) => ({ ...key, ...fields }));
    const main = await scene.run();
    scene.expectNothingWritten(main, /was deleted again/);
    expect(errorsOf(main)[0]).toContain(said);
    expect(errorsOf(main)[0]).toContain(`not \`${ACCOUNT}\``);
    expect(main.log).not.toContain('ada@example.com');
    expect(scene.fresh()).toEqual([]);
    expect((await scene.runPost(main)).log).toBe('');
  });

  test.each(
    WAYS_TO_MAKE,
  )('%s: of another owner, by another redacted value: it is named, and neither main nor post deletes it', async (way) => {
    scene = await setNewKeyScene(way);
    const redacted = { redacted_value: 'sk-svcacct-****0000' };
    showOtherwise((key) => ({ ...key, ...owned('svc_acct_other'), ...redacted }));
    const main = await scene.run();
    const [key] = scene.fresh();
    scene.expectNothingWritten(main, /may be somebody else's, so it was not deleted/);
    expect(errorsOf(main)[0]).toContain('`svc_acct_other`');
    expect(errorsOf(main)[0]).toContain(`\`key-id: ${PROJECT}/${key?.id}\``);
    expect((await scene.runPost(main)).log).toBe('');
    expect(scene.fresh()).toEqual([key]);
    expect(scene.count('DELETE')).toBe(0);
  });

  test.each([
    ['by its own redacted value: the key is deleted', {}, true],
    ['by another one: it is named', { redacted_value: 'sk-svcacct-****0000' }, false],
  ])('rotate: not listed yet, and of another owner where it is read, %s', async (_, redacted, isOwn) => {
    scene = await setNewKeyScene('rotate');
    hideInListings();
    showOtherwise((key) => ({ ...key, ...owned('svc_acct_other'), ...redacted }));
    const main = await scene.run();
    const [key] = scene.fresh();
    scene.expectNothingWritten(main, isOwn ? /was deleted again/ : /so it was not deleted/);
    expect(errorsOf(main)[0]).toContain(
      `The API names \`svc_acct_other\` as its owner, not \`${ACCOUNT}\`.`,
    );
    expect((await scene.runPost(main)).log).toBe('');
    expect(key === undefined).toBe(isOwn);
    expect(scene.count('DELETE')).toBe(isOwn ? 1 : 0);
    if (key) expect(errorsOf(main)[0]).toContain(`\`key-id: ${PROJECT}/${key.id}\``);
  });

  test.each(
    inWays(WAYS_TO_MAKE, [
      { name: 'another name', fields: { name: 'CI' }, said: /keeps another name for it/ },
      { name: 'no name', fields: { name: null }, said: /keeps another name for it/ },
      { name: 'another lifetime', fields: { expires_at: 1_999_999_999 }, said: /another lifetime/ },
    ]),
  )('$way: of $name: nothing is written, and the key is deleted', async ({ way, fields, said }) => {
    scene = await setNewKeyScene(way);
    showOtherwise((key) => ({ ...key, ...fields }));
    const main = await scene.run();
    scene.expectNothingWritten(main, said);
    expect(scene.fresh()).toEqual([]);
  });

  const unreadable: { name: string; fault: Fault }[] = [
    { name: 'not there', fault: { status: 404, body: { error: { message: 'No such API key' } } } },
    { name: 'a page of HTML', fault: { status: 200, body: '<html>' } },
    { name: 'out of order', fault: { status: 500 } },
    { name: 'refused', fault: { status: 403, body: { error: 'No.' } } },
    { name: 'about another key', fault: { rewrite: (reply) => renamed(reply) } },
  ];
  const renamed = (reply: Reply) => ({ ...reply, body: { ...(reply.body as Json), id: 'key_x' } });

  test.each(
    inWays(['create', 'create with an output'], unreadable),
  )('$way: $name: the step goes on, with a warning and without what it did not see', async ({
    way,
    fault,
  }) => {
    scene = await setNewKeyScene(way);
    scene.stage.openai.fault({ ...always, method: 'GET', path: /api_keys\/key_/, ...fault });
    const main = await scene.run();
    scene.expectDelivered(main);
    expect(warningsOf(main)).toEqual([
      expect.stringMatching(/^The new key \(`proj_test\/key_\w+`\) could not be read back\. /),
    ]);
    expect(main.outputs).toMatchObject({ owner: '', 'redacted-value': '' });
    expect(JSON.parse(main.outputs.key ?? '')).toMatchObject({
      id: scene.fresh()[0]?.id,
      name: 'ci',
    });
  });

  test('rotate: not listed and not there by its id, asked four times: nothing is written', async () => {
    scene = await setNewKeyScene('rotate');
    hideInListings();
    const missing = { status: 404, body: { error: { message: 'No such API key' } } };
    scene.stage.openai.fault({ ...always, method: 'GET', path: /api_keys\/key_/, ...missing });
    const main = await scene.run();
    scene.expectNothingWritten(main, /was deleted again/);
    const reads = scene.stage.openai.log.filter(({ path }) => /api_keys\/key_/.test(path));
    // The last look is for whose key it is, before it is deleted.
    expect(reads.map(({ method }) => method).join(' ')).toBe('GET GET GET GET GET DELETE');
    const at = reads.map((one) => one.at - (reads[0]?.at ?? 0));
    for (const [index, least] of [0, 2_000, 6_000, 14_000].entries()) {
      expect(at[index]).toBeGreaterThanOrEqual(least);
    }
    expect(scene.fresh()).toEqual([]);
  });
});

/**
 * The runner hands the state to the post step as a variable, and Linux starts no program with one of more
 * than 128 KiB: a server must not be able to make it longer, and so keep the post step from its work.
 */
import { afterAll, describe, expect, test } from '@jest/globals';
import { run, runAfter, setStage } from '../../testing/delivery.ts';
import { KINDS } from '../../testing/kinds.ts';
import { warningsOf } from '../../testing/openai-step.ts';
import { cleanUp } from '../../testing/runner.ts';

afterAll(cleanUp);

describe.each(KINDS)('%s', (kind) => {
  test.each([
    ['plain letters', 'x'.repeat(200_000)],
    ['what JSON writes with six letters each', '\u0001'.repeat(40_000)],
  ])('a long name in the answer to a create, of %s, is not in it', async (_, name) => {
    const stage = await setStage(1, { kind, onBundle: false });
    stage.openai.fault({
      method: 'POST',
      rewrite: (reply) => ({ ...reply, body: { ...(reply.body as object), name } }),
    });
    // The look fails too, so it is left to the post step.
    stage.openai.fault({ method: 'GET', status: 500 });
    const main = await run(stage);
    const made = stage.keys.all().at(-1);
    const id = made && stage.keys.idOf(made);
    expect(main.state.entry).toContain(id);
    expect(Buffer.byteLength(main.state.entry ?? '')).toBeLessThan(2_000);

    const post = await runAfter(stage, main);
    expect(warningsOf(post)).toEqual([expect.stringContaining(`\`${id}\``)]);
    await stage.close();
  });
});

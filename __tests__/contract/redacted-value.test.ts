/** A gateway that keeps keys out of its logs can put stars in the place of a new one, too. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { run, runAfter, setStage } from '../../testing/delivery.ts';
import { KINDS } from '../../testing/kinds.ts';
import { errorsOf } from '../../testing/openai-step.ts';
import { cleanUp } from '../../testing/runner.ts';

afterAll(cleanUp);

/** As a gateway may write a value of each kind, and in ways of its own. */
const values = KINDS.flatMap((kind) => {
  const prefix = kind === 'admin key' ? 'sk-admin' : 'sk-svcacct';
  return [
    `${prefix}-${'*'.repeat(60)}wxyz`,
    `${prefix}-****`,
    `${prefix}...wxyz`,
    '********',
    '[sk-***]',
  ].map((value) => ({ kind, value }));
});

describe.each(values)('a new value of a $kind that came as $value', ({ kind, value }) => {
  test('is written nowhere, and its key is deleted', async () => {
    const stage = await setStage(2, { kind, onBundle: false });
    const before = stage.keys.all().length;
    stage.openai.fault({
      method: 'POST',
      rewrite: (reply) => ({ ...reply, body: { ...(reply.body as object), value } }),
    });
    const main = await run(stage, { inputs: { 'output-value': 'true' } });
    expect(main.exitCode).toBe(1);
    expect(errorsOf(main)).toEqual([expect.stringContaining('has no usable `value`')]);
    expect(main.outputs).not.toHaveProperty('value');
    expect(stage.github.secret('octo-org/octo-repo', 'ADMIN')?.writes).toBe(0);
    await runAfter(stage, main);
    expect(stage.keys.all()).toHaveLength(before);
    expect(stage.keys.missingTwins()).toEqual([]);
    await stage.close();
  });
});

/** A gateway that keeps keys out of its logs can put stars in the place of a new one, too. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { run, runAfter, setStage } from '../support/delivery.ts';
import { errorsOf } from '../support/openai-step.ts';
import { cleanUp } from '../support/runner.ts';

afterAll(cleanUp);

describe.each([
  `sk-admin-${'*'.repeat(60)}wxyz`,
  'sk-admin-****',
  'sk-admin...wxyz',
  '********',
  '[sk-***]',
])('a new value that came as %s', (value) => {
  test('is written nowhere, and its key is deleted', async () => {
    const stage = await setStage(2, { onBundle: false });
    const before = stage.openai.keys.length;
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
    expect(stage.openai.keys).toHaveLength(before);
    await stage.close();
  });
});

/** What is taken out of a name becomes `***`: then two names can look the same that are not. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { run, setStage } from '../../testing/delivery.ts';
import { KINDS } from '../../testing/kinds.ts';
import { errorsOf } from '../../testing/openai-step.ts';
import { cleanUp } from '../../testing/runner.ts';

afterAll(cleanUp);

describe.each(KINDS)('%s', (kind) => {
  test('a rotation takes no key for its own by a name that was redacted', async () => {
    const stage = await setStage(1, { kind, onBundle: false });
    const foreign = stage.keys.seed({
      name: `ci-sk-proj-${'a'.repeat(30)}`,
      createdAt: stage.openai.now() - 90 * 86_400,
    });
    const inputs = { operation: 'rotate', name: 'ci-***', 'grace-period': '0s' };
    const step = await run(stage, { inputs });
    expect(stage.keys.all()).toContain(foreign);
    expect(errorsOf(step)).toEqual([expect.stringContaining('`name` contains `***`, which')]);
    expect(stage.openai.log).toEqual([]);
    await stage.close();
  });

  test('a pattern may hold stars in a row', async () => {
    const stage = await setStage(1, { kind, onBundle: false });
    const { 'base-url': url = '', 'admin-api-key': key = '' } = stage.inputs;
    const inputs = {
      ...stage.keys.inputs,
      operation: 'list',
      name: 'ci***',
      'base-url': url,
      'admin-api-key': key,
    };
    const { exitCode, outputs } = await run({ ...stage, inputs });
    expect([exitCode, outputs.count]).toEqual([0, '1']);
    await stage.close();
  });
});

/**
 * A 303 says that a request was carried out, and where to see what came of it
 * (https://www.rfc-editor.org/rfc/rfc9110#name-303-see-other). It is no refusal.
 */
import { afterAll, describe, expect, test } from '@jest/globals';
import { breachesOf, run, runAfter, setStage } from '../../testing/delivery.ts';
import { KINDS } from '../../testing/kinds.ts';
import { errorsOf } from '../../testing/openai-step.ts';
import { cleanUp } from '../../testing/runner.ts';

afterAll(cleanUp);

const seeOther = { act: true, status: 303, headers: { location: '/elsewhere' } };

describe.each(KINDS)('%s', (kind) => {
  test('a create that ends in one may have made a key, which is looked for and named', async () => {
    const stage = await setStage(1, { kind, onBundle: false });
    stage.openai.fault({ method: 'POST', ...seeOther });
    const main = await run(stage);
    expect(main.exitCode).toBe(1);
    const made = stage.keys.all().at(-1);
    expect(made).toMatchObject({ name: 'ci' });
    expect(errorsOf(main)).toEqual([expect.stringContaining('with a redirect (303)')]);
    expect(errorsOf(main)[0]).toContain(
      `\`${made && stage.keys.idOf(made)}\` may be the key that this step made`,
    );
    await stage.close();
  });

  test('a write that ends in one may have been carried out, so its key is not deleted', async () => {
    const stage = await setStage(1, { kind, onBundle: false });
    stage.github.fault({ method: 'PUT', ...seeOther });
    const main = await run(stage);
    await runAfter(stage, main);
    expect(breachesOf(stage)).toEqual([]);
    await stage.close();
  });

  test('other redirects are refusals still', async () => {
    const stage = await setStage(1, { kind, onBundle: false });
    stage.openai.fault({ method: 'POST', status: 308, headers: { location: '/elsewhere' } });
    const main = await run(stage);
    expect(errorsOf(main)).toEqual([expect.stringMatching(/Use the final address\.$/)]);
    await stage.close();
  });
});

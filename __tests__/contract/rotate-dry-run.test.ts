import { afterAll, describe, expect, test } from '@jest/globals';
import { KINDS } from '../../testing/kinds.ts';
import { DAY, setNight } from '../../testing/rotation.ts';
import { cleanUp } from '../../testing/runner.ts';

afterAll(cleanUp);

describe.each(KINDS)('%s: a dry run', (kind) => {
  test.each([
    ['that is due', 0, 'would be made, since key'],
    ['that is not', -10 * DAY, 'Dry run: no new key named “ci” is due'],
  ])('%s tells the plan and writes nothing', async (_, shift, sentence) => {
    const night = await setNight({ kind, inputs: { 'dry-run': 'true' } });
    const { openai, keys, github, advance, run } = night;
    const before = keys.all().length;
    advance(shift);
    const main = await run();
    expect(main.exitCode).toBe(0);
    expect(main.log).toContain(sentence);
    expect(main.summary).toContain(sentence.replace('“ci”', '`ci`').split('key')[0]);
    expect([...openai.log, ...github.log].every(({ method }) => method === 'GET')).toBe(true);
    expect(main.outputs).toMatchObject({ created: 'false', rotated: 'false', 'deleted-ids': '' });
    expect([keys.all().length, github.secret('octo-org/octo-repo', 'ADMIN')?.writes]).toEqual([
      before,
      0,
    ]);
    await night.close();
  });
});

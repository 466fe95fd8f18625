import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import { type OpenAi, startOpenAi } from '../../emulator/openai.ts';
import { errorsOf, runStep, warningsOf } from '../../testing/openai-step.ts';
import { cleanUp } from '../../testing/runner.ts';

const LIMIT = 1_048_576;
const DAY = 86_400;

let api: OpenAi;
beforeEach(async () => {
  api = await startOpenAi();
});
afterEach(() => api.close());
afterAll(cleanUp);

test('5,000 keys that all fall short stay inside what the runner takes; the file has them all', async () => {
  const createdAt = api.now() - 100 * DAY;
  // None may look like the step's own key, whose id would be left out.
  const tail = api.adminKey.endsWith('aaa') ? 'bbb' : 'aaa';
  for (let i = 0; i < 5_000; i++) {
    const value = `sk-admin-${'x'.repeat(20)}-${i}-${tail}`;
    api.seed({ name: `service-${i} of the platform team`, createdAt, value });
  }
  const result = await runStep(api, {
    operation: 'verify',
    name: 'service-*',
    'max-age': '90d',
    'keys-file': 'keys.ndjson',
    timeout: '30s',
  });
  expect(result.exitCode).toBe(1);
  expect(result.conclusion).toBe('failure');
  expect(result.outputs).toMatchObject({
    keys: '',
    violations: '',
    compliant: 'false',
    count: '5000',
  });
  expect(result.outputs['violation-ids']?.split('\n')).toHaveLength(5_000);
  expect(result.outputs['violation-ids']).toBe(result.outputs.ids);
  expect(warningsOf(result)).toEqual([
    expect.stringMatching(/`keys` and `violations` stayed empty.*`keys-file`/),
  ]);
  expect(errorsOf(result)).toHaveLength(1);
  expect(errorsOf(result)[0]).toMatch(/^Not compliant: 5000 violations, 5000 keys checked\.\n/);
  expect(errorsOf(result)[0]?.split('\n')).toHaveLength(12);

  const size = Object.entries(result.outputs).reduce(
    (sum, [name, value]) => sum + 2 * (name.length + value.length),
    0,
  );
  expect(size).toBeLessThan(LIMIT);
  expect(Buffer.byteLength(result.files.summary)).toBeLessThan(LIMIT);
  expect(result.summary.match(/\d+ more are not shown here/g)).toHaveLength(2);
  expect(result.summary).toContain('# and 4980 more, in `violation-ids`');
  expect(result.summary).toContain('Age in days: how many keys');

  const lines = readFileSync(join(result.workspace, 'keys.ndjson'), 'utf8').trimEnd().split('\n');
  const ids = lines.map((line) => (JSON.parse(line) as { id: string }).id);
  expect(ids).toEqual(result.outputs.ids?.split('\n'));
  expect(api.log).toHaveLength(51);
});

import { expect, test } from '@jest/globals';
import { settleFate } from '../../src/delivery/fate.ts';
import { createReporter } from '../../src/report/reporter.ts';
import { createMasks } from '../../src/runner/masks.ts';
import { adminKey, fakeToolkit, NOW } from '../support/fakes.ts';

/** A line of the log is cut at 2,000 characters, and none of a hundred siblings may get lost there. */
test.each([
  1, 5, 6, 100,
])('%d keys that may be this step’s are all named in the log', async (count) => {
  const keys = Array.from({ length: count }, (_, at) =>
    adminKey({ id: `key_${'x'.repeat(240)}_${at}_`, createdAt: NOW }),
  );
  const { settled, message } = await settleFate(
    {
      listPage: async () => ({ keys, hasMore: false, serverTime: NOW * 1000 }),
      delete: () => Promise.reject(new Error('nothing is proven')),
    },
    { name: 'nightly', sentAt: NOW * 1000, lifetime: null, purpose: 'delivery', offset: 0 },
    { known: new Set() },
    { now: () => NOW * 1000, sleep: async () => undefined },
  );
  const toolkit = fakeToolkit();
  createReporter(toolkit, createMasks(toolkit.setSecret)).fail(message);
  const [line] = toolkit.lines;
  expect(settled).toBe(true);
  for (const { id } of keys) expect(line?.text).toContain(`\`${id}\``);
  expect(line?.text).toContain('It never expires; a rotation of that name would retire it.');
  expect(line?.text).toMatch(/`operation: delete` with `key-id.*\.$/);
});

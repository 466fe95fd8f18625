import { expect, test } from '@jest/globals';
import { settleFate } from '../../src/delivery/fate.ts';
import { createReporter } from '../../src/report/reporter.ts';
import { createMasks } from '../../src/runner/masks.ts';
import { adminKey, fakeToolkit, NOW } from '../support/fakes.ts';

/** What the log says where so many keys may be this step's. */
async function toldOf(count: number) {
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
  return { keys, text: line?.text ?? '' };
}

// A line of the log is cut at 2,000 characters, and none of a hundred siblings may get lost there.
test.each([1, 3, 4, 100])('%d keys that may be this step’s are all named', async (count) => {
  const { keys, text } = await toldOf(count);
  for (const { id } of keys) expect(text).toContain(`\`${id}\``);
  expect(text).toContain('It never expires; a rotation of that name would retire it.');
  expect(text).toMatch(/`operation: delete` with `key-id.*\.$/);
});

test('a server that sends thousands does not flood the log', async () => {
  const { text } = await toldOf(5_000);
  expect(text.length).toBeLessThan(40_000);
  expect(text).toContain(',\nand 4900 more may be the key that this step made');
});

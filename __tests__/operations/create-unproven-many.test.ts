import { expect, test } from '@jest/globals';
import { findCreated } from '../../src/delivery/recover-create.ts';
import { createLogger } from '../../src/report/logger.ts';
import { createMasker } from '../../src/runner/masker.ts';
import { aPendingCreate } from '../../testing/builders.ts';
import { adminKey, fakeKeys, fakeToolkit, NOW } from '../../testing/fakes.ts';

/** What the log says where so many keys may be this step's. */
async function toldOf(count: number) {
  const keys = Array.from({ length: count }, (_, at) =>
    adminKey({ id: `key_${'x'.repeat(240)}_${at}_`, createdAt: NOW }),
  );
  const uncancellable = fakeKeys({
    listNewest: async () => ({ keys, hasMore: false, serverTime: NOW * 1000 }),
    delete: () => Promise.reject(new Error('nothing is proven')),
  });
  const { done, message } = await findCreated(
    aPendingCreate({ purpose: 'delivery', offset: 0 }),
    { knownIds: new Set() },
    { uncancellable, now: () => NOW * 1000, sleep: async () => undefined },
  );
  const toolkit = fakeToolkit();
  createLogger(toolkit, createMasker(toolkit.setSecret)).error(message);
  const [line] = toolkit.lines;
  expect(done).toBe(true);
  return { keys, text: line?.text ?? '' };
}

// A line of the log is cut at 2,000 characters, and none of a hundred siblings may get lost there.
test.each([1, 3, 4, 100])('%d keys that may be this step’s are all named', async (count) => {
  const { keys, text } = await toldOf(count);
  for (const { id } of keys) expect(text).toContain(`\`${id}\``);
  expect(text).toContain('It never expires; a rotation of that name would delete it.');
  expect(text).toMatch(/`operation: delete` with `key-id.*\.$/);
});

test('a server that sends thousands does not flood the log', async () => {
  const { text } = await toldOf(5_000);
  expect(text.length).toBeLessThan(40_000);
  expect(text).toContain(',\nand 4900 more may be the key that this step made');
});

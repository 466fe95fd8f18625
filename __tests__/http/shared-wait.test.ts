import { expect, test } from '@jest/globals';
import { SharedWait } from '../../src/http/shared-wait.ts';

test('who comes during a wait goes on with it, who was refused before its end at once', async () => {
  const shared = new SharedWait();
  let clock = 0;
  let begun = 0;
  const sleep = (end: Promise<void>) => () => {
    begun += 1;
    return end;
  };
  const first = Promise.withResolvers<void>();
  const done: string[] = [];
  const join = (name: string, at: number, end: Promise<void>) =>
    shared.join(at, () => clock, sleep(end)).then(() => done.push(name));
  const both = [join('a', 0, first.promise), join('b', 0, first.promise)];
  await Promise.resolve();
  expect({ begun, done }).toEqual({ begun: 1, done: [] });
  clock = 1_000;
  first.resolve();
  await Promise.all(both);
  await join(
    'c',
    999,
    Promise.reject(new Error('not begun')).catch(() => undefined),
  );
  expect({ begun, done }).toEqual({ begun: 1, done: ['a', 'b', 'c'] });
  await join('d', 1_000, Promise.resolve());
  expect(begun).toBe(2);
});

test('a wait that is broken off breaks off for all, and not for ever', async () => {
  const shared = new SharedWait();
  const stopped = () => Promise.reject(new Error('cancelled'));
  const joining = [1, 2].map(() => shared.join(0, () => 0, stopped));
  expect((await Promise.allSettled(joining)).map(({ status }) => status)).toEqual([
    'rejected',
    'rejected',
  ]);
  await shared.join(
    0,
    () => 0,
    async () => undefined,
  );
});

import { afterAll, describe, expect, test } from '@jest/globals';
import { KINDS } from '../../testing/kinds.ts';
import { errorsOf } from '../../testing/openai-step.ts';
import { DAY, setNight, unsettled } from '../../testing/rotation.ts';
import { cleanUp } from '../../testing/runner.ts';

afterAll(cleanUp);

/*
 * Every history of a rotation that is killed at one of its requests, before or after the server
 * acted on it, followed or not by its post step, and then by two nights. `self` says whether the key
 * that is rotated also authenticates the step.
 */

const settings = [
  { kind: 'admin key' as const, targets: 1, self: false },
  { kind: 'admin key' as const, targets: 1, self: true },
  { kind: 'admin key' as const, targets: 3, self: false },
  { kind: 'service account key' as const, targets: 1, self: false },
  { kind: 'service account key' as const, targets: 3, self: false },
].flatMap((setting) => ['0s', '24h'].map((grace) => ({ ...setting, grace })));

/** A list, two reads of each target, the create, its check, the writes and the deletion. */
const requestsOf = ({ kind, targets, grace }: (typeof settings)[number]) =>
  2 + (kind === 'admin key' ? 1 : 2) + 3 * targets + (grace === '0s' ? 1 : 0);

const histories = settings.flatMap((setting) =>
  Array.from({ length: requestsOf(setting) }, (_, request) => request).flatMap((request) =>
    (['before', 'after'] as const).flatMap((stage) =>
      [true, false].map((post) => ({ ...setting, request, stage, post })),
    ),
  ),
);

describe.each(
  settings,
)('undisturbed: $kind, $targets targets, grace $grace, self $self', (setting) => {
  test(`takes ${requestsOf(setting)} requests and settles`, async () => {
    const { kind, targets, self, grace } = setting;
    const night = await setNight({ kind, targets, self, inputs: { 'grace-period': grace } });
    expect(errorsOf(await night.run())).toEqual([]);
    expect(night.openai.log.length + night.github.log.length).toBe(requestsOf(setting));
    night.advance(DAY + 3600);
    expect(errorsOf(await night.run())).toEqual([]);
    expect(unsettled(night)).toEqual([]);
    await night.close();
  });
});

describe('killed at every request', () => {
  test.each(
    histories,
  )('$request, $stage the server acted, post step $post; $kind, $targets targets, grace $grace, self $self', async ({
    kind,
    targets,
    self,
    grace,
    request,
    stage,
    post,
  }) => {
    const night = await setNight({ kind, targets, self, inputs: { 'grace-period': grace } });
    const main = await night.run({
      at: { request, stage },
      strike: (step) => step.kill(),
    });
    expect(main.signal).toBe('SIGKILL');
    if (post) expect((await night.runPost(main)).exitCode).toBe(0);
    expect(night.breaches).toEqual([]);
    for (let nights = 0; nights < 2; nights++) {
      night.advance(DAY + 3600);
      expect(errorsOf(await night.run())).toEqual([]);
    }
    expect(unsettled(night)).toEqual([]);
    await night.close();
  });
});

test.each(KINDS)('%s: every history was explored', (kind) => {
  const own = settings.filter((setting) => setting.kind === kind);
  const count = own.reduce((sum, setting) => sum + 4 * requestsOf(setting), 0);
  expect(histories.filter((history) => history.kind === kind)).toHaveLength(count);
});

test(`${histories.length} histories were explored`, () => {
  expect(histories.length).toBe(
    settings.reduce((sum, setting) => sum + 4 * requestsOf(setting), 0),
  );
});

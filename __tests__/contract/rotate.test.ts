import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { KINDS } from '../../testing/kinds.ts';
import { errorsOf, tracesOf, warningsOf } from '../../testing/openai-step.ts';
import { DAY, type Night, type NightOptions, setNight, unsettled } from '../../testing/rotation.ts';
import { cleanUp } from '../../testing/runner.ts';

let night: Night;
async function begin(options: NightOptions = {}): Promise<Night> {
  night = await setNight(options);
  return night;
}
afterEach(() => night.close());
afterAll(cleanUp);

const requests = ({ openai, github }: Night) => [...openai.log, ...github.log];
const methods = (log: { method: string; path: string }[]) => log.map(({ method }) => method);

// Of a service account's key, `project-keys.test.ts` has the same.
describe('a rotation of one key with one target and no grace period', () => {
  test('takes 4 requests to OpenAI and 3 to GitHub', async () => {
    const { openai, github, old, run, runPost } = await begin();
    const main = await run();
    expect(errorsOf(main)).toEqual([]);
    expect(methods(openai.log)).toEqual(['GET', 'POST', 'GET', 'DELETE']);
    expect(openai.log.map(({ path }) => path.split('?')[1] ?? '')).toEqual([
      'limit=100&order=asc',
      '',
      'limit=100&order=desc',
      '',
    ]);
    expect(methods(github.log)).toEqual(['GET', 'GET', 'PUT']);
    const made = openai.keys.at(-1);
    expect(main.outputs).toMatchObject({
      id: made?.id,
      name: 'ci',
      created: 'true',
      rotated: 'true',
      'deleted-ids': old.id,
    });
    expect(JSON.parse(main.outputs['secrets-written'] ?? '')).toEqual([
      { app: 'actions', repository: 'octo-org/octo-repo', name: 'ADMIN', action: 'updated' },
    ]);
    // The trial is signed by the new key, everything else by the step's own.
    expect(openai.log.map(({ headers }) => headers.authorization)).toEqual(
      [openai.adminKey, openai.adminKey, made?.value, openai.adminKey].map(
        (key) => `Bearer ${key}`,
      ),
    );
    const before = requests(night).length;
    expect((await runPost(main)).log).toBe('');
    expect(requests(night)).toHaveLength(before);
    expect(tracesOf(main).replaceAll(/^::add-mask::.*$/gm, '')).not.toContain(made?.value);
    expect(unsettled(night)).toEqual([]);
  });

  test('and 1 when it is not due', async () => {
    const { openai, github, advance, run } = await begin();
    await run();
    advance(29 * DAY);
    openai.log.length = 0;
    github.log.length = 0;
    const later = await run();
    expect(errorsOf(later)).toEqual([]);
    expect(methods(openai.log)).toEqual(['GET']);
    expect(methods(github.log)).toEqual(['GET']);
    expect(later.outputs).toMatchObject({
      id: openai.keys.at(-1)?.id,
      created: 'false',
      rotated: 'false',
      'deleted-ids': '',
      'secrets-written': '[]',
    });
    expect(later.log).toContain('No new key named “ci” is due');
    expect(unsettled(night)).toEqual([]);
  });
});

describe.each(KINDS)('%s', (kind) => {
  describe('`now`', () => {
    test('keeps a key that was just made, says how to replace it too, and replaces it after 20 minutes', async () => {
      const { openai, github, live, held, advance, run } = await begin({ kind });
      const asking = { inputs: { now: 'true' } };
      const first = await run();
      expect(first.outputs.rotated).toBe('true');
      advance(15 * 60);
      openai.log.length = 0;
      github.log.length = 0;
      const early = await run(asking);
      expect(errorsOf(early)).toEqual([]);
      expect(early.outputs).toMatchObject({ id: first.outputs.id, rotated: 'false' });
      expect(early.log).toMatch(
        /made less than 20 minutes ago, so `now` keeps it; to replace it too, /,
      );
      expect([...methods(openai.log), ...methods(github.log)]).toEqual(['GET', 'GET']);
      advance(5 * 60);
      expect((await run()).outputs).toMatchObject({ id: first.outputs.id, rotated: 'false' });
      const later = await run(asking);
      expect(errorsOf(later)).toEqual([]);
      expect(later.outputs).toMatchObject({ rotated: 'true', 'deleted-ids': first.outputs.id });
      expect(later.log).toContain('`now` asks for it');
      expect(live()).toHaveLength(1);
      expect(held()).toEqual([live()[0]?.value]);
      expect(unsettled(night)).toEqual([]);
    });
  });

  describe('the grace period', () => {
    test('is kept by default, and a later run that is not due ends it', async () => {
      const { keys, old, live, advance, run } = await begin({
        kind,
        inputs: { 'grace-period': '24h' },
      });
      const first = await run();
      expect(first.outputs['deleted-ids']).toBe('');
      expect(live()).toHaveLength(2);
      advance(DAY - 3_600);
      expect((await run()).outputs['deleted-ids']).toBe('');
      advance(7_200);
      const last = await run();
      expect(last.outputs).toMatchObject({ rotated: 'false', 'deleted-ids': keys.idOf(old) });
      expect(unsettled(night)).toEqual([]);
    });

    test('never leaves more than three live keys in thirty nights without `rotate-after`', async () => {
      const { live, held, breaches, advance, run } = await begin({
        kind,
        inputs: { 'rotate-after': 'none', 'grace-period': '24h' },
      });
      const counts: number[] = [];
      for (let count = 0; count < 30; count++) {
        // A schedule is never on time: a few minutes early or late.
        advance(DAY + (count % 3) * 420 - 420);
        const main = await run();
        expect(errorsOf(main)).toEqual([]);
        expect(main.outputs.rotated).toBe('true');
        expect(held()).toEqual([live().at(-1)?.value]);
        counts.push(live().length);
      }
      expect(Math.max(...counts)).toBeLessThanOrEqual(3);
      expect(breaches).toEqual([]);
    });
  });

  describe('others at work', () => {
    test('a new key that nobody holds yet stops the run for 20 minutes', async () => {
      const { keys, live, advance, run } = await begin({ kind });
      const theirs = keys.seed({ name: 'ci' });
      const early = await run();
      expect(errorsOf(early)).toEqual([
        expect.stringMatching(
          new RegExp(
            `^A key of this name was made by hand .*${keys.idOf(theirs)}.*run this again after .*concurrency:`,
          ),
        ),
      ]);
      expect(early.outputs).toEqual({});
      advance(15 * 60);
      expect((await run()).exitCode).toBe(1);
      expect(live()).toHaveLength(2);
      advance(5 * 60);
      expect(errorsOf(await run())).toEqual([]);
      expect(unsettled(night)).toEqual([]);
    });

    test('a key that appears meanwhile makes the run give its own up', async () => {
      const { keys, old, held, live, run } = await begin({ kind });
      const main = await run({
        at: { request: 4, stage: 'before' },
        strike: () => void keys.seed({ name: 'ci' }),
      });
      const theirs = live().at(-1);
      expect(errorsOf(main)).toEqual([
        expect.stringMatching(
          new RegExp(
            `was deleted again\\. Nothing was written\\. Another run made key \`${keys.idOf(theirs ?? old)}\``,
          ),
        ),
      ]);
      expect(held()).toEqual([old.value]);
      expect(live()).toEqual([old, theirs]);
      expect(theirs).not.toBe(old);
    });
  });

  test('an old key that cannot be deleted: the outputs are set, the step fails and names it', async () => {
    const { openai, keys, old, run } = await begin({ kind });
    openai.fault({ method: 'DELETE', status: 403, body: { error: { message: 'no' } } });
    const main = await run();
    expect(main.exitCode).toBe(1);
    expect(errorsOf(main)).toEqual([
      expect.stringMatching(
        new RegExp(`could not be deleted: \`${keys.idOf(old)}\`.*The next run tries again`),
      ),
    ]);
    expect(main.outputs).toMatchObject({ rotated: 'true', 'deleted-ids': '' });
    expect((await run()).outputs).toMatchObject({
      rotated: 'false',
      'deleted-ids': keys.idOf(old),
    });
    expect(unsettled(night)).toEqual([]);
  });
});

// A service account's key cannot manage keys, so it never authenticates the step that rotates it.
describe('self-rotation', () => {
  test('the new key signs the deletion of the one that authenticates the step', async () => {
    const { openai, old, run, advance } = await begin({ self: true });
    const main = await run();
    expect(errorsOf(main)).toEqual([]);
    const made = openai.keys.at(-1);
    expect(openai.log.at(-1)).toMatchObject({
      method: 'DELETE',
      headers: { authorization: `Bearer ${made?.value}` },
      outcome: 200,
    });
    expect(main.outputs['deleted-ids']).toBe(old.id);
    advance(31 * DAY);
    expect((await run()).outputs).toMatchObject({ rotated: 'true', 'deleted-ids': made?.id });
    expect(unsettled(night)).toEqual([]);
  });

  test('into a secret that was not there leaves the old key alone, also in later runs', async () => {
    const wrong = { 'secret-name': 'ELSEWHERE', 'rotate-after': '30d' };
    const { openai, github, old, run, advance } = await begin({ self: true, inputs: wrong });
    const first = await run();
    expect(first.exitCode).toBe(0);
    expect(warningsOf(first)).toEqual([
      expect.stringContaining(`Key \`${old.id}\` is not deleted though its grace period is over`),
    ]);
    for (const days of [1, 31, 31]) {
      advance(days * DAY);
      expect((await run()).exitCode).toBe(0);
      expect(openai.keys).toContain(old);
    }
    expect(night.breaches).toEqual([]);
    // As soon as the step authenticates with a newer key, the old one goes.
    const value = github.secret('octo-org/octo-repo', 'ELSEWHERE')?.value ?? '';
    const mended = await run({ inputs: { 'admin-api-key': value } });
    expect(mended.outputs['deleted-ids']).toBe(old.id);
  });
});

import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { run, type Stage, setStage } from '../../testing/delivery.ts';
import { KINDS } from '../../testing/kinds.ts';
import { errorsOf, warningsOf } from '../../testing/openai-step.ts';
import { cleanUp } from '../../testing/runner.ts';
import { clockOf } from '../../testing/services.ts';

/* What makes a new key due beside the age of the newest, and rules that leave a gap. */

let stage: Stage;
afterEach(() => stage.close());
afterAll(cleanUp);

const HOUR = 3_600;

describe.each(KINDS)('%s', (kind) => {
  test('is due once an organization secret has other readers than the inputs name', async () => {
    stage = await setStage(1, { kind });
    const { openai, github, keys } = stage;
    github.addOrganization('octo-org');
    const ids = ['first', 'second'].map((name) => github.addRepository(`octo-org/${name}`).id);
    const clock = clockOf(openai);
    let shift = 0;
    for (const api of [openai, github]) api.setClock(() => clock() + shift * 1000);
    /** Rotates an hour later. */
    const rotate = async (inputs: Record<string, string>) => {
      shift += HOUR;
      github.log.length = 0;
      const main = await run(stage, {
        inputs: {
          operation: 'rotate',
          name: 'shared',
          'rotate-after': '30d',
          'secret-organization': 'octo-org',
          ...inputs,
        },
      });
      expect(errorsOf(main)).toEqual([]);
      const secret = github.secret('org:octo-org', 'ADMIN');
      expect(secret?.value).toBe(keys.all().at(-1)?.value);
      const { visibility, selectedRepositoryIds } = secret ?? {};
      return {
        why: /since (.*?)\. It|is due: .* is (delivered)/.exec(main.log)?.slice(1).join('') ?? '',
        rotated: main.outputs.rotated,
        readers: visibility === 'selected' ? selectedRepositoryIds : visibility,
        requests: github.log.length,
      };
    };
    const selected = (...names: string[]) => ({
      'secret-visibility': 'selected',
      'secret-repositories': names.map((name) => `octo-org/${name}`).join('\n'),
    });
    const anybody = { 'secret-repositories': 'octo-org/octo-repo' };
    const others = {
      rotated: 'true',
      why: 'the readers of a secret are not those that the inputs name',
    };
    const kept = { rotated: 'false', why: 'delivered' };

    expect(await rotate(selected('first'))).toMatchObject({ rotated: 'true', readers: [ids[0]] });
    // The secret, a page of its readers, and each name; a write takes the public key and itself.
    expect(await rotate(selected('first'))).toEqual({ ...kept, readers: [ids[0]], requests: 3 });
    expect(await rotate(selected('first', 'second'))).toEqual({
      ...others,
      readers: ids,
      requests: 6,
    });
    expect(await rotate(selected('second'))).toEqual({ ...others, readers: [ids[1]], requests: 5 });
    // `keep` leaves the readers as they are, whoever they are.
    expect(await rotate(anybody)).toEqual({ ...kept, readers: [ids[1]], requests: 1 });
    const open = { ...anybody, 'secret-visibility': 'private' };
    expect(await rotate(open)).toEqual({ ...others, readers: 'private', requests: 3 });
    expect(await rotate(open)).toEqual({ ...kept, readers: 'private', requests: 1 });
    expect(keys.missingTwins()).toEqual([]);
  });

  describe('an old key that expires before its grace period ends is told, and keeps nobody from rotating', () => {
    const byAge =
      /^An old key .*`expires-in` is shorter than `rotate-after` and `grace-period` together/;
    const byLife = /^An old key .*`min-remaining` is shorter than `grace-period`/;

    test.each<[Record<string, string>, RegExp[]]>([
      [{ 'expires-in': '31d', 'rotate-after': '30d', 'grace-period': '2d' }, [byAge]],
      [{ 'expires-in': '32d', 'rotate-after': '30d', 'grace-period': '2d' }, []],
      [{ 'expires-in': '90d', 'min-remaining': '1d', 'grace-period': '2d' }, [byLife]],
      [{ 'expires-in': '90d', 'min-remaining': '2d', 'grace-period': '2d' }, []],
    ])('%j', async (rules, said) => {
      stage = await setStage(1, { kind });
      const { keys, github } = stage;
      const main = await run(stage, { inputs: { operation: 'rotate', now: 'true', ...rules } });
      expect(errorsOf(main)).toEqual([]);
      expect(warningsOf(main)).toEqual(said.map((text) => expect.stringMatching(text)));
      expect(main.outputs.rotated).toBe('true');
      const [held] = keys.all().slice(-1);
      expect(github.secret('octo-org/octo-repo', 'ADMIN')?.value).toBe(held?.value);
    });
  });
});

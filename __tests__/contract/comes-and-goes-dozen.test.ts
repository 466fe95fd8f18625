import { describe, expect, test } from '@jest/globals';
import { time } from '../../testing/in-process.ts';
import { KINDS } from '../../testing/kinds.ts';
import { errorsOf } from '../../testing/openai-step.ts';
import { NEW_TOKEN } from '../../testing/passing-refusals.ts';
import { setNight } from '../../testing/rotation.ts';

describe.each(KINDS)('A dozen repositories have the key within 20 s: %s', (kind) => {
  const NAMES = Array.from({ length: 12 }, (_, index) => `octo-org/of-a-dozen-${index}`);

  /** The status of a refusal, so many milliseconds after the first request, and after the first write. */
  type StatusAfter = (ms: number, sinceWrite: number | undefined) => number | undefined;

  /** @returns how often the log says that the token may be new */
  async function rotateDozen(statusAfter: StatusAfter): Promise<number> {
    const night = await setNight({ kind, onBundle: false, inputs: { 'retry-for': '15m' } });
    const { github, old } = night;
    for (const name of NAMES) {
      github.addRepository(name);
      const { value, createdAt } = old;
      github.seedSecret(name, 'ADMIN', { value, createdAt, updatedAt: createdAt });
    }
    const begun = time.now();
    let writing: number | undefined;
    const { receive } = github;
    github.receive = (request, body) => {
      const now = time.now();
      if (request.method === 'PUT') writing ??= now;
      const status = statusAfter(now - begun, writing && now - writing);
      if (status !== undefined) github.fault({ status });
      return receive(request, body);
    };
    const main = await night.run({ inputs: { 'secret-repositories': NAMES.join() } });
    expect(errorsOf(main)).toEqual([]);
    expect(time.now() - begun).toBeLessThanOrEqual(20_000);
    const [key] = night.live();
    expect(NAMES.map((name) => github.secret(name, 'ADMIN')?.value)).toEqual(
      NAMES.map(() => key?.value),
    );
    await night.close();
    return main.log.match(NEW_TOKEN)?.length ?? 0;
  }

  const everyThird = (): StatusAfter => {
    let count = 0;
    return (ms) => (ms < 2_500 && count++ % 3 === 0 ? 401 : undefined);
  };
  test.each<[string, number, StatusAfter]>([
    ['where nothing is refused', 0, () => undefined],
    ['with a token that needs 2.5 s', 1, (ms) => (ms < 2_500 ? 401 : undefined)],
    [
      'with one that needs another 2.5 s for its permissions',
      1,
      (ms) => (ms < 2_500 ? 401 : ms < 5_000 ? 403 : undefined),
    ],
    [
      'with one that may write later still',
      2,
      (ms, sinceWrite = 5_000) => (ms < 2_500 ? 401 : sinceWrite < 2_500 ? 403 : undefined),
    ],
    ['with replicas of which some do not know it for 2.5 s', 1, everyThird()],
  ])('%s', async (_, announced, statusAfter) => {
    expect(await rotateDozen(statusAfter)).toBe(announced);
  });
});

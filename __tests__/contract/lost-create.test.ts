import { afterAll, describe, expect, test } from '@jest/globals';
import type { Reply } from '../../emulator/messages.ts';
import type { OpenAi, OpenAiOptions } from '../../emulator/openai.ts';
import { type Keys, KINDS, type Kind, type Stored, setUpKind } from '../../testing/kinds.ts';
import { errorsOf, runPostStep, runStep, warningsOf } from '../../testing/openai-step.ts';
import { testWithSignals } from '../../testing/platform.ts';
import { cleanUp, type StepResult } from '../../testing/runner.ts';
import { cancelled, nextToWait, startOpenAi } from '../../testing/services.ts';

afterAll(cleanUp);

const withBody = (reply: Reply, changes: object): Reply => ({
  ...reply,
  body: { ...(reply.body as object), ...changes },
});

/** All keys of the kind but the one that authenticates. */
const madeIn = (api: OpenAi, keys: Keys) =>
  keys.all().filter(({ value }) => value !== api.adminKey);

const idIn = (keys: Keys, key: Stored | undefined) => (key ? keys.idOf(key) : 'no key');

async function begin(kind: Kind, options?: OpenAiOptions, onBundle = nextToWait(kind)) {
  const api = await startOpenAi(options, onBundle);
  return { api, keys: setUpKind(api, kind) };
}

/** The entry that the main step saved last, without its signature. */
const savedBy = ({ state }: StepResult) =>
  JSON.parse((state.entry ?? '').replace(/^[0-9a-f]{64}\./, ''));

describe.each(KINDS)('%s', (kind) => {
  describe('a create whose answer was lost', () => {
    test.each<[string, Parameters<OpenAi['fault']>[0]]>([
      ['reset after acting', { method: 'POST', reset: 'after' }],
      ['silence after acting', { method: 'POST', silence: 'after' }],
      ['500 after acting', { method: 'POST', act: true, status: 500, body: 'oops' }],
      ['unreadable answer', { method: 'POST', act: true, status: 200, body: '<html>' }],
      ['an answer cut before its id', { method: 'POST', cut: 20 }],
    ])('%s: without an id nothing is proven; what may be its own is named and left', async (_, fault) => {
      const { api, keys } = await begin(kind, {}, fault.silence ? false : undefined);
      const old = keys.seed({ name: 'ci', createdAt: api.now() - 3600 });
      api.fault(fault);
      const result = await runStep(api, {
        ...keys.inputs,
        operation: 'create',
        name: 'ci',
        'output-value': 'true',
      });
      expect(result.exitCode).toBe(1);
      const [, lost] = madeIn(api, keys);
      const [error = ''] = errorsOf(result);
      expect(error).toContain(
        `\`${idIn(keys, lost)}\` may be the key that this step made, or somebody else's`,
      );
      expect(error).not.toContain(idIn(keys, old));
      expect(api.log.map(({ method }) => method)).toEqual(['POST', 'GET']);
      expect(result.outputs).toEqual({});
      await runPostStep(api, result, keys.inputs);
      expect(madeIn(api, keys)).toEqual([old, lost]);
      await api.close();
    });

    test.each([
      ['cut behind its id', { cut: 160 }],
      ['with a 500', { rewrite: (reply: Reply) => ({ ...reply, status: 500 }) }],
      ['without a value', { rewrite: (reply: Reply) => withBody(reply, { value: undefined }) }],
      ['under another name', { rewrite: (reply: Reply) => withBody(reply, { name: 'other' }) }],
    ])('an answer %s: with an id that the listing confirms, the key is deleted', async (how, fault) => {
      const { api, keys } = await begin(kind);
      const old = keys.seed({ name: 'ci', createdAt: api.now() - 3600 });
      api.fault({ method: 'POST', ...fault });
      const result = await runStep(api, {
        ...keys.inputs,
        operation: 'create',
        name: 'ci',
        'output-value': 'true',
      });
      const [error = ''] = errorsOf(result);
      if (how === 'under another name') {
        // The listing knows it by the right name, so it is not certain that the answer is about it.
        expect(error).toMatch(/may be the key that this step made/);
        expect(madeIn(api, keys)).toHaveLength(2);
      } else {
        expect(error).toMatch(/The key that it had made \(`(proj_test\/)?key_\w+`\) was deleted/);
        expect(api.log.map(({ method }) => method)).toEqual(['POST', 'GET', 'DELETE']);
        expect(madeIn(api, keys)).toEqual([old]);
        expect(savedBy(result)).toEqual({ stage: 'done' });
      }
      await api.close();
    });

    test.each([
      ['reset before acting', { method: 'POST', reset: 'before' }],
      ['500 without acting', { method: 'POST', status: 500 }],
    ] as const)('%s: that no key is listed is said, not that none was made', async (_name, fault) => {
      const { api, keys } = await begin(kind);
      const old = keys.seed({ name: 'ci', createdAt: api.now() - 3600 });
      api.fault(fault);
      const result = await runStep(api, { ...keys.inputs, operation: 'create', name: 'ci' });
      expect(errorsOf(result)).toEqual([
        expect.stringMatching(/No key named `ci` that may be this step's is listed.*can be late/),
      ]);
      expect(api.log.map(({ method }) => method)).toEqual(['POST', 'GET']);
      expect(madeIn(api, keys)).toEqual([old]);
      // It is listed late: post looks once more, and names it.
      const late = keys.seed({ name: 'ci', createdAt: api.now() - 20 });
      const post = await runPostStep(api, result, keys.inputs);
      expect(warningsOf(post)).toEqual([expect.stringContaining(idIn(keys, late))]);
      expect(madeIn(api, keys)).toEqual([old, late]);
      await api.close();
    });

    test("somebody else's new key of that name is named, never deleted", async () => {
      const { api, keys } = await begin(kind);
      const made = () => madeIn(api, keys);
      api.fault({ method: 'POST', reset: 'after' });
      api.hooks.after = () => {
        if (made().length === 1) keys.seed({ name: 'ci' });
      };
      const result = await runStep(api, { ...keys.inputs, operation: 'create', name: 'ci' });
      expect(made()).toHaveLength(2);
      for (const key of made()) expect(errorsOf(result)[0]).toContain(idIn(keys, key));
      await api.close();
    });

    test('a lying answer cannot get an older key deleted', async () => {
      const { api, keys } = await begin(kind);
      const made = () => madeIn(api, keys);
      const old = keys.seed({ name: 'production', createdAt: api.now() - 90 * 86_400 });
      api.fault({ method: 'POST', status: 200, body: { id: old.id, object: 'x', value: 'short' } });
      const result = await runStep(api, { ...keys.inputs, operation: 'create', name: 'ci' });
      expect(result.exitCode).toBe(1);
      expect(made().map(({ id }) => id)).toEqual([old.id]);
      await api.close();
    });

    test('is sent once even with patience, and sent again only after a certain refusal', async () => {
      const { api, keys } = await begin(kind);
      api.fault({ method: 'POST', status: 503 });
      await runStep(api, { ...keys.inputs, operation: 'create', name: 'ci', 'retry-for': '1m' });
      expect(api.log.filter(({ method }) => method === 'POST')).toHaveLength(1);
      api.log.length = 0;
      api.fault({ method: 'POST', status: 429, headers: { 'retry-after-ms': '5' } });
      const result = await runStep(api, {
        ...keys.inputs,
        operation: 'create',
        name: 'ci',
        'retry-for': '1m',
      });
      expect(result.exitCode).toBe(0);
      const creates = api.log.filter(({ method }) => method === 'POST');
      expect(creates.map(({ outcome }) => outcome)).toEqual([429, 200]);
      await api.close();
    });

    test('is found among hundreds of others: on any page where pages have no order', async () => {
      const { api, keys } = await begin(kind, { listOrder: 'oldest-first' }, false);
      const createdAt = api.now() - 3600;
      for (let index = 0; index < 205; index++) keys.seed({ name: `older ${index}`, createdAt });
      api.fault({ method: 'POST', reset: 'after' });
      const inputs = { ...keys.inputs, operation: 'create', name: 'ci' };
      const result = await runStep(api, inputs);
      const lost = keys.all().at(-1);
      expect(lost?.name).toBe('ci');
      expect(errorsOf(result)).toEqual([
        expect.stringContaining(`\`${idIn(keys, lost)}\` may be the key that this step made`),
      ]);
      // Admin keys can be asked for newest first, so that one page is enough.
      const isLater = api.log.slice(1).map(({ path }) => path.includes('after='));
      expect(isLater).toEqual(kind === 'admin key' ? [false] : [false, true, true]);
      expect((await runPostStep(api, result, keys.inputs)).log).toBe('');
      expect(keys.all().at(-1)).toBe(lost);
      await api.close();
    });

    test('when the look fails too, the post step checks again', async () => {
      const { api, keys } = await begin(kind);
      api.fault({ method: 'POST', reset: 'after' });
      api.fault({ method: 'GET', status: 500 });
      const main = await runStep(api, { ...keys.inputs, operation: 'create', name: 'ci' });
      expect(errorsOf(main)[0]).toContain('A key named `ci` may have been made');
      const [made] = madeIn(api, keys);
      const post = await runPostStep(api, main, keys.inputs);
      expect(post.exitCode).toBe(0);
      expect(warningsOf(post)[0]).toContain(
        `\`${idIn(keys, made)}\` may be the key that this step made`,
      );
      expect(madeIn(api, keys)).toEqual([made]);
      await api.close();
    });
  });

  describe('a create that is stopped', () => {
    const stages = ['before', 'after'] as const;

    test.each(
      stages,
    )('killed %s the server acted: post names what it may have made', async (stage) => {
      const { api, keys } = await begin(kind);
      const made = () => madeIn(api, keys);
      let kill = () => {};
      api.hooks[stage] = ({ method }) => {
        if (method === 'POST') kill();
      };
      const main = await runStep(
        api,
        { ...keys.inputs, operation: 'create', name: 'ci', 'output-value': 'true' },
        { onSpawn: (step) => (kill = step.kill.bind(step)) },
      );
      expect(main.signal).toBe('SIGKILL');
      expect(savedBy(main)).toMatchObject({ stage: 'creating', name: 'ci' });
      const post = await runPostStep(api, main, keys.inputs);
      expect(post.exitCode).toBe(0);
      // The server goes on with what it got, whether or not anybody waits for the answer.
      expect(made()).toHaveLength(1);
      expect(warningsOf(post)[0]).toContain(idIn(keys, made()[0]));
      await api.close();
    });

    testWithSignals(
      'cancelled while the answer is on its way: the key is not left behind',
      async () => {
        const { api, keys } = await begin(kind);
        const made = () => madeIn(api, keys);
        const main = await runStep(
          api,
          { ...keys.inputs, operation: 'create', name: 'ci', 'output-value': 'true' },
          {
            onSpawn: (step) => {
              api.hooks.before = () => cancelled(step);
            },
          },
        );
        const post = await runPostStep(api, main, keys.inputs);
        expect(main.exitCode).toBe(1);
        expect(errorsOf(main)[0]).toContain('cancelled');
        expect(post.exitCode).toBe(0);
        expect(made()).toEqual([]);
        await api.close();
      },
    );
  });
});

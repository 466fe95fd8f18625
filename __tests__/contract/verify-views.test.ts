import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { OpenAi } from '../../emulator/openai.ts';
import { type Keys, KINDS, setUpKind } from '../../testing/kinds.ts';
import { errorsOf, runStep } from '../../testing/openai-step.ts';
import { cleanUp } from '../../testing/runner.ts';
import { startOpenAi } from '../../testing/services.ts';

afterAll(cleanUp);

describe.each(KINDS)('%s', (kind) => {
  let api: OpenAi;
  let keys: Keys;
  beforeEach(async () => {
    api = await startOpenAi();
    keys = setUpKind(api, kind);
    const most = kind === 'admin key' ? 150 : 149;
    for (let i = 0; i < most; i++) keys.seed({ name: `ci-${i}` });
  });
  afterEach(() => api.close());

  /** All keys of the project, of which the twins of another account and of a user are two. */
  const place = () => ({ 'project-id': keys.inputs['project-id'] ?? 'none' });
  const verify = (inputs: Record<string, string> = {}) =>
    runStep(api, { ...place(), operation: 'verify', ...inputs });

  /** The key with which the first page ends, whatever order the API has. */
  async function lastOfPage(): Promise<{ id: string }> {
    const { outputs } = await runStep(api, { ...place(), operation: 'list' });
    const { path } = api.log.at(-1) ?? { path: '' };
    const id = /after=(\w+)/.exec(path)?.[1] ?? '';
    expect(outputs.ids).toContain(id);
    api.log.length = 0;
    return { id };
  }

  /** The second page begins with the last key of the first, as after a key slipped in before it. */
  const overlapping = (times: number) =>
    api.fault({
      path: /after=/,
      times,
      rewrite: (reply) => {
        const body = reply.body as { data: { id: string }[] };
        const [first] = body.data;
        return { ...reply, body: { ...body, data: first ? [first, ...body.data] : body.data } };
      },
    });

  /** The key that a page was to start after is gone. */
  const refusedCursor = (times: number, status = 400) =>
    api.fault({
      path: /after=/,
      times,
      status,
      body: {
        error: { message: "Invalid 'after': no admin API key has this id.", param: 'after' },
      },
    });

  describe('a listing that changes while it is read', () => {
    test.each([
      ['a key seen twice', overlapping],
      ['a cursor that is gone', refusedCursor],
      ['a cursor that is not found', (times: number) => refusedCursor(times, 404)],
    ])('%s: it is read again, once, and judged whole', async (_, spoil) => {
      spoil(1);
      const result = await verify();
      expect(result.exitCode).toBe(0);
      expect(result.outputs).toMatchObject({ compliant: 'true', count: '151' });
      expect(api.log).toHaveLength(4);
    });

    test.each([
      ['a key seen twice', overlapping],
      ['a cursor that is gone', refusedCursor],
    ])('%s, twice: there is no verdict, whatever `on-violation` says', async (_, spoil) => {
      spoil(2);
      const result = await verify({ 'max-age': '1s', 'on-violation': 'warn' });
      expect(result.exitCode).toBe(1);
      expect(result.outputs.compliant ?? '').toBe('');
      expect(result.annotations).toHaveLength(1);
      expect(errorsOf(result)[0]).toMatch(/changed while it was read, twice.*Run this again later/);
      expect(api.log).toHaveLength(4);
    });

    test('a key that is deleted between the pages is read anew', async () => {
      const { id } = await lastOfPage();
      api.hooks.before = ({ path }) => {
        if (path.includes('after=')) api.revoke(id);
      };
      const result = await verify();
      expect(result.outputs).toMatchObject({ compliant: 'true', count: '150' });
      expect(result.outputs.ids).not.toContain(id);
    });
  });

  describe('half a view is none', () => {
    test.each([
      ['an outage on a later page', { status: 503, body: {} }, 'is not available'],
      ['a page without `has_more`', { body: { object: 'list', data: [] } }, 'has no `has_more`'],
      ['a page cut short', { cut: 40 }, 'did not answer'],
    ])('%s', async (_, fault, said) => {
      api.fault({ path: /after=/, times: Number.POSITIVE_INFINITY, ...fault });
      const result = await verify({ 'on-violation': 'warn' });
      expect(result.exitCode).toBe(1);
      expect(result.outputs.compliant ?? '').toBe('');
      expect(errorsOf(result)).toEqual([expect.stringContaining(said)]);
    });

    test('a refused first page is what it is, and is not read twice', async () => {
      api.fault({ status: 400, body: { error: { message: 'No.' } } });
      const result = await verify();
      expect(errorsOf(result)).toEqual([expect.stringContaining('rejected the request')]);
      expect(api.log).toHaveLength(1);
    });
  });
});

import { afterAll, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/faults.ts';
import type { Reply } from '../../emulator/messages.ts';
import type { OpenAi } from '../../emulator/openai.ts';
import { ACCOUNT, KINDS } from '../../testing/kinds.ts';
import { renderMarkdown } from '../../testing/markdown.ts';
import { errorsOf, tracesOf } from '../../testing/openai-step.ts';
import { DAY, setNight, unsettled } from '../../testing/rotation.ts';
import { cleanUp } from '../../testing/runner.ts';

/* What a rotation prints, whatever the servers and the people who name keys say. */

afterAll(cleanUp);

const TEXTS = [
  '::error::gotcha',
  'x ##[add-mask]e ##[error]gotcha',
  // A mask more is no command that would stand out.
  'x ##[error]gotcha',
  '::stop-commands::token',
  '| broken | table | back\\| slash',
  '</code></td></table><h1>big</h1><img src=x onerror=alert(1)>',
  '[click](https://evil.example) ![i](https://evil.example/i.png) www.evil.example',
  '@octocat ops@evil.example `tick` **bold** # heading',
  '```mermaid graph TD',
  '$(id) ${{ secrets.X }} %0A::error::x',
  '🔑 ключ 鍵 e\u0301',
];
const UNPRINTABLE = [
  'x\n::error::gotcha',
  'x\r::set-output name=id::a',
  '\u202egnp.exe',
  '\u001b[31m',
];
const TAGS = ['h3', 'p', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'code', 'wbr', 'ul', 'li'];

const tagsOf = (markdown: string) =>
  new Set(
    [...renderMarkdown(markdown).matchAll(/<\/?([a-z0-9]+)/gi)].map(([, tag = '']) =>
      tag.toLowerCase(),
    ),
  );

/** Gives the service account that the keys are of a name. */
function nameAccount(openai: OpenAi, name: string): void {
  const account = openai.serviceAccounts.find(({ id }) => id === ACCOUNT);
  if (account !== undefined) account.name = name;
}

type Wrong = (value: string) => { api: 'openai' | 'github'; fault: Fault } | null;
const wrongs: [string, Wrong][] = [
  ['nothing wrong', () => null],
  [
    'a trial that is refused by its name',
    (value) => ({ api: 'openai', fault: { status: 403, body: { error: { message: value } } } }),
  ],
  [
    'a trial whose keys are named after it',
    (value) => ({
      api: 'openai',
      fault: {
        body: { data: [keyNamed(value)], has_more: false },
        headers: { 'x-request-id': value },
      },
    }),
  ],
  [
    'a write that is refused by its name',
    (value) => ({ api: 'github', fault: { method: 'PUT', status: 422, body: { message: value } } }),
  ],
  [
    'a delete that is refused by its name',
    (value) => ({
      api: 'openai',
      fault: { method: 'DELETE', status: 403, body: { error: value } },
    }),
  ],
];
const keyNamed = (value: string) => {
  return { id: 'key_x', name: value, redacted_value: value, created_at: 1, owner: { id: value } };
};

describe.each(KINDS)('%s', (kind) => {
  describe('names, owners and redacted values do nothing, wherever a rotation shows them', () => {
    test.each([...TEXTS, ...UNPRINTABLE].map((text) => ({ text })))('$text', async ({ text }) => {
      const name = TEXTS.includes(text) ? text : 'ci';
      const night = await setNight({ kind, inputs: { name, 'grace-period': '24h' } });
      const { openai, keys, github, advance, run } = night;
      const createdAt = openai.now() - 40 * DAY;
      for (const days of [0, 1]) {
        const key = keys.seed({ name, createdAt: createdAt + days * DAY });
        if ('projectId' in key) nameAccount(openai, text);
        else key.owner = { id: text, name: text };
      }
      openai.fault({
        times: Number.POSITIVE_INFINITY,
        rewrite: (reply) => {
          const body = JSON.stringify(reply.body).replaceAll(
            /"sk-(admin|svcacct-)[.*]+\S{3,4}?"/g,
            (_, prefix: string) => JSON.stringify(`sk-${prefix}: ${text.replaceAll('**', '*')}`),
          );
          return { ...reply, body: JSON.parse(body) };
        },
      });
      for (const rotated of ['true', 'false']) {
        const main = await run({ debug: true });
        expect(errorsOf(main)).toEqual([]);
        expect(main.outputs.rotated).toBe(rotated);
        expect(main.outputs.name).toBe(name);
        expect(main.outputs['redacted-value']).toContain(text.slice(-8));
        const commands = new Set(main.commands.map((command) => command.name));
        // Only that the secret was written after its newest key was made, where such a key is found.
        const warned = new Set(main.annotations.map(({ level }) => level));
        for (const { message } of main.annotations)
          expect(message).toContain('something else writes it');
        expect([...commands].sort()).toEqual(['add-mask', 'debug', ...warned]);
        expect(main.masks.slice(0, 2)).toEqual([openai.adminKey, github.token]);
        for (const tag of tagsOf(main.summary)) expect(TAGS).toContain(tag);
        advance(DAY + 60);
      }
      github.fault({ status: 403, body: { message: text } });
      const refused = await run({ debug: true });
      expect(errorsOf(refused)).toHaveLength(1);
      expect(errorsOf(refused)[0]).not.toMatch(/[\p{Cc}\u202e]/u);
      expect(refused.commands.filter((command) => command.name === 'error')).toHaveLength(1);
      await night.close();
    });
  });

  test.each(
    wrongs,
  )('the new value is nowhere but in the secret, in its mask and in the trial, with %s', async (_, wrong) => {
    const night = await setNight({ kind });
    let value = '';
    const rewrite = (reply: Reply) => {
      const body = reply.body as { value: string };
      return { ...reply, body: { ...body, owner: { name: body.value }, [body.value]: body.value } };
    };
    night.openai.fault({ method: 'POST', rewrite });
    const main = await night.run({
      debug: true,
      at: { request: 3, stage: 'after' },
      strike: () => {
        value = night.keys.all().at(-1)?.value ?? '';
        const what = wrong(value);
        if (what !== null) night[what.api].fault(what.fault);
      },
    });
    const post = await night.runPost(main);
    expect(value).toMatch(/^sk-(admin|svcacct)-/);
    expect(main.masks).toContain(value);
    const left = (tracesOf(main) + tracesOf(post)).replaceAll(/^::add-mask::.*$/gm, '');
    expect(left).not.toContain(value.slice(11, 40));
    expect(main.stderr + post.stderr).toBe('');
    const carried = [...night.openai.log, ...night.github.log].filter((request) =>
      JSON.stringify([request.path, request.headers, request.body]).includes(value),
    );
    const trial = kind === 'admin key' ? /order=desc$/ : /\/models$/;
    expect(carried.map(({ path }) => path)).toEqual([expect.stringMatching(trial)]);
    expect(night.breaches).toEqual([]);
    await night.close();
  });

  test('a secret’s name in lower case is the same secret', async () => {
    const night = await setNight({ kind, inputs: { 'secret-name': 'admin' } });
    expect(errorsOf(await night.run())).toEqual([]);
    night.advance(DAY);
    expect((await night.run()).outputs.rotated).toBe('false');
    expect(unsettled(night)).toEqual([]);
    await night.close();
  });
});

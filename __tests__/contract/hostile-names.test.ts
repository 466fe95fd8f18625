import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import type { OpenAi } from '../../emulator/openai.ts';
import { runStep } from '../support/openai-step.ts';
import { cleanUp, type StepResult } from '../support/runner.ts';
import { startOpenAi } from '../support/services.ts';

const NAMES = [
  '::error::gotcha',
  '  ::add-mask::a',
  'x\n::error::gotcha',
  'x\r\n::set-output name=id::stolen',
  'x\u2028::warning::gotcha',
  'x\u0085::notice::gotcha',
  '##[error]gotcha',
  'x ##[add-mask]e',
  '#\u200b#[error]x ##\u0000[error]y',
  '::stop-commands::token',
  '| broken | table |',
  'back\\| slash \\\\|',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '</code></td></table><h1>big</h1>',
  '[click](https://evil.example)',
  '![i](https://evil.example/i.png)',
  'https://evil.example www.evil.example',
  '@octocat and ops@evil.example',
  '`tick` ``two`` ```three',
  '# heading',
  '&lt;b&gt; &#64;',
  '**bold** _it_ ~~gone~~',
  '\u202egnp.exe',
  '\u001b[31mred\u001b[0m',
  '\ud800 half',
  '<!-- comment -->',
  '$(id) ${{ secrets.X }}',
  'A'.repeat(5000),
];

let api: OpenAi;
beforeEach(async () => {
  api = await startOpenAi();
});
afterEach(() => api.close());
afterAll(cleanUp);

const render = (markdown: string) =>
  micromark(markdown, {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });

function expectHarmless(result: StepResult, commands: string[], rows: number): void {
  expect(result.commands.map(({ name }) => name)).toEqual(commands);
  const html = render(result.summary);
  const tags = new Set(
    [...html.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, tag]) => tag?.toLowerCase()),
  );
  for (const tag of tags) {
    expect([
      'h3',
      'p',
      'table',
      'thead',
      'tbody',
      'tr',
      'th',
      'td',
      'code',
      'wbr',
      'ul',
      'li',
    ]).toContain(tag);
  }
  expect([...html.matchAll(/<tr>/g)]).toHaveLength(rows + 1);
  expect([...html.matchAll(/<td>/g)]).toHaveLength(rows * 7);
}

describe('a hostile key name', () => {
  test.each(
    NAMES.map((name) => [JSON.stringify(name).slice(0, 60), name]),
  )('%s', async (_shown, name) => {
    const key = api.seed({ name, owner: { id: name, name } });
    const result = await runStep(api, { operation: 'retrieve', 'key-id': key.id }, { debug: true });
    expect(result.exitCode).toBe(0);
    expect(result.conclusion).toBe('success');
    expectHarmless(result, ['add-mask', 'debug'], 1);
    expect(result.outputs.name).toBe(name.toWellFormed());
    expect(result.masks).toEqual([api.adminKey]);
  });

  test('all of them in one listing', async () => {
    for (const name of NAMES) api.seed({ name, owner: { name } });
    const result = await runStep(api, { operation: 'list' });
    expectHarmless(result, ['add-mask'], NAMES.length + 1);
    expect(result.outputs.count).toBe(String(NAMES.length + 1));
  });

  test('in an error message', async () => {
    for (const message of NAMES) {
      api.fault({ status: 400, body: { error: { message } } });
      const result = await runStep(api, { operation: 'retrieve', 'key-id': 'key_x' });
      expect(result.commands.map(({ name }) => name)).toEqual(['add-mask', 'error']);
      expect(result.annotations).toHaveLength(1);
      expect(result.annotations[0]?.message).not.toMatch(/[\p{Cc}\u202e]/u);
    }
  });
});

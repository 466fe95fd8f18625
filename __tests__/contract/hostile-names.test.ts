import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { OpenAi } from '../../emulator/openai.ts';
import { type Keys, KINDS, setUpKind } from '../../testing/kinds.ts';
import { renderMarkdown } from '../../testing/markdown.ts';
import { runStep } from '../../testing/openai-step.ts';
import { cleanUp, type StepResult } from '../../testing/runner.ts';
import { startOpenAi } from '../../testing/services.ts';

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

afterAll(cleanUp);

function expectHarmless(
  result: StepResult,
  commands: string[],
  rows: number,
  columns: number,
): void {
  expect(result.commands.map(({ name }) => name)).toEqual(commands);
  const html = renderMarkdown(result.summary);
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
  expect([...html.matchAll(/<td>/g)]).toHaveLength(rows * columns);
}

describe.each(KINDS)('a hostile name of a %s', (kind) => {
  let api: OpenAi;
  let keys: Keys;
  beforeEach(async () => {
    api = await startOpenAi();
    keys = setUpKind(api, kind);
  });
  afterEach(() => api.close());

  // A project's keys have a column for the project.
  const columns = kind === 'admin key' ? 7 : 8;

  /** Stores a key whose owner has the same name, as far as the API lets owners be named. */
  function seed(name: string) {
    const key = keys.seed({ name });
    const owner = { id: name, name };
    key.extra = {
      owner: 'projectId' in key ? { type: 'service_account', service_account: owner } : owner,
    };
    return key;
  }

  test.each(
    NAMES.map((name) => [JSON.stringify(name).slice(0, 60), name]),
  )('%s', async (_shown, name) => {
    const key = seed(name);
    const result = await runStep(
      api,
      { operation: 'retrieve', 'key-id': keys.idOf(key) },
      { debug: true },
    );
    expect(result.exitCode).toBe(0);
    expect(result.conclusion).toBe('success');
    expectHarmless(result, ['add-mask', 'debug'], 1, columns);
    expect(result.outputs.name).toBe(name.toWellFormed());
    expect(result.masks).toEqual([api.adminKey]);
  });

  test('all of them in one listing', async () => {
    for (const name of NAMES) seed(name);
    const { 'service-account-id': _, ...place } = keys.inputs;
    const result = await runStep(api, { ...place, operation: 'list' });
    // The one that authenticates, or the twins of another account and of a user.
    const others = kind === 'admin key' ? 1 : 2;
    expectHarmless(result, ['add-mask'], NAMES.length + others, columns);
    expect(result.outputs.count).toBe(String(NAMES.length + others));
  });

  test('in an error message', async () => {
    for (const message of NAMES) {
      api.fault({ status: 400, body: { error: { message } } });
      const result = await runStep(api, {
        operation: 'retrieve',
        'key-id': kind === 'admin key' ? 'key_x' : 'proj_test/key_x',
      });
      expect(result.commands.map(({ name }) => name)).toEqual(['add-mask', 'error']);
      expect(result.annotations).toHaveLength(1);
      expect(result.annotations[0]?.message).not.toMatch(/[\p{Cc}\u202e]/u);
    }
  });
});

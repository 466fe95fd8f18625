import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { OpenAi } from '../../emulator/openai.ts';
import { type Keys, KINDS, PROJECT, setUpKind } from '../../testing/kinds.ts';
import { renderMarkdown } from '../../testing/markdown.ts';
import { errorsOf, runStep } from '../../testing/openai-step.ts';
import { cleanUp, type StepResult } from '../../testing/runner.ts';
import { startOpenAi } from '../../testing/services.ts';

const DAY = 86_400;
const NAMES = [
  '::error::gotcha',
  'x\n::error::gotcha',
  'x\r\n::set-output name=compliant::true',
  'x\u2028::warning::gotcha',
  '##[error]gotcha',
  '::stop-commands::token',
  '| broken | table |',
  '<script>alert(1)</script>',
  '</code></td></table><h1>big</h1>',
  '</summary></details><h1>big</h1>',
  '[click](https://evil.example)',
  '![i](https://evil.example/i.png)',
  'https://evil.example @octocat',
  '```\n\n# heading\n\n```mermaid\ngraph TD',
  '```',
  '~~~',
  '"] click A "https://evil.example"',
  '%%{init: {"securityLevel": "loose"}}%%',
  'a"]\n  bar [1]',
  'x\n- `key_trusted` (“fine”) is 1 day old',
  'x\n      key_trusted',
  'nobody, who is allowed',
  '&lt;b&gt; &#34;',
  '\u202egnp.exe',
  '\u001b[31mred\u001b[0m',
  '\ud800 half',
  '<!-- comment -->',
  'A'.repeat(5000),
];
const TAGS = [
  ...['h3', 'h4', 'p', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'code', 'wbr', 'pre'],
  ...['details', 'summary'],
];

afterAll(cleanUp);

/** The page has our own structure alone, with `charts` drawings of known lines. */
function expectHarmless(result: StepResult, charts: number): void {
  const html = renderMarkdown(result.summary);
  const tags = [...html.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, tag]) => tag?.toLowerCase());
  for (const tag of new Set(tags)) expect(TAGS).toContain(tag);
  expect(html.match(/<h3>/g)).toHaveLength(1);
  expect(html.match(/<h4>/g)).toHaveLength(1);
  const drawings = [
    ...html.matchAll(/<pre><code class="language-mermaid">([\s\S]*?)<\/code><\/pre>/g),
  ].map(([, text = '']) => text.replaceAll('&quot;', '"').trimEnd().split('\n'));
  expect(drawings).toHaveLength(charts);
  const lineShapes = [
    /^%%\{init: \{[\w":{}, #-]*\}\}%%$/,
    /^xychart-beta( horizontal)?$/,
    /^ {2}title "[A-Za-z0-9 .,:]+"$/,
    // Beyond these a label may only hold the sign for a name that was cut.
    /^ {2}x-axis \["[A-Za-z0-9 ._…-]+"(, "[A-Za-z0-9 ._…-]+")*\]$/,
    /^ {2}y-axis "\w+" 0 --(>|&gt;) \d+$/,
    /^ {2}bar \[[\d., -]+\]$/,
    /^ {2}bar \[[\d., -]+\]$/,
    /^ {2}line \[[\d., -]+\]$/,
  ];
  for (const lines of drawings) {
    for (const [index, line] of lines.entries()) expect(line).toMatch(lineShapes[index] ?? /^$/);
  }
}

describe.each(KINDS)('hostile names of keys and owners: %s', (kind) => {
  const isAdmin = kind === 'admin key';
  let api: OpenAi;
  let keys: Keys;
  beforeEach(async () => {
    api = await startOpenAi();
    keys = setUpKind(api, kind);
  });
  afterEach(() => api.close());

  /** Checks keys by their ids, or all of the organization or the project. */
  const verify = (inputs: Record<string, string>, debug = false) => {
    const place = 'key-id' in inputs || isAdmin ? {} : { 'project-id': PROJECT };
    return runStep(api, { ...place, operation: 'verify', ...inputs }, { debug });
  };
  /** Stores a key whose owner has the same name. */
  const seed = (name: string, times: { createdAt: number; expiresAt?: number }) => {
    const key = keys.seed({ name, ...times });
    const owner = { id: name, name };
    key.extra = { owner: isAdmin ? owner : { type: 'service_account', service_account: owner } };
    return key;
  };

  const policy = { 'max-age': '30d', 'allowed-owners': 'user_1' };

  test.each(
    NAMES.map((name) => [JSON.stringify(name).slice(0, 60), name]),
  )('%s', async (_, name) => {
    const createdAt = api.now() - 40 * DAY;
    const key = seed(name, { createdAt, expiresAt: api.now() + DAY });
    const result = await verify({ ...policy, 'key-id': keys.idOf(key) }, true);
    expect(result.exitCode).toBe(1);
    expect(result.commands.map(({ name: command }) => command)).toEqual([
      'add-mask',
      'debug',
      'error',
      'debug',
    ]);
    expect(result.outputs).toMatchObject({ compliant: 'false', 'violation-ids': keys.idOf(key) });
    const rules = JSON.parse(result.outputs.violations ?? '').map(
      ({ rule }: { rule: string }) => rule,
    );
    expect(rules).toEqual(['max-age', 'allowed-owners']);
    expect(result.masks).toEqual([api.adminKey]);
    expectHarmless(result, 2);
    const html = renderMarkdown(result.summary);
    expect(html.match(/<tr>/g)).toHaveLength(3 + 2);
    expect(html.match(/<td>/g)).toHaveLength(2 * 5 + (isAdmin ? 7 : 8));
  });

  test('cannot add a line to the verdict', async () => {
    const createdAt = api.now() - 40 * DAY;
    for (const name of NAMES) seed(name, { createdAt });
    const result = await verify({
      'max-age': '30d',
      'key-id': keys.all().slice(0, 9).map(keys.idOf).join(),
    });
    expect(errorsOf(result)).toHaveLength(1);
    const lines = errorsOf(result)[0]?.split('\n') ?? [];
    expect(lines).toHaveLength(10);
    expect(lines.slice(1).every((line) => /^- `(proj_test\/)?key_/.test(line))).toBe(true);
  });

  test('all of them in one check: the same verdict, and the page is ours', async () => {
    const createdAt = api.now() - 40 * DAY;
    const expiresAt = api.now() + 9 * DAY;
    for (const name of NAMES) seed(name, { createdAt, expiresAt });
    const result = await verify(policy);
    // The key that authenticates, which is not offered for deletion, or two twins, which are.
    const others = isAdmin ? 1 : 2;
    expect(JSON.parse(result.outputs.violations ?? '')).toHaveLength(2 * NAMES.length + others);
    expect(result.outputs['violation-ids']?.split('\n')).toHaveLength(
      NAMES.length + (isAdmin ? 0 : others),
    );
    expect(result.commands.map(({ name }) => name)).toEqual(['add-mask', 'error']);
    expectHarmless(result, 2);
  });

  test('a name does not decide what a pattern means', async () => {
    const createdAt = api.now() - 40 * DAY;
    const star = seed('ci-*', { createdAt });
    seed('prod', { createdAt });
    const result = await verify({ name: 'ci-?', 'max-age': '30d' });
    expect(result.outputs['violation-ids']).toBe(keys.idOf(star));
  });
});

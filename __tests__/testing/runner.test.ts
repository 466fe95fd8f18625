import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { parseCommand } from '../../testing/commands.ts';
import { parsePairs } from '../../testing/file-commands.ts';
import { Masker } from '../../testing/masks.ts';
import { testWithSignals, WINDOWS_VARIABLES } from '../../testing/platform.ts';
import type { CancelOptions } from '../../testing/process.ts';
import {
  cleanUp,
  runMain,
  runPost,
  type StepOptions,
  type StepResult,
} from '../../testing/runner.ts';

/** Longer than any machine takes, in milliseconds. */
const LONG = 3_000_000;
const folder = mkdtempSync(join(tmpdir(), 'runner-test-'));
let scripts = 0;

afterAll(() => {
  cleanUp();
  rmSync(folder, { recursive: true });
});

/** Runs a script in which `out` and `err` write a line, and `file` appends to a `GITHUB_…` file. */
function run(source: string, options: StepOptions = {}): Promise<StepResult> {
  const entry = join(folder, `${++scripts}.cjs`);
  writeFileSync(
    entry,
    `const { appendFileSync, writeSync } = require('node:fs');
    const out = (text) => writeSync(1, text + '\\n');
    const err = (text) => writeSync(2, text + '\\n');
    const file = (name, text) => appendFileSync(process.env['GITHUB_' + name], text);
    ${source}`,
  );
  return runMain({ entry, useDefaults: false, ...options });
}

describe('commands', () => {
  const command = (name: string, data: string, properties = {}) => ({ name, properties, data });
  test.each([
    ['::error::a%0Ab%0Dc%253A%3A', command('error', 'a\nb\rc%3A%3A')],
    [' \t\u0085\u00a0::Warning::x', command('warning', 'x')],
    [
      '::error title=a%3Ab%2Cc%25,line=,=col==2::x',
      command('error', 'x', { title: 'a:b,c%', col: '2' }),
    ],
    ['::group::a::b', command('group', 'a::b')],
    [
      'text ##[error file=a;title=b%3B%5D]c%5D',
      command('error', 'c]', { file: 'a', title: 'b;]' }),
    ],
    ['::no-command::##[debug]x', command('debug', 'x')],
    ['::my-token::', command('my-token', '')],
    ['text ::error::x', undefined],
    ['\ufeff::error::x', undefined],
    ['::error:x', undefined],
    [':: error::x', undefined],
    ['##[no-command]##[error]x', undefined],
    ['##[error', undefined],
  ])('%j', (line, expected) => expect(parseCommand(line, 'my-token')).toEqual(expected));

  test('are executed from both streams and leave the log that a person reads', async () => {
    const late = join(folder, 'late');
    const source = `
      out('::error title=T::failed%0Atwice');
      out('::group::Details');
      out('plain');
      out('::unknown::plain too');
      out('::endgroup::');
      out('::debug::hidden');
      out('end\\r::notice::after a carriage return');
      const wait = setInterval(() => {
        if (!require('node:fs').existsSync(${JSON.stringify(late)})) return;
        clearInterval(wait);
        err('at the end ##[warning]careful');
      }, 10);`;
    const step = await run(source, {
      // The timer of the batch began before this one, and is shorter.
      onSpawn: ({ process: child }) =>
        child?.stdout?.on('data', (chunk) => {
          if (String(chunk).includes('carriage')) setTimeout(writeFileSync, 50, late, '');
        }),
    });
    expect(step.log).toBe(
      'Error: failed\ntwice\n▸ Details\nplain\n::unknown::plain too\nend\n' +
        'Notice: after a carriage return\nWarning: careful\n',
    );
    expect(step.annotations).toEqual([
      { level: 'error', message: 'failed\ntwice', properties: { title: 'T' } },
      { level: 'notice', message: 'after a carriage return', properties: {} },
      { level: 'warning', message: 'careful', properties: {} },
    ]);
    expect(step.commands.map(({ name, stream }) => `${stream} ${name}`)).toEqual([
      'stdout error',
      'stdout group',
      'stdout endgroup',
      'stdout debug',
      'stdout notice',
      'stderr warning',
    ]);
    expect(step).toMatchObject({ exitCode: 0, conclusion: 'success', timedOut: false });
  });

  test('stop and resume by token only', async () => {
    const step = await run(`
      out('::stop-commands::my-token');
      out('::warning::not now');
      out('::my-token::');
      out('::warning::now');
    `);
    expect(step.annotations.map(({ message }) => message)).toEqual(['now']);
    expect(step.log).toBe('::stop-commands::***\n::warning::not now\n::***::\nWarning: now\n');
  });

  test('of old are refused, or executed with a warning', async () => {
    const refused = await run(`out('::set-env name=A::1'); out('::add-path::/a');`);
    expect(refused).toMatchObject({ exitCode: 0, conclusion: 'failure', env: {}, path: [] });
    expect(refused.annotations.map(({ message }) => message)).toEqual([
      "Unable to process command '::set-env name=A::1' successfully.",
      expect.stringContaining('The `set-env` command is disabled'),
      "Unable to process command '::add-path::/a' successfully.",
      expect.stringContaining('The `add-path` command is disabled'),
    ]);
    const old = await run(`out('::set-output name=a::1'); out('::save-state name=b::2');`);
    expect(old).toMatchObject({ outputs: { a: '1' }, state: { b: '2' } });
    expect(old.annotations.map(({ level }) => level)).toEqual(['warning', 'warning']);
  });

  test('show in the log with debug logging', async () => {
    const step = await run(
      `out('::debug::seen ' + process.env.RUNNER_DEBUG); out('::add-mask::secret'); out('::group::G')`,
      { debug: true },
    );
    expect(step.log).toBe('##[debug]seen 1\n::add-mask::***\n::group::G\n▸ G\n');
  });
});

describe('masks', () => {
  const secret = `a"b'c<d>&é! f`;
  test.each([
    ['raw', secret, secret],
    ['base64', secret, 'YSJiJ2M8ZD4mw6khIGY='],
    ['base64 behind one byte', secret, Buffer.from(`x${secret}`).toString('base64').slice(4)],
    ['base64 behind two bytes', secret, Buffer.from(`xy${secret}`).toString('base64').slice(4)],
    ['command line', secret, `a\\"b'c<d>&é! f`],
    ['expression', secret, `a"b''c<d>&é! f`],
    ['JSON', 'a"\n\t\\\u2028\u0001', 'a\\"\\n\\t\\\\\\u2028\\u0001'],
    ['URI', "a(b)*!'é-_.~", 'a%28b%29%2A%21%27%C3%A9-_.~'],
    ['XML', secret, 'a&quot;b&apos;c&lt;d&gt;&amp;é! f'],
    ['unquoted', '"long-enough"', 'long-enough'],
    ['before an ampersand', 'secret&rest', 'secret&'],
    ['after an ampersand', 'a&secret', 'secret'],
    ['a trimmed line', 'first\r\n  second \n', 'second'],
  ])('hide the value: %s', (_, value, form) => {
    const masker = new Masker();
    masker.add(value);
    expect(masker.mask(`<${form}>`)).toBe('<***>');
  });

  test('merge what overlaps or touches, and leave the rest', () => {
    const masker = new Masker();
    for (const value of ['aXb', 'bYc', 'ddd', '"short"']) masker.add(value);
    expect(masker.mask('1aXbYcddd2 dddd short')).toBe('1***2 *** short');
  });

  test('cover log, annotations and summary from then on, and nothing else', async () => {
    const step = await run(
      `out('secret-1 given');
      out('::add-mask::secret-1%0Asecret-2');
      out('secret-1 secret-2');
      out('::warning title=secret-2::secret-2');
      file('STEP_SUMMARY', 'secret-1\\nx');
      file('OUTPUT', 'key=secret-1\\n');`,
      { masks: ['given'] },
    );
    expect(step.log).toBe('secret-1 ***\n*** ***\nWarning: ***\n');
    expect(step.stdout).toContain('\nsecret-1 secret-2\n');
    expect(step.masks).toEqual(['secret-1\nsecret-2']);
    expect(step.annotations).toEqual([
      { level: 'warning', message: '***', properties: { title: 'secret-2' } },
    ]);
    expect(step.summary).toBe('***\nx\n');
    expect(step.outputs).toEqual({ key: 'secret-1' });
  });

  test('come too late for what stderr says in the same batch', async () => {
    const source = `out('::add-mask::secret'); err('secret'); out('secret');`;
    const step = await run(source, { batchMs: LONG });
    expect(step.log).toBe('secret\n***\n');
  });
});

describe('command files', () => {
  const pairs = (text: string) => [...parsePairs(text)];
  test('hold pairs in two forms', () => {
    expect(pairs('=x\na=1<<2\n\nb<<E\nx\n\n=y\nE\nc<<E\nE')).toEqual([
      ['', 'x'],
      ['a', '1<<2'],
      ['b', 'x\n\n=y'],
      ['c', ''],
    ]);
  });

  test('end their lines as the system does, and leave those of a value alone', () => {
    const text = 'a=1\r\nb<<E\r\nx\ny\r\r\n\r\nE\r\n';
    expect([...parsePairs(text, '\r\n')]).toEqual([
      ['a', '1'],
      ['b', 'x\ny\r\r\n'],
    ]);
    expect([...parsePairs('a=1\r\n', '\n')]).toEqual([['a', '1\r']]);
  });

  test.each([
    ['text\n', "Invalid format 'text'"],
    ['<<E\n', "Invalid format '<<E'. Name must not be empty and delimiter must not be empty"],
    ['a<<E\nx\n', "Invalid value. Matching delimiter not found 'E'"],
    ['a<<E\nx', 'Invalid value. EOF marker missing new line.'],
  ])('%j is refused', (text, message) => expect(() => pairs(text)).toThrow(message));

  test('count after a failure, up to the mistake', async () => {
    const step = await run(`
      file('OUTPUT', 'a=1\\nbroken\\nb=2\\n');
      file('ENV', 'node_options=--inspect\\nX=1\\n');
      file('PATH', '/opt/bin\\n');
      process.exitCode = 3;
    `);
    expect(step).toMatchObject({ exitCode: 3, conclusion: 'failure' });
    expect(step).toMatchObject({ outputs: { a: '1' }, env: { X: '1' }, path: ['/opt/bin'] });
    expect(step.annotations.map(({ message }) => message)).toEqual([
      "Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command.",
      "Unable to process file command 'output' successfully.",
      "Invalid format 'broken'",
    ]);
  });

  test('refuse a summary over 1 MiB, and only that', async () => {
    const fits = await run(`file('STEP_SUMMARY', 'é'.repeat(2 ** 19));`);
    expect(Buffer.byteLength(fits.summary)).toBe(2 ** 20 + 1);
    expect(fits.annotations).toEqual([]);
    const over = await run(`file('STEP_SUMMARY', 'é'.repeat(2 ** 19) + 'x');`);
    expect(over).toMatchObject({ summary: '', conclusion: 'success' });
    expect(over.files.summary).toHaveLength(2 ** 19 + 1);
    expect(over.annotations).toHaveLength(1);
    expect(over.log).toContain('Error: $GITHUB_STEP_SUMMARY upload aborted');
  });
});

describe('signals', () => {
  const waiting = (handlers: string) => `
    file('STATE', 'id=key_1\\n');
    process.on('exit', () => out('exit'));
    ${handlers}
    setInterval(() => {}, 1000);
    out('ready');`;
  const cancelled = (handlers: string, patience: CancelOptions) =>
    run(waiting(handlers), {
      onSpawn: (step) => {
        const cancel = () => step.cancel(patience);
        step.process?.stdout?.once('data', cancel);
      },
    });

  testWithSignals.each([
    ['SIGINT', `process.on('SIGINT', () => process.exit(130));`, { intToTermMs: LONG }, 130, null],
    [
      'SIGTERM',
      `process.on('SIGINT', () => {}); process.on('SIGTERM', () => process.exit(143));`,
      { intToTermMs: 100, termToKillMs: LONG },
      143,
      null,
    ],
    [
      'SIGKILL',
      `process.on('SIGINT', () => {}); process.on('SIGTERM', () => {});`,
      { intToTermMs: 100, termToKillMs: 100 },
      null,
      'SIGKILL',
    ],
  ])('cancelling gets as far as %s', async (_, handlers, patience, exitCode, signal) => {
    const step = await cancelled(handlers, patience);
    expect(step).toMatchObject({ exitCode, signal, timedOut: false, conclusion: 'failure' });
    expect(step.log).toBe(signal === null ? 'ready\nexit\n' : 'ready\n');
    expect(step.state).toEqual({ id: 'key_1' });
  });

  test('end a step that takes too long', async () => {
    const step = await run(waiting(''), { timeoutMs: 500 });
    expect(step).toMatchObject({ exitCode: null, signal: 'SIGKILL', timedOut: true });
  });
});

describe('the environment', () => {
  const root = mkdtempSync(join(folder, 'action-'));
  writeFileSync(
    join(root, 'action.yml'),
    `
    inputs:
      api-key: { required: true }
      dry run: { default: false }
      where: { default: 'at \${{ github.repository }}/\${{github.server_url}}' }
      gone: { default: x, deprecationMessage: use where }
    runs: { using: node24, main: main.js, post: post.js }`,
  );
  const print = `console.log(JSON.stringify(process.env));`;
  writeFileSync(join(root, 'main.js'), print);
  writeFileSync(join(root, 'post.js'), print);
  const seen = (step: StepResult) => JSON.parse(step.stdout) as Record<string, string>;

  test('has inputs and defaults as action.yml gives them', async () => {
    const step = await runMain({
      root,
      inputs: { 'API-key': 'k' },
      env: { GITHUB_REPOSITORY: 'o/r' },
    });
    expect(seen(step)).toMatchObject({
      'INPUT_API-KEY': 'k',
      INPUT_DRY_RUN: 'false',
      INPUT_WHERE: 'at o/r/https://github.com',
      INPUT_GONE: 'x',
      GITHUB_WORKSPACE: step.workspace,
    });
    expect(step.annotations).toEqual([]);
    const given = await runMain({ root, inputs: { gone: '', where: '', wher: 'y' } });
    expect(seen(given)).toMatchObject({ 'INPUT_API-KEY': '', INPUT_WHERE: '', INPUT_WHER: 'y' });
    expect(given.annotations.map(({ message }) => message)).toEqual([
      "Input 'gone' has been deprecated with message: use where",
      "Unexpected input(s) 'wher', valid inputs are ['api-key', 'dry run', 'where', 'gone']",
    ]);
  });

  test('is clean, and reaches the post step with state and masks', async () => {
    process.env.INPUT_STRAY = 'x';
    const main = await run(`file('STATE', 'key<<E\\na\\nb\\nE\\n'); out('::add-mask::secret')`);
    const post = await runPost(main, { root, env: { EXTRA: 'secret' } });
    delete process.env.INPUT_STRAY;
    expect(seen(post)).toMatchObject({ STATE_key: 'a\nb', EXTRA: 'secret', CI: 'true' });
    const others = Object.keys(seen(post)).filter(
      (name) => !/^(GITHUB|RUNNER|INPUT)_/.test(name) && !WINDOWS_VARIABLES.includes(name),
    );
    expect(others.sort()).toEqual(['CI', 'EXTRA', 'HOME', 'PATH', 'STATE_key', 'TMPDIR']);
    expect(seen(post)).not.toHaveProperty('INPUT_STRAY');
    expect(post.log).toContain('"EXTRA":"***"');
    expect(post.workspace).toBe(main.workspace);
  });
});

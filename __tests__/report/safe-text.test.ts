import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { markdownProse, markdownText, plainLine, plainLines } from '../../src/report/safe-text.ts';
import { parseCommand } from '../../testing/commands.ts';
import { LineReader } from '../../testing/dotnet-text.ts';
import { renderMarkdown } from '../../testing/markdown.ts';

const UNSEEN = '\ufffd';

/** A name as people are to see it: one line, nothing that steers a terminal or turns text around. */
function cleaned(text: string): string {
  return [...text]
    .map((letter) =>
      /[\p{Cc}\p{Cs}\u2028\u2029\u061c\p{Bidi_Control}]/u.test(letter) ? UNSEEN : letter,
    )
    .join('');
}

describe('plainLine', () => {
  test.each([
    ['nightly', 'nightly'],
    ['::error::x', ':\u200b:error::x'],
    [' \t::error::x', ` ${UNSEEN}::error::x`],
    ['  ::error::x', '  :\u200b:error::x'],
    ['\u00a0\u3000::error::x', '\u00a0\u3000:\u200b:error::x'],
    ['a::error::x', 'a::error::x'],
    [':::', ':\u200b::'],
    ['a ##[error]x', 'a ##\u200b[error]x'],
    ['####[error]', '####\u200b[error]'],
    ['a\nb\r\nc', `a${UNSEEN}b${UNSEEN}${UNSEEN}c`],
    ['\u001b[31mred\u0007\u0085', `${UNSEEN}[31mred${UNSEEN}${UNSEEN}`],
    ['a\u202eb\u2066c\u200fd', `a${UNSEEN}b${UNSEEN}c${UNSEEN}d`],
    ['a\ud83db\udd11', `a${UNSEEN}b${UNSEEN}`],
    ['ü 🔑 漢', 'ü 🔑 漢'],
    ['', ''],
    ['x'.repeat(2_001), `${'x'.repeat(2_000)}…`],
  ])('%j shows as %j', (text, shown) => {
    expect(plainLine(text)).toBe(shown);
  });

  test('never ends in half a character', () => {
    expect(plainLine(`x${'🔑'.repeat(2_000)}`).isWellFormed()).toBe(true);
  });
});

describe('a line of the log', () => {
  const white = fc.constantFrom(' ', '\t', '\u00a0', '\u2000', '\u3000', '\ufeff', '\u200b', '\v');
  const end = fc.constantFrom('\n', '\r', '\r\n', '\u0085', '\u2028', '\0');
  const command = fc.constantFrom(
    '::error::',
    '::add-mask::a',
    '::set-output name=a::b',
    '::STOP-COMMANDS::x',
    '##[error]',
    '##[add-mask]a',
    '##[set-env name=a]b',
    '##[',
    '##',
    '[',
    ']',
    ':',
    '::',
  );
  const text = fc
    .array(fc.oneof(white, end, command, command, fc.string({ unit: 'binary', maxLength: 3 })))
    .map((parts) => parts.join(''));

  function commandsIn(log: string): unknown[] {
    const reader = new LineReader();
    const lines = [...reader.push(Buffer.from(log)), ...reader.end()];
    return lines.map((line) => parseCommand(line)).filter((command) => command !== undefined);
  }

  test('is never a command, whatever is in it', () => {
    fc.assert(
      fc.property(text, (name) => {
        expect(commandsIn(`${plainLine(name)}\n`)).toEqual([]);
        expect(commandsIn(`${plainLines(name)}\n`)).toEqual([]);
        expect(commandsIn(`${plainLine(plainLine(name))}\n`)).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });

  test('would be one without that', () => {
    expect(commandsIn('x\n ::error::y\n')).toHaveLength(1);
    expect(commandsIn('x ##[add-mask]y\n')).toHaveLength(1);
  });

  test('stays one line, and lines of our own stay lines', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), (names) => {
        for (const name of names) expect(plainLine(name)).not.toMatch(/[\r\n\u0085\u2028\u2029]/);
        const own = names.map((name) => plainLine(name));
        expect(plainLines(own.join('\n')).split('\n')).toHaveLength(own.length);
      }),
    );
  });
});

describe('markdownText', () => {
  const piece = fc.constantFrom(
    '|',
    '\\|',
    '<script>alert(1)</script>',
    '</code></td><img src=x onerror=y>',
    '<!--',
    '-->',
    '<![CDATA[',
    '[a](https://evil.example)',
    '![a](https://evil.example/x.png)',
    'https://evil.example',
    'www.evil.example',
    'ftp://evil.example',
    'mail@evil.example',
    '@octocat',
    '#1',
    '`',
    '``',
    '**b**',
    '~~s~~',
    '$x$',
    ':tada:',
    '&lt;b&gt;',
    '&#60;b&#62;',
    '\\',
    '\n\n# Title\n',
    '\n| a | b |',
    '\r',
    ' ',
    '\u00a0',
    '\t',
    '[^1]',
    '- [x] task',
  );
  const name = fc
    .array(fc.oneof(piece, piece, fc.string({ unit: 'binary', maxLength: 5 })), { minLength: 1 })
    .map((parts) => parts.join(''))
    .filter((text) => text !== '' && text.length < 1_000);

  const decode = (html: string) =>
    html
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&');

  /** A table row of three cells, rendered as GitHub's Markdown with HTML let through. */
  function render(cell: string) {
    const source = `| A | B | C |\n| --- | --- | --- |\n| first | ${cell} | last |\n`;
    const html = renderMarkdown(source);
    const cells = [...html.matchAll(/<td>(.*?)<\/td>/gs)].map(([, inner = '']) => inner);
    const elements = new Set([...html.matchAll(/<\/?([^\s>/]+)/g)].map(([, element]) => element));
    return { html, cells, elements };
  }

  const harmless = ['table', 'thead', 'tbody', 'tr', 'th', 'td', 'code', 'wbr'];

  test('shows as it is and does nothing, in a table', () => {
    fc.assert(
      fc.property(name, (text) => {
        const { cells, elements } = render(markdownText(text));
        expect(cells).toHaveLength(3);
        expect([cells[0], cells[2]]).toEqual(['first', 'last']);
        for (const element of elements) expect(harmless).toContain(element);
        expect(cells[1]).toMatch(/^<code>.*<\/code>$/su);
        expect(decode((cells[1] ?? '').replace(/<[^>]*>/g, ''))).toBe(cleaned(text));
      }),
      { numRuns: 1_000, examples: [[' \u2003 '], ['   ']] },
    );
  });

  test('does nothing in a sentence either', () => {
    fc.assert(
      fc.property(name, (text) => {
        const { cells, elements } = render(`x ${markdownProse(text)} y`);
        expect(cells).toHaveLength(3);
        for (const element of elements) expect(harmless).toContain(element);
        const words = (cells[1] ?? '').replaceAll('<wbr>', '');
        expect(words).not.toContain('<');
        expect(decode(words)).toBe(`x ${cleaned(text)} y`);
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    ['Needs (a), b/c=1+1; “d” 100%!', 'Needs (a), b/c=1+1; “d” 100%!'],
    ['snake_case.py', 'snake_case.py'],
    ['_a_ www.b.c Www.d', '&#95;a&#95; www&#46;b.c Www&#46;d'],
    ['a*b~c$d#1:e', 'a&#42;b&#126;c&#36;d&#35;1&#58;e'],
  ])('as a sentence, %j is written as %j', (text, markdown) => {
    expect(markdownProse(text)).toBe(markdown);
  });

  test('would do something without that', () => {
    expect(render('a | b').cells).not.toEqual(['first', 'a | b', 'last']);
    expect([...render('www.evil.example').elements]).toContain('a');
  });

  test.each([
    ['', ''],
    ['nightly 2', '`nightly 2`'],
    ['@a', '`@a`'],
    ['a|@b', '<code>a&#124;<wbr>&#64;<wbr>b</code>'],
    ['漢🔑', '`漢🔑`'],
    ['a\nb', `\`a${UNSEEN}b\``],
    ['a`b``c', '```a`b``c```'],
    ['`', '`` ` ``'],
    [' a ', '`  a  `'],
    [' ', '` `'],
  ])('%j is written as %j', (text, markdown) => {
    expect(markdownText(text)).toBe(markdown);
  });

  // The runner knows what other steps masked by its own characters alone.
  test('is one piece, so that the runner masks it', () => {
    fc.assert(
      fc.property(name, (text) => {
        if (!text.includes('|')) expect(markdownText(text)).toContain(cleaned(text));
      }),
    );
  });
});

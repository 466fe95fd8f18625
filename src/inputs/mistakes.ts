/** A text that people save by mistake instead of a key or a token, and what to do about it. */
type Mistake = [looksLikeIt: RegExp, what: string];

const CREDENTIAL = 'sk-|gh[opsur]_|github_pat_';

const IN_BOTH_PLACES: Mistake[] = [
  [
    /^(?:\$?\{\{)?\s*(?:secrets|vars|env|inputs|steps|needs)\.[\w.-]+\s*(?:\}\})?$/,
    'seems to be the text of an expression. Write it as `${{ secrets.NAME }}`.',
  ],
  [/^export\s/, 'seems to begin with `export`, as in a shell script. Save it again without it.'],
  [/^Bearer\s/i, 'seems to begin with `Bearer`. Save it again without that word.'],
  [
    new RegExp(`^(?:[A-Za-z_]\\w*\\s*[=:]\\s*["'\`]?(?:${CREDENTIAL})|[A-Z]+_[A-Z0-9_]*\\s*=)`),
    'seems to hold its name as well, as in `NAME=value`. Save it again without the name.',
  ],
  [/^["'`“”‘’]|["'`“”‘’]$/, 'seems to be in quotes. Save it again without them.'],
];
const GITHUB_TOKEN: Mistake = [
  /^(?:gh[opsur]_|github_pat_)/,
  'seems to be a GitHub token, not an OpenAI key. Check which secret is read here.',
];
const OPENAI_KEY: Mistake = [
  /^sk-/,
  'seems to be an OpenAI key, not a GitHub token. Check which secret is read here.',
];

/**
 * Recognizes a text that cannot be the credential that an input takes.
 *
 * @param wanted - whose credential the input takes
 * @returns what it seems to be and what to do, as the rest of a sentence that does not quote the text;
 *   undefined if no mistake is recognized
 */
export function mistakeIn(text: string, wanted: 'OpenAI' | 'GitHub'): string | undefined {
  const mistakes = [...IN_BOTH_PLACES, wanted === 'OpenAI' ? GITHUB_TOKEN : OPENAI_KEY];
  return mistakes.find(([looksLikeIt]) => looksLikeIt.test(text))?.[1];
}

/** Something that people save in the place of a key or a token, and what to do about it. */
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
  'seems to be a GitHub token, and is no key of OpenAI. Check which secret is read here.',
];
const OPENAI_KEY: Mistake = [
  /^sk-/,
  'seems to be a key of OpenAI, and is no GitHub token. Check which secret is read here.',
];

/**
 * What a text seems to be that cannot be the credential which is asked for, with what to do, as the
 * rest of a sentence about the input. None of the text is in it.
 *
 * @param wanted - whose credential is asked for
 * @returns undefined where nothing is known against it
 */
export function mistakeIn(text: string, wanted: 'OpenAI' | 'GitHub'): string | undefined {
  const mistakes = [...IN_BOTH_PLACES, wanted === 'OpenAI' ? GITHUB_TOKEN : OPENAI_KEY];
  return mistakes.find(([looksLikeIt]) => looksLikeIt.test(text))?.[1];
}

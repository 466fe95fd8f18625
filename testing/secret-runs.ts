/** What `longestRun` reads past: nobody sees it between two characters. */
const UNSEEN = /[\s\p{Cc}\p{Cf}\p{Cs}\p{M}\p{Default_Ignorable_Code_Point}\u2800\ufffd]/gu;

/**
 * How long the longest part of a secret is that a text still shows, in upper or lower case and read
 * without what nobody sees.
 */
export function longestRun(secret: string, shown: string): number {
  const seen = shown
    .replace(UNSEEN, '')
    .replace(/[\ud800-\udfff]/g, '')
    .toLowerCase();
  const text = secret.toLowerCase();
  let longest = 0;
  for (let start = 0; start + longest < text.length; start++) {
    while (start + longest < text.length && seen.includes(text.slice(start, start + longest + 1))) {
      longest += 1;
    }
  }
  return longest;
}

/**
 * Whether a whole name matches a pattern in which `*` is any run of characters, `?` one character,
 * and everything else, `/`, dots and line ends included, stands for itself.
 *
 * Takes time proportional to pattern × name at most.
 */
export function matchesGlob(pattern: string, name: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === name;
  const want = [...pattern];
  const have = [...name];
  let w = 0;
  let h = 0;
  let star = -1;
  let resume = 0;
  while (h < have.length) {
    if (want[w] === '*') {
      star = w++;
      resume = h;
    } else if (w < want.length && (want[w] === '?' || want[w] === have[h])) {
      w++;
      h++;
    } else if (star >= 0) {
      // The last star matches one more character, and the rest is tried again.
      w = star + 1;
      h = ++resume;
    } else {
      return false;
    }
  }
  while (want[w] === '*') w++;
  return w === want.length;
}

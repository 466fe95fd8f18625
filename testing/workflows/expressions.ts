/** What an expression's path stands for; the empty text where there is nothing. */
export type Lookup = (path: string) => string;

/** A text with the value of each `${{ … }}`: a path, or the first of several with `||` that is not empty. */
export function fill(text: string, value: Lookup): string {
  const termOf = (term: string) => /^'([^']*)'$/.exec(term)?.[1] ?? value(term);
  return text.replace(/\$\{\{(.*?)\}\}/g, (_, terms: string) => {
    const values = terms.split('||').map((term) => termOf(term.trim()));
    return values.find((one) => one !== '') ?? '';
  });
}

/** Fields with the values of their expressions, as texts. */
export function fillAll(fields: Record<string, unknown> = {}, value: Lookup) {
  return Object.fromEntries(
    Object.entries(fields).map(([name, text]): [string, string] => [
      name,
      fill(String(text), value),
    ]),
  );
}

/**
 * A condition of terms such as `steps.a.outputs.b != ''` or `github.a == github.b`, joined by `&&`; `always()` and `!cancelled()`
 * may be among them.
 */
export function holds(condition: string | undefined, failed: boolean, value: Lookup): boolean {
  const [, bare = condition] = /^\$\{\{ (.*) \}\}$/.exec(condition ?? '') ?? [];
  const terms = bare?.split('&&').map((term) => term.trim()) ?? [];
  const whatever = ['always()', '!cancelled()'];
  if (failed && !terms.some((term) => whatever.includes(term))) return false;
  return terms.every((term) => {
    if (whatever.includes(term)) return true;
    const [, path = '', operator, other = ''] = /^(\S+) (==|!=) ('[^']*'|[\w.]+)$/.exec(term) ?? [];
    if (operator === undefined) throw new Error(`Cannot evaluate ${term}`);
    const text = /^'(.*)'$/.exec(other)?.[1] ?? value(other);
    return (value(path) === text) === (operator === '==');
  });
}

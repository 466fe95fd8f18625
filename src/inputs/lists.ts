/** Words that stand for a whole list. */
const WHOLE = ['all', 'any', 'none'];

/** The distinct items of a list, which are separated by commas or line breaks. */
export function itemsOf(text: string): string[] {
  const items = text.split(/[\n,]/).map((item) => item.trim());
  return [...new Set(items.filter((item) => item !== ''))];
}

/**
 * Checks a list whose default has the widest effect: an expression that found nothing may have left an
 * item empty.
 *
 * @param text - with at least one item
 * @param isOfProjects - `project-id` may combine these words with ids; its reader checks them
 * @returns what is wrong, as the rest of a sentence
 */
export function flawOfList(text: string, isOfProjects: boolean): string | undefined {
  if (text.split(',').some((side) => side.trim() === '')) {
    return 'has an empty item, perhaps because an expression found nothing. Add the item, or remove its comma.';
  }
  const items = itemsOf(text);
  const whole = items.find((item) => WHOLE.includes(item));
  if (whole === undefined || items.length === 1 || isOfProjects) return undefined;
  return `combines \`${whole}\` with other items. Remove it, or the others.`;
}

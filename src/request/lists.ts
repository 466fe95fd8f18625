/** Words that stand for a whole list. */
const WHOLE = ['all', 'any', 'none'];

/** The items of a list, one a line or comma, each once. */
export function itemsOf(text: string): string[] {
  const items = text.split(/[\n,]/).map((item) => item.trim());
  return [...new Set(items.filter((item) => item !== ''))];
}

/**
 * What is wrong with a list whose absence would widen an effect, as the rest of a sentence: an
 * expression that found nothing may have left one side of a comma empty.
 *
 * @param text - with at least one item
 */
export function flawOfList(text: string): string | undefined {
  if (text.split(',').some((side) => side.trim() === '')) {
    return (
      'has nothing on one side of a comma, perhaps because an expression found nothing. Give an item ' +
      'there, or remove the comma.'
    );
  }
  const items = itemsOf(text);
  const whole = items.find((item) => WHOLE.includes(item));
  if (whole === undefined || items.length === 1) return undefined;
  return `names \`${whole}\` beside other items, and that word stands alone. Remove it, or the others.`;
}

import type { JsonObject } from '@tollgate/kernel';
import { isLoneItem } from '../provider-ids/lone-item.js';

/** The ids of those items of an input that stand for what was said before, without saying it. */
export function namedItems(items: readonly JsonObject[]): readonly string[] {
  return items.flatMap((item) => (typeof item['id'] === 'string' && isLoneItem(item) ? [item['id']] : []));
}

/** The input with what those items stand for in their places, where it is known. */
export function fillNamedItems(
  items: readonly JsonObject[],
  known: ReadonlyMap<string, JsonObject>,
): readonly JsonObject[] {
  return items.map((item) =>
    typeof item['id'] === 'string' && isLoneItem(item) ? (known.get(item['id']) ?? item) : item,
  );
}

import type { JsonObject, JsonValue } from '@tollgate/kernel';

/** Of an item of which a provider takes the rest from what it keeps: what it has to hold to be told whole (API reference 2.3.0). */
const WHOLE_BY: Readonly<Record<string, string>> = {
  reasoning: 'encrypted_content',
  compaction: 'encrypted_content',
  image_generation_call: 'result',
};

/** Members that say nothing of an item's content. */
const ENVELOPE: ReadonlySet<string> = new Set(['id', 'type', 'status', 'role', 'object', 'phase', 'created_by']);

/** Whether an item of `input` stands for one that the provider keeps: it is told by its id, without its content. */
export function isLoneItem(item: JsonObject): boolean {
  const type = item['type'] ?? undefined;
  if (type === 'item_reference' || (type === undefined && !isPresent(item['role']))) return true;
  const whole = typeof type === 'string' && Object.hasOwn(WHOLE_BY, type) ? WHOLE_BY[type] : undefined;
  if (whole !== undefined) return !isText(item[whole]);
  return Object.keys(item).every((name) => ENVELOPE.has(name) || !isPresent(item[name]));
}

/** Anything but words, and words of blanks alone, a provider may take for nothing. */
function isText(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

/** An empty text or list is content: an assistant may have said nothing. */
function isPresent(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null;
}

import { isJsonObject } from '@tollgate/kernel';
import type { ContentPart, FormatId } from '@tollgate/canonical';
import type { Losses } from './losses.js';
import { ELSEWHERE, nameOfPart } from './unsupported-content.js';

/** What stands for a part of the conversation, or changes it: without it the answer would be to another question. */
const STANDS_FOR_MORE: ReadonlySet<string> = new Set([
  'additional_tools',
  'compaction',
  'compaction_trigger',
  'item_reference',
]);

/**
 * Tells of a part of an assistant's turn that only its own dialect knows. What its provider did there for itself (a search, code that it ran) is
 * left out and named: what it came to stands in the words after it.
 */
export function leaveOutOpaque(part: Extract<ContentPart, { type: 'opaque' }>, losses: Losses): void {
  const { value } = part.source;
  const type = isJsonObject(value) ? value['type'] : undefined;
  if (typeof type === 'string' && STANDS_FOR_MORE.has(type))
    losses.refuseContent(part, 'it stands for what only another provider knows', ELSEWHERE);
  else losses.drop(nameOfPart(part), 'what another provider did for itself');
}

/** The parts of an assistant's turn that a provider of the dialect `own` can be told; of the others its client is told. */
export function withoutOpaque(parts: readonly ContentPart[], own: FormatId, losses: Losses): readonly ContentPart[] {
  return parts.filter((part) => {
    if (part.type !== 'opaque' || part.source.format === own) return true;
    leaveOutOpaque(part, losses);
    return false;
  });
}

import { isJsonObject, type JsonObject } from '@tollgate/kernel';
import type { Warning } from '@tollgate/canonical';
import { THINKING_BUDGET_MIN } from './convert-reasoning.js';

/**
 * A body whose thinking budget stays below its `max_tokens`, as the provider demands: the budget is lowered, and the thinking left
 * out where the limit holds no least budget; `asked` is the member in which the client asked for it. The limit itself is the client's word, or what money allows, and is not raised.
 */
export function fitThinkingBudget(
  body: JsonObject,
  asked = 'thinking',
): {
  readonly body: JsonObject;
  readonly warnings: readonly Warning[];
} {
  const { thinking, max_tokens: limit } = body;
  if (!isJsonObject(thinking) || typeof limit !== 'number') return { body, warnings: [] };
  const budget = thinking['budget_tokens'];
  if (typeof budget !== 'number' || budget < limit) return { body, warnings: [] };
  const reason = `thinking has to stay below max_tokens (${limit})`;
  if (limit <= THINKING_BUDGET_MIN) {
    const { thinking: _thinking, ...others } = body;
    return { body: others, warnings: [{ code: 'dropped', path: asked, reason }] };
  }
  const lowered = { ...thinking, budget_tokens: limit - 1 };
  return { body: { ...body, thinking: lowered }, warnings: [{ code: 'changed', path: 'thinking', reason }] };
}

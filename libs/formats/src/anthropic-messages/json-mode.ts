import type { JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest } from '@tollgate/canonical';
import type { Losses } from '../losses.js';

/** The last words of the system prompt where JSON of any form is wanted: whatever was cached before them stays. */
export const JSON_ONLY =
  'Answer with one valid JSON object and nothing else: no words before or after it, and no code fence around it.';

/**
 * The system prompt with OpenAI's JSON mode. The Messages API has none without a schema: `output_config` wants every object closed, and a tool
 * whose input may be anything is called with nothing in it, and shuts out the client's own tools and thinking.
 */
export function withJsonMode(
  system: JsonValue | undefined,
  { responseFormat }: CanonicalRequest,
  losses: Losses,
): JsonValue | undefined {
  if (responseFormat?.type !== 'json_object') return system;
  losses.change('response_format', 'asked for in words: the Messages API has no JSON mode without a schema');
  if (system === undefined) return JSON_ONLY;
  if (Array.isArray(system)) return [...(system as readonly JsonValue[]), { type: 'text', text: JSON_ONLY }];
  return typeof system === 'string' ? `${system}\n\n${JSON_ONLY}` : system;
}

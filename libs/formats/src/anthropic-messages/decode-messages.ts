import type { JsonObject, JsonValue } from '@tollgate/kernel';
import type { Message } from '@tollgate/canonical';
import { decodeContent } from './decode-blocks.js';
import { ownSource } from './own-source.js';

/**
 * `system` and `messages` to turns in order. The system prompt leads; a user turn with tool results becomes a tool message, and a
 * user message of what remains. Each turn carries the value it came from, but for one that was split: its parts do.
 */
export function decodeMessages(system: JsonValue | undefined, messages: readonly JsonObject[]): readonly Message[] {
  const leading: readonly Message[] =
    system === undefined ? [] : [{ role: 'system', content: decodeContent(system), source: ownSource(system) }];
  return [...leading, ...messages.flatMap(decodeMessage)];
}

function decodeMessage(message: JsonObject): readonly Message[] {
  const content = decodeContent(message['content']);
  const role = message['role'] as 'user' | 'assistant' | 'system';
  const sealedElsewhere = content.some((part) => part.type === 'reasoning' && part.source === undefined);
  if (sealedElsewhere) return [{ role, content }];
  const source = ownSource(message);
  const results = content.filter((part) => part.type === 'tool-result');
  if (role !== 'user' || results.length === 0) return [{ role, content, source }];
  if (results.length === content.length) return [{ role: 'tool', content, source }];
  const remaining = content.filter((part) => part.type !== 'tool-result');
  return [
    { role: 'tool', content: results },
    { role: 'user', content: remaining },
  ];
}

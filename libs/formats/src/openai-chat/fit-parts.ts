import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { Losses } from '../losses.js';
import { walkUnread } from '../unread/walk-unread.js';
import { ELSEWHERE } from '../unsupported-content.js';
import { flattenPart } from './flatten-part.js';
import { ownSource } from './own-source.js';
import { PART } from './request-shape.js';
import type { MessageQuirks } from './quirks.js';

/**
 * A message with the parts of its content as a strict provider takes them. A part that it has no form of is refused by its name; a member of a
 * part that it does not know is left out and named.
 */
export function withFitParts(message: JsonObject, { flatParts }: MessageQuirks, losses: Losses): JsonObject {
  const { content } = message;
  if (flatParts !== true || !Array.isArray(content)) return message;
  const parts = (content as readonly JsonValue[]).flatMap((part): readonly JsonValue[] =>
    isJsonObject(part) ? fit(part, losses) : [part],
  );
  return { ...message, content: parts };
}

function fit(part: JsonObject, losses: Losses): readonly JsonObject[] {
  const fitted = flattenPart(part);
  if (fitted === undefined) {
    losses.refuseContent({ type: 'opaque', source: ownSource(part) }, 'it takes no such part', ELSEWHERE);
    return [];
  }
  const reason = 'not a member of such a part at the provider';
  const isRenamed = fitted['type'] !== part['type'];
  for (const [name, value] of Object.entries(part))
    if (value != null && fitted[name] === undefined && (!isRenamed || name === 'cache_control'))
      losses.drop(`messages[*].content[*].${name}`, reason);
  if (isRenamed || part['type'] === 'input_audio')
    walkUnread(part, PART, 'messages[*].content[*]', (path) => losses.drop(path, reason));
  return [fitted];
}

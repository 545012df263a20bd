import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { Losses } from '../losses.js';
import { ELSEWHERE } from '../unsupported-content.js';
import { ownSource } from './own-source.js';
import type { MessageQuirks } from './quirks.js';

/**
 * A message with the parts of its content as a strict provider takes them. A part that it has no form of is refused by its name; a member of a
 * part that it does not know is left out and named.
 */
export function withFitParts(message: JsonObject, { fitPart }: MessageQuirks, losses: Losses): JsonObject {
  const { content } = message;
  if (fitPart === undefined || !Array.isArray(content)) return message;
  const parts = (content as readonly JsonValue[]).flatMap((part): readonly JsonValue[] =>
    isJsonObject(part) ? fit(part, fitPart, losses) : [part],
  );
  return { ...message, content: parts };
}

function fit(part: JsonObject, fitPart: NonNullable<MessageQuirks['fitPart']>, losses: Losses): readonly JsonObject[] {
  const fitted = fitPart(part);
  if (fitted === undefined) {
    losses.refuseContent({ type: 'opaque', source: ownSource(part) }, 'it takes no such part', ELSEWHERE);
    return [];
  }
  if (fitted['type'] === part['type'])
    for (const [name, value] of Object.entries(part))
      if (value != null && fitted[name] === undefined)
        losses.drop(`messages[*].content[*].${name}`, 'not a member of such a part at the provider');
  return [fitted];
}

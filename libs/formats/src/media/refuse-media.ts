import type { CanonicalRequest, ContentPart, FormatId, Target } from '@tollgate/canonical';
import type { Losses } from '../losses.js';
import { isMedia, mediaTypeOf } from './media-type.js';
import { takenMedia, type TakenMedia } from './taken-media.js';

/**
 * Refuses what a provider does not take as content, by its media type, with what it does take. What a client wrote in the provider's own
 * dialect goes as it is and is the provider's to judge, unless it is `rewritten` for it. A part that does not say what it is goes too.
 */
export function refuseMedia(
  { format, messages }: Pick<CanonicalRequest, 'format' | 'messages'>,
  { provider }: Pick<Target, 'provider'>,
  own: FormatId,
  losses: Losses,
  rewritten = false,
): void {
  if (format === own && !rewritten) return;
  const taken = takenMedia(provider, own);
  for (const { content } of messages) for (const part of content) refusePart(part, taken, losses);
}

function refusePart(part: ContentPart, taken: TakenMedia, losses: Losses): void {
  if (part.type === 'tool-result') {
    for (const inner of part.content) refusePart(inner, taken, losses);
    return;
  }
  const type = isMedia(part) ? mediaTypeOf(part) : undefined;
  if (type === undefined || kindOf(type, taken).some((one) => covers(one, type))) return;
  losses.refuseContent(part, `it takes no ${type}`, tellTaken(taken));
}

function kindOf(type: string, { images, documents, sounds, films }: TakenMedia): readonly string[] {
  if (type.startsWith('image/')) return images;
  if (type.startsWith('audio/')) return sounds;
  return type.startsWith('video/') ? films : documents;
}

function covers(taken: string, type: string): boolean {
  if (taken === '*/*') return true;
  return taken.endsWith('/*') ? type.startsWith(taken.slice(0, -1)) : taken === type;
}

function tellTaken({ images, documents, sounds, films }: TakenMedia): string {
  return `It takes ${[...images, ...documents, ...sounds, ...films].join(', ')}. Send one of these, or what it says as text.`;
}

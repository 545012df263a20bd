import type { ContentPart } from '@tollgate/canonical';
import { readDataUrl } from '../read-data-url.js';

/** Other names of a type. */
const NAMES: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'audio/mpeg': 'audio/mp3',
  'audio/x-wav': 'audio/wav',
  'audio/wave': 'audio/wav',
  'audio/x-m4a': 'audio/m4a',
};

/** A film's page, which only Google's own models watch. */
const YOUTUBE = /^https?:\/\/((www|m|music)\.)?(youtube\.com|youtu\.be)\//i;

type MediaPart = Extract<ContentPart, { readonly type: 'image' | 'file' | 'audio' }>;

export function isMedia(part: ContentPart): part is MediaPart {
  return part.type === 'image' || part.type === 'file' || part.type === 'audio';
}

/** A part's media type in lower case, by the name that most have for it; undefined where its client does not say. */
export function mediaTypeOf(part: MediaPart): string | undefined {
  const type = written(part)?.split(';')[0]?.trim().toLowerCase();
  if (type === undefined || type === '') return undefined;
  return Object.hasOwn(NAMES, type) ? NAMES[type] : type;
}

function written({ type, data }: MediaPart): string | undefined {
  if (type === 'audio') return data.format === '' ? undefined : `audio/${data.format}`;
  switch (data.kind) {
    case 'base64':
      return data.mediaType;
    case 'url':
      return (
        data.mediaType ?? readDataUrl(data.url)?.mediaType ?? (YOUTUBE.test(data.url) ? 'video/youtube' : undefined)
      );
    default:
      return undefined;
  }
}

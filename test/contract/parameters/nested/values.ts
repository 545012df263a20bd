import type { JsonValue } from '@tollgate/kernel';
import { MARKER } from '../../request-fields/cost.js';

/** Members whose texts must be of a form, with a value of it and another one. */
const FORMED: Readonly<Record<string, readonly [JsonValue, JsonValue]>> = {
  arguments: [`{"x":"${MARKER}"}`, '{"x":"y"}'],
  file_data: [`data:application/pdf;base64,${MARKER}`, 'data:application/pdf;base64,JVBE'],
  image_url: [`https://example.com/${MARKER}.png`, 'https://example.com/a.png'],
  file_url: [`https://example.com/${MARKER}.pdf`, 'https://example.com/a.pdf'],
  fileUri: [`https://example.com/${MARKER}.png`, 'https://example.com/a.png'],
  url: [`https://example.com/${MARKER}.png`, 'https://example.com/a.png'],
  mimeType: ['image/jpeg', 'image/png'],
  media_type: ['image/jpeg', 'image/png'],
};

/** A text that stands nowhere else in a request, and one that is not it. */
export function textFor(name: string): readonly [JsonValue, JsonValue] {
  return (Object.hasOwn(FORMED, name) ? FORMED[name] : undefined) ?? [MARKER, 'other'];
}

/** An object of the caller's own making. */
export const OWN: readonly [JsonValue, JsonValue] = [{ x: MARKER }, { x: 'y' }];

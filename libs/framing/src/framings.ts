import type { Framing, FramingId } from './framing.js';
import { jsonLines } from './json-lines.js';
import { jsonArray } from './json-array.js';
import { raw } from './raw.js';
import { sse } from './sse.js';

/** Every framing by its id. */
export const FRAMINGS: Readonly<Record<FramingId, Framing>> = {
  raw,
  sse,
  'json-lines': jsonLines,
  'json-array': jsonArray,
};

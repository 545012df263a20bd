import type { Framing, FramingId } from './framing.js';
import { sse } from './sse.js';

/** Every framing by its id. */
export const FRAMINGS: Readonly<Record<FramingId, Framing>> = { sse };

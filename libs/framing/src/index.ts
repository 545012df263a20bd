export { EVENT_BYTES_MAX, EventTooLarge, type FramingId, type FrameDecoder, type Framing } from './framing.js';
export { FRAMINGS } from './framings.js';

export { type FramingId, type FrameDecoder, type Framing } from './framing.js';

export { buildWav, wavChunk } from './build-wav.js';
export { buildFlac } from './build-flac.js';
export { buildOgg, opusPackets } from './build-ogg.js';
export { buildMp3 } from './build-mp3.js';
export { buildFragmentedMp4, buildMp4 } from './build-mp4.js';
export { buildWebm } from './build-webm.js';

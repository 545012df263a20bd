/** Lengths of a frame by the upper five bits of a packet's first byte, milliseconds (RFC 6716, table 2). */
const SILK = [10, 20, 40, 60];
const HYBRID = [10, 20];
const CELT = [2.5, 5, 10, 20];
/** "The total duration of a packet is at most 120 ms" (the same, section 3.4, R5). */
const PACKET_MS_MAX = 120;

/** How long an Opus packet sounds, by its first two bytes: what a decoder plays, whatever the container says. */
export function opusPacketSeconds(first: number, second: number): number {
  const config = first >> 3;
  const frameMs = config < 12 ? SILK[config % 4] : config < 16 ? HYBRID[config % 2] : CELT[config % 4];
  const code = first & 3;
  const frames = code === 0 ? 1 : code === 3 ? second & 0x3f : 2;
  return Math.min((frameMs ?? 0) * frames, PACKET_MS_MAX) / 1_000;
}

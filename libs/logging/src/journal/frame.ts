import { crc32 } from 'node:zlib';

/** Kinds as they stand in a frame. Never reuse a number. */
export const FRAME_KINDS = { header: 0, started: 1, finished: 2, text: 3 } as const;
export type FrameKind = keyof typeof FRAME_KINDS;

/** Length (u32), CRC32 of kind and payload (u32), kind (u8); little endian. */
export const FRAME_HEAD_BYTES = 9;
/** A longer one is refused when written and taken for damage when read. */
const FRAME_PAYLOAD_BYTES_MAX = 32 * 1024 * 1024;

/** One journal frame: head and UTF-8 payload. Throws RangeError when the payload is too long. */
export function encodeFrame(kind: FrameKind, json: string): Buffer {
  checkLength(json);
  const frame = Buffer.allocUnsafe(FRAME_HEAD_BYTES + Buffer.byteLength(json));
  writeFrame(frame, 0, kind, json);
  return frame;
}

/** Throws RangeError when a payload is too long. Counts bytes only where the number of characters leaves it open. */
export function checkLength(json: string): void {
  if (json.length * 3 <= FRAME_PAYLOAD_BYTES_MAX) return;
  const length = Buffer.byteLength(json);
  if (length > FRAME_PAYLOAD_BYTES_MAX) throw new RangeError(`a journal line of ${length} bytes is too long`);
}

/**
 * Writes a frame at `offset`; returns where the next one begins. There must be room for it (three bytes a character are always enough), and the
 * payload was checked.
 */
export function writeFrame(buffer: Buffer, offset: number, kind: FrameKind, json: string): number {
  const length = buffer.write(json, offset + FRAME_HEAD_BYTES, 'utf8');
  const end = offset + FRAME_HEAD_BYTES + length;
  buffer.writeUInt32LE(length, offset);
  buffer.writeUInt8(FRAME_KINDS[kind], offset + 8);
  buffer.writeUInt32LE(crc32(buffer.subarray(offset + 8, end)), offset + 4);
  return end;
}

export interface Frame {
  readonly kind: FrameKind;
  readonly json: string;
  readonly start: number;
  /** Offset of the byte after it. */
  readonly end: number;
}

const KIND_BY_NUMBER: readonly FrameKind[] = ['header', 'started', 'finished', 'text'];

/** The frame at `offset`, or undefined when there is no whole and undamaged one. */
export function decodeFrame(bytes: Buffer, offset: number): Frame | undefined {
  if (offset + FRAME_HEAD_BYTES > bytes.length) return undefined;
  const length = bytes.readUInt32LE(offset);
  const end = offset + FRAME_HEAD_BYTES + length;
  const kind = KIND_BY_NUMBER[bytes[offset + 8] ?? KIND_BY_NUMBER.length];
  if (kind === undefined || length > FRAME_PAYLOAD_BYTES_MAX || end > bytes.length) return undefined;
  if (crc32(bytes.subarray(offset + 8, end)) !== bytes.readUInt32LE(offset + 4)) return undefined;
  return { kind, json: bytes.toString('utf8', offset + FRAME_HEAD_BYTES, end), start: offset, end };
}

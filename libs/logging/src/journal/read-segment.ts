import { decodeFrame, FRAME_HEAD_BYTES, type Frame } from './frame.js';
import { parseSegmentHeader, type SegmentHeader } from './segment-header.js';

export interface SegmentContents {
  /** undefined when the segment's beginning is damaged or was never written. */
  readonly header: SegmentHeader | undefined;
  /** Every undamaged frame but the header, in order. */
  readonly frames: readonly Frame[];
  /** Damaged stretches that are followed by an undamaged frame: never the mark of a crash, always an alarm. */
  readonly damages: readonly { readonly offset: number; readonly bytes: number }[];
  /** Bytes after the last undamaged frame: the write that a crash or a full disk cut short. */
  readonly tailBytes: number;
}

/**
 * Reads a segment and goes on where others give up. A length is believed only when the CRC agrees; behind a damaged frame the
 * next undamaged one is searched byte by byte. A payload cannot pass for a frame: it is JSON, in which no byte of a frame's
 * kind (0 to 3) stands unescaped.
 */
export function readSegment(bytes: Buffer): SegmentContents {
  const frames: Frame[] = [];
  const damages: { offset: number; bytes: number }[] = [];
  let header: SegmentHeader | undefined;
  let offset = 0;
  while (offset < bytes.length) {
    const frame = findFrame(bytes, offset);
    if (frame === undefined) break;
    if (frame.start > offset) damages.push({ offset, bytes: frame.start - offset });
    if (frame.kind === 'header') header = parseSegmentHeader(frame.json);
    else frames.push(frame);
    offset = frame.end;
  }
  return { header, frames, damages, tailBytes: bytes.length - offset };
}

function findFrame(bytes: Buffer, from: number): Frame | undefined {
  for (let offset = from; offset + FRAME_HEAD_BYTES <= bytes.length; offset += 1) {
    const frame = decodeFrame(bytes, offset);
    if (frame !== undefined) return frame;
  }
  return undefined;
}

import { crc32 } from 'node:zlib';

/** A line of a segment: its kind (0 header, 1 started, 2 finished, 3 text) and its JSON. */
export type SegmentLine = readonly [kind: number, json: string];

/** The bytes of a segment, laid out as documented: length, CRC32 of kind and payload, kind, payload. */
export function segmentOf(lines: readonly SegmentLine[]): Buffer {
  return Buffer.concat(
    lines.map(([kind, json]) => {
      const payload = Buffer.from(json);
      const frame = Buffer.alloc(9 + payload.length);
      frame.writeUInt32LE(payload.length, 0);
      frame.writeUInt8(kind, 8);
      payload.copy(frame, 9);
      frame.writeUInt32LE(crc32(frame.subarray(8)), 4);
      return frame;
    }),
  );
}

export function linesOf(segment: Buffer): readonly SegmentLine[] {
  const lines: SegmentLine[] = [];
  for (let offset = 0; offset < segment.length;) {
    const end = offset + 9 + segment.readUInt32LE(offset);
    lines.push([segment.readUInt8(offset + 8), segment.toString('utf8', offset + 9, end)]);
    offset = end;
  }
  return lines;
}

/** The first line of a segment of some version, as far as that is known here. */
export function headerOf(version: number): SegmentLine {
  const known = { version, instanceId: 'i', pid: 1, processStart: 'long-ago', createdAt: 0 };
  return [0, JSON.stringify({ ...known, memberOfLater: true })];
}

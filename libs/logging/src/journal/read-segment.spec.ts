import { encodeFrame } from './frame.js';
import { readSegment } from './read-segment.js';

const header = encodeFrame(
  'header',
  JSON.stringify({ version: 1, instanceId: 'i', pid: 1, processStart: 's', createdAt: 0 }),
);
const lines = ['{"requestId":"a"}', '{"requestId":"ü𝄞"}', '{"requestId":"c"}'];
const frames = lines.map((json) => encodeFrame('finished', json));
const whole = Buffer.concat([header, ...frames]);
const jsonOf = (bytes: Buffer) => readSegment(bytes).frames.map((frame) => frame.json);

describe('readSegment', () => {
  it('reads back what was written, in order', () => {
    expect(readSegment(whole)).toMatchObject({ header: { version: 1, instanceId: 'i' }, damages: [], tailBytes: 0 });
    expect(jsonOf(whole)).toEqual(lines);
  });

  it('keeps every whole frame wherever the segment is cut off', () => {
    for (let length = 0; length <= whole.length; length += 1) {
      const read = readSegment(whole.subarray(0, length));
      let expected = 0;
      for (let end = header.length; expected < 3 && end + (frames[expected]?.length ?? 0) <= length; expected += 1)
        end += frames[expected]?.length ?? 0;
      expect(read.frames.map((frame) => frame.json)).toEqual(lines.slice(0, expected));
      expect(read.damages).toEqual([]);
    }
  });

  it('skips a damaged frame in the middle, reports it, and loses no other', () => {
    const second = header.length + (frames[0]?.length ?? 0);
    for (let offset = second; offset < second + (frames[1]?.length ?? 0); offset += 1) {
      const damaged = Buffer.from(whole);
      damaged.writeUInt8(damaged.readUInt8(offset) ^ 0xff, offset);
      expect(jsonOf(damaged)).toEqual([lines[0], lines[2]]);
      expect(readSegment(damaged).damages).toEqual([{ offset: second, bytes: frames[1]?.length }]);
    }
  });

  it('takes a tail of zeros or garbage for the end, not for damage', () => {
    for (const tail of [
      Buffer.alloc(5_000),
      Buffer.from('garbage {"requestId"'),
      frames[0]?.subarray(0, 12) ?? Buffer.alloc(0),
    ]) {
      const read = readSegment(Buffer.concat([whole, tail]));
      expect(read.frames).toHaveLength(3);
      expect(read).toMatchObject({ damages: [], tailBytes: tail.length });
    }
  });

  it('finds no frame inside a payload: a client cannot forge a line', () => {
    const forged = encodeFrame('finished', '{"requestId":"forged"}').toString('latin1');
    const carrier = encodeFrame('text', JSON.stringify({ requestId: 'a', input: forged }));
    carrier.writeUInt32LE(0, 4);
    expect(jsonOf(Buffer.concat([header, carrier, ...frames]))).toEqual(lines);
  });

  it('reads frames although the header is damaged', () => {
    const damaged = Buffer.from(whole);
    damaged.writeUInt8(0xff, 2);
    expect(readSegment(damaged).header).toBeUndefined();
    expect(jsonOf(damaged)).toEqual(lines);
  });
});

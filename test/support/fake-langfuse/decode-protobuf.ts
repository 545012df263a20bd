/** One field of a protobuf message: a number for varints and fixed widths, bytes for what has a length. */
export interface Field {
  readonly number: number;
  readonly value: bigint | Buffer;
}

/** The wire format of protobuf (https://protobuf.dev/programming-guides/encoding/), without groups. Throws on anything else. */
export function decodeFields(bytes: Buffer): readonly Field[] {
  const fields: Field[] = [];
  let offset = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes.readUInt8(offset);
      offset += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const take = (length: number): Buffer => {
    if (offset + length > bytes.length) throw new RangeError('a protobuf field is cut short');
    offset += length;
    return bytes.subarray(offset - length, offset);
  };
  while (offset < bytes.length) {
    const tag = Number(varint());
    fields.push({ number: tag >>> 3, value: readValue(tag & 7, varint, take) });
  }
  return fields;
}

function readValue(wireType: number, varint: () => bigint, take: (length: number) => Buffer): bigint | Buffer {
  switch (wireType) {
    case 0:
      return varint();
    case 1:
      return take(8).readBigUInt64LE();
    case 2:
      return take(Number(varint()));
    case 5:
      return BigInt(take(4).readUInt32LE());
    default:
      throw new RangeError(`protobuf wire type ${wireType} is not expected`);
  }
}

/** The bytes of every field with this number. */
export function messages(fields: readonly Field[], number: number): readonly Buffer[] {
  return fields
    .filter((field) => field.number === number && Buffer.isBuffer(field.value))
    .map((field) => field.value as Buffer);
}

export function text(fields: readonly Field[], number: number): string | undefined {
  return messages(fields, number)[0]?.toString('utf8');
}

export function integer(fields: readonly Field[], number: number): bigint | undefined {
  const value = fields.find((field) => field.number === number)?.value;
  return typeof value === 'bigint' ? value : undefined;
}

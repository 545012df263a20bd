const FLOAT_BYTES = 4;

/** The base64 of 32-bit little-endian floats that OpenAI's SDKs read. */
export function toBase64(vector: readonly number[]): string {
  const bytes = Buffer.alloc(vector.length * FLOAT_BYTES);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * FLOAT_BYTES);
  return bytes.toString('base64');
}

/** The numbers of such a base64; each is written with as many digits as a 32-bit float has. */
export function toFloats(base64: string): readonly number[] {
  const bytes = Buffer.from(base64, 'base64');
  const count = Math.floor(bytes.length / FLOAT_BYTES);
  return Array.from({ length: count }, (_, index) => shortest(bytes.readFloatLE(index * FLOAT_BYTES)));
}

/** The shortest decimal that is the same 32-bit float: 0.1 and not 0.10000000149011612. */
function shortest(value: number): number {
  for (let digits = 6; digits < 9; digits += 1) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return rounded;
  }
  return value;
}

import { decodeFields, integer, messages, text } from './decode-protobuf';
import type { ReceivedSpan, ReceivedValue } from './received-span';

/** ExportTraceServiceRequest (opentelemetry-proto v1): field numbers of trace.proto and common.proto. */
export function decodeOtlpProtobuf(body: Buffer): readonly ReceivedSpan[] {
  const resourceSpans = messages(decodeFields(body), 1);
  const scopeSpans = resourceSpans.flatMap((bytes) => messages(decodeFields(bytes), 2));
  return scopeSpans.flatMap((bytes) => {
    const fields = decodeFields(bytes);
    const [scope] = messages(fields, 1);
    const scopeName = scope === undefined ? '' : (text(decodeFields(scope), 1) ?? '');
    return messages(fields, 2).map((span) => decodeSpan(span, scopeName));
  });
}

function decodeSpan(bytes: Buffer, scope: string): ReceivedSpan {
  const fields = decodeFields(bytes);
  const hex = (number: number) => messages(fields, number)[0]?.toString('hex') ?? '';
  const parentSpanId = hex(4);
  return {
    traceId: hex(1),
    spanId: hex(2),
    ...(parentSpanId === '' ? {} : { parentSpanId }),
    name: text(fields, 5) ?? '',
    startTimeUnixNano: integer(fields, 7) ?? 0n,
    endTimeUnixNano: integer(fields, 8) ?? 0n,
    attributes: Object.fromEntries(messages(fields, 9).map(decodeAttribute)),
    scope,
  };
}

function decodeAttribute(bytes: Buffer): readonly [string, ReceivedValue] {
  const fields = decodeFields(bytes);
  const [value] = messages(fields, 2);
  return [text(fields, 1) ?? '', value === undefined ? '' : decodeValue(value)];
}

function decodeValue(bytes: Buffer): ReceivedValue {
  const [field] = decodeFields(bytes);
  if (field === undefined) return '';
  if (Buffer.isBuffer(field.value)) {
    if (field.number === 1) return field.value.toString('utf8');
    if (field.number === 5) return messages(decodeFields(field.value), 1).map(decodeValue);
    throw new RangeError(`an attribute value of kind ${field.number} is not a scalar or a list of them`);
  }
  if (field.number === 2) return field.value === 1n;
  return field.number === 3 ? Number(BigInt.asIntN(64, field.value)) : doubleFrom(field.value);
}

function doubleFrom(bits: bigint): number {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(bits);
  return bytes.readDoubleLE();
}

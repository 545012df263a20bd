import { z } from 'zod';
import type { ReceivedSpan, ReceivedValue } from './received-span';

const scalar = z.union([
  z.object({ stringValue: z.string() }).transform(({ stringValue }): ReceivedValue => stringValue),
  z.object({ boolValue: z.boolean() }).transform(({ boolValue }): ReceivedValue => boolValue),
  z
    .object({ intValue: z.union([z.string(), z.number()]) })
    .transform(({ intValue }): ReceivedValue => Number(intValue)),
  z.object({ doubleValue: z.number() }).transform(({ doubleValue }): ReceivedValue => doubleValue),
]);
const value = z.union([
  scalar,
  z
    .object({ arrayValue: z.object({ values: z.array(scalar) }) })
    .transform(({ arrayValue }): ReceivedValue => arrayValue.values),
]);
const span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  startTimeUnixNano: z.coerce.bigint(),
  endTimeUnixNano: z.coerce.bigint(),
  attributes: z.array(z.object({ key: z.string(), value })),
});
const request = z.object({
  resourceSpans: z.array(
    z.object({
      scopeSpans: z.array(z.object({ scope: z.object({ name: z.string() }).optional(), spans: z.array(span) })),
    }),
  ),
});

/** The same message in OTLP's JSON. Throws on what Langfuse would not understand. */
export function decodeOtlpJson(body: Buffer): readonly ReceivedSpan[] {
  const { resourceSpans } = request.parse(JSON.parse(body.toString('utf8')));
  return resourceSpans.flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap(({ scope, spans }) =>
      spans.map(({ attributes, parentSpanId, ...rest }) => ({
        ...rest,
        ...(parentSpanId === undefined ? {} : { parentSpanId }),
        attributes: Object.fromEntries(attributes.map((attribute) => [attribute.key, attribute.value])),
        scope: scope?.name ?? '',
      })),
    ),
  );
}

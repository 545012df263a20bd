import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { Instant } from '@tollgate/kernel';
import type { Attribute } from './attribute.js';

/** The span type of the OpenTelemetry SDK, as its OTLP serializers take it. */
export type ReadableSpan = Parameters<typeof ProtobufTraceSerializer.serializeRequest>[0][number];

export interface SpanParts {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly attributes: readonly Attribute[];
}

/** One resource and scope for all spans, so that the serializer groups them. The server treats this scope as its own SDK's. */
const RESOURCE: ReadableSpan['resource'] = {
  attributes: {},
  getRawAttributes: () => [],
  merge: (other) => other ?? RESOURCE,
};
const SCOPE = { name: 'langfuse-sdk' };
const SAMPLED = 1;

export function readableSpan(parts: SpanParts): ReadableSpan {
  const { traceId, parentSpanId } = parts;
  const lastsMs = Math.max(0, parts.endedAt - parts.startedAt);
  return {
    name: parts.name,
    kind: SpanKind.INTERNAL,
    spanContext: () => ({ traceId, spanId: parts.spanId, traceFlags: SAMPLED }),
    ...(parentSpanId === undefined
      ? {}
      : { parentSpanContext: { traceId, spanId: parentSpanId, traceFlags: SAMPLED } }),
    startTime: hrTime(parts.startedAt),
    endTime: hrTime(parts.startedAt + lastsMs),
    duration: hrTime(lastsMs),
    ended: true,
    status: { code: SpanStatusCode.UNSET },
    attributes: Object.fromEntries(
      parts.attributes.map(([name, value]) => [
        name,
        Array.isArray(value) ? [...(value as string[])] : (value as string),
      ]),
    ),
    links: [],
    events: [],
    resource: RESOURCE,
    instrumentationScope: SCOPE,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

function hrTime(ms: number): [seconds: number, nanoseconds: number] {
  const seconds = Math.floor(ms / 1000);
  return [seconds, Math.round((ms - seconds * 1000) * 1e6)];
}

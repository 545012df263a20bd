import type { DeliveredRecord } from '../delivered-record.js';
import { contentOf } from './content.js';
import { spanIdFrom, spanIdOfRequest, traceIdFrom, traceIdOfRequest } from './langfuse-ids.js';
import { type LangfuseMetadata, readLangfuseMetadata } from './langfuse-metadata.js';
import type { LangfuseSettings } from './langfuse-settings.js';
import { metadataAttributes } from './metadata-attributes.js';
import { observationAttributes } from './observation-attributes.js';
import { readableSpan, type ReadableSpan } from './readable-span.js';
import { traceAttributes } from './trace-attributes.js';

/** One record as one complete observation. The same record gives the same ids however often it is sent. */
export function langfuseSpan(delivered: DeliveredRecord, settings: LangfuseSettings): ReadableSpan {
  const { record } = delivered;
  const metadata = readLangfuseMetadata(record);
  const content = contentOf(delivered, metadata);
  const traceId = traceIdOf(delivered, metadata);
  const parent = metadata.parentObservationId;
  return readableSpan({
    traceId,
    spanId: metadata.generationId === undefined ? spanIdOfRequest(record.requestId) : spanIdFrom(metadata.generationId),
    ...(parent === undefined ? {} : { parentSpanId: spanIdFrom(parent) }),
    name:
      metadata.generationName ??
      (record.keyAlias === undefined ? `litellm-${record.callType}` : `litellm:${record.keyAlias}`),
    startedAt: record.receivedAt,
    endedAt: record.endedAt,
    attributes: [
      ...observationAttributes(delivered, metadata, content),
      ...metadataAttributes(record, traceId),
      ...traceAttributes(record, metadata, content, settings),
    ],
  });
}

function traceIdOf({ record }: DeliveredRecord, metadata: LangfuseMetadata): string {
  const named = metadata.existingTraceId ?? metadata.traceId ?? record.traceId;
  return named === undefined ? traceIdOfRequest(record.requestId) : traceIdFrom(named);
}

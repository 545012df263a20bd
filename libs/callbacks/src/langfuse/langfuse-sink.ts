import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { DeliveredRecord } from '../delivered-record.js';
import type { DeliveryOutcome, Sink } from '../sink.js';
import type { SinkReply, SinkRequest } from '../sink-http.js';
import type { LangfuseSettings } from './langfuse-settings.js';
import { langfuseSpan } from './langfuse-span.js';

const TRACES_PATH = '/api/public/otel/v1/traces';
/** Observations as spans, no trace entity. */
const INGESTION_VERSION = '4';
const OPENING_BRACE = 0x7b;

/**
 * Langfuse over OTLP/HTTP with protobuf, as servers since 3.22 take it (fern-opentelemetry.yml) and as LiteLLM 1.106.2 sends it
 * (litellm-callbacks/langfuse-otlp.json). The old batch API is gone from Langfuse.
 */
export function langfuseSink(settings: LangfuseSettings): Sink {
  return {
    name: 'langfuse',
    settings: ['LANGFUSE_HOST', 'LANGFUSE_PUBLIC_KEY', 'LANGFUSE_SECRET_KEY'],
    buildRequest: (records) => buildRequest(records, settings),
    readReply: readPartialSuccess,
  };
}

function buildRequest(records: readonly DeliveredRecord[], settings: LangfuseSettings): SinkRequest {
  const spans = records.map((record) => langfuseSpan(record, settings));
  const body = ProtobufTraceSerializer.serializeRequest(spans);
  if (body === undefined) throw new Error('the spans could not be serialized');
  return {
    method: 'POST',
    url: settings.host.replace(/\/+$/, '') + TRACES_PATH,
    headers: {
      'content-type': 'application/x-protobuf',
      authorization: `Basic ${Buffer.from(`${settings.publicKey}:${settings.secretKey}`).toString('base64')}`,
      'x-langfuse-public-key': settings.publicKey,
      'x-langfuse-ingestion-version': INGESTION_VERSION,
      'x-langfuse-sdk-name': 'tollgate',
    },
    body,
  };
}

/** OTLP: what a 200 lists as rejected must not be sent again. The answer may be JSON whatever the request was. */
function readPartialSuccess(reply: SinkReply): DeliveryOutcome | undefined {
  if (reply.status !== 200 || reply.body.length === 0) return undefined;
  const serializer = reply.body[0] === OPENING_BRACE ? JsonTraceSerializer : ProtobufTraceSerializer;
  const rejected = readRejected(serializer, reply.body);
  if (rejected === undefined || Number(rejected.rejectedSpans ?? 0) === 0) return undefined;
  return {
    kind: 'rejected',
    reason: `the sink rejected ${rejected.rejectedSpans} observations: ${rejected.errorMessage ?? 'no reason given'}`,
  };
}

type Serializer = typeof ProtobufTraceSerializer;
type PartialSuccess = ReturnType<Serializer['deserializeResponse']>['partialSuccess'];

/** A 200 whose body is neither (a proxy's page) is a 200. */
function readRejected(serializer: Serializer, body: Uint8Array): PartialSuccess {
  try {
    return serializer.deserializeResponse(body).partialSuccess;
  } catch {
    return undefined;
  }
}

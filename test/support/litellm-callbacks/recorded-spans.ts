import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const SINK = join(__dirname, '../../../libs/callbacks/src/langfuse');

/** A span as LiteLLM sent it, its attributes as plain values. */
interface RecordedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

interface WireValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: string;
  readonly arrayValue?: { readonly values: readonly { readonly stringValue: string }[] };
}
type WireSpan = Omit<RecordedSpan, 'attributes'> & {
  readonly attributes: readonly { readonly key: string; readonly value: WireValue }[];
};

/** A file beside the sink: its recording, its list of intended differences. */
export function readBesideSink<T>(name: string): T {
  return JSON.parse(readFileSync(join(SINK, name), 'utf8')) as T;
}

const recording = readBesideSink<{ body: { resourceSpans: { scopeSpans: { spans: WireSpan[] }[] }[] } }[]>(
  '__recordings__/litellm-1.106.2-langfuse-otlp.json',
);
const spans = recording.flatMap(({ body }) =>
  body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)),
);

/**
 * What LiteLLM 1.106.2 with Langfuse SDK 4.18.0 sent for one of the calls 1 to 6 (recorded 2026-11-20). It sent call 6 twice; its
 * first six spans are calls 1 to 6.
 */
export function recordedSpan(call: number): RecordedSpan {
  const span = spans[call - 1];
  if (span === undefined) throw new Error(`there is no call ${call}`);
  return { ...span, attributes: Object.fromEntries(span.attributes.map(({ key, value }) => [key, plain(value)])) };
}

function plain(value: WireValue): unknown {
  if (value.arrayValue !== undefined) return value.arrayValue.values.map((entry) => entry.stringValue);
  if (value.intValue !== undefined) return Number(value.intValue);
  return value.boolValue ?? value.stringValue;
}

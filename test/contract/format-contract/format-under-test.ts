import type { JsonObject, JsonValue } from '@tollgate/kernel';
import type { Credential, Target, WireEvent } from '@tollgate/canonical';
import type { ClientFormat, UpstreamFormat } from '@tollgate/formats';
import type { ProviderOperation } from '@tollgate/providers';
import type { FoldedStream } from '../fold-stream.js';

/** What the suite must know of a dialect. Everything else it takes from the recordings. */
export interface FormatUnderTest {
  /** Absent for a dialect that only providers speak: there is nothing to relay, and its spec says what it asks. */
  readonly client?: ClientFormat;
  readonly upstream: UpstreamFormat;
  /** A provider's operation that speaks the dialect: for buildRequest, sign and classify. */
  readonly operation: ProviderOperation;
  readonly target: Target;
  readonly credential: Credential;
  /**
   * Folder of recordings (see readRecordings). It also holds `usage.json` ({file: [{exchange, usage}]}, rows of the third-party
   * reading: `input_tokens`, `output_tokens`, `cache_read_tokens`, `output_reasoning_tokens` …) and `failure-classes.json`
   * ({file: FailureClass} for every recorded error).
   */
  readonly recordings: string;
  /** SSE event name of a payload, for `.chunks.txt` files. */
  readonly eventName?: (data: JsonValue) => string | undefined;
  /** What ends a stream, as SSE text, for `.chunks.txt` files (`data: [DONE]\n\n`). */
  readonly terminator?: string;
  /** The event that a relay adds where the provider ends its stream without one (`{data: '[DONE]'}`). */
  readonly closingEvent?: WireEvent;
  /** The answer or stream event with another model name in it: what a relay may change. */
  readonly withModel: (data: JsonValue, model: string) => JsonValue;
  /** Sums a stream's raw payloads without the decoder: the oracle of "deltas add up to the whole". */
  readonly sumStream: (payloads: readonly JsonValue[]) => FoldedStream;
  /** Brings a recorded request to the form in which the encoder writes it (documented rewrites only). */
  readonly normaliseRequest?: (body: JsonObject) => JsonObject;
  /** The model stands in the request's address, and not in its body. */
  readonly modelInAddress?: true;
  /** Members whose content is the user's own (tool inputs, schemas): no unknown member is planted below them. */
  readonly ownedMembers: readonly string[];
  /** Recordings whose cached or total counts contradict themselves: file -> why. Only their totals are not compared. */
  readonly usageExceptions?: Readonly<Record<string, string>>;
}

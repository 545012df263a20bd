import type { Instant, JsonObject, Outcome } from '@tollgate/kernel';
import type {
  CanonicalChunk,
  CanonicalRequest,
  CanonicalResponse,
  FormatId,
  GatewayError,
  Target,
  UpstreamFailure,
  UploadedFile,
  UsageBound,
  Warning,
  WireEvent,
} from '@tollgate/canonical';
import type { FramingId } from '@tollgate/framing';

/** The id that a client is shown for one that its provider gave to what it keeps; undefined: the client is not shown it. */
export type ShownId = (providerId: string) => string | undefined;

/** What an answer says of its being kept, where its provider keeps nothing. */
export interface ToldKeeping {
  /** The gateway keeps it: its client can come back with its id. */
  readonly stored: boolean;
  /** The kept answer that it goes on from. */
  readonly previousId?: string;
  /** Parameters that its provider was not asked for, as the client is told of them: the answer does not say that they held. */
  readonly leftOut?: readonly string[];
}

/** The only impure inputs of a stream's coding. */
export interface StreamContext {
  readonly now: Instant;
  readonly newId: () => string;
  /** The public name that the client asked for: what it is shown as `model`. */
  readonly requestedModel: string;
  /** The client asked for a usage event (OpenAI's `stream_options.include_usage`). */
  readonly includeUsage: boolean;
  /**
   * Cost of the answer in dollars, once it is known: asked when the usage event is written, which waits for metering. LiteLLM shows
   * it there as `usage.cost`. Undefined, or absent: unknown, and not shown.
   */
  readonly costUsd?: () => number | undefined;
  /** For dialects whose answers a client can come back to by their ids; absent: it is shown the provider's. */
  readonly shownId?: ShownId;
  /** As in ResponseContext. */
  readonly keeping?: ToldKeeping;
  /** What was asked: for dialects whose answers do not say all that metering needs (the characters that were spoken). */
  readonly request?: CanonicalRequest;
}

/** What a client sent: parsed body, and what the path and query say. */
export interface ClientInput {
  readonly body: JsonObject;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Of a form; its fields are members of `body`. */
  readonly files?: readonly UploadedFile[];
}

export interface ErrorBody {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** What the client is shown beside the answer. */
export interface ResponseContext {
  readonly requestedModel: string;
  readonly now: Instant;
  readonly newId: () => string;
  /** What was asked: some answers depend on it (the form of vectors). */
  readonly request?: CanonicalRequest;
  /** As in StreamContext. */
  readonly shownId?: ShownId;
  /** For dialects whose answers say whether they are kept; absent: they are not. */
  readonly keeping?: ToldKeeping;
}

/** How a whole answer came, and to what. */
export interface AnswerContext {
  readonly request?: CanonicalRequest;
  /** Lower case; empty when the provider named none. */
  readonly contentType: string;
}

/** A dialect that clients speak. */
export interface ClientFormat {
  readonly id: FormatId;
  readonly framing: FramingId;
  /** Body to canonical form; refuses in a way that names the member and how to mend it. Never changes its input. */
  decodeRequest(input: ClientInput): Outcome<CanonicalRequest, GatewayError>;
  /** JSON value of the answer. A response whose source is of this format is relayed with the public model name. */
  encodeResponse(response: CanonicalResponse, context: ResponseContext): JsonObject;
  openEncoder(context: StreamContext): StreamEncoder;
  /** The error before anything was sent: status, headers and body. */
  encodeError(error: GatewayError): ErrorBody;
  /** The error inside a stream that has begun: the last events of the stream, after what its encoder gave. */
  encodeStreamError(error: GatewayError, sent?: Pick<StreamEncoder, 'nextNumber'>): readonly WireEvent[];
}

export interface Encoded {
  readonly body: JsonObject;
  readonly warnings: readonly Warning[];
  /** Sent as a form with these files; the body's members are its fields. */
  readonly files?: readonly UploadedFile[];
}

/** A dialect that providers speak. */
export interface UpstreamFormat {
  readonly id: FormatId;
  readonly framing: FramingId;
  /**
   * A stream is whole only with its finish and its terminator: the dialect's own libraries wait for both, and its providers always
   * send them. Absent: either will do, since hosts leave one of them out.
   */
  readonly needsTerminator?: true;
  /**
   * Canonical form to the provider's body, without the granted output limit (ProviderOperation.buildRequest applies it last).
   * Refuses (unsupported_parameter) what the dialect cannot express and the target does not drop.
   */
  encodeRequest(request: CanonicalRequest, target: Target): Outcome<Encoded, GatewayError>;
  /**
   * Throws DecodeError when the body is not an answer of this dialect. `text` is what the body was parsed from: with it, a client of
   * the same dialect gets the provider's very bytes (writeResponse).
   */
  decodeResponse(body: unknown, text?: string, context?: AnswerContext): CanonicalResponse;
  /** Whole answers may be something else than JSON: what is none is given to decodeResponse as its text. */
  readonly answersText?: true;
  openDecoder(context: StreamContext): StreamDecoder;
  /**
   * The bodies of one call whose provider takes less at once than the client sent: they are sent side by side, and their answers
   * joined in the same order. Absent, or one body: the call is one request.
   */
  readonly splitBody?: (body: JsonObject, request: CanonicalRequest) => readonly JsonObject[];
  /** Embeddings: how many inputs a body asks of. An answer with another number of vectors is none: they would be taken for other inputs'. */
  readonly inputsOf?: (body: JsonObject) => number;
  readonly joinResponses?: (responses: readonly CanonicalResponse[]) => CanonicalResponse;
  /** Reads an error answer; `body` is parsed JSON, or the text when it was none. */
  decodeError(status: number, body: unknown): UpstreamFailure;
  /** What the request can use at most, as this dialect's provider reads it. */
  boundUsage(request: CanonicalRequest): UsageBound;
}

/** Upstream events to chunks. Synchronous; see CanonicalChunk for the order it obeys. */
export interface StreamDecoder {
  push(event: WireEvent): readonly CanonicalChunk[];
  /** The bytes ended: closes what is open; gives no `end` chunk when the dialect's terminator was not seen. */
  end(): readonly CanonicalChunk[];
}

/** Chunks to the client's events. */
export interface StreamEncoder {
  /** In a dialect that numbers its events: the number of the next one. */
  readonly nextNumber?: number;
  /** In a dialect that tells the whole answer at the end: what was told there, once it was, of an answer of another dialect. */
  readonly whole?: JsonObject | undefined;
  push(chunk: CanonicalChunk): readonly WireEvent[];
  end(): readonly WireEvent[];
}

/** An upstream answer that is not of the dialect it should be. */
export class DecodeError extends Error {
  constructor(
    readonly format: FormatId,
    message: string,
  ) {
    super(`${format}: ${message}`);
    this.name = 'DecodeError';
  }
}

import type { Instant, JsonObject, JsonValue } from '@tollgate/kernel';
import type { Usage } from './usage.js';

/**
 * Version of what a line of the journal says: it stands in each record, and in the header of each segment. Members are only ever added, so
 * a build reads the lines of every earlier version, and what those did not know is absent. It is raised with each release that adds members
 * (2: usage of pictures, seconds, characters and pages): a build that was put back leaves what it does not know to the later one.
 */
export const RECORD_VERSION = 2;

/** `pending`: the provider makes the answer in the background; what is held for it is charged until its end takes the record's place. */
export type RequestStatus = 'success' | 'failure' | 'refused' | 'cancelled' | 'interrupted' | 'pending';

/** One attempt, so that a bill can be explained line by line. Money as decimal strings of nano-dollars (JSON has no bigint). */
export interface AttemptRecord {
  readonly attempt: number;
  readonly deploymentId: string;
  readonly provider: string;
  readonly model: string;
  /** That the deployment was tried for: after a fallback another than the record's. */
  readonly modelGroup?: string;
  readonly apiBase: string;
  readonly startedAt: Instant;
  readonly firstTokenAt?: Instant;
  readonly endedAt: Instant;
  readonly outcome: 'success' | 'failure' | 'cancelled';
  readonly status?: number;
  readonly failureClass?: string;
  readonly errorMessage?: string;
  readonly usage?: Usage;
  /** Unit prices that applied, nano-dollars per million, by bucket. */
  readonly prices?: Readonly<Record<string, string>>;
  readonly priceSource?: string;
  /** null: unknown price. */
  readonly costNano: string | null;
  readonly estimated: boolean;
  readonly heldNano: string;
}

/** One balance that a request's cost is added to. */
export interface BalanceWindow {
  readonly scope: string;
  readonly id: string;
  readonly start: Instant;
  /** A budget counts in it: `watched`, its events are looked for once the cost is there; `exceeded`, it refused the request. */
  readonly budget?: 'watched' | 'exceeded';
}

/** Who called what: what every line about a request says, from its first attempt to its record. */
export interface RequestIdentity {
  readonly v: typeof RECORD_VERSION;
  readonly requestId: string;
  readonly receivedAt: Instant;
  /** Route template (`/v1/chat/completions`), operation and dialect. */
  readonly route: string;
  readonly operation: string;
  readonly format: string;
  /** LiteLLM's `call_type` (`acompletion`, `anthropic_messages`). */
  readonly callType: string;
  readonly stream: boolean;
  // who: own ids
  readonly keyId: string;
  readonly keyHash: string;
  readonly userId?: string;
  readonly teamId?: string;
  readonly teamMemberId?: string;
  readonly projectId?: string;
  readonly organizationId?: string;
  /** UUIDv5 of (tenant, name); the name is in `customer`. */
  readonly customerId?: string;
  readonly customer?: string;
  readonly tagIds: readonly string[];
  readonly tags: readonly string[];
  // what
  readonly modelRequested: string;
  /** Balance windows to add the cost to: written by the shipper's statement into scope_balance. Lifetime is start 0. */
  readonly windows: readonly BalanceWindow[];
  // client strings, made well-formed and capped
  readonly callId: string;
  /** Sinks that want this record, from the snapshot that the request was pinned to. */
  readonly sinks: readonly string[];
}

/**
 * The one wide record of a request, however it ends. JSON-safe; fields are only ever added. `texts` is shipped apart and only
 * for those that want content.
 */
export interface CompletionRecord extends RequestIdentity {
  readonly endedAt: Instant;
  readonly status: RequestStatus;
  readonly httpStatus: number;
  readonly errorCode?: string;
  /** Client-visible text; stored beside the facts. */
  readonly errorMessage?: string;
  readonly keyAlias?: string;
  /** Settled spend of the key at admission, where it was known. Decimal string of nano-dollars. */
  readonly keySpendNano?: string;
  readonly modelGroup?: string;
  readonly model?: string;
  readonly litellmModel?: string;
  readonly provider?: string;
  readonly deploymentId?: string;
  readonly apiBase?: string;
  readonly usage?: Usage;
  /** Sum over the attempts; null: unknown. Decimal string of nano-dollars. */
  readonly costNano: string | null;
  readonly costEstimated: boolean;
  /** Cost by bucket of the final attempt, decimal strings of nano-dollars. */
  readonly costBreakdown?: Readonly<Record<string, string>>;
  readonly firstTokenAt?: Instant;
  readonly outputLimit?: number;
  readonly outputLimitScope?: string;
  readonly attempts: readonly AttemptRecord[];
  readonly providerResponseId?: string;
  readonly sessionId?: string;
  readonly traceId?: string;
  readonly userAgent?: string;
  /** What `userAgent` names before its version; absent where the operator has no tags made of it. */
  readonly clientProduct?: string;
  readonly ipAddress?: string;
  readonly requestMetadata?: JsonObject;
  readonly spendLogsMetadata?: JsonValue;
  readonly keyMetadata?: JsonObject;
  readonly finishReason?: string;
  readonly droppedParams?: readonly string[];
  /** `langfuse_*` headers, names without prefix. */
  readonly langfuseHeaders?: Readonly<Record<string, string>>;
  readonly modelParameters?: JsonObject;
}

/** Prompt and answer, kept apart from the record: `audience` is a sink's name or `log`. */
export interface RecordTexts {
  readonly requestId: string;
  readonly receivedAt: Instant;
  readonly audiences: readonly string[];
  /** `{messages, tools}` in the client's dialect, capped. */
  readonly input: JsonValue;
  /** The answer's message in OpenAI's shape, or null. */
  readonly output: JsonValue;
}

/** Written before the first upstream byte of an attempt; turned into an `interrupted` row when no record follows. */
export interface StartedRecord extends RequestIdentity {
  readonly attempt: number;
  readonly startedAt: Instant;
  readonly heldNano: string;
  /** Charged so far by earlier attempts of this request. */
  readonly chargedNano: string;
  readonly deploymentId: string;
  readonly provider: string;
  readonly model: string;
  readonly modelGroup: string;
}

import type { Instant, JsonValue } from '@tollgate/kernel';

/** A fact of the ledger with its attributes, under the names of their columns. */
export interface SpendLog {
  readonly requestId: string;
  readonly receivedAt: Date;
  readonly endedAt: Date;
  readonly firstTokenAt: Date | null;
  readonly status: string;
  readonly httpStatus: number;
  readonly errorCode: string | null;
  readonly attempts: number;
  readonly callType: string;
  readonly keyId: string;
  readonly keyHash: string;
  readonly userId: string | null;
  readonly teamId: string | null;
  readonly projectId: string | null;
  readonly organizationId: string | null;
  readonly modelGroup: string | null;
  readonly litellmModel: string | null;
  readonly provider: string | null;
  readonly deploymentId: string | null;
  /** null: the price is unknown. */
  readonly costNano: bigint | null;
  readonly inputUncached: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite5m: number | null;
  readonly cacheWrite1h: number | null;
  readonly inputAudio: number | null;
  readonly inputImage: number | null;
  readonly output: number | null;
  readonly reasoning: number | null;
  readonly outputAudio: number | null;
  readonly outputImage: number | null;
  readonly images: number | null;
  readonly seconds: number | null;
  readonly characters: number | null;
  readonly callId: string;
  readonly providerResponseId: string | null;
  readonly sessionId: string | null;
  readonly modelRequested: string;
  readonly keyAlias: string | null;
  readonly customer: string | null;
  readonly tags: readonly string[];
  readonly userAgent: string | null;
  readonly clientProduct: string | null;
  readonly ipAddress: string | null;
  readonly apiBase: string | null;
  readonly errorMessage: string | null;
  readonly spendLogsMetadata: JsonValue;
  readonly costBreakdown: JsonValue;
  /** The provider's own usage block. */
  readonly usageRaw: JsonValue;
}

/** Spend of one UTC day for one combination of key, user and model. */
export interface DaySpend {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly keyHash: string;
  readonly userId: string | null;
  readonly litellmModel: string | null;
  readonly costNano: bigint;
}

export interface SpendLogPage {
  readonly rows: readonly SpendLog[];
  readonly total: number;
  /** Present where conditions without an index stopped the search: nothing older than this instant was looked at. */
  readonly searchedBackTo?: Instant;
}

/** Prompt and answer of a call, as the gateway keeps them: what the client sent, and the answer's message in OpenAI's shape. */
export interface LoggedTexts {
  readonly input: JsonValue;
  readonly output: JsonValue;
}

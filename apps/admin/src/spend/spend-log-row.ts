import type { JsonValue } from '@tollgate/kernel';

/** A fact of the ledger with its attributes, under the names of their columns. */
export interface SpendLogRow {
  readonly requestId: string;
  readonly receivedAt: Date;
  readonly endedAt: Date;
  readonly firstTokenAt: Date | null;
  readonly status: string;
  readonly httpStatus: number;
  readonly errorCode: string | null;
  readonly attempts: number;
  readonly callType: string;
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
  readonly output: number | null;
  readonly reasoning: number | null;
  readonly outputAudio: number | null;
  readonly callId: string;
  readonly sessionId: string | null;
  readonly modelRequested: string;
  readonly keyAlias: string | null;
  readonly customer: string | null;
  readonly tags: readonly string[];
  readonly userAgent: string | null;
  readonly ipAddress: string | null;
  readonly apiBase: string | null;
  readonly errorMessage: string | null;
  readonly spendLogsMetadata: JsonValue;
  readonly costBreakdown: JsonValue;
}

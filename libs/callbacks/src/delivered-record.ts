import type { CompletionRecord, RecordTexts } from '@tollgate/canonical';
import type { Instant } from '@tollgate/kernel';

/** The ledger's unique key of a fact row. */
export interface RecordKey {
  readonly requestId: string;
  readonly receivedAt: Instant;
}

/** A record as it was read back from the ledger for one sink. */
export interface DeliveredRecord {
  readonly record: CompletionRecord;
  /** Prompt and answer, when they were kept for this sink; absent when content is off or its retention has ended. */
  readonly texts?: Pick<RecordTexts, 'input' | 'output'>;
}

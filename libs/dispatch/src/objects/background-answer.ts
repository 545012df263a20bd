import type { CompletionRecord, RecordTexts } from '@tollgate/canonical';
import type { Instant } from '@tollgate/kernel';

/** An answer that its provider makes in the background, until its cost is known. JSON-safe; money as decimal strings of nano-dollars. */
export interface BackgroundAnswer {
  /** Of the call that asked for it, with its admission instant: the two find its record. */
  readonly requestId: string;
  readonly receivedAt: Instant;
  readonly deploymentId: string;
  /** The provider's own id of it. */
  readonly upstreamId: string;
  readonly createdAt: Instant;
  readonly account: BackgroundAccount;
}

/** What the end is drawn up from. */
export interface BackgroundAccount {
  /** The call's record, charged with what is held for the answer. */
  readonly record: CompletionRecord;
  /** Prompt, for those who want content; the answer is added at the end. */
  readonly texts?: RecordTexts;
  /** The most that the answer can cost. */
  readonly atStakeNano: string;
  /** As it was estimated before it was asked for; absent where its price was not known. */
  readonly estimate?: {
    readonly inputTokens: number;
    readonly inputNano: string;
    readonly outputNanoPerMillion: string;
    readonly outputMax: number;
  };
}

/** What the ledger says of the call: nothing yet, what is held for the answer, or its end. */
export type Recorded = 'not-yet' | 'held' | 'ended';

export interface DueAnswer {
  readonly answer: BackgroundAnswer;
  readonly recorded: Recorded;
}

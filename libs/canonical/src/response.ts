import type { JsonObject, JsonValue } from '@tollgate/kernel';
import type { ContentPart, Source } from './content.js';
import type { OperationResult } from './operation-result.js';
import type { Usage } from './usage.js';

/** Why an answer ended. `other` keeps the provider's word in `raw`. */
export type FinishReason =
  'stop' | 'length' | 'tool-calls' | 'content-filter' | 'stop-sequence' | 'pause' | 'refusal' | 'failed' | 'other';

export interface Finish {
  readonly reason: FinishReason;
  /** The provider's own word. */
  readonly raw?: string;
  /** The stop sequence that was met. */
  readonly stopSequence?: string;
}

export interface Choice {
  readonly index: number;
  readonly content: readonly ContentPart[];
  readonly finish: Finish;
  /** In the form of chat completions (`content`: token, logprob, top_logprobs). */
  readonly logprobs?: JsonValue;
}

/** A whole answer. `source` is the provider's parsed body; an encoder of the same format writes it with the public model name. */
export interface CanonicalResponse {
  /** The provider's id of the answer. */
  readonly id: string;
  /** The model as the provider names it. */
  readonly model: string;
  /** Seconds since the epoch, as OpenAI's dialects carry it. */
  readonly createdAt?: number;
  /** Empty where `result` holds the answer. */
  readonly choices: readonly Choice[];
  /** The answer of another operation than chat. */
  readonly result?: OperationResult;
  readonly usage?: Usage;
  readonly serviceTier?: string;
  /** Members without a canonical place (`system_fingerprint`, `citations` …). */
  readonly extra?: JsonObject;
  readonly source?: Source;
}

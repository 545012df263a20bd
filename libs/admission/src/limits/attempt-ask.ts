import type { Instant, NanoUsd } from '@tollgate/kernel';
import type { LimitedScope, Principal } from '@tollgate/canonical';
import type { Settlement } from './counter-store.port.js';
import type { OutputSubject } from './output-experience.js';

/** What an attempt can use and cost, as metering counted it. */
export interface AttemptBound {
  /** Input tokens (I), for token rates. */
  readonly inputTokens: number;
  /** Prices at the dearest row the attempt can hit; undefined when the price is not known. */
  readonly price:
    | {
        /** Cost of the whole input and of the call itself, nano-dollars. */
        readonly inputNano: NanoUsd;
        /** The same before what was learned of the deployment was added; absent where nothing was. */
        readonly countedInputNano?: NanoUsd;
        /** Nano-dollars per million output tokens of one answer; 0n when free. */
        readonly outputNanoPerMillion: NanoUsd;
      }
    | undefined;
  /** What the operation is priced by beside tokens, as LiteLLM's price fields name it (`output_cost_per_image`). */
  readonly pieceField?: string;
  /** Members whose cost has no known bound, each with its reason. */
  readonly unbounded: readonly string[];
  /** Tokens per choice that the client allows. */
  readonly clientLimit?: number;
  /** Tokens per choice that the model can answer with: its facts, else `default_max_output_tokens`. */
  readonly outputMax: number;
  /** Least output limit that the provider takes. */
  readonly outputMin?: number;
  /** Answers asked for, at least 1. */
  readonly choices: number;
  readonly needsWholeAnswer: boolean;
  readonly reasoning: boolean;
  readonly reasoningBudget?: number;
  /** The operation has no output limit (`ProviderOperation.outputLimit` is `none`). */
  readonly unlimited: boolean;
}

/** One attempt that wants to be made. */
export interface AttemptAsk extends OutputSubject {
  readonly requestId: string;
  /** 1 is the first. */
  readonly attempt: number;
  /** It is the first of its request that goes to this model group; absent: as the first of its request is. */
  readonly entersModel?: boolean;
  /** From `AdmissionInstants`, one for the whole request. */
  readonly admittedAt: Instant;
  readonly principal: Principal;
  /** The caller's scopes (`Grant.scopes`) and the target's (`scopesOfTarget`). */
  readonly scopes: readonly LimitedScope[];
  /** The model's public name, for texts. */
  readonly model: string;
  readonly bound: AttemptBound;
  readonly settings: AdmissionSettings;
  /** Bytes of the body that is kept while the caller waits. */
  readonly bodyBytes: number;
  /** Client gone or process stopping. */
  readonly signal: AbortSignal;
  /** Milliseconds that the client's deadline still leaves; undefined: no deadline. */
  readonly remainingMs?: number;
  /** Total timeout of the attempt, milliseconds: a concurrency slot is free again after it and a margin. */
  readonly totalTimeoutMs: number;
  /** What the attempt before cost: charged in the same step. */
  readonly previous?: Settlement;
}

/** The part of `GatewaySettings` that admission reads. */
export interface AdmissionSettings {
  readonly budgetExceededStatus: number;
  readonly budgetOutputFloor: number;
  readonly budgetWaitMs: number;
}

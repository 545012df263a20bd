import type { ExactNumber, JsonObject, JsonValue } from '@tollgate/kernel';
import type { Message, Source, Tool, ToolChoice } from './content.js';
import type { FormatId, Operation } from './format-id.js';
import type { OperationInput } from './operation-input.js';
import type { FallbackTable } from './snapshot.js';

export type ResponseFormat = (
  | { readonly type: 'text' | 'json_object' }
  | {
      readonly type: 'json_schema';
      readonly name: string;
      readonly schema: JsonObject;
      readonly strict?: boolean;
      readonly description?: string;
    }
) & { readonly source?: Source };

/** How much the model may think. `effort` as OpenAI names it (`minimal` … `high`, newer words pass through). */
export interface ReasoningRequest {
  readonly enabled: boolean;
  readonly effort?: string;
  /** Anthropic's `thinking.budget_tokens`, Gemini's `thinkingBudget`. */
  readonly budgetTokens?: number;
  readonly source?: Source;
}

/**
 * A request as every stage after decoding sees it: no dialect's own names, nothing lost. Absent means that the client
 * did not send it; null in the client's JSON counts as absent.
 */
export interface CanonicalRequest {
  readonly operation: Operation;
  /** The dialect the client spoke. */
  readonly format: FormatId;
  /** The model name as the client sent it. */
  readonly model: string;
  /** Empty where `input` says what is asked for. */
  readonly messages: readonly Message[];
  /** What another operation than chat asks for; its `operation` is the request's. */
  readonly input?: OperationInput;
  readonly tools?: readonly Tool[];
  readonly toolChoice?: ToolChoice;
  readonly parallelToolCalls?: boolean;
  /** The client's own output limit, tokens. */
  readonly maxOutputTokens?: number;
  /** The member in which the client named it, where its dialect has several (`max_tokens`, `max_completion_tokens`). */
  readonly maxOutputTokensField?: string;
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly stop?: readonly string[];
  /** As sent: some providers take 64 bits. */
  readonly seed?: number | ExactNumber;
  readonly frequencyPenalty?: number;
  readonly presencePenalty?: number;
  /** Number of answers (OpenAI's `n`); at least 1. */
  readonly choices?: number;
  /** The answer is to begin with what was asked (OpenAI's legacy completions): the gateway's to do where the provider's dialect cannot. */
  readonly echo?: boolean;
  readonly logprobs?: boolean;
  readonly topLogprobs?: number;
  readonly responseFormat?: ResponseFormat;
  /** The tool whose input is the answer, where a model is asked for one by a schema that it does not take; among `tools`. */
  readonly answerTool?: string;
  /** The schema is of an object around the answer, out of which it is taken. */
  readonly wrapsAnswer?: true;
  readonly reasoning?: ReasoningRequest;
  readonly serviceTier?: string;
  readonly store?: boolean;
  /** The end user's id as the dialect carries it (`user`, `metadata.user_id`). */
  readonly user?: string;
  readonly stream: boolean;
  /** The client asked for a usage event at the end of a stream (always true where the dialect always sends one). */
  readonly streamUsage: boolean;
  /** The caller's `metadata` as sent. Kept for callbacks; goes upstream only by the rules of the format (see encodeRequest). */
  readonly metadata?: JsonObject;
  /**
   * Top-level members of the client's dialect that have no canonical place, as sent. An encoder of the same format writes
   * them again; another one writes those its dialect shares and warns of the rest. Gateway members (`litellm_metadata`,
   * `fallbacks`, `tags` …) are never here: decode lifts them into `gateway`.
   */
  readonly extra: JsonObject;
  /**
   * Headers of the client's dialect that its provider has to see (`anthropic-beta`, `anthropic-version`), lower case: put here by
   * the pipeline from a closed list, never a credential. A provider of another dialect ignores them.
   */
  readonly clientHeaders?: Readonly<Record<string, string>>;
  readonly gateway: GatewayFields;
}

/** What a client wants to take over when the model that it asks for fails. Each goes before the operator's of its kind. */
export interface FallbackWishes {
  /** `["a", "b"]`: whatever it failed with. */
  readonly list?: readonly string[];
  /** `[{ "group": ["a", "b"] }]` */
  readonly general?: FallbackTable;
  readonly contextWindow?: FallbackTable;
  readonly contentPolicy?: FallbackTable;
  /** At most the operator's. */
  readonly max?: number;
}

/** Members that speak to the gateway, not to a provider; removed from the body while decoding. */
export interface GatewayFields {
  readonly tags?: readonly string[];
  readonly litellmMetadata?: JsonObject;
  readonly numRetries?: number;
  readonly timeoutSeconds?: number;
  readonly disableFallbacks?: boolean;
  readonly fallbacks?: FallbackWishes;
  readonly dropParams?: boolean;
  readonly additionalDropParams?: readonly string[];
  readonly allowedOpenaiParams?: readonly string[];
  /** `api_version`, or the query's `api-version`: for a provider whose API has versions that the caller may choose. */
  readonly apiVersion?: string;
  /** The client's own `mock_response`; heeded where the operator allows it (`allow_client_mock_response`). */
  readonly mockResponse?: string;
  /** `extra_headers` and `headers`: for the provider, where the operator allows it (`allow_client_extra_headers`). Names as sent. */
  readonly extraHeaders?: JsonObject;
  /** `no-log: true` */
  readonly noLog?: boolean;
  /** Members that LiteLLM knows and that this build neither serves nor forwards, with their values. */
  readonly unserved?: Readonly<Record<string, JsonValue>>;
}

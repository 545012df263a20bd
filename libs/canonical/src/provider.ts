import type { JsonObject, JsonValue } from '@tollgate/kernel';
import type { Operation } from './format-id.js';

export type ProviderId = string;

/** A setting of `litellm_params` that authenticates, under LiteLLM's name. */
export interface CredentialField {
  readonly name: string;
  /** Environment variables read when the config gives none, first wins. */
  readonly environment: readonly string[];
  readonly required: boolean;
  readonly secret: boolean;
}

/** What config and catalog may know of a provider: no code, no credentials. */
export interface ProviderDescription {
  readonly id: ProviderId;
  /** Model prefixes (`openai` for `openai/gpt-4o`). */
  readonly prefixes: readonly string[];
  readonly credentialFields: readonly CredentialField[];
  readonly defaultApiBase?: string;
  /** Environment variables that replace `defaultApiBase`, first wins. */
  readonly apiBaseEnvironment?: readonly string[];
  /** Hosts by which an `api_base` tells the provider. */
  readonly hosts?: readonly string[];
  /** Its id in the price book. */
  readonly priceBookId?: string;
  /** Free of charge unless priced (self-hosted, mock). */
  readonly selfHosted?: boolean;
  /** Bare model names that are known to be this provider's, as patterns (`gpt-*`, `claude-*`). */
  readonly bareModels?: readonly string[];
  readonly operations: readonly Operation[];
  /** How LiteLLM names it in error texts (`OpenAIException`) and whether it shows the message or the raw body. */
  readonly litellm: { readonly exception: string; readonly errorText: 'message' | 'body' };
}

/** Secret values by field name. Never logged, never in a record; only `sign` reads it. */
export type Credential = Readonly<Record<string, string>>;

/** The deployment chosen for one attempt, with everything pure code needs to build the request. No secret. */
export interface Target {
  readonly deploymentId: string;
  readonly group: string;
  readonly provider: ProviderId;
  /** Model name at the provider, wildcard segments substituted. */
  readonly model: string;
  /** Model name as configured, with provider prefix (`openai/gpt-4o`). */
  readonly litellmModel: string;
  /** Root of the provider's API, no trailing slash. */
  readonly apiBase: string;
  readonly apiVersion?: string;
  readonly organization?: string;
  readonly extraHeaders: Readonly<Record<string, string>>;
  readonly extraBody: JsonObject;
  readonly dropParams: boolean;
  readonly additionalDropParams: readonly string[];
  readonly allowedOpenaiParams: readonly string[];
  /** Parameters set in `litellm_params` that apply where the client sent none (`temperature`, `max_tokens` …). */
  readonly defaults: JsonObject;
  /** `enable_preview_features`: the caller's metadata goes upstream without `store`. */
  readonly forwardMetadata: boolean;
  /**
   * The most output tokens the model gives, where the config or the price book says: what a dialect that insists on a limit sends
   * for a client that named none.
   */
  readonly maxOutputTokens?: number;
}

/** An HTTP request to a provider, before signing: plain data, deterministic, no secret. */
export interface HttpRequestSpec {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Scheme, host and port of the target (`https://api.openai.com`). */
  readonly origin: string;
  /** Path segments, decoded; the transport encodes each once. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** How a failed attempt is to be treated by retry, fallback and cooldown. */
export type FailureClass =
  | 'bad-request'
  | 'context-window'
  | 'content-policy'
  | 'authentication'
  | 'permission'
  | 'not-found'
  | 'timeout'
  | 'rate-limit'
  | 'unprocessable'
  | 'server'
  | 'unavailable'
  | 'connection'
  | 'incomplete'
  | 'budget'
  | 'client-closed';

/** What went wrong at the provider, read from its answer or from the connection. */
export interface UpstreamFailure {
  /** HTTP status of the provider's answer; absent when there was none. */
  readonly status?: number;
  /** The provider's message, or ours when it sent none. */
  readonly message: string;
  /** Members of the provider's error, as sent. */
  readonly type?: string;
  readonly param?: string | null;
  readonly code?: string | null;
  /** The body's text, capped. */
  readonly body?: string;
  readonly raw?: JsonValue;
  /** From `Retry-After` and its kin. */
  readonly retryAfterMs?: number;
  /** The provider certainly did not bill (never connected, or an error status before any body). */
  readonly unbilled: boolean;
  /** Set by the transport: which of the four timeouts, or what broke. */
  readonly transport?:
    | 'connect-timeout'
    | 'first-token-timeout'
    | 'idle-timeout'
    | 'total-timeout'
    | 'unreachable'
    | 'reset'
    | 'aborted'
    | 'incomplete'
    | 'invalid'
    | 'too-large'
    | 'redirected';
}

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
  /**
   * LiteLLM's `oidc/…` in it is no credential: it says where another issuer's token stands, which an application shows instead of a secret.
   * It becomes `client_assertion`, or `client_assertion_file` where it has to be read anew.
   */
  readonly federated?: true;
}

/** What config and catalog may know of a provider: no code, no credentials. */
export interface ProviderDescription {
  readonly id: ProviderId;
  /** Model prefixes (`openai` for `openai/gpt-4o`). */
  readonly prefixes: readonly string[];
  readonly credentialFields: readonly CredentialField[];
  /** Where several sets of members authenticate, any one of them; else all that are required. The first is told of where there is none. */
  readonly credentialChoices?: readonly (readonly string[])[];
  /** LiteLLM's credentials that the provider's adapter does not send, each with what to set instead. */
  readonly refusedCredentials?: Readonly<Record<string, string>>;
  readonly defaultApiBase?: string;
  /** Environment variables that replace `defaultApiBase`, first wins. */
  readonly apiBaseEnvironment?: readonly string[];
  /** Environment variables that give the version of its API where the config does not, first wins. */
  readonly apiVersionEnvironment?: readonly string[];
  /** Hosts by which an `api_base` tells the provider. */
  readonly hosts?: readonly string[];
  /** Its id in the price book. */
  readonly priceBookId?: string;
  /** A second price book, for models that the first leaves out (Azure bills OpenAI's models as OpenAI does). */
  readonly priceBookFallbackId?: string;
  /** Every customer has an address of its own, so that one says nothing of who serves there, or for what price. */
  readonly addressPerCustomer?: true;
  /** Free of charge unless priced (self-hosted, mock). */
  readonly selfHosted?: boolean;
  /** Bare model names that are known to be this provider's, as patterns (`gpt-*`, `claude-*`). */
  readonly bareModels?: readonly string[];
  /**
   * Models that the environment's own key serves although no entry names them: those that a request of LiteLLM's users may leave out
   * (moderations).
   */
  readonly ambientModels?: readonly string[];
  readonly operations: readonly Operation[];
  /** No recording of its real traffic stands behind the adapter: it was tested from the provider's published specification. */
  readonly unproven?: true;
  /**
   * How LiteLLM names it in error texts (`OpenAIException`), and what it shows: the message, the raw body, or the body in the grammar of
   * its OpenAI-style handlers, which repeat the error's class.
   */
  readonly litellm: { readonly exception: string; readonly errorText: 'message' | 'body' | 'openai-body' };
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
  /** `forward_openai_org_id`: a client's own `openai-organization` goes before it. */
  readonly forwardsOrganization?: true;
  /**
   * What a conversation is held over, where the operator says so: `openai/responses/<model>`, `use_chat_completions_api`,
   * `route_all_chat_openai_to_responses`.
   */
  readonly upstreamOperation?: 'chat' | 'responses';
  /** `use_chat_completions_url_for_anthropic_messages`: a client of the Messages API is served as a chat client would be. */
  readonly messagesOverChat?: true;
  /** The provider serves the Responses API: a model name that a client wrote may begin with `responses/`. */
  readonly servesResponses?: true;
  readonly extraHeaders: Readonly<Record<string, string>>;
  readonly extraBody: JsonObject;
  readonly dropParams: boolean;
  readonly additionalDropParams: readonly string[];
  readonly allowedOpenaiParams: readonly string[];
  /** Parameters set in `litellm_params` that apply where the client sent none (`temperature`, `max_tokens` …). */
  readonly defaults: JsonObject;
  /** `modify_params`: requests that the provider would refuse are mended where the format knows how, and each change is told. */
  readonly modifyParams?: true;
  /** `mock_response`: what is answered in this process instead of asking the provider; a text, or the name of an error of LiteLLM's. */
  readonly mockResponse?: string;
  /** `enable_preview_features`: the caller's metadata goes upstream without `store`. */
  readonly forwardMetadata: boolean;
  /** `forward_observability_metadata: false`: what the caller's metadata tells callbacks stays here. */
  readonly withholdsObservability?: true;
  /**
   * The most output tokens the model gives, where the config or the price book says: what a dialect that insists on a limit sends
   * for a client that named none.
   */
  readonly maxOutputTokens?: number;
  /** `model_info.supports_response_schema`: whether the model takes a schema of the answer, whatever its provider's models do. */
  readonly takesSchemas?: boolean;
}

/** Before a model's name: it is asked over the Responses API (LiteLLM's `openai/responses/gpt-4o`). */
export const RESPONSES_PREFIX = 'responses/';

/** An HTTP request to a provider, before signing: plain data, deterministic, no secret. */
export interface HttpRequestSpec {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Scheme, host and port of the target (`https://api.openai.com`). */
  readonly origin: string;
  /** Path segments, decoded; the transport encodes each once. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  /** Parameters of the query that stand there several times, after the others. */
  readonly queryLists?: Readonly<Record<string, readonly string[]>>;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** A form with files, instead of `body`. */
  readonly form?: Uint8Array;
  /** Embeddings: how many inputs the body asks of. */
  readonly inputs?: number;
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

import type { JsonObject, NanoUsd } from '@tollgate/kernel';
import type { AccessGroups } from './access-group.js';
import type { AddressRules } from './address-rules.js';
import type { ScopeLimits } from './limits.js';
import type { ModelFacts, ModelPrice } from './price.js';
import type { Credential, ProviderId, Target } from './provider.js';
import type { TlsSettings } from './tls.js';

/** One upstream that can serve a model group. Immutable. */
export interface Deployment {
  /** `model_info.id`, else SHA-256 of (group, model, api_base, ordinal). */
  readonly id: string;
  readonly group: string;
  readonly provider: ProviderId;
  /** False for a provider that this build does not serve: listed, refused by name. */
  readonly served: boolean;
  /** The target before wildcard substitution; `model` may hold `*`. */
  readonly target: Target;
  readonly credential: Credential;
  /** undefined: unknown, not free. For a wildcard deployment ask `priceOf` of the snapshot with the concrete model. */
  readonly price: ModelPrice | undefined;
  readonly facts: ModelFacts;
  /** The prices that the config itself gives (`input_cost_per_token` …), dollars; absent where it gives none. For showing only. */
  readonly ownPrices?: Readonly<Record<string, number>>;
  readonly weight?: number;
  readonly rpm?: number;
  readonly tpm?: number;
  /** `region_name`: where it answers; undefined: not known. */
  readonly region?: string;
  /** Hard limits (only with `enforce_model_rate_limits`). */
  readonly limits: ScopeLimits;
  readonly numRetries?: number;
  readonly timeouts: Partial<Timeouts>;
  readonly tls?: TlsSettings;
  readonly info: JsonObject;
  /** It came over the API and is kept in the store; absent: it stands in the operator's file. */
  readonly kept?: true;
  /** The team whose own model it is; nobody else reaches it. */
  readonly teamId?: string;
  /** Access groups that `model_info.access_groups` puts it into; absent: none. */
  readonly accessGroups?: readonly string[];
  /** Where its calls may go; absent: anywhere, its address is the operator's. */
  readonly addresses?: AddressRules;
}

/** The four timeouts, milliseconds. */
export interface Timeouts {
  readonly connectMs: number;
  readonly firstTokenMs: number;
  readonly idleMs: number;
  readonly totalMs: number;
}

export interface WildcardGroup {
  /** The public pattern (`openai/*`). */
  readonly pattern: string;
  /** Anchored at both ends, one capture for each star. */
  readonly regex: RegExp;
  readonly deployments: readonly Deployment[];
}

export interface RouterSettings {
  readonly numRetries: number;
  /** Floor between retries, milliseconds. */
  readonly retryAfterMs: number;
  readonly timeouts: Timeouts;
  readonly fallbacks: FallbackSettings;
}

/** By model group, the groups that take over when it fails, in order. `*` stands for every group that has no entry of its own. */
export type FallbackTable = ReadonlyMap<string, readonly string[]>;

/** Which model groups take over from which (`fallbacks`, `context_window_fallbacks`, `content_policy_fallbacks`). */
export interface FallbackSettings {
  readonly general: FallbackTable;
  /** For requests that are too long for a group; undefined: not configured, and the general ones take over. */
  readonly contextWindow?: FallbackTable;
  /** For requests that a group's filter refuses; undefined: not configured, and the general ones take over. */
  readonly contentPolicy?: FallbackTable;
  /** Groups that are asked in the place of the first one, at most. */
  readonly max: number;
  /** `fallbacks_beyond_model_lists`: the operator's fallbacks take over also for callers whose lists of models leave them out. */
  readonly beyondModelLists?: true;
}

/** What a key or team sets of the router for its own calls; absent: the operator's. */
export interface RouterOverrides extends Partial<
  Pick<FallbackSettings, 'general' | 'contextWindow' | 'contentPolicy'>
> {
  readonly numRetries?: number;
  /** For one attempt, milliseconds. */
  readonly totalMs?: number;
}

export interface GatewaySettings {
  readonly budgetExceededStatus: number;
  readonly errorSuffix: 'litellm-1.106' | 'received_model_group' | 'none';
  readonly budgetOutputFloor: number;
  readonly budgetWaitMs: number;
  readonly defaultMaxOutputTokens: number;
  readonly bodyBytesMax: number;
  readonly bufferedBytesMax: number;
  /** Longest silence while a request's body arrives, milliseconds. */
  readonly bodyIdleMs: number;
  /** For a request's body to arrive whole, milliseconds. */
  readonly bodyTotalMs: number;
  /** Client connections at once. */
  readonly connectionsMax: number;
  readonly jsonDepthMax: number;
  /** `check_provider_endpoint`: lists of models are the providers' live ones. */
  readonly checkProviderEndpoint: boolean;
  /** `allow_client_mock_response`: a client may have its request answered in this process, with a text of its own. */
  readonly allowClientMockResponse?: true;
  /**
   * `allow_client_extra_headers`: a client's `extra_headers` go to the provider, but for those that authenticate or route; where it is a list,
   * those of these names (lower case).
   */
  readonly allowClientExtraHeaders?: 'any' | ReadonlySet<string>;
  readonly userHeaderName?: string;
  /** `forward_user_header`: the end user that `userHeaderName` names is told to the provider, where the body names none. */
  readonly forwardUserHeader?: true;
  /** `max_end_user_budget`: what a customer without a budget of its own may spend, nano-dollars. */
  readonly maxCustomerBudget?: NanoUsd;
  /** `max_end_user_budget_id`: the budget of customers that have none of their own. */
  readonly customerBudgetId?: string;
  /** `customers: known_only`: calls name customers that an administrator made, or nobody. */
  readonly refusesUnknownCustomers?: true;
  /** `reject_clientside_metadata_tags`: tags are the key's and its team's alone. */
  readonly rejectsClientTags?: true;
  /** `disable_add_user_agent_to_request_tags`: calls are neither tagged with what their `User-Agent` names, nor summed by it. */
  readonly tagsNoClientProducts?: true;
  /** `store_prompts_in_spend_logs`: prompts and answers are kept for who may read a call's row, unless `turn_off_message_logging` says no. */
  readonly logsTexts?: true;
  /** `enforced_params` of `general_settings`: what every call has to say. */
  readonly enforcedParams?: readonly string[];
  readonly litellmKeyHeaderName?: string;
  /** `moderation_model`: judges every moderation, whatever its body names. */
  readonly moderationModel?: string;
  /** `store_bridged_responses: false`: the gateway keeps no responses in the place of providers that keep none. */
  readonly keepsNoResponses?: true;
  /**
   * `shared_provider_objects`: ids of what the operator keeps at a provider for every caller (vector stores, files, prompts …), exactly as
   * they are sent.
   */
  readonly sharedProviderObjects?: ReadonlySet<string>;
  readonly metricsPublic: boolean;
  readonly noAuth: boolean;
}

/** A configured callback that wants records. Its destination and secrets stay with the worker. */
export interface SinkSubscription {
  /** `langfuse` */
  readonly sink: string;
  readonly success: boolean;
  readonly failure: boolean;
  /** False under `turn_off_message_logging`. */
  readonly content: boolean;
}

/** Everything the hot path reads, compiled and immutable; pinned by a request and swapped whole. */
export interface Snapshot {
  /** Counts up with each swap. */
  readonly version: number;
  /** Exact public names. */
  readonly groups: ReadonlyMap<string, readonly Deployment[]>;
  /** By team: the models that are a team's own, by the names that its callers know. They go before `groups` for them, and are in no other member. */
  readonly teamGroups?: ReadonlyMap<string, ReadonlyMap<string, readonly Deployment[]>>;
  /** What lists of models may name in the place of models; absent: none. Of the models that are a team's own only they themselves tell. */
  readonly accessGroups?: AccessGroups;
  /** Most specific first. */
  readonly wildcards: readonly WildcardGroup[];
  /** `model_name: "*"`. */
  readonly defaultDeployments: readonly Deployment[];
  /** Public alias -> group, hidden ones included. */
  readonly aliases: ReadonlyMap<string, { readonly group: string; readonly hidden: boolean }>;
  /** `litellm_params.model` (with and without prefix) -> deployments: the last resort of resolution. */
  readonly upstreamNames: ReadonlyMap<string, readonly Deployment[]>;
  /** `--model`: every request goes there, whatever its body says. */
  readonly forcedModel?: string;
  readonly router: RouterSettings;
  readonly settings: GatewaySettings;
  readonly sinks: readonly SinkSubscription[];
  /** Provider of a bare name (`gpt-4o` -> `openai`), from the providers' `bareModels` and the price book. */
  readonly inferProvider: (bareName: string) => ProviderId | undefined;
  /** Price and facts of a concrete model at a deployment; memoised; undefined price means unknown. */
  readonly priceOf: (
    deployment: Deployment,
    model: string,
  ) => { readonly price: ModelPrice | undefined; readonly facts: ModelFacts };
  /** Known model ids of a provider, for expanding wildcards in lists. */
  readonly knownModels: (provider: ProviderId) => readonly string[];
}

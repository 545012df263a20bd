import type { GatewaySettings, RouterSettings, SinkSubscription, TlsSettings } from '@tollgate/canonical';
import type { EnvironmentReader } from '../environment/environment-reader.js';
import type { Environment } from '../environment/variables.js';
import type { JwtSettings } from './jwt-settings.js';
import type { TeamRules } from './team-rules.js';
import type { UserRules } from './user-rules.js';
import type { KeyRules } from './key-rules.js';
import type { ModelEntry } from './model-entry.js';

/** Where the process listens and keeps its data. Options win over the environment, the environment over the defaults. */
export interface ProcessSettings {
  readonly host: string;
  /** Of this command: each server has a variable and a default of its own. */
  readonly port: number;
  readonly adminUrl?: string;
  readonly dataDir: string;
  /** False when `dataDir` is the default, which may be moved to the user's state folder when it cannot be written. */
  readonly dataDirGiven: boolean;
  readonly databaseUrl?: string;
  readonly redisUrl?: string;
  readonly journalDir?: string;
  readonly journalFsync: boolean;
  readonly logLevel: NonNullable<Environment['logLevel']>;
  readonly detailedDebug: boolean;
  readonly saltKey?: string;
  /** Secrets that came before it. */
  readonly previousSaltKeys?: readonly string[];
  /** How long requests in flight have to end at a stop. */
  readonly gracefulShutdownMs: number;
  /** Who has it may stop new traffic to this process (`/health/drain`); absent: nobody. */
  readonly drainToken?: string;
  /** For what goes out to providers and sinks. */
  readonly proxy: ProxySettings;
}

/** Proxies by the scheme of what is reached through them, and the hosts that are reached directly, as `NO_PROXY` has them. */
export interface ProxySettings {
  readonly http?: string;
  readonly https?: string;
  readonly direct?: string;
}

/** The master key as given; undefined: one is generated into the data folder. */
export interface MasterKeySettings {
  readonly key?: string;
  /** The variable of the process's environment that holds it, if one does: a shell can read it from there. */
  readonly variable?: string;
  readonly permitWeak: boolean;
}

/** What the admin API lets in. */
export interface AdminSettings {
  /** Variables whose `os.environ/NAME` may come over HTTP (`allow_env_references_from_api`). */
  readonly allowedEnvReferences: readonly string[];
  /** Who signs in with a password; its absence means the master key. */
  readonly ui: { readonly username: string; readonly password?: string };
  /** IANA zone whose calendar budgets follow that name none (`litellm_settings.timezone`). */
  readonly timeZone: string;
  /** Networks and hosts that what comes over the API may lead to although they are refused (`allow_addresses_from_api`). */
  readonly allowedAddresses: readonly string[];
  /** Models are made over the API and kept in the store (`store_model_in_db`, on unless it says otherwise). */
  readonly keepsModels: boolean;
  readonly keys: KeyRules;
  /** `LITELLM_KEY_ROTATION_GRACE_PERIOD`: how long replaced secrets of keys go on, where nothing else is said. */
  readonly rotationGrace?: string;
  readonly users: UserRules;
  readonly teams: TeamRules;
}

/** What `litellm_settings` says for every deployment that does not say otherwise. */
export interface DeploymentDefaults {
  readonly apiBase?: string;
  readonly organization?: string;
  /** `forward_openai_org_id` */
  readonly forwardsOrganization: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: TlsSettings;
  readonly dropParams: boolean;
  readonly modifyParams: boolean;
  readonly additionalDropParams: readonly string[];
  readonly allowedOpenaiParams: readonly string[];
  readonly forwardMetadata: boolean;
  readonly withholdsObservability?: true;
  /** `route_all_chat_openai_to_responses` */
  readonly openaiOverResponses?: true;
  /** `use_chat_completions_url_for_anthropic_messages` */
  readonly messagesOverChat?: true;
  /** `optional_pre_call_checks: [enforce_model_rate_limits]`: rpm and tpm are caps, not weights only. */
  readonly enforceModelRateLimits: boolean;
}

/** `model_group_alias`. */
export interface ModelAlias {
  readonly alias: string;
  readonly group: string;
  readonly hidden: boolean;
}

/** One place that is told of events of budgets. */
export interface AlertDestination {
  readonly kind: 'webhook' | 'slack';
  /** In rows, logs and `tollgate redeliver`: the kind, with a number from its second address on. */
  readonly name: string;
  /** A secret: who has it can post there. */
  readonly url: string;
}

export interface LangfuseSettings {
  /** Names of metadata members that become tags. */
  readonly defaultTags: readonly string[];
  readonly publicKey?: string;
  readonly secretKey?: string;
  readonly host: string;
  readonly release?: string;
  readonly environment?: string;
}

/** Everything that was configured, typed and checked: the catalog compiles the snapshot from it. */
export interface Settings {
  readonly process: ProcessSettings;
  readonly masterKey: MasterKeySettings;
  readonly admin: AdminSettings;
  readonly models: readonly ModelEntry[];
  /** Names of entries that could not be read (`*` for all of a file): what refers to them is not wrong for that. */
  readonly unreadModels: readonly string[];
  /** Where the models come from, for the lines of the start: a file, `--model`, `built in`, `OPENAI_API_KEY`. */
  readonly modelOrigins: readonly string[];
  readonly aliases: readonly ModelAlias[];
  /** Groups that are shown to anybody; none unless it says otherwise. */
  readonly publicModelGroups?: readonly string[];
  /** Every request goes there (`--model`, `completion_model`). */
  readonly forcedModel?: string;
  readonly defaults: DeploymentDefaults;
  readonly router: RouterSettings;
  readonly gateway: GatewaySettings;
  /** Tokens of identity providers; undefined: they are not taken. */
  readonly jwt?: JwtSettings;
  readonly sinks: readonly SinkSubscription[];
  readonly langfuse: LangfuseSettings;
  /** Who is told of events of budgets. */
  readonly alerts: readonly AlertDestination[];
  /** Providers' variables are read from here. */
  readonly environment: EnvironmentReader;
}

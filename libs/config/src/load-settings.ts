import type { ProviderDescription } from '@tollgate/canonical';
import { fail, type Outcome, succeed } from '@tollgate/kernel';
import type { EnvironmentReader } from './environment/environment-reader.js';
import { parseEnvironment } from './environment/parse-environment.js';
import { type Environment, VARIABLES } from './environment/variables.js';
import { type ConfigReport, readConfig } from './file/read-config.js';
import type { Options } from './options/options.js';
import type { ConfigProblem } from './problem.js';
import { alertDestinations, findAlertProblems } from './settings/alert-settings.js';
import { defaultModels, modelOfOptions } from './settings/default-models.js';
import { gatewaySettings } from './settings/gateway-settings.js';
import { isLoopback } from './settings/judge-master-key.js';
import { jwtSettings } from './settings/jwt-settings.js';
import { teamRulesOf } from './settings/team-rules.js';
import { userRulesOf } from './settings/user-rules.js';
import { keyRulesOf } from './settings/key-rules.js';
import type { ModelEntry } from './settings/model-entry.js';
import { langfuseSettings, processSettings } from './settings/process-settings.js';
import type { Sections } from './settings/read-sections.js';
import { routerSettingsOf } from './settings/router-settings.js';
import type { DeploymentDefaults, MasterKeySettings, ModelAlias, Settings } from './settings/settings.js';
import { readSinks } from './settings/sinks.js';
import { tlsOf } from './settings/tls.js';

export interface SettingsInput {
  readonly options: Options;
  readonly environment: EnvironmentReader;
  readonly providers: readonly ProviderDescription[];
  /** Public names of the models that answer inside the process. */
  readonly builtInModels: readonly string[];
}

export interface LoadedSettings {
  readonly settings: Settings;
  /** What stands in the way of a start; the settings hold then what is right, so that the rest can be judged in one go. */
  readonly problems: readonly ConfigProblem[];
  /** Served, unserved and unknown keys, to be said once at the start. */
  readonly report: ConfigReport;
}

/** Options, environment and config file to one checked value; every problem of all three at once. Fails for the environment's own. */
export function loadSettings(input: SettingsInput): Outcome<LoadedSettings, readonly ConfigProblem[]> {
  const { options } = input;
  const config = readConfig(options.config, input.environment, options.allowUnserved ?? []);
  const environment = parseEnvironment(config.environment);
  if (!environment.ok) return fail([...environment.error, ...config.problems]);
  const { sections } = config;
  const models = modelsOf(input, sections, config.environment);
  const jwt = jwtSettings(sections.general, environment.value);
  const settings: Settings = {
    process: processSettings(options, environment.value, sections.general),
    masterKey: masterKeyOf(sections, environment.value.masterKey, input.environment),
    admin: {
      allowedEnvReferences: sections.general.allow_env_references_from_api ?? [],
      timeZone: sections.litellm.timezone ?? 'UTC',
      allowedAddresses: sections.general.allow_addresses_from_api ?? [],
      keepsModels: sections.general.store_model_in_db ?? true,
      keys: keyRulesOf(sections, environment.value.teamOnly),
      ...(environment.value.rotationGrace !== undefined && { rotationGrace: environment.value.rotationGrace }),
      users: userRulesOf(sections),
      teams: teamRulesOf(sections),
      ui: uiOf(environment.value),
    },
    ...models,
    unreadModels: sections.unreadModels,
    aliases: aliasesOf(sections),
    ...(sections.litellm.public_model_groups != null && { publicModelGroups: sections.litellm.public_model_groups }),
    defaults: defaultsOf(sections, options, environment.value),
    router: routerSettingsOf(sections, options.requestTimeoutSeconds),
    gateway: gatewaySettings(sections, options.noAuth ?? false),
    ...(jwt.settings !== undefined && { jwt: jwt.settings }),
    sinks: readSinks(sections.litellm),
    langfuse: langfuseSettings(environment.value, sections.litellm.langfuse_default_tags ?? []),
    alerts: alertDestinations(sections.general, environment.value),
    environment: config.environment,
  };
  return succeed({
    settings,
    problems: [
      ...config.problems,
      ...jwt.problems,
      ...checkTogether(settings, options),
      ...(delivers(options) ? findAlertProblems(sections.general, settings.alerts) : []),
    ],
    report: config.report,
  });
}

function modelsOf(
  { options, providers, builtInModels }: SettingsInput,
  sections: Sections,
  environment: EnvironmentReader,
): Pick<Settings, 'models' | 'modelOrigins' | 'forcedModel'> {
  const forced = sections.general.completion_model ?? options.model;
  const listed = withForcedModel(options, sections.models);
  if (options.config !== undefined || options.model !== undefined) {
    const origins = [
      ...(options.config === undefined ? [] : [options.config]),
      ...(options.model === undefined ? [] : ['--model']),
    ];
    return { models: listed, modelOrigins: origins, ...(forced === undefined ? {} : { forcedModel: forced }) };
  }
  const { models, origins } = defaultModels(providers, builtInModels, environment);
  return { models, modelOrigins: origins };
}

/** `--model` names a listed model, or one that is made for it. */
function withForcedModel(options: Options, models: readonly ModelEntry[]): readonly ModelEntry[] {
  const { model } = options;
  return model === undefined || models.some((entry) => entry.name === model)
    ? models
    : [...models, modelOfOptions(model, options)];
}

function masterKeyOf(
  { general }: Sections,
  fromEnvironment: string | undefined,
  processEnvironment: EnvironmentReader,
): MasterKeySettings {
  // an empty one counts as not given, as an empty variable does
  const key = general.master_key === '' ? fromEnvironment : (general.master_key ?? fromEnvironment);
  const variable = key === undefined ? undefined : processEnvironment.findName(key, VARIABLES.masterKey.names);
  return {
    permitWeak: general.dangerously_permit_weak_or_unset_master_key ?? false,
    ...(key === undefined ? {} : { key }),
    ...(variable === undefined ? {} : { variable }),
  };
}

function uiOf({ uiUsername, uiPassword }: Environment): Settings['admin']['ui'] {
  return { username: uiUsername ?? 'admin', ...(uiPassword !== undefined && { password: uiPassword }) };
}

function aliasesOf({ router }: Sections): readonly ModelAlias[] {
  return Object.entries(router.model_group_alias ?? {}).map(([alias, target]) =>
    typeof target === 'string'
      ? { alias, group: target, hidden: false }
      : { alias, group: target.model, hidden: target.hidden ?? false },
  );
}

function defaultsOf(
  { general, litellm, router }: Sections,
  options: Options,
  environment: Environment,
): DeploymentDefaults {
  return {
    ...(litellm.api_base == null ? {} : { apiBase: litellm.api_base }),
    ...(litellm.organization == null ? {} : { organization: litellm.organization }),
    forwardsOrganization: general.forward_openai_org_id ?? false,
    headers: litellm.headers ?? {},
    tls: tlsOf(litellm, tlsOf(tlsVariables(environment), {})),
    dropParams: options.dropParams ?? litellm.drop_params ?? false,
    modifyParams: litellm.modify_params ?? false,
    additionalDropParams: litellm.additional_drop_params ?? [],
    allowedOpenaiParams: litellm.allowed_openai_params ?? [],
    forwardMetadata: litellm.enable_preview_features ?? false,
    ...(litellm.forward_observability_metadata === false && { withholdsObservability: true }),
    ...((litellm.route_all_chat_openai_to_responses ?? environment.openaiOverResponses) === true && {
      openaiOverResponses: true,
    }),
    ...(litellm.use_chat_completions_url_for_anthropic_messages === true && { messagesOverChat: true }),
    enforceModelRateLimits: router.optional_pre_call_checks?.includes('enforce_model_rate_limits') ?? false,
  };
}

/** SSL_VERIFY goes before SSL_CERT_FILE, as in LiteLLM. */
function tlsVariables({ sslVerify, sslCertFile, sslCertificate }: Environment): Parameters<typeof tlsOf>[0] {
  return { ssl_verify: sslVerify ?? sslCertFile, ssl_certificate: sslCertificate };
}

/** What is right by itself and wrong together. */
function checkTogether(settings: Settings, options: Options): readonly ConfigProblem[] {
  const { host } = settings.process;
  const problems: ConfigProblem[] = [];
  if (settings.gateway.noAuth && !isLoopback(host))
    problems.push({
      path: '--no-auth',
      message: `everyone who reaches ${host} could spend your money: it is possible on 127.0.0.1 only`,
    });
  const { publicKey, secretKey } = settings.langfuse;
  const wanted = settings.sinks.some(({ sink }) => sink === 'langfuse');
  if (delivers(options) && wanted && (publicKey === undefined || secretKey === undefined))
    problems.push({
      path: 'litellm_settings',
      message:
        "the callback 'langfuse' needs LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY in the environment (and LANGFUSE_HOST, when it is not Langfuse Cloud)",
    });
  return problems;
}

/** Only a worker tells others. */
function delivers({ command }: Options): boolean {
  return command === 'serve' || command === 'worker';
}

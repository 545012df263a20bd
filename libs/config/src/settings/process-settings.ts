import type { Environment } from '../environment/variables.js';
import type { Command, Options } from '../options/options.js';
import type { GeneralSettings } from './sections.js';
import type { LangfuseSettings, ProcessSettings } from './settings.js';

/** Options, then environment, then defaults. `general_settings.database_url` goes before DATABASE_URL, as in LiteLLM. */
export function processSettings(options: Options, environment: Environment, general: GeneralSettings): ProcessSettings {
  const dataDir = options.dataDir ?? environment.dataDir;
  const detailedDebug = options.detailedDebug ?? environment.detailedDebug ?? false;
  return {
    host: options.host ?? environment.host ?? '127.0.0.1',
    port: options.port ?? portOf(options.command, environment),
    dataDir: dataDir ?? './data',
    dataDirGiven: dataDir !== undefined,
    journalFsync: general.journal_fsync ?? environment.journalFsync ?? false,
    logLevel: detailedDebug || options.debug === true ? 'debug' : (environment.logLevel ?? 'info'),
    detailedDebug,
    gracefulShutdownMs: Math.round((environment.gracefulShutdown ?? GRACEFUL_SHUTDOWN_SECONDS) * 1000),
    ...present('drainToken', drainTokenOf(general)),
    proxy: {
      ...present('http', environment.httpProxy),
      ...present('https', environment.httpsProxy),
      ...present('direct', environment.noProxy),
    },
    ...present('adminUrl', environment.adminUrl),
    ...present('databaseUrl', general.database_url ?? environment.databaseUrl),
    ...present('redisUrl', environment.redisUrl),
    ...present('journalDir', environment.journalDir),
    ...present('saltKey', environment.saltKey),
    ...present('previousSaltKeys', environment.previousSaltKeys),
  };
}

const GRACEFUL_SHUTDOWN_SECONDS = 60;

function drainTokenOf({
  enable_drain_endpoint: enabled,
  drain_endpoint_token: token,
}: GeneralSettings): string | undefined {
  return enabled === true ? (token ?? undefined) : undefined;
}

/** Each server has a variable of its own, so that one environment can be given to all of them. */
function portOf(command: Command, { port, adminPort, workerPort }: Environment): number {
  if (command === 'admin') return adminPort ?? 4001;
  return command === 'worker' ? (workerPort ?? 4002) : (port ?? 4000);
}

export function langfuseSettings(environment: Environment, defaultTags: readonly string[]): LangfuseSettings {
  return {
    defaultTags,
    host: environment.langfuseHost ?? 'https://cloud.langfuse.com',
    ...present('publicKey', environment.langfusePublicKey),
    ...present('secretKey', environment.langfuseSecretKey),
    ...present('release', environment.langfuseRelease),
    ...present('environment', environment.langfuseEnvironment),
  };
}

function present<K extends string, V>(key: K, value: V | undefined): Record<K, V> | Record<string, never> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}

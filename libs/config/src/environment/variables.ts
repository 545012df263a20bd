import { z } from 'zod';
import { secret } from '../credential.js';
import { address, boolean, duration, postgresAddress, seconds } from '../lenient-values.js';
import { pemFile, sslVerify } from '../settings/tls.js';

interface Variable<S extends z.ZodType> {
  /** Our name first, then LiteLLM's and other known ones. */
  readonly names: readonly [string, ...string[]];
  readonly group: 'Network' | 'Providers' | 'Storage' | 'Keys' | 'Secrets' | 'Logging' | 'Alerts' | 'Langfuse';
  /** One line for `.env.example`. */
  readonly about: string;
  readonly example: string;
  readonly schema: S;
}

const variable = <S extends z.ZodType>(row: Variable<S>): Variable<S> => row;

/** A timer that runs for longer runs at once. */
const SHUTDOWN_SECONDS_MAX = 86_400;

const port = z.preprocess(
  Number,
  z.int('expected a port number').min(0, 'expected a port of 0 to 65535').max(65535, 'expected a port of 0 to 65535'),
);

const logLevel = z.preprocess(
  (value) =>
    typeof value === 'string'
      ? ({ warning: 'warn', critical: 'fatal' }[value.toLowerCase()] ?? value.toLowerCase())
      : value,
  z.enum(
    ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
    'expected trace, debug, info, warn, error, fatal or silent',
  ),
);

/** Every variable that the product itself reads. `.env.example` is generated from it; providers' variables are their own. */
export const VARIABLES = {
  host: variable({
    names: ['HOST'],
    group: 'Network',
    about: 'Address to listen on. Anything but loopback needs a strong master key.',
    example: '127.0.0.1',
    schema: z.string(),
  }),
  port: variable({
    names: ['PORT'],
    group: 'Network',
    about: 'Port of the gateway (and of the admin API when both run in one process). --port wins over all three ports.',
    example: '4000',
    schema: port,
  }),
  adminUrl: variable({
    names: ['ADMIN_URL'],
    group: 'Network',
    about: 'Where a gateway process of its own will find the admin API; not used yet.',
    example: 'http://admin:4001',
    schema: address(['http:', 'https:']),
  }),
  adminPort: variable({
    names: ['ADMIN_PORT'],
    group: 'Network',
    about: 'Port of an admin process of its own.',
    example: '4001',
    schema: port,
  }),
  workerPort: variable({
    names: ['WORKER_PORT'],
    group: 'Network',
    about: 'Port of a worker process of its own: health and metrics.',
    example: '4002',
    schema: port,
  }),
  httpsProxy: variable({
    names: ['HTTPS_PROXY', 'https_proxy'],
    group: 'Network',
    about: 'Proxy for https addresses of providers and callbacks.',
    example: 'http://proxy:3128',
    schema: address(['http:', 'https:']),
  }),
  httpProxy: variable({
    names: ['HTTP_PROXY', 'http_proxy'],
    group: 'Network',
    about: 'Proxy for http addresses of providers and callbacks.',
    example: 'http://proxy:3128',
    schema: address(['http:', 'https:']),
  }),
  noProxy: variable({
    names: ['NO_PROXY', 'no_proxy'],
    group: 'Network',
    about:
      'Hosts that are reached without the proxy, with their subdomains, comma-separated; localhost, 127.0.0.1 and ::1 always are.',
    example: 'internal.example,10.0.0.7',
    schema: z.string(),
  }),
  sslVerify: variable({
    names: ['SSL_VERIFY'],
    group: 'Network',
    about: "false: providers' certificates are not checked. A path: the file of the authorities to check them against.",
    example: 'true',
    schema: sslVerify,
  }),
  sslCertFile: variable({
    names: ['SSL_CERT_FILE'],
    group: 'Network',
    about: "File of the authorities that providers' certificates are checked against, PEM.",
    example: '/etc/ssl/certs/company-ca.pem',
    schema: pemFile,
  }),
  sslCertificate: variable({
    names: ['SSL_CERTIFICATE'],
    group: 'Network',
    about: 'File of the certificate that is shown to providers, with its key, PEM.',
    example: '/etc/tollgate/client.pem',
    schema: pemFile,
  }),
  openaiOverResponses: variable({
    names: ['LITELLM_ROUTE_ALL_CHAT_OPENAI_TO_RESPONSES'],
    group: 'Providers',
    about: 'Conversations with OpenAI are held over its Responses API, whatever the client speaks.',
    example: 'false',
    schema: boolean,
  }),
  databaseUrl: variable({
    names: ['DATABASE_URL'],
    group: 'Storage',
    about: 'PostgreSQL. Not set: an embedded one in DATA_DIR.',
    example: 'postgresql://tollgate:secret@localhost:5432/tollgate',
    schema: postgresAddress,
  }),
  redisUrl: variable({
    names: ['REDIS_URL'],
    group: 'Storage',
    about: 'Redis for the queues. Not set: the queues live in PostgreSQL.',
    example: 'redis://localhost:6379',
    schema: address(['redis:', 'rediss:']),
  }),
  dataDir: variable({
    names: ['DATA_DIR'],
    group: 'Storage',
    about: 'Folder of the embedded database, the journal and the generated master key.',
    example: './data',
    schema: z.string(),
  }),
  journalDir: variable({
    names: ['JOURNAL_DIR'],
    group: 'Storage',
    about: 'Folder of the journal: put it on a volume that survives the process. Not set: in DATA_DIR.',
    example: '/var/lib/tollgate/journal',
    schema: z.string(),
  }),
  journalFsync: variable({
    names: ['JOURNAL_FSYNC'],
    group: 'Storage',
    about: 'Also survive a loss of power, at the price of a slower answer.',
    example: 'false',
    schema: boolean,
  }),
  teamOnly: variable({
    names: ['PROXY_DEFAULT_TEAM_DISABLED'],
    group: 'Keys',
    about: 'Keys without a team are made by proxy admins alone, as `general_settings.default_team_disabled` says.',
    example: 'true',
    schema: boolean,
  }),
  gracefulShutdown: variable({
    names: ['GRACEFUL_SHUTDOWN_TIMEOUT'],
    group: 'Network',
    about: 'Seconds that requests in flight have to end, at a stop and at /health/drain: 60 unless it says otherwise.',
    example: '300',
    schema: seconds.refine(
      (value) => value <= SHUTDOWN_SECONDS_MAX,
      `expected at most ${String(SHUTDOWN_SECONDS_MAX)}`,
    ),
  }),
  rotationGrace: variable({
    names: ['LITELLM_KEY_ROTATION_GRACE_PERIOD'],
    group: 'Keys',
    about:
      'How long a secret goes on after the one that replaces it was fetched (24h), and after /key/regenerate without grace_period (not at all).',
    example: '48h',
    schema: duration,
  }),
  masterKey: variable({
    names: ['MASTER_KEY', 'LITELLM_MASTER_KEY'],
    group: 'Secrets',
    about: 'Key of the proxy admin: "sk-" and at least 16 characters. Not set: one is generated into DATA_DIR.',
    example: 'sk-<at least 16 random characters>',
    schema: secret,
  }),
  uiUsername: variable({
    names: ['UI_USERNAME'],
    group: 'Secrets',
    about: 'Name of who signs in to the admin API with a password. Not set: admin.',
    example: 'admin',
    schema: z.string(),
  }),
  uiPassword: variable({
    names: ['UI_PASSWORD'],
    group: 'Secrets',
    about: 'His password. Not set: the master key.',
    example: '<at least 16 random characters>',
    schema: secret,
  }),
  jwtPublicKeyUrl: variable({
    names: ['JWT_PUBLIC_KEY_URL'],
    group: 'Secrets',
    about:
      "Where your identity provider's keys are (enable_jwt_auth): its key set or OpenID configuration; several with commas.",
    example: 'https://idp.example.com/.well-known/openid-configuration',
    schema: z.string(),
  }),
  jwtAudience: variable({
    names: ['JWT_AUDIENCE'],
    group: 'Secrets',
    about: 'What tokens have to be for (aud). Not set: every token of that provider is taken.',
    example: 'tollgate',
    schema: z.string(),
  }),
  jwtIssuer: variable({
    names: ['JWT_ISSUER'],
    group: 'Secrets',
    about: 'Who tokens have to be from (iss). Not set: whoever signs with those keys.',
    example: 'https://idp.example.com',
    schema: z.string(),
  }),
  saltKey: variable({
    names: ['SALT_KEY', 'LITELLM_SALT_KEY'],
    group: 'Secrets',
    about:
      'Encrypts the models, credentials and conversations that are kept in the database. Not set: the master key does. Changed: they cannot be read, but with PREVIOUS_SALT_KEYS.',
    example: '<32 random characters>',
    schema: secret,
  }),
  previousSaltKeys: variable({
    names: ['PREVIOUS_SALT_KEYS'],
    group: 'Secrets',
    about:
      'Salt keys (or master keys, where no salt key was set) that came before, separated by commas: what they encrypted is read too. `tollgate salt rotate` encrypts it anew.',
    example: '<the old salt key>',
    schema: secret.transform((keys) =>
      keys
        .split(',')
        .map((key) => key.trim())
        .filter((key) => key !== ''),
    ),
  }),
  logLevel: variable({
    names: ['LOG_LEVEL', 'LITELLM_LOG'],
    group: 'Logging',
    about: 'trace, debug, info, warn, error, fatal or silent.',
    example: 'info',
    schema: logLevel,
  }),
  detailedDebug: variable({
    names: ['DETAILED_DEBUG'],
    group: 'Logging',
    about: 'Logs every request and upstream request with content; credentials stay masked.',
    example: 'false',
    schema: boolean,
  }),
  webhookUrl: variable({
    names: ['WEBHOOK_URL'],
    group: 'Alerts',
    about: 'Where `alerting: ["webhook"]` posts events of budgets.',
    example: 'https://alerts.example.com/litellm',
    schema: address(['http:', 'https:']),
  }),
  slackWebhookUrl: variable({
    names: ['SLACK_WEBHOOK_URL', 'ALERTING_WEBHOOK_URL'],
    group: 'Alerts',
    about: 'Incoming webhook of Slack, or of Discord or Teams in its form, for `alerting: ["slack"]`.',
    example: 'https://hooks.slack.com/services/...',
    schema: address(['http:', 'https:']),
  }),
  langfusePublicKey: variable({
    names: ['LANGFUSE_PUBLIC_KEY'],
    group: 'Langfuse',
    about: 'Public key of the Langfuse project.',
    example: 'pk-lf-...',
    schema: secret,
  }),
  langfuseSecretKey: variable({
    names: ['LANGFUSE_SECRET_KEY', 'LANGFUSE_SECRET'],
    group: 'Langfuse',
    about: 'Secret key of the Langfuse project.',
    example: 'sk-lf-...',
    schema: secret,
  }),
  langfuseHost: variable({
    names: ['LANGFUSE_HOST', 'LANGFUSE_BASE_URL', 'LANGFUSE_OTEL_HOST'],
    group: 'Langfuse',
    about: 'Address of Langfuse.',
    example: 'https://cloud.langfuse.com',
    schema: z
      .string()
      .transform(withScheme)
      .pipe(address(['http:', 'https:'])),
  }),
  langfuseRelease: variable({
    names: ['LANGFUSE_RELEASE'],
    group: 'Langfuse',
    about: 'Release that traces are marked with.',
    example: '2026.11',
    schema: z.string(),
  }),
  langfuseEnvironment: variable({
    names: ['LANGFUSE_TRACING_ENVIRONMENT'],
    group: 'Langfuse',
    about: 'Environment that traces are marked with.',
    example: 'production',
    schema: z.string(),
  }),
} as const;

export type Environment = { readonly [K in keyof typeof VARIABLES]?: z.output<(typeof VARIABLES)[K]['schema']> };

/** LiteLLM takes a bare host name as well. */
function withScheme(host: string): string {
  return /^https?:\/\//.test(host) ? host : `https://${host}`;
}

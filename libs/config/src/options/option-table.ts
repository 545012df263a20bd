import type { Options } from './options.js';

/** What an option sets: a member of `Options`, or nothing (LiteLLM's flags without a meaning here, with the note that says why). */
export interface OptionRow {
  readonly names: readonly [string, ...string[]];
  readonly short?: string;
  readonly type: 'string' | 'boolean';
  readonly sets?: Exclude<keyof Options, 'command' | 'notes' | 'checkFile' | 'sink'>;
  readonly value?: 'port' | 'number' | 'integer' | 'text' | 'list';
  /** For `--help`; rows without it are LiteLLM's and not shown. */
  readonly help?: string;
  /** Said once at the start when the option is given. */
  readonly note?: string;
}

const OWN: readonly OptionRow[] = [
  { names: ['config'], short: 'c', type: 'string', sets: 'config', help: "configuration file (LiteLLM's config.yaml)" },
  { names: ['model'], short: 'm', type: 'string', sets: 'model', help: 'send every request to this one model' },
  { names: ['api-base', 'api_base'], type: 'string', sets: 'apiBase', help: 'root of the API for --model' },
  {
    names: ['port'],
    type: 'string',
    value: 'port',
    sets: 'port',
    help: 'port to listen on (4000; admin 4001, worker 4002)',
  },
  { names: ['host'], type: 'string', sets: 'host', help: 'address to listen on (127.0.0.1)' },
  {
    names: ['data-dir', 'data_dir'],
    type: 'string',
    sets: 'dataDir',
    help: 'folder of the embedded database and the journal (./data)',
  },
  {
    names: ['database-url', 'database_url'],
    type: 'string',
    sets: 'sourceDatabaseUrl',
    help: "import litellm: address of LiteLLM's database (the one that Tollgate uses)",
  },
  {
    names: ['salt-key', 'salt_key'],
    type: 'string',
    sets: 'sourceSaltKey',
    help: "import litellm: LiteLLM's salt key (SALT_KEY, else the master key)",
  },
  {
    names: ['dry-run', 'dry_run'],
    type: 'boolean',
    sets: 'dryRun',
    help: 'import litellm: say what would be taken, and write nothing',
  },
  { names: ['no-auth', 'no_auth'], type: 'boolean', sets: 'noAuth', help: 'ask no key (loopback only)' },
  {
    names: ['drop-params', 'drop_params'],
    type: 'boolean',
    sets: 'dropParams',
    help: 'leave out parameters that a model does not take',
  },
  {
    names: ['temperature'],
    type: 'string',
    value: 'number',
    sets: 'temperature',
    help: 'temperature for --model where the client sends none',
  },
  {
    names: ['max-tokens', 'max_tokens'],
    type: 'string',
    value: 'integer',
    sets: 'maxTokens',
    help: 'output limit for --model where the client sends none',
  },
  {
    names: ['request-timeout', 'request_timeout'],
    type: 'string',
    value: 'number',
    sets: 'requestTimeoutSeconds',
    help: 'seconds for a whole call (6000)',
  },
  {
    names: ['allow-unserved', 'allow_unserved'],
    type: 'string',
    value: 'list',
    sets: 'allowUnserved',
    help: 'start although this configuration key is not served (may be repeated)',
  },
  {
    names: ['detailed-debug', 'detailed_debug'],
    type: 'boolean',
    sets: 'detailedDebug',
    help: 'log each request and upstream request with content',
  },
  { names: ['debug'], type: 'boolean', sets: 'debug', help: 'log level debug' },
  { names: ['version'], short: 'v', type: 'boolean', sets: 'version', help: 'print the versions of Tollgate and Node' },
  { names: ['help'], short: 'h', type: 'boolean', sets: 'help', help: 'print this text' },
  { names: ['num-workers', 'num_workers'], type: 'string', value: 'integer', sets: 'numWorkers' },
];

const nothing = (names: OptionRow['names'], type: OptionRow['type'], note: string): OptionRow => ({
  names,
  type,
  note,
});

/** LiteLLM's flags that mean nothing here: accepted, so that a command line goes on working, and named once at the start. */
const ACCEPTED: readonly OptionRow[] = [
  nothing(['api_version'], 'string', 'set api_version at the model in the config file'),
  nothing(['test'], 'boolean', 'the start prints a curl line that tests the gateway'),
  nothing(['health'], 'boolean', 'ask GET /health'),
  nothing(['max_budget'], 'string', 'budgets are set on keys'),
  nothing(['alias'], 'string', 'set router_settings.model_group_alias in the config file'),
  nothing(['save'], 'boolean', 'nothing is saved'),
  nothing(['telemetry'], 'string', 'Tollgate sends no telemetry'),
  nothing(['use_queue'], 'boolean', 'callbacks are always queued'),
  nothing(['add_function_to_prompt'], 'boolean', 'tools are sent as tools'),
  nothing(['headers'], 'string', 'set extra_headers at the model in the config file'),
  nothing(['run_gunicorn'], 'boolean', "the server is Node's own"),
  nothing(['run_hypercorn'], 'boolean', "the server is Node's own"),
  nothing(['ssl_keyfile_path'], 'string', 'TLS is for a proxy in front'),
  nothing(['ssl_certfile_path'], 'string', 'TLS is for a proxy in front'),
  nothing(['keepalive_timeout'], 'string', "the server's own keep-alive is used"),
  nothing(['max_requests_before_restart'], 'string', 'the process needs no restarts'),
  nothing(['skip_server_startup'], 'boolean', 'use `tollgate migrate`'),
  nothing(['log_config'], 'string', 'set LOG_LEVEL'),
  nothing(['iam_token_db_auth'], 'boolean', 'set DATABASE_URL'),
  nothing(['use_prisma_db_push'], 'boolean', 'migrations are applied at the start'),
  nothing(['use_prisma_migrate'], 'boolean', 'migrations are applied at the start'),
  nothing(['local'], 'boolean', 'no effect'),
];

export const OPTION_TABLE: readonly OptionRow[] = [...OWN, ...ACCEPTED];

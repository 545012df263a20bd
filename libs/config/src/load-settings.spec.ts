import type { Options } from './options/options.js';
import { ConfigFolder, load } from './test-doubles.js';

const configs = new ConfigFolder();

describe('a file with problems', () => {
  it('still gives what is right, so that names can be judged in the same go', () => {
    const text =
      'model_list:\n' +
      '- { model_name: a, litellm_params: { model: alpha/a, rpm: -5 } }\n' +
      '- { model_name: b, litellm_params: { model: alpha/b } }\n' +
      'router_settings: { model_group_alias: { x: zzz } }\n';
    const { settings, problems } = configs.loaded(text);
    expect(problems).toMatchObject([{ path: expect.stringContaining('litellm_params.rpm') as string }]);
    expect([settings.models.map(({ name }) => name), settings.unreadModels]).toEqual([['b'], ['a']]);
    expect(settings.aliases).toMatchObject([{ alias: 'x', group: 'zzz' }]);
  });

  it('tells what is wrong beside an include that cannot be read, whose models may have any name', () => {
    const text =
      'include: [nowhere.yaml]\nmodel_list:\n- { model_name: a, litellm_params: { model: alpha/a, rpm: -5 } }\n';
    expect(configs.problemsOf(text)).toEqual([
      expect.stringContaining('config.yaml: include: nowhere.yaml cannot be read'),
      expect.stringContaining('litellm_params.rpm'),
    ]);
    expect(configs.loaded(text).settings.unreadModels).toEqual(['*']);
  });

  it('of a callback without its keys is refused where it would be delivered', () => {
    const text = 'litellm_settings: { success_callback: [langfuse] }\n';
    const needs = [expect.stringContaining('needs LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY')];
    expect(configs.problemsOf(text)).toEqual(needs);
    expect(configs.problemsOf(text, {}, { command: 'worker' })).toEqual(needs);
    expect(configs.problemsOf(text, {}, { command: 'gateway' })).toEqual([]);
    expect(configs.problemsOf(text, { LANGFUSE_PUBLIC_KEY: 'p', LANGFUSE_SECRET_KEY: 's' })).toEqual([]);
  });
});

describe('what conversations are held over', () => {
  const VARIABLE = 'LITELLM_ROUTE_ALL_CHAT_OPENAI_TO_RESPONSES';

  it.each([
    ['', {}, undefined],
    ['', { [VARIABLE]: 'True' }, true],
    ['route_all_chat_openai_to_responses: true', {}, true],
    ['route_all_chat_openai_to_responses: false', { [VARIABLE]: 'true' }, undefined],
  ])('is the Responses API for all of OpenAI by "%s" and %j: %s', (line, environment, said) => {
    const { defaults } = configs.loaded(`litellm_settings: { ${line} }\n`, environment).settings;
    expect(defaults.openaiOverResponses).toBe(said);
  });

  it('is chat for clients of the Messages API where the file says so', () => {
    const line = 'litellm_settings: { use_chat_completions_url_for_anthropic_messages: true }\n';
    expect(configs.loaded(line).settings.defaults.messagesOverChat).toBe(true);
    expect(configs.loaded('litellm_settings: {}\n').settings.defaults).not.toHaveProperty('messagesOverChat');
  });
});

describe('without a config file', () => {
  it('gives the built-in models and a wildcard for each provider whose key is in the environment', () => {
    const outcome = load({}, { ALPHA_KEY: 'secret' });
    if (!outcome.ok) throw new Error('refused');
    expect(outcome.value.settings.models.map((model) => [model.name, model.params.model])).toEqual([
      ['built/one', 'built/one'],
      ['alpha/*', 'alpha/*'],
    ]);
    expect(outcome.value.settings.modelOrigins).toEqual(['built in', 'ALPHA_KEY']);
  });

  it('makes the model of --model with what the other options say, and forces it', () => {
    const outcome = load(
      { model: 'alpha/x', apiBase: 'http://h/v1', temperature: 0, maxTokens: 5 },
      { BETA_API_KEY: 'k' },
    );
    if (!outcome.ok) throw new Error('refused');
    expect(outcome.value.settings).toMatchObject({ forcedModel: 'alpha/x', modelOrigins: ['--model'] });
    expect(outcome.value.settings.models).toMatchObject([
      { name: 'alpha/x', params: { model: 'alpha/x', api_base: 'http://h/v1', temperature: 0, max_tokens: 5 } },
    ]);
  });

  it('lets options win over the environment and the environment over the defaults', () => {
    const outcome = load({ port: 5000 }, { PORT: '6000', HOST: '0.0.0.0' });
    expect(outcome).toMatchObject({
      value: { settings: { process: { port: 5000, host: '0.0.0.0', dataDir: './data', dataDirGiven: false } } },
    });
  });

  it('refuses --no-auth on an address that others reach', () => {
    expect(load({ noAuth: true, host: '0.0.0.0' })).toMatchObject({ value: { problems: [{ path: '--no-auth' }] } });
    expect(load({ noAuth: true })).toMatchObject({ value: { problems: [] } });
  });
});

describe('settings', () => {
  it('have defaults where the file says nothing', () => {
    const { settings } = configs.loaded('model_list: []');
    expect(settings.router).toEqual({
      numRetries: 2,
      retryAfterMs: 0,
      timeouts: { connectMs: 5000, firstTokenMs: 60_000, idleMs: 60_000, totalMs: 6_000_000 },
      fallbacks: { general: new Map(), max: 5 },
    });
    expect(settings.gateway).toMatchObject({
      budgetExceededStatus: 422,
      errorSuffix: 'litellm-1.106',
      bodyBytesMax: 52_428_800,
      metricsPublic: false,
      noAuth: false,
    });
  });

  it('let router_settings win over litellm_settings', () => {
    const { settings } = configs.loaded(
      'litellm_settings: { num_retries: 4, request_timeout: 10 }\nrouter_settings: { num_retries: 0, stream_timeout: "3" }',
    );
    expect(settings.router).toMatchObject({ numRetries: 0, timeouts: { totalMs: 10_000, firstTokenMs: 3000 } });
  });

  it('read fallback groups and aliases in their order, hidden ones too', () => {
    const { settings } = configs.loaded(
      'router_settings: { fallbacks: [{ a: [b] }, { c: [d] }], model_group_alias: { x: a, y: { model: a, hidden: true } } }',
    );
    expect([...settings.router.fallbacks.general]).toEqual([
      ['a', ['b']],
      ['c', ['d']],
    ]);
    expect(settings.aliases).toEqual([
      { alias: 'x', group: 'a', hidden: false },
      { alias: 'y', group: 'a', hidden: true },
    ]);
  });

  it.each([
    ['success_callback: [langfuse]', { sink: 'langfuse', success: true, failure: false, content: true }],
    ['failure_callback: [langfuse]', { sink: 'langfuse', success: false, failure: true, content: true }],
    [
      'callbacks: [langfuse_otel]\n  turn_off_message_logging: true',
      { sink: 'langfuse', success: true, failure: true, content: false },
    ],
  ])('subscribe the sink by %j', (line, expected) => {
    expect(configs.loaded(`litellm_settings:\n  ${line}`).settings.sinks).toEqual([expected]);
  });

  it.each([
    ['[user_api_key_alias, cache_hit]', ['user_api_key_alias', 'cache_hit']],
    ['user_api_key_alias', ['user_api_key_alias']],
    ['null', []],
  ])('tag traces of Langfuse by langfuse_default_tags %s', (value, expected) => {
    const { settings, report } = configs.loaded(`litellm_settings: { langfuse_default_tags: ${value} }`);
    expect(settings.langfuse.defaultTags).toEqual(expected);
    expect(report.served).toContain('litellm_settings.langfuse_default_tags');
  });

  it('refuse langfuse_default_tags that are no names', () => {
    expect(configs.problemsOf('litellm_settings: { langfuse_default_tags: [{ a: 1 }] }')).toEqual([
      expect.stringContaining('litellm_settings.langfuse_default_tags'),
    ]);
  });

  it('take the master key and the database of the file before those of the environment', () => {
    const { settings } = configs.loaded(
      'general_settings: { master_key: sk-file, database_url: "postgresql://file/db" }',
      {
        MASTER_KEY: 'sk-env',
        DATABASE_URL: 'postgresql://env/db',
      },
    );
    expect(settings.masterKey).toEqual({ key: 'sk-file', permitWeak: false });
    expect(settings.process.databaseUrl).toBe('postgresql://file/db');
  });

  it.each(['garbage', 'mysql://h/db', 'postgresql://h:99999/db'])(
    'refuse the database %s, wherever it stands',
    (url) => {
      const expected = 'expected an address that begins with postgresql:// or postgres://';
      expect(configs.problemsOf(`general_settings: { database_url: "${url}" }`)).toEqual([
        expect.stringMatching(/general_settings\.database_url/),
      ]);
      expect(configs.problemsOf(`general_settings: { database_url: "${url}" }`)[0]).toContain(expected);
      expect(configs.problemsOf('', { DATABASE_URL: url })).toEqual([expect.stringContaining(expected)]);
    },
  );

  it('take an empty database of the file for none', () => {
    expect(configs.loaded('general_settings: { database_url: "" }').settings.process.databaseUrl).toBeUndefined();
  });
});

describe('the port of each command', () => {
  const portOf = (options: Partial<Options>, environment: Record<string, string>): number | undefined => {
    const outcome = load(options, environment);
    return outcome.ok ? outcome.value.settings.process.port : undefined;
  };
  const environment = { PORT: '6000', ADMIN_PORT: '6001', WORKER_PORT: '6002' };

  it.each(['serve', 'gateway', 'admin', 'worker'] as const)('%s: --port wins over its variable', (command) => {
    expect(portOf({ command, port: 5000 }, environment)).toBe(5000);
  });

  it.each([
    ['serve', 6000, 4000],
    ['gateway', 6000, 4000],
    ['admin', 6001, 4001],
    ['worker', 6002, 4002],
  ] as const)('%s: its own variable, then its own default', (command, given, otherwise) => {
    expect(portOf({ command }, environment)).toBe(given);
    expect(portOf({ command }, {})).toBe(otherwise);
  });
});

describe('settings that are given empty', () => {
  it.each([
    ['general_settings: { master_key: "", database_url: "" }\n', {}, undefined, undefined],
    [
      'general_settings: { master_key: "", database_url: "" }\n',
      { MASTER_KEY: 'sk-m', DATABASE_URL: 'postgresql://h/d' },
      'sk-m',
      'postgresql://h/d',
    ],
  ])('%s beside %j count as not given', (text, environment, key, url) => {
    const { settings } = configs.loaded(text, environment);
    expect([settings.masterKey.key, settings.process.databaseUrl]).toEqual([key, url]);
  });

  it.each(['REDIS_URL', 'DATABASE_URL', 'PORT', 'MASTER_KEY', 'LOG_LEVEL', 'LANGFUSE_HOST', 'DETAILED_DEBUG'])(
    'an empty %s changes nothing, in the environment and in environment_variables',
    (name) => {
      const nothing = configs.loaded('model_list: []\n').settings;
      const without = JSON.stringify({ ...nothing, modelOrigins: [], environment: undefined });
      for (const { settings } of [
        configs.loaded('model_list: []\n', { [name]: '' }),
        configs.loaded(`model_list: []\nenvironment_variables: { ${name}: "" }\n`),
      ])
        expect(JSON.stringify({ ...settings, modelOrigins: [], environment: undefined })).toBe(without);
    },
  );
});

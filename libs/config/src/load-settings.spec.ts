import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ProviderDescription } from '@tollgate/canonical';
import { checkConfig, renderConfigCheck } from './check-config.js';
import { EnvironmentReader } from './environment/environment-reader.js';
import { loadSettings } from './load-settings.js';
import type { Options } from './options/options.js';

const provider = (id: string, environment: readonly string[]): ProviderDescription => ({
  id,
  prefixes: [id],
  credentialFields: [{ name: 'api_key', environment, required: true, secret: true }],
  operations: ['chat'],
  litellm: { exception: id, errorText: 'message' },
});
const providers = [provider('alpha', ['ALPHA_API_KEY', 'ALPHA_KEY']), provider('beta', ['BETA_API_KEY'])];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tollgate-config-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const full = path.join(folder, name);
  writeFileSync(full, text);
  return full;
}

function load(options: Partial<Options>, environment: Record<string, string> = {}) {
  const reader = new EnvironmentReader(environment);
  return loadSettings({
    options: { command: 'serve', notes: [], ...options },
    environment: reader,
    providers,
    builtInModels: ['built/one'],
  });
}

function loaded(text: string, environment: Record<string, string> = {}, options: Partial<Options> = {}) {
  const outcome = load({ config: file('config.yaml', text), ...options }, environment);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
  return outcome.value;
}

function problemsOf(text: string, environment: Record<string, string> = {}, options: Partial<Options> = {}) {
  const outcome = load({ config: file('config.yaml', text), ...options }, environment);
  const problems = outcome.ok ? outcome.value.problems : outcome.error;
  return problems.map((problem) => `${problem.path}: ${problem.message}`.replaceAll(`${folder}/`, ''));
}

describe('a file with problems', () => {
  it('still gives what is right, so that names can be judged in the same go', () => {
    const text =
      'model_list:\n' +
      '- { model_name: a, litellm_params: { model: alpha/a, rpm: -5 } }\n' +
      '- { model_name: b, litellm_params: { model: alpha/b } }\n' +
      'router_settings: { model_group_alias: { x: zzz } }\n';
    const { settings, problems } = loaded(text);
    expect(problems).toMatchObject([{ path: expect.stringContaining('litellm_params.rpm') as string }]);
    expect([settings.models.map(({ name }) => name), settings.unreadModels]).toEqual([['b'], ['a']]);
    expect(settings.aliases).toMatchObject([{ alias: 'x', group: 'zzz' }]);
  });

  it('tells what is wrong beside an include that cannot be read, whose models may have any name', () => {
    const text =
      'include: [nowhere.yaml]\nmodel_list:\n- { model_name: a, litellm_params: { model: alpha/a, rpm: -5 } }\n';
    expect(problemsOf(text)).toEqual([
      expect.stringContaining('config.yaml: include: nowhere.yaml cannot be read'),
      expect.stringContaining('litellm_params.rpm'),
    ]);
    expect(loaded(text).settings.unreadModels).toEqual(['*']);
  });

  it('of a callback without its keys is refused where it would be delivered', () => {
    const text = 'litellm_settings: { success_callback: [langfuse] }\n';
    const needs = [expect.stringContaining('needs LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY')];
    expect(problemsOf(text)).toEqual(needs);
    expect(problemsOf(text, {}, { command: 'worker' })).toEqual(needs);
    expect(problemsOf(text, {}, { command: 'gateway' })).toEqual([]);
    expect(problemsOf(text, { LANGFUSE_PUBLIC_KEY: 'p', LANGFUSE_SECRET_KEY: 's' })).toEqual([]);
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

describe('os.environ/', () => {
  it('is replaced in any string, and environment_variables are seen by the rest of the file and by providers', () => {
    const { settings } = loaded(
      `
environment_variables: { BASE: http://h/v1, COPIED: os.environ/OUTER }
model_list:
  - { model_name: a, litellm_params: { model: alpha/a, api_key: os.environ/COPIED, api_base: os.environ/BASE, rpm: os.environ/RPM, extra_body: { deep: [os.environ/OUTER] } } }
`,
      { OUTER: 'secret', RPM: '60' },
    );
    expect(settings.models[0]?.params).toMatchObject({
      api_key: 'secret',
      api_base: 'http://h/v1',
      rpm: 60,
      extra_body: { deep: ['secret'] },
    });
    expect(settings.environment.read('BASE')).toBe('http://h/v1');
  });

  it('names the model and the variable when it is not set', () => {
    expect(
      problemsOf(`model_list:\n  - { model_name: gpt, litellm_params: { model: alpha/a, api_key: os.environ/NOPE } }`),
    ).toEqual(['config.yaml: model_list[0] (gpt).litellm_params.api_key: the environment variable NOPE is not set']);
  });
});

describe('include', () => {
  it('appends lists and puts included values over the own ones', () => {
    file(
      'models.yaml',
      'model_list: [{ model_name: b, litellm_params: { model: alpha/b } }]\nrouter_settings: { num_retries: 5 }',
    );
    const { settings } = loaded(
      'include: [models.yaml]\nmodel_list: [{ model_name: a, litellm_params: { model: alpha/a } }]\nrouter_settings: { num_retries: 1, retry_after: 2 }',
    );
    expect(settings.models.map((model) => model.name)).toEqual(['a', 'b']);
    expect(settings.router).toMatchObject({ numRetries: 5, retryAfterMs: 2000 });
  });

  it('reports a file that is missing and one that includes itself', () => {
    expect(problemsOf('include: [missing.yaml, config.yaml]')).toEqual([
      `config.yaml: include: missing.yaml cannot be read: ENOENT (there is no such file in ${folder})`,
      'config.yaml: is included twice',
    ]);
  });
});

it('understands anchors and merge keys, which configurations for LiteLLM use', () => {
  const { settings } = loaded(
    'x: &shared { api_base: "http://h/v1" }\nmodel_list: [{ model_name: a, litellm_params: { <<: *shared, model: alpha/a } }]',
  );
  expect(settings.models[0]?.params).toEqual({ api_base: 'http://h/v1', model: 'alpha/a' });
});

describe('problems', () => {
  it('gives the line of bad YAML', () => {
    expect(problemsOf('model_list:\n  - model_name: "a\n')[0]).toMatch(/^config\.yaml:\d+:\d+: not valid YAML: /);
  });

  it('are all reported at once with their paths', () => {
    const text = `
model_list:
  - { model_name: a, litellm_params: { model: alpha/a, rpm: many, extra_headers: { "bad name": x } }, model_info: { id: one } }
  - { model_name: b, litellm_params: { api_key: k } }
  - { model_name: c, litellm_params: { model: alpha/c, api_base: nonsense } }
router_settings: { num_retries: -1 }
`;
    expect(problemsOf(text)).toEqual([
      'config.yaml: model_list[0] (a).litellm_params.rpm: expected a whole number',
      'config.yaml: model_list[0] (a).litellm_params.extra_headers.bad name: is not a valid header name',
      'config.yaml: model_list[1] (b).litellm_params.model: expected the model as <provider>/<name>',
      'config.yaml: model_list[2] (c).litellm_params.api_base: expected an address that begins with http:// or https:// and holds no password (extra_headers takes an authorization)',
      'config.yaml: router_settings.num_retries: expected 0 or more',
    ]);
  });

  it('name both models that share an id', () => {
    const text =
      'model_list:\n  - { model_name: a, litellm_params: { model: alpha/a }, model_info: { id: x } }\n  - { model_name: b, litellm_params: { model: alpha/b }, model_info: { id: x } }';
    expect(problemsOf(text)).toEqual([
      'config.yaml: model_list[1] (b).model_info.id: "x" is the id of model_list[0] (a) as well; an id names one deployment',
    ]);
  });

  it('name a header whose value cannot be sent, and hold no value', () => {
    const text =
      'model_list:\n  - { model_name: a, litellm_params: { model: alpha/a, headers: { x-key: "hush\\u0007hush" } } }';
    expect(problemsOf(text)).toEqual([
      'config.yaml: model_list[0] (a).litellm_params.headers.x-key: the value of this header holds characters that a header cannot carry',
    ]);
  });
});

describe('keys that are not served', () => {
  it('are fatal where they restrict, redact, authenticate or cap, and --allow-unserved overrides by name', () => {
    const text =
      'general_settings: { allowed_ips: [10.0.0.1], enable_jwt_auth: true }\nlitellm_settings: { max_budget: 10 }';
    expect(problemsOf(text)).toEqual([
      'config.yaml: litellm_settings.max_budget: is not served yet, and without it the whole gateway would spend without this limit. Remove it, or start with --allow-unserved max_budget',
      'config.yaml: general_settings.allowed_ips: is not served yet, and without it other addresses would be served. Remove it, or start with --allow-unserved allowed_ips',
      'config.yaml: general_settings.enable_jwt_auth: is not served yet, and without it tokens of your identity provider would not be checked. Remove it, or start with --allow-unserved enable_jwt_auth',
    ]);
    expect(
      problemsOf(text, {}, { allowUnserved: ['max_budget', 'general_settings.allowed_ips', 'enable_jwt_auth'] }),
    ).toEqual([]);
  });

  it('do not stop the start when they are switched off', () => {
    expect(
      problemsOf(
        'general_settings: { enable_jwt_auth: false, allowed_ips: [] }\nlitellm_settings: { max_budget: null }',
      ),
    ).toEqual([]);
  });

  it('are fatal in one deployment and in optional_pre_call_checks too', () => {
    const text =
      'model_list: [{ model_name: a, litellm_params: { model: alpha/a, max_budget: 1 } }]\nrouter_settings: { optional_pre_call_checks: [router_budget_limiting, enforce_model_rate_limits] }';
    expect(problemsOf(text).map((line) => line.split(': is')[0]?.split(': router_b')[0])).toEqual([
      'config.yaml: model_list[0] (a).litellm_params.max_budget',
      'config.yaml: router_settings.optional_pre_call_checks',
    ]);
  });

  it('are otherwise listed once, and unknown ones with the nearest known name', () => {
    const { report } = loaded(
      'litellm_settings: { cache: true, drop_parms: true, callbacks: [langfuse, datadog] }\nrouter_settings: { routing_strategy: least-busy }',
    );
    expect(report.unserved).toEqual([
      'litellm_settings.cache',
      'router_settings.routing_strategy: least-busy (simple-shuffle is used)',
      'callback datadog',
    ]);
    expect(report.unknown).toEqual(['litellm_settings.drop_parms (did you mean drop_params?)']);
  });
});

describe('settings', () => {
  it('have defaults where the file says nothing', () => {
    const { settings } = loaded('model_list: []');
    expect(settings.router).toEqual({
      numRetries: 2,
      retryAfterMs: 0,
      timeouts: { connectMs: 5000, firstTokenMs: 60_000, idleMs: 60_000, totalMs: 6_000_000 },
      fallbackGroups: [],
      contextWindowFallbackGroups: [],
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
    const { settings } = loaded(
      'litellm_settings: { num_retries: 4, request_timeout: 10 }\nrouter_settings: { num_retries: 0, stream_timeout: "3" }',
    );
    expect(settings.router).toMatchObject({ numRetries: 0, timeouts: { totalMs: 10_000, firstTokenMs: 3000 } });
  });

  it('read fallback groups and aliases in their order, hidden ones too', () => {
    const { settings } = loaded(
      'router_settings: { fallbacks: [{ a: [b] }, { c: [d] }], model_group_alias: { x: a, y: { model: a, hidden: true } } }',
    );
    expect(settings.router.fallbackGroups).toEqual(['a', 'c']);
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
    expect(loaded(`litellm_settings:\n  ${line}`).settings.sinks).toEqual([expected]);
  });

  it.each([
    ['[user_api_key_alias, cache_hit]', ['user_api_key_alias', 'cache_hit']],
    ['user_api_key_alias', ['user_api_key_alias']],
    ['null', []],
  ])('tag traces of Langfuse by langfuse_default_tags %s', (value, expected) => {
    const { settings, report } = loaded(`litellm_settings: { langfuse_default_tags: ${value} }`);
    expect(settings.langfuse.defaultTags).toEqual(expected);
    expect(report.served).toContain('litellm_settings.langfuse_default_tags');
  });

  it('refuse langfuse_default_tags that are no names', () => {
    expect(problemsOf('litellm_settings: { langfuse_default_tags: [{ a: 1 }] }')).toEqual([
      expect.stringContaining('litellm_settings.langfuse_default_tags'),
    ]);
  });

  it('take the master key and the database of the file before those of the environment', () => {
    const { settings } = loaded('general_settings: { master_key: sk-file, database_url: "postgresql://file/db" }', {
      MASTER_KEY: 'sk-env',
      DATABASE_URL: 'postgresql://env/db',
    });
    expect(settings.masterKey).toEqual({ key: 'sk-file', permitWeak: false });
    expect(settings.process.databaseUrl).toBe('postgresql://file/db');
  });

  it.each(['garbage', 'mysql://h/db', 'postgresql://h:99999/db'])(
    'refuse the database %s, wherever it stands',
    (url) => {
      const expected = 'expected an address that begins with postgresql:// or postgres://';
      expect(problemsOf(`general_settings: { database_url: "${url}" }`)).toEqual([
        expect.stringMatching(/general_settings\.database_url/),
      ]);
      expect(problemsOf(`general_settings: { database_url: "${url}" }`)[0]).toContain(expected);
      expect(problemsOf('', { DATABASE_URL: url })).toEqual([expect.stringContaining(expected)]);
    },
  );

  it('take an empty database of the file for none', () => {
    expect(loaded('general_settings: { database_url: "" }').settings.process.databaseUrl).toBeUndefined();
  });
});

describe('checkConfig', () => {
  it('prints served, unserved and unknown keys and is not content with a fatal or unknown one', () => {
    const name = file(
      'check.yaml',
      'model_list: []\nguardrails: [{ guardrail_name: x }]\nlitellm_settings: { cache: true }\nrouter_setings: {}',
    );
    const check = checkConfig(name, new EnvironmentReader({}), []);
    expect(check.ok).toBe(false);
    expect(renderConfigCheck('check.yaml', check).replaceAll(`${folder}/`, '')).toBe(
      [
        'served:\n  model_list\n  litellm_settings\n',
        'known, not served (no effect):\n  litellm_settings.cache\n',
        'unknown:\n  router_setings (did you mean router_settings?)\n',
        'to be mended:\n  check.yaml: guardrails: is not served yet, and without it requests and answers would pass unchecked. Remove it, or start with --allow-unserved guardrails\n',
        'check.yaml has to be mended: 1 problem, 1 unknown key\n',
      ].join('\n'),
    );
  });

  it('names callbacks that nothing serves, and what is surely a parameter misspelt; others are for the provider', () => {
    const { report, ok } = checkConfig(
      file(
        'typos.yaml',
        'model_list: [{ model_name: m, litellm_params: { model: openai/m, rpmm: 5, input_cost_per_tokn: 1, top_k: 4, seed: 1 } }]\n' +
          'litellm_settings: { callbacks: [langfus, prometheus], success_callback: datadog }',
      ),
      new EnvironmentReader({}),
      [],
    );
    expect(report.unserved).toEqual(['callback datadog', 'callback langfus (did you mean langfuse?)']);
    expect(report.unknown).toEqual([
      'model_list[0] (m).litellm_params.rpmm (did you mean rpm?)',
      'model_list[0] (m).litellm_params.input_cost_per_tokn (did you mean input_cost_per_token?)',
    ]);
    expect(ok).toBe(false);
  });

  it('says in words why a file cannot be read', () => {
    const { problems } = checkConfig(`${folder}/absent.yaml`, new EnvironmentReader({}), []);
    expect(problems).toEqual([
      { path: `${folder}/absent.yaml`, message: 'cannot be read: ENOENT (there is no such file)' },
    ]);
  });

  it('is content with a file whose keys are all known', () => {
    expect(checkConfig(file('ok.yaml', 'model_list: []'), new EnvironmentReader({}), []).ok).toBe(true);
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
    const { settings } = loaded(text, environment);
    expect([settings.masterKey.key, settings.process.databaseUrl]).toEqual([key, url]);
  });

  it.each(['REDIS_URL', 'DATABASE_URL', 'PORT', 'MASTER_KEY', 'LOG_LEVEL', 'LANGFUSE_HOST', 'DETAILED_DEBUG'])(
    'an empty %s changes nothing, in the environment and in environment_variables',
    (name) => {
      const nothing = loaded('model_list: []\n').settings;
      const without = JSON.stringify({ ...nothing, modelOrigins: [], environment: undefined });
      for (const { settings } of [
        loaded('model_list: []\n', { [name]: '' }),
        loaded(`model_list: []\nenvironment_variables: { ${name}: "" }\n`),
      ])
        expect(JSON.stringify({ ...settings, modelOrigins: [], environment: undefined })).toBe(without);
    },
  );
});

describe('the variable that holds the master key', () => {
  const variableOf = (text: string, environment: Record<string, string>): string | undefined =>
    loaded(text, environment).settings.masterKey.variable;

  it('is the one that was read, or that the file refers to', () => {
    expect(variableOf('model_list: []\n', { LITELLM_MASTER_KEY: 'sk-a' })).toBe('LITELLM_MASTER_KEY');
    expect(variableOf('general_settings: { master_key: os.environ/MY_KEY }\n', { MY_KEY: 'sk-b' })).toBe('MY_KEY');
  });

  it('is none for a key that stands in the file, by itself or among its environment_variables', () => {
    expect(variableOf('general_settings: { master_key: sk-c }\n', { OTHER: 'x' })).toBeUndefined();
    expect(variableOf('environment_variables: { MASTER_KEY: sk-d }\n', {})).toBeUndefined();
  });
});

describe('general_settings.allow_env_references_from_api', () => {
  it('lists names of variables', () => {
    const text = 'general_settings: { allow_env_references_from_api: [OPENAI_API_KEY, OTHER] }\n';
    expect(loaded(text).settings.admin.allowedEnvReferences).toEqual(['OPENAI_API_KEY', 'OTHER']);
    expect(loaded('model_list: []\n').settings.admin.allowedEnvReferences).toEqual([]);
  });

  it.each(['MASTER_KEY', 'LITELLM_MASTER_KEY', 'SALT_KEY', 'LITELLM_SALT_KEY', 'DATABASE_URL', 'REDIS_URL'])(
    'cannot allow %s',
    (name) => {
      expect(problemsOf(`general_settings: { allow_env_references_from_api: [${name}] }\n`)).toEqual([
        `config.yaml: general_settings.allow_env_references_from_api: ${name} can never be read over the API; take it out`,
      ]);
    },
  );
});

describe('secrets of the environment', () => {
  it.each(['MASTER_KEY', 'SALT_KEY', 'LANGFUSE_SECRET_KEY', 'LANGFUSE_PUBLIC_KEY'])(
    '%s loses white space around it, and is refused with a line break in it, unseen',
    (name) => {
      const outcome = load({}, { [name]: ' value-of-the-secret\n' });
      expect(outcome.ok && JSON.stringify(outcome.value.settings)).toContain('"value-of-the-secret"');
      const refused = load({}, { [name]: 'value-of\nthe-secret' });
      expect(refused.ok ? [] : refused.error).toEqual([
        { path: name, message: expect.stringContaining('a line break or another control character') as string },
      ]);
      expect(JSON.stringify(refused)).not.toContain('the-secret');
    },
  );

  it('a master key in the file is held to the same', () => {
    expect(loaded('general_settings: { master_key: " sk-a " }\n').settings.masterKey.key).toBe('sk-a');
    expect(problemsOf('general_settings: { master_key: "sk-a\\nb" }\n').join()).toContain('a line break');
  });
});

import { ConfigFolder } from '../test-doubles.js';

const configs = new ConfigFolder();

describe('os.environ/', () => {
  it('is replaced in any string, and environment_variables are seen by the rest of the file and by providers', () => {
    const { settings } = configs.loaded(
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
      configs.problemsOf(
        `model_list:\n  - { model_name: gpt, litellm_params: { model: alpha/a, api_key: os.environ/NOPE } }`,
      ),
    ).toEqual(['config.yaml: model_list[0] (gpt).litellm_params.api_key: the environment variable NOPE is not set']);
  });
});

describe('include', () => {
  it('appends lists and puts included values over the own ones', () => {
    configs.write(
      'models.yaml',
      'model_list: [{ model_name: b, litellm_params: { model: alpha/b } }]\nrouter_settings: { num_retries: 5 }',
    );
    const { settings } = configs.loaded(
      'include: [models.yaml]\nmodel_list: [{ model_name: a, litellm_params: { model: alpha/a } }]\nrouter_settings: { num_retries: 1, retry_after: 2 }',
    );
    expect(settings.models.map((model) => model.name)).toEqual(['a', 'b']);
    expect(settings.router).toMatchObject({ numRetries: 5, retryAfterMs: 2000 });
  });

  it('reports a file that is missing and one that includes itself', () => {
    expect(configs.problemsOf('include: [missing.yaml, config.yaml]')).toEqual([
      `config.yaml: include: missing.yaml cannot be read: ENOENT (there is no such file in ${configs.path})`,
      'config.yaml: is included twice',
    ]);
  });
});

it('understands anchors and merge keys, which configurations for LiteLLM use', () => {
  const { settings } = configs.loaded(
    'x: &shared { api_base: "http://h/v1" }\nmodel_list: [{ model_name: a, litellm_params: { <<: *shared, model: alpha/a } }]',
  );
  expect(settings.models[0]?.params).toEqual({ api_base: 'http://h/v1', model: 'alpha/a' });
});

describe('problems', () => {
  it('gives the line of bad YAML', () => {
    expect(configs.problemsOf('model_list:\n  - model_name: "a\n')[0]).toMatch(
      /^config\.yaml:\d+:\d+: not valid YAML: /,
    );
  });

  it('are all reported at once with their paths', () => {
    const text = `
model_list:
  - { model_name: a, litellm_params: { model: alpha/a, rpm: many, extra_headers: { "bad name": x } }, model_info: { id: one } }
  - { model_name: b, litellm_params: { api_key: k } }
  - { model_name: c, litellm_params: { model: alpha/c, api_base: nonsense } }
router_settings: { num_retries: -1 }
`;
    expect(configs.problemsOf(text)).toEqual([
      'config.yaml: model_list[0] (a).litellm_params.rpm: expected a whole number',
      'config.yaml: model_list[0] (a).litellm_params.extra_headers.bad name: is not a valid header name',
      'config.yaml: model_list[1] (b).litellm_params.model: expected the model as <provider>/<name>',
      'config.yaml: model_list[2] (c).litellm_params.api_base: expected an address that begins with http:// or https:// and holds no password (extra_headers takes an authorization)',
      'config.yaml: router_settings.num_retries: expected 0 or more',
    ]);
  });

  it('name a header whose value cannot be sent, and hold no value', () => {
    const text =
      'model_list:\n  - { model_name: a, litellm_params: { model: alpha/a, headers: { x-key: "hush\\u0007hush" } } }';
    expect(configs.problemsOf(text)).toEqual([
      'config.yaml: model_list[0] (a).litellm_params.headers.x-key: the value of this header holds characters that a header cannot carry',
    ]);
  });
});

describe('keys that are not served', () => {
  it.each(['guardrails: [a]', 'litellm_settings: { guardrails: [a] }'])(
    'are guardrails at both of the places that LiteLLM reads them from: %s',
    (text) => {
      expect(configs.problemsOf(text).join()).toMatch(
        /guardrails: is not served yet, and without it requests and answers/,
      );
    },
  );

  it('are fatal where they restrict, redact, authenticate or cap, and --allow-unserved overrides by name', () => {
    const text =
      'general_settings: { allowed_ips: [10.0.0.1], enable_oauth2_auth: true }\nlitellm_settings: { max_budget: 10 }';
    expect(configs.problemsOf(text)).toEqual([
      'config.yaml: litellm_settings.max_budget: is not served yet, and without it the whole gateway would spend without this limit. Remove it, or start with --allow-unserved max_budget',
      'config.yaml: general_settings.allowed_ips: is not served yet, and without it other addresses would be served. Remove it, or start with --allow-unserved allowed_ips',
      'config.yaml: general_settings.enable_oauth2_auth: is not served yet, and without it tokens would not be checked by your server. Remove it, or start with --allow-unserved enable_oauth2_auth',
    ]);
    expect(
      configs.problemsOf(
        text,
        {},
        { allowUnserved: ['max_budget', 'general_settings.allowed_ips', 'enable_oauth2_auth'] },
      ),
    ).toEqual([]);
  });

  it('do not stop the start when they are switched off', () => {
    expect(
      configs.problemsOf(
        'general_settings: { enable_oauth2_auth: false, allowed_ips: [] }\nlitellm_settings: { max_budget: null }',
      ),
    ).toEqual([]);
  });

  it('are fatal in one deployment and in optional_pre_call_checks too', () => {
    const text =
      'model_list: [{ model_name: a, litellm_params: { model: alpha/a, max_budget: 1 } }]\nrouter_settings: { optional_pre_call_checks: [router_budget_limiting, enforce_model_rate_limits] }';
    expect(configs.problemsOf(text).map((line) => line.split(': is')[0]?.split(': router_b')[0])).toEqual([
      'config.yaml: model_list[0] (a).litellm_params.max_budget',
      'config.yaml: router_settings.optional_pre_call_checks',
    ]);
  });

  it('are otherwise listed once, and unknown ones with the nearest known name', () => {
    const { report } = configs.loaded(
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

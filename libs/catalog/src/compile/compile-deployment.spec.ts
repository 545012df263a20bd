import { EnvironmentReader, type ModelEntry, type Settings } from '@tollgate/config';
import { compile, compiled, entry, only, settings } from '../test-doubles.js';

describe('deployment ids', () => {
  it('are model_info.id where that is set', () => {
    expect(only([entry('a', { model: 'openai/a' }, { id: 'mine' })]).id).toBe('mine');
  });

  it('survive an edit of any other parameter, and differ within a group', () => {
    const before = only([entry('a', { model: 'openai/a', api_key: 'k1' })]).id;
    expect(before).toMatch(/^[0-9a-f]{64}$/);
    expect(only([entry('a', { model: 'openai/a', api_key: 'k2', rpm: 5 })]).id).toBe(before);
    const { snapshot } = compiled([
      entry('a', { model: 'openai/a', api_key: 'k1' }),
      entry('a', { model: 'openai/a', api_key: 'k2' }),
    ]);
    const ids = snapshot.groups.get('a')?.map((deployment) => deployment.id);
    expect(ids?.[0]).toBe(before);
    expect(new Set(ids).size).toBe(2);
  });

  it('that are given twice refuse the snapshot', () => {
    const outcome = compile([
      entry('a', { model: 'openai/a' }, { id: 'x' }),
      entry('b', { model: 'openai/b' }, { id: 'x' }),
    ]);
    expect(outcome).toMatchObject({ ok: false, error: [{ path: 'model (b)' }] });
  });

  it.each([{}, { blocked: true }])('that two models share are named with both models, %j', (more) => {
    const outcome = compile([
      entry('a', { model: 'openai/a' }, { id: 'x', ...more }),
      entry('b', { model: 'openai/b' }, { id: 'x' }),
    ]);
    const message = 'its id "x" is that of model (a) as well; give each a model_info.id of its own';
    expect(outcome).toEqual({ ok: false, error: [{ path: 'model (b)', message }] });
  });
});

describe('the provider', () => {
  it.each([
    ['by prefix', { model: 'anthropic/claude-x' }, 'anthropic', 'claude-x'],
    ['by custom_llm_provider', { model: 'my/model', custom_llm_provider: 'openai' }, 'openai', 'my/model'],
    ['by the host of api_base', { model: 'meta/llama', api_base: 'https://api.openai.com/v1' }, 'openai', 'meta/llama'],
    ['by a bare name', { model: 'gpt-4.1-mini' }, 'openai', 'gpt-4.1-mini'],
    ["by the price book's list", { model: 'o3' }, 'openai', 'o3'],
    ['with the rest of the name untouched', { model: 'openai/org/model' }, 'openai', 'org/model'],
  ])('is found %s', (_how, params, provider, model) => {
    const deployment = only([entry('a', params)]);
    expect(deployment).toMatchObject({ provider, served: true, target: { model, litellmModel: params.model } });
  });

  it('that is not served is listed, named in a warning and does not stop the compile', () => {
    const { snapshot, warnings } = compiled([entry('a', { model: 'azure/x', api_key: 'k' })]);
    expect(snapshot.groups.get('a')?.[0]).toMatchObject({
      provider: 'azure',
      served: false,
      credential: {},
      target: { defaults: {} },
    });
    expect(warnings).toEqual([{ path: 'model (a)', message: expect.stringContaining('"azure" is not served') }]);
  });
});

describe('the target', () => {
  it('takes its base from the entry, then litellm_settings, the environment, the provider; without a trailing slash', () => {
    const environment = new EnvironmentReader({ OPENAI_BASE_URL: 'http://env/v1/' });
    const defaults = { ...settings([]).defaults, apiBase: 'http://global/v1/' };
    const baseOf = (params: Partial<ModelEntry['params']>, more: Partial<Settings> = {}) =>
      only([entry('a', { model: 'openai/a', ...params })], more).target.apiBase;
    expect(baseOf({ api_base: 'http://own/v1/' }, { environment, defaults })).toBe('http://own/v1');
    expect(baseOf({}, { environment, defaults })).toBe('http://global/v1');
    expect(baseOf({}, { environment })).toBe('http://env/v1');
    expect(baseOf({})).toBe('https://api.openai.com/v1');
  });

  it('carries parameters for the provider and no credential', () => {
    const { target, credential } = only([
      entry('a', {
        model: 'openai/a',
        api_key: 'secret',
        temperature: 0,
        seed: 7,
        aws_secret_access_key: 'secret',
        rpm: 5,
        input_cost_per_token: 1,
      }),
    ]);
    expect(target.defaults).toEqual({ temperature: 0, seed: 7 });
    expect(credential).toEqual({ api_key: 'secret' });
    expect(JSON.stringify(target)).not.toContain('secret');
  });

  it('reads the credential from the environment where the entry has none, and warns where nothing has', () => {
    expect(
      only([entry('a', { model: 'openai/a' })], { environment: new EnvironmentReader({ OPENAI_API_KEY: 'from-env' }) })
        .credential,
    ).toEqual({ api_key: 'from-env' });
    expect(compiled([entry('a', { model: 'openai/a' })]).warnings[0]?.message).toContain('OPENAI_API_KEY');
    expect(compiled([entry('a', { model: 'openai/a', api_base: 'http://own/v1' })]).warnings).toEqual([]);
  });

  it("sends the provider none of LiteLLM's own settings, served or not", () => {
    const own = { tiered_pricing: [], auto_router_config: 'x', input_cost_per_token_flex: 1, vector_store_id: 'v' };
    expect(only([entry('a', { model: 'openai/a', ...own, top_k: 3 })]).target.defaults).toEqual({ top_k: 3 });
  });

  it('is taken without the white space around it, which is said', () => {
    const { snapshot, warnings } = compiled([entry('a', { model: 'openai/a', api_key: '  secret\n' })]);
    expect(snapshot.groups.get('a')?.[0]?.credential).toEqual({ api_key: 'secret' });
    const message = 'has white space around it, which was left out';
    expect(warnings).toEqual([{ path: 'model (a).litellm_params.api_key', message }]);
    const environment = new EnvironmentReader({ OPENAI_API_KEY: ' from-env ' });
    const fromEnvironment = compiled([entry('a', { model: 'openai/a' }), entry('b', { model: 'openai/b' })], {
      environment,
    });
    expect(fromEnvironment.snapshot.groups.get('a')?.[0]?.credential).toEqual({ api_key: 'from-env' });
    expect(fromEnvironment.warnings).toEqual([{ path: 'OPENAI_API_KEY', message }]);
  });

  it.each(['sec\nret', 'sec\u0000ret', 'sec\u2013ret', 'sec\tret'])(
    'refuses the start where it is %j, which no header can carry, and never shows it',
    (value) => {
      const environment = new EnvironmentReader({ OPENAI_API_KEY: value });
      const outcome = compile([entry('a', { model: 'openai/a', api_key: value }), entry('b', { model: 'openai/b' })], {
        environment,
      });
      const problems = outcome.ok ? [] : outcome.error;
      expect(problems.map(({ path }) => path)).toEqual([
        'model (a).litellm_params.api_key',
        'model (b): OPENAI_API_KEY',
      ]);
      expect(problems[0]?.message).toContain('line break');
      expect(JSON.stringify(problems)).not.toMatch(/sec|ret/);
    },
  );

  it('stands once for each organization of a list', () => {
    const { snapshot } = compiled([entry('a', { model: 'openai/a', organization: ['org-1', 'org-2'] }, { id: 'x' })]);
    expect(snapshot.groups.get('a')?.map(({ id, target }) => [id, target.organization])).toEqual([
      ['x', 'org-1'],
      ['x:org-2', 'org-2'],
    ]);
  });

  it('merges headers: the entry over litellm_settings', () => {
    const defaults = { ...settings([]).defaults, headers: { a: '1', b: '1' } };
    expect(
      only([entry('a', { model: 'openai/a', extra_headers: { b: '2' } })], { defaults }).target.extraHeaders,
    ).toEqual({ a: '1', b: '2' });
  });
});

describe('rpm and tpm', () => {
  it('are weights, and caps only under enforce_model_rate_limits', () => {
    const models = [entry('a', { model: 'openai/a', rpm: 5, tpm: 6 })];
    expect(only(models)).toMatchObject({ rpm: 5, tpm: 6, limits: {} });
    const defaults = { ...settings([]).defaults, enforceModelRateLimits: true };
    expect(only(models, { defaults }).limits).toEqual({ requestsPerMinute: 5, tokensPerMinute: 6 });
  });
});

describe('a provider’s address', () => {
  it.each(['garbage', 'api.anthropic.com', 'http://user:secret@127.0.0.1'])(
    'that is none (%s) is refused wherever it comes from, and not shown',
    (address) => {
      const faulty = [
        compile([entry('a', { model: 'openai/a' })], {
          environment: new EnvironmentReader({ OPENAI_BASE_URL: address }),
        }),
        compile([entry('a', { model: 'openai/a' })], { defaults: { ...settings([]).defaults, apiBase: address } }),
      ];
      const paths = ['model (a): its address, from OPENAI_', 'model (a): its address, from litellm_settings.api_base'];
      for (const [index, outcome] of faulty.entries()) {
        expect(outcome).toMatchObject({
          ok: false,
          error: [{ path: expect.stringContaining(paths[index] ?? '') as string }],
        });
        expect(JSON.stringify(outcome)).not.toContain('secret');
      }
    },
  );
});

it('keeps the prices that an entry names as they are written, those of its parameters first', () => {
  const own = entry(
    'm',
    { model: 'openai/x', input_cost_per_token: 0.01 },
    { input_cost_per_token: 5, ocr_cost_per_page: 0 },
  );
  expect(only([own]).ownPrices).toEqual({ input_cost_per_token: 0.01, ocr_cost_per_page: 0 });
  expect(only([entry('m', { model: 'openai/gpt-4o' })])).not.toHaveProperty('ownPrices');
});

import { type ProviderDescription, resolveModel, substituteModel } from '@tollgate/canonical';
import { EnvironmentReader, type ModelEntry, type Settings } from '@tollgate/config';
import { type Clock } from '@tollgate/kernel';
import { findListedModel, listModels } from '../list-models.js';
import { PriceBook } from '../prices/price-book.js';
import { compileSnapshot } from './compile-snapshot.js';
import { ManualClock } from '../../../../test/support/time/index.js';

const book = new PriceBook();

const provider = (id: string, more: Partial<ProviderDescription> = {}): ProviderDescription => ({
  id,
  prefixes: [id],
  credentialFields: [{ name: 'api_key', environment: [`${id.toUpperCase()}_API_KEY`], required: true, secret: true }],
  defaultApiBase: `https://api.${id}.com/v1`,
  priceBookId: id,
  operations: ['chat'],
  litellm: { exception: id, errorText: 'message' },
  ...more,
});
const providers = [
  provider('openai', { apiBaseEnvironment: ['OPENAI_BASE_URL'], bareModels: ['gpt-*'] }),
  provider('anthropic', { defaultApiBase: 'https://api.anthropic.com', bareModels: ['claude-*'] }),
  provider('mock', { credentialFields: [], selfHosted: true }),
];

function entry(
  name: string,
  params: Partial<ModelEntry['params']> & { model: string },
  info: ModelEntry['info'] = {},
): ModelEntry {
  return { path: `model (${name})`, name, params, info };
}

function settings(models: readonly ModelEntry[], more: Partial<Settings> = {}): Settings {
  return {
    models,
    unreadModels: [],
    modelOrigins: [],
    aliases: [],
    process: {} as Settings['process'],
    masterKey: { permitWeak: false },
    admin: { allowedEnvReferences: [] },
    defaults: {
      headers: {},
      dropParams: false,
      additionalDropParams: [],
      allowedOpenaiParams: [],
      forwardMetadata: false,
      enforceModelRateLimits: false,
    },
    router: {} as Settings['router'],
    gateway: {} as Settings['gateway'],
    sinks: [],
    langfuse: { host: 'https://langfuse', defaultTags: [] },
    environment: new EnvironmentReader({}),
    ...more,
  };
}

function compile(
  models: readonly ModelEntry[],
  more: Partial<Settings> = {},
  clock: Clock = new ManualClock(Date.parse('2026-11-20')),
) {
  return compileSnapshot({ settings: settings(models, more), providers, book, clock, version: 1 });
}

function compiled(models: readonly ModelEntry[], more: Partial<Settings> = {}, clock?: Clock) {
  const outcome = compile(models, more, clock);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
  return outcome.value;
}

const only = (models: readonly ModelEntry[], more: Partial<Settings> = {}) => {
  const { snapshot } = compiled(models, more);
  const [deployment] = [...snapshot.groups.values()].flat();
  if (deployment === undefined) throw new Error('no deployment');
  return deployment;
};

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

describe('names', () => {
  const models = [
    entry('gpt-4o', { model: 'openai/gpt-4o' }),
    entry('openai/*', { model: 'openai/*' }),
    entry('openai/gpt-*', { model: 'openai/gpt-*' }),
    entry('a.b/*', { model: 'anthropic/*' }),
    entry('exact-upstream', { model: 'anthropic/claude-named' }),
  ];
  const resolve = (name: string, more: readonly ModelEntry[] = [], extra: Partial<Settings> = {}) => {
    const resolved = resolveModel(compiled([...models, ...more], extra).snapshot, name);
    const deployment = resolved?.deployments[0];
    return resolved === undefined || deployment === undefined
      ? undefined
      : [resolved.group, deployment.provider, substituteModel(deployment, resolved)];
  };

  it.each([
    ['gpt-4o', ['gpt-4o', 'openai', 'gpt-4o']],
    ['openai/gpt-5', ['openai/gpt-*', 'openai', 'gpt-5']],
    ['openai/o3', ['openai/*', 'openai', 'o3']],
    ['gpt-4.1-mini', ['openai/gpt-*', 'openai', 'gpt-4.1-mini']],
    ['o3', ['openai/*', 'openai', 'o3']],
    ['a.b/claude-x', ['a.b/*', 'anthropic', 'claude-x']],
    ['axb/claude-x', undefined],
    ['claude-named', ['claude-named', 'anthropic', 'claude-named']],
    ['anthropic/claude-named', ['anthropic/claude-named', 'anthropic', 'claude-named']],
    ['nobody', undefined],
  ])('%s resolves to %j', (name, expected) => {
    expect(resolve(name)).toEqual(expected);
  });

  it('that nothing matches go to the default deployment', () => {
    expect(resolve('nobody', [entry('*', { model: 'openai/*' })])).toEqual(['*', 'openai', 'nobody']);
  });

  it('under "* to *" go to the provider that each names or belongs to', () => {
    const all = compiled([entry('*', { model: '*' })], { environment: new EnvironmentReader({}) }).snapshot;
    const providerOf = (name: string) => resolveModel(all, name)?.deployments[0]?.provider;
    expect([providerOf('gpt-4o'), providerOf('claude-x'), providerOf('mock/echo'), providerOf('nobody')]).toEqual([
      'openai',
      'anthropic',
      'mock',
      undefined,
    ]);
  });

  it('of aliases must stand for something', () => {
    const aliases = [{ alias: 'x', group: 'nothing', hidden: false }];
    expect(compile(models, { aliases })).toMatchObject({
      ok: false,
      error: [{ path: 'router_settings.model_group_alias.x' }],
    });
    expect(compile(models, { aliases: [{ alias: 'x', group: 'openai/o1', hidden: true }] }).ok).toBe(true);
  });

  it('of an alias may be one that could not be read, which is told by itself', () => {
    const aliases = [{ alias: 'x', group: 'faulty', hidden: false }];
    expect(compile(models, { aliases, unreadModels: ['faulty'] }).ok).toBe(true);
  });

  it('must be there for every request to go to', () => {
    expect(compile(models, { forcedModel: 'nope' })).toMatchObject({
      ok: false,
      error: [{ path: 'general_settings.completion_model' }],
    });
    expect(compile(models, { forcedModel: 'openai/o1' }).ok).toBe(true);
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

describe('prices', () => {
  const priceOf = (params: ModelEntry['params'], info: ModelEntry['info'] = {}) =>
    only([entry('a', params, info)]).price;

  it('come from the config before the book, and then stand alone', () => {
    expect(
      priceOf({ model: 'openai/gpt-4o', input_cost_per_token: 0.001, output_cost_per_token: 0.002 }),
    ).toMatchObject({
      base: { input: 1_000_000_000_000n, output: 2_000_000_000_000n },
      source: 'config',
    });
    expect(priceOf({ model: 'openai/gpt-4o', input_cost_per_token: 0.001 })?.base.cacheRead).toBeUndefined();
  });

  it("complete the book's where the config names neither input nor output", () => {
    expect(priceOf({ model: 'openai/gpt-4o', cache_read_input_token_cost: 1e-6 })?.base).toMatchObject({
      input: 2_500_000_000n,
      cacheRead: 1_000_000_000n,
    });
  });

  it('come from model_info and base_model too', () => {
    expect(priceOf({ model: 'openai/x', api_base: 'http://own' }, { input_cost_per_token: 0 })?.base.input).toBe(0n);
    expect(priceOf({ model: 'openai/my-deployment' }, { base_model: 'openai/gpt-4o' })?.base.input).toBe(
      2_500_000_000n,
    );
  });

  it('are unknown for an unpriced model of a provider, and free for self-hosted providers and custom bases', () => {
    expect(priceOf({ model: 'openai/no-such-model' })).toBeUndefined();
    expect(priceOf({ model: 'openai/no-such-model', api_base: 'http://10.0.0.5/v1' })?.source).toBe('free');
    expect(priceOf({ model: 'mock/echo' })?.source).toBe('free');
    expect(priceOf({ model: 'openai/gpt-4o', api_base: 'http://10.0.0.5/v1' })?.base.input).toBe(2_500_000_000n);
  });

  it('of a wildcard are those of the concrete model', () => {
    const { snapshot } = compiled([entry('openai/*', { model: 'openai/*' })]);
    const [deployment] = snapshot.wildcards[0]?.deployments ?? [];
    if (deployment === undefined) throw new Error('no deployment');
    expect(snapshot.priceOf(deployment, 'gpt-4.1-mini').price?.base).toMatchObject({
      input: 400_000_000n,
      cacheRead: 100_000_000n,
      output: 1_600_000_000n,
    });
    expect(snapshot.priceOf(deployment, 'no-such-model').price).toBeUndefined();
    expect(snapshot.priceOf(deployment, 'gpt-4.1-mini')).toBe(snapshot.priceOf(deployment, 'gpt-4.1-mini'));
  });

  it('change at the instant from which another one holds', () => {
    const clock = new ManualClock(Date.parse('2026-08-20T23:59:59Z'));
    const { snapshot } = compiled([entry('a', { model: 'openai/gpt-5.6-sol' })], {}, clock);
    const [deployment] = snapshot.groups.get('a') ?? [];
    if (deployment === undefined) throw new Error('no deployment');
    expect(snapshot.priceOf(deployment, 'gpt-5.6-sol').price?.base.input).toBe(5_000_000_000n);
    clock.at += 1_000;
    expect(snapshot.priceOf(deployment, 'gpt-5.6-sol').price?.base.input).toBe(4_000_000_000n);
  });
});

describe('no model at all', () => {
  it('is said', () => {
    expect(compiled([]).warnings).toEqual([
      { path: 'model_list', message: 'no model is set: every call is refused until it names one' },
    ]);
  });
});

describe('blocked models', () => {
  it('are neither routed to nor listed', () => {
    const { snapshot } = compiled([entry('a', { model: 'openai/a' }, { blocked: true })]);
    expect(resolveModel(snapshot, 'a')).toBeUndefined();
  });
});

describe('listModels', () => {
  const models = [
    entry('gpt-4o', { model: 'openai/gpt-4o' }),
    entry('claude', { model: 'anthropic/claude-sonnet-4-5' }),
    entry('anthropic/*', { model: 'anthropic/*' }),
  ];
  const aliases = [
    { alias: 'alias-4o', group: 'gpt-4o', hidden: false },
    { alias: 'secret-alias', group: 'gpt-4o', hidden: true },
  ];
  const { snapshot } = compiled(models, { aliases });
  const nobody = { models: [], teamModels: [] };

  it('shows aliases first, exact names in their order, then what wildcards stand for (recording models-list)', () => {
    const listed = listModels(snapshot, nobody, () => true);
    expect(listed.slice(0, 3)).toEqual([
      { id: 'alias-4o', provider: 'openai', mode: 'chat', maxInputTokens: 128_000, maxOutputTokens: 16_384 },
      { id: 'gpt-4o', provider: 'openai', mode: 'chat', maxInputTokens: 128_000, maxOutputTokens: 16_384 },
      { id: 'claude', provider: 'anthropic', mode: 'chat', maxInputTokens: 200_000, maxOutputTokens: 64_000 },
    ]);
    expect(listed.length).toBeGreaterThan(10);
    expect(listed.slice(3).every(({ id }) => id.startsWith('anthropic/claude-'))).toBe(true);
  });

  it('leaves out what the caller may not use', () => {
    expect(listModels(snapshot, nobody, (name) => name === 'gpt-4o').map(({ id }) => id)).toEqual(['gpt-4o']);
  });

  it("shows names of the key's list that only a wildcard takes in", () => {
    const principal = { models: ['anthropic/my-preview', 'no-such', 'gpt-4o'], teamModels: [] };
    const ids = listModels(snapshot, principal, (name) => principal.models.includes(name)).map(({ id }) => id);
    expect(ids).toEqual(['gpt-4o', 'anthropic/my-preview']);
  });

  it('shows who has a list of models only the aliases that it names (recording key-lifecycle)', () => {
    const listedFor = (...own: string[]) =>
      listModels(snapshot, { models: own, teamModels: [] }, () => true).map(({ id }) => id);
    expect(listedFor('gpt-4o')).not.toContain('alias-4o');
    expect(listedFor('gpt-4o', 'alias-4o')).toContain('alias-4o');
  });

  it('finds one model, and none that does not exist or may not be used', () => {
    expect(findListedModel(snapshot, 'claude', () => true)?.provider).toBe('anthropic');
    expect(findListedModel(snapshot, 'nope', () => true)).toBeUndefined();
    expect(findListedModel(snapshot, 'claude', () => false)).toBeUndefined();
  });
});

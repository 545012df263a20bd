import { resolveModel, substituteModel } from '@tollgate/canonical';
import { EnvironmentReader, type ModelEntry, type Settings } from '@tollgate/config';
import { compile, compiled, entry } from '../test-doubles.js';

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

  it('without a prefix are not guessed from the price book of a host of open models', () => {
    const cerebras = [entry('cerebras/*', { model: 'cerebras/*' })];
    expect(resolve('cerebras/llama-3.3-70b', cerebras)).toEqual(['cerebras/*', 'cerebras', 'llama-3.3-70b']);
    expect(resolve('llama-3.3-70b', cerebras)).toBeUndefined();
  });

  it('of aliases must stand for something', () => {
    const aliases = [{ alias: 'x', group: 'nothing', hidden: false }];
    expect(compile(models, { aliases })).toMatchObject({
      ok: false,
      error: [{ path: 'router_settings.model_group_alias.x' }],
    });
    expect(compile(models, { aliases: [{ alias: 'x', group: 'openai/o1', hidden: true }] }).ok).toBe(true);
  });

  it.each(['gpt-4o', 'openai/o1', 'o3', 'anthropic/claude-named'])(
    'of an alias and of the one model for all may be whatever a request may name: %s',
    (group) => {
      expect(compile(models, { aliases: [{ alias: 'x', group, hidden: false }] }).ok).toBe(true);
      expect(compile(models, { forcedModel: group }).ok).toBe(true);
    },
  );

  it('of an alias may be one that could not be read, which is told by itself', () => {
    const aliases = [{ alias: 'x', group: 'faulty', hidden: false }];
    expect(compile(models, { aliases, unreadModels: ['faulty'] }).ok).toBe(true);
    expect(compile(models, { aliases, unreadModels: ['fau*'] }).ok).toBe(true);
    expect(compile(models, { aliases, unreadModels: ['another'] }).ok).toBe(false);
  });

  it('of groups that take over are told where they are of no model', () => {
    const general = new Map([['gpt-4o', ['openai/o1', 'nobody', 'kept-id']]]);
    const kept = entry('own', { model: 'anthropic/claude-own' }, { id: 'kept-id' });
    const fallbacks = { general, contextWindow: new Map([['*', ['nope']]]), max: 5 };
    const router = { fallbacks } as unknown as Settings['router'];
    const told = compiled([...models, kept], { router }).warnings.filter(({ path }) => path.includes('fallbacks'));
    expect(told).toEqual([
      { path: 'fallbacks.gpt-4o', message: '"nobody" is no model: it does not take over' },
      { path: 'context_window_fallbacks.*', message: '"nope" is no model: it does not take over' },
    ]);
  });

  it('must be there for every request to go to', () => {
    expect(compile(models, { forcedModel: 'nope' })).toMatchObject({
      ok: false,
      error: [{ path: 'general_settings.completion_model' }],
    });
    expect(compile(models, { forcedModel: 'openai/o1' }).ok).toBe(true);
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

describe('a provider that is unproven', () => {
  const environment = new EnvironmentReader({ CEREBRAS_API_KEY: 'k', OPENAI_API_KEY: 'k' });
  const unproven = (models: readonly ModelEntry[]) =>
    compiled(models, { environment }).warnings.filter(({ message }) => message.includes('unproven'));

  it('is named once, with the models that it serves', () => {
    const models = ['a', 'b', 'a'].map((name) => entry(name, { model: 'cerebras/x' }));
    expect(unproven(models)).toEqual([
      { path: 'provider "cerebras"', message: expect.stringMatching(/^is unproven: .* \(serves a, b\)$/) },
    ]);
  });

  it('is not named where no model is of it', () => {
    expect(unproven([entry('a', { model: 'openai/x' })])).toEqual([]);
  });
});

describe('a model that is served with the environment’s own key', () => {
  const MODEL = 'omni-moderation-latest';
  const servedBy = (models: readonly ModelEntry[], variables: Record<string, string>) => {
    const { snapshot } = compiled(models, { environment: new EnvironmentReader(variables) });
    return { snapshot, found: resolveModel(snapshot, MODEL)?.deployments.map(({ credential }) => credential) };
  };

  it('is found by its name alone, and is listed nowhere', () => {
    const { snapshot, found } = servedBy([entry('a', { model: 'openai/a' })], { OPENAI_API_KEY: 'from-environment' });
    expect(found).toEqual([{ api_key: 'from-environment' }]);
    expect([...snapshot.groups.keys()]).toEqual(['a']);
  });

  it('is none where there is no key', () => {
    expect(servedBy([entry('a', { model: 'anthropic/a' })], { ANTHROPIC_API_KEY: 'k' }).found).toBeUndefined();
  });

  it('yields to one that the configuration names, under whatever name', () => {
    const models = [entry('guard', { model: `openai/${MODEL}`, api_key: 'own' })];
    expect(servedBy(models, { OPENAI_API_KEY: 'from-environment' }).found).toEqual([{ api_key: 'own' }]);
  });
});

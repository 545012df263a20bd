import type { Deployment, Principal, Snapshot } from '@tollgate/canonical';
import { buildTarget } from '../../../../test/support/builders/index.js';
import { PRINCIPAL } from '../limits/test-doubles.js';
import { authorize } from './authorize.js';
import { findGroupDenial } from './model-access.js';

const deployment = (group: string, served = true): Deployment => ({
  id: `id of ${group}`,
  group,
  provider: 'openai',
  served,
  target: buildTarget(`openai/${group}`, 'http://127.0.0.1:1', { deploymentId: `id of ${group}`, group }),
  credential: {},
  price: undefined,
  facts: {},
  limits: {},
  timeouts: {},
  info: {},
});

const timeouts = { connectMs: 1, firstTokenMs: 1, idleMs: 1, totalMs: 1 };
const SNAPSHOT: Snapshot = {
  version: 1,
  groups: new Map(['gpt-4o', 'gpt-4o-mini', 'claude'].map((name) => [name, [deployment(name)]])).set('elsewhere', [
    deployment('elsewhere', false),
  ]),
  wildcards: [{ pattern: 'openai/*', regex: /^openai\/(.*)$/, deployments: [deployment('openai/*')] }],
  defaultDeployments: [],
  aliases: new Map([['best', { group: 'gpt-4o', hidden: false }]]),
  upstreamNames: new Map(),
  router: { numRetries: 0, retryAfterMs: 0, timeouts, fallbacks: { general: new Map(), max: 5 } },
  settings: {
    budgetExceededStatus: 422,
    errorSuffix: 'none',
    budgetOutputFloor: 2048,
    budgetWaitMs: 30_000,
    defaultMaxOutputTokens: 32_768,
    bodyBytesMax: 1,
    bufferedBytesMax: 1,
    bodyIdleMs: 1,
    bodyTotalMs: 1,
    connectionsMax: 1,
    jsonDepthMax: 1,
    checkProviderEndpoint: false,
    metricsPublic: false,
    noAuth: false,
  },
  sinks: [],
  inferProvider: (name) => (name.startsWith('gpt-') ? 'openai' : undefined),
  priceOf: () => ({ price: undefined, facts: {} }),
  knownModels: () => [],
};

const PATH = '/v1/chat/completions';
const ask = (model: string, changes: Partial<Principal> = {}, snapshot: Snapshot = SNAPSHOT, path = PATH) =>
  authorize({ ...PRINCIPAL, ...changes }, { model }, snapshot, path);

describe('authorize', () => {
  it('grants the group of a model and the caller’s scopes', () => {
    const scopes = [{ scope: 'key' as const, id: 'key-1', limits: {} }];
    expect(ask('gpt-4o', { scopes })).toMatchObject({
      ok: true,
      value: { model: { group: 'gpt-4o', name: 'gpt-4o' }, scopes },
    });
  });

  it('answers an unknown model with LiteLLM’s text, and one that is missing as None', () => {
    expect(ask('no-such-model')).toMatchObject({
      ok: false,
      error: {
        code: 'unknown_model',
        status: 400,
        type: 'invalid_request_error',
        param: undefined,
        message:
          'litellm.BadRequestError: You passed in model=no-such-model. There are no healthy deployments for this model',
      },
    });
    expect(ask('')).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('You passed in model=None.') },
    });
  });

  it('denies a model that the key’s list leaves out, existing or not, with the recorded refusal', () => {
    for (const model of ['claude', 'no-such-model']) {
      expect(ask(model, { models: ['gpt-4o'] })).toMatchObject({
        ok: false,
        error: {
          code: 'model_not_allowed',
          status: 403,
          type: 'key_model_access_denied',
          param: 'model',
          message: `The requested model '${model}' is not available for this API key, or the model name is invalid. Check the models available to you and try again.`,
        },
      });
    }
  });

  it('denies a model that the team’s list leaves out, whatever the key’s allows', () => {
    const team = { teamId: 't', teamModels: ['gpt-4o-mini'] };
    expect(ask('gpt-4o', team)).toMatchObject({ ok: false, error: { type: 'team_model_access_denied' } });
    expect(ask('gpt-4o', { ...team, models: ['gpt-4o'] })).toMatchObject({
      ok: false,
      error: { type: 'team_model_access_denied' },
    });
    expect(ask('gpt-4o-mini', team).ok).toBe(true);
  });

  describe('with access groups', () => {
    const group = (name: string, ...models: string[]) => ({ name, models: new Set(models) });
    const beta = group('beta', 'gpt-4o');
    const grouped: Snapshot = {
      ...SNAPSHOT,
      groups: new Map([...SNAPSHOT.groups, ['openai/o1', [deployment('openai/o1')]]]),
      accessGroups: new Map([
        ['beta', beta],
        ['id-of-beta', beta],
        ['open', group('open', 'openai/*')],
        ['strict', group('strict', 'openai/o1')],
      ]),
    };
    const may = (model: string, changes: Partial<Principal>) => ask(model, changes, grouped).ok;

    it('a list gives the models of the groups on it, by name and by id, under each of their names', () => {
      for (const models of [['beta'], ['id-of-beta'], ['claude', 'beta']]) {
        expect(may('gpt-4o', { models })).toBe(true);
        expect(may('best', { models })).toBe(true);
        expect(may('gpt-4o-mini', { models })).toBe(false);
      }
    });

    it.each<Partial<Principal>>([
      { teamId: 't', teamModels: ['beta'] },
      { teamId: 't', models: ['all-team-models'], teamModels: ['beta'] },
      { teamId: 't', memberModels: ['beta'] },
      { userModels: ['beta'] },
      { projectModels: ['beta'] },
      { organizationModels: ['beta'] },
    ])('every list may name them: %j', (lists) => {
      expect(may('gpt-4o', lists)).toBe(true);
      expect(may('claude', lists)).toBe(false);
    });

    it('a pattern of a group takes in no model that has a place of its own', () => {
      expect(may('openai/gpt-5', { models: ['open'] })).toBe(true);
      expect(may('openai/o1', { models: ['open'] })).toBe(false);
      expect(may('openai/o1', { models: ['strict'] })).toBe(true);
      expect(may('openai/gpt-5', { models: ['strict'] })).toBe(false);
    });

    it('what the store puts into one beside public names allows what it does on a list', () => {
      const later = { name: 'later', models: new Set(['gpt-5*']), further: ['gpt-5*', 'best'] };
      const snapshot = { ...grouped, defaultDeployments: [deployment('*')], accessGroups: new Map([['later', later]]) };
      const mayLater = (model: string) => ask(model, { models: ['later'] }, snapshot).ok;
      expect(mayLater('gpt-5-mini')).toBe(true);
      expect(mayLater('best')).toBe(true);
      expect(mayLater('gpt-4o')).toBe(false);
    });

    it('the name of a group is no model’s, even where every name is one', () => {
      const defaultDeployments = [deployment('*')];
      expect(ask('beta', { models: ['beta'] }, { ...grouped, defaultDeployments }).ok).toBe(false);
    });

    it('a team’s own model is in those alone that it names itself', () => {
      const own = { ...deployment('gpt-4o'), teamId: 't', accessGroups: ['strict'] };
      const snapshot = { ...grouped, teamGroups: new Map([['t', new Map([['gpt-4o', [own]]])]]) };
      expect(ask('gpt-4o', { teamId: 't', models: ['strict'] }, snapshot).ok).toBe(true);
      expect(ask('gpt-4o', { teamId: 't', models: ['beta'] }, snapshot).ok).toBe(false);
      expect(ask('gpt-4o', { teamId: 'u', models: ['strict'] }, snapshot).ok).toBe(false);
    });

    it('one is given as it stands by lists that name it or all models', () => {
      const gives = (changes: Partial<Principal>) =>
        findGroupDenial({ ...PRINCIPAL, ...changes }, grouped, 'beta') === undefined;
      for (const models of [[], ['beta'], ['id-of-beta'], ['*'], ['all-proxy-models']])
        expect(gives({ models })).toBe(true);
      for (const models of [['gpt-4o'], ['bet*'], ['open']]) expect(gives({ models })).toBe(false);
      expect(gives({ models: ['beta'], teamId: 't', teamModels: ['gpt-4o'] })).toBe(false);
    });
  });

  it('denies a model that the user’s list leaves out, to keys without a team', () => {
    const userModels = ['gpt-4o-mini'];
    expect(ask('gpt-4o', { userModels })).toMatchObject({
      ok: false,
      error: { status: 403, type: 'user_model_access_denied', param: 'model' },
    });
    expect(ask('gpt-4o', { userModels, models: ['gpt-4o'] })).toMatchObject({
      ok: false,
      error: { type: 'user_model_access_denied' },
    });
    expect(ask('gpt-4o-mini', { userModels }).ok).toBe(true);
    expect(ask('gpt-4o', { userModels, teamId: 't', teamModels: [] }).ok).toBe(true);
    expect(ask('gpt-4o', { userModels: ['no-default-models'] }).ok).toBe(false);
  });

  it('denies a model that the project’s or the organization’s list leaves out, after the key’s and the team’s', () => {
    const holders = { projectModels: ['gpt-4o', 'gpt-4o-mini'], organizationModels: ['gpt-4o'] };
    const denied = (model: string, changes: Partial<Principal>) => {
      const answer = ask(model, { ...holders, ...changes });
      return answer.ok ? undefined : answer.error.type;
    };
    const team = { teamId: 't', teamModels: ['gpt-4o', 'gpt-4o-mini'] };
    expect(denied('gpt-4o', team)).toBeUndefined();
    expect(denied('gpt-4o-mini', team)).toBe('org_model_access_denied');
    expect(denied('claude', {})).toBe('project_model_access_denied');
    expect(denied('claude', team)).toBe('team_model_access_denied');
    expect(denied('claude', { ...team, models: ['gpt-4o'] })).toBe('key_model_access_denied');
    expect(denied('claude', { organizationModels: ['all-proxy-models'], projectModels: [] })).toBeUndefined();
  });

  it.each<[string, readonly string[], string, boolean]>([
    ['a pattern', ['openai/*'], 'openai/o3', true],
    ['a pattern, matched to the end', ['openai/gpt-*-mini'], 'openai/gpt-4o-minimal', false],
    ['a pattern with the provider inferred', ['openai/*'], 'gpt-4o', true],
    ['a pattern of another provider', ['anthropic/*'], 'gpt-4o', false],
    ['a star', ['*'], 'claude', true],
    ['text that only looks like an expression', ['gpt.4o'], 'gpt-4o', false],
    ['overlapping ends of a pattern', ['gpt-4*4o'], 'gpt-4o', false],
    ['all-proxy-models', ['all-proxy-models'], 'claude', true],
    ['no-default-models', ['no-default-models'], 'gpt-4o', false],
    ['an operator’s alias by its own name', ['best'], 'best', true],
    ['an operator’s alias by its target', ['gpt-4o'], 'best', true],
    ['an alias whose target is not allowed', ['claude'], 'best', false],
  ])('compares model lists with %s', (_what, models, model, allowed) => {
    expect(ask(model, { models }).ok).toBe(allowed);
  });

  it('lets all-team-models follow the team’s list', () => {
    const models = ['all-team-models'];
    expect(ask('gpt-4o', { models, teamId: 't', teamModels: ['gpt-4o'] }).ok).toBe(true);
    expect(ask('claude', { models, teamId: 't', teamModels: ['gpt-4o'] })).toMatchObject({
      ok: false,
      error: { type: 'team_model_access_denied' },
    });
    expect(ask('claude', { models, teamId: 't', teamModels: [] }).ok).toBe(true);
  });

  it.each(['no-default-models', 'all-team-models', 'all-proxy-models'])('never takes %s for a model’s name', (word) => {
    const named = { ...SNAPSHOT, groups: new Map(SNAPSHOT.groups).set(word, [deployment(word)]) };
    const changes = {
      models: ['gpt-4o', word].filter((name) => name !== 'all-proxy-models'),
      teamId: 't',
      teamModels: ['gpt-4o'],
    };
    expect(ask(word, changes, named)).toMatchObject({ ok: false, error: { status: 403 } });
  });

  it('resolves the key’s own alias before it compares, so that an alias widens nothing', () => {
    expect(ask('mine', { aliases: { mine: 'gpt-4o' }, models: ['gpt-4o'] })).toMatchObject({
      ok: true,
      value: { model: { group: 'gpt-4o' } },
    });
    expect(ask('gpt-4o', { aliases: { 'gpt-4o': 'claude' }, models: ['gpt-4o'] }).ok).toBe(false);
    expect(ask('constructor', { aliases: {} })).toMatchObject({ ok: false, error: { code: 'unknown_model' } });
  });

  it('resolves the team’s alias after the key’s own, and a member’s list after the team’s', () => {
    const team = { teamId: 't', teamModels: ['gpt-4o', 'claude'], teamAliases: { quick: 'gpt-4o' } };
    expect(ask('quick', team)).toMatchObject({ ok: true, value: { model: { group: 'gpt-4o' } } });
    expect(ask('mine', { ...team, aliases: { mine: 'quick' } }).ok).toBe(true);
    expect(ask('quick', { ...team, memberModels: ['claude'] })).toMatchObject({
      ok: false,
      error: { type: 'team_model_access_denied' },
    });
    expect(ask('claude', { ...team, memberModels: ['claude'] }).ok).toBe(true);
  });

  it('sends every request to the model of --model', () => {
    expect(ask('anything', {}, { ...SNAPSHOT, forcedModel: 'claude' })).toMatchObject({
      ok: true,
      value: { model: { group: 'claude' } },
    });
  });

  it('refuses by name a provider that is not served', () => {
    expect(ask('elsewhere')).toMatchObject({
      ok: false,
      error: { code: 'provider_not_served', message: expect.stringContaining('openai') },
    });
  });

  it('refuses a route that the key may not call before anything else, with the recorded text', () => {
    expect(ask('no-such-model', { allowedRoutes: ['info_routes'] })).toMatchObject({
      ok: false,
      error: {
        code: 'route_not_allowed',
        status: 403,
        message:
          "Virtual key is not allowed to call this route. Only allowed to call routes: ['info_routes']. Tried to call route: /v1/chat/completions",
      },
    });
  });

  it.each<[readonly string[], string, boolean]>([
    [['llm_api_routes'], '/v1/chat/completions', true],
    [['llm_api_routes'], '/v1/messages', true],
    [['llm_api_routes'], '/v1/models/gpt-4o', true],
    [['llm_api_routes'], '/key/list', false],
    [['management_routes'], '/key/generate', true],
    [['management_routes'], '/v1/chat/completions', false],
    [['info_routes'], '/key/info', true],
    [['/v1/models', '/chat/completions'], '/v1/chat/completions', false],
    [['/v1/models', '/chat/completions'], '/chat/completions', true],
    [['/key/*'], '/key/info', true],
    [['/key/*'], '/keys', false],
    [['management_routes', '/v1/messages'], '/v1/messages', true],
    [['constructor'], '/v1/messages', false],
    [['*'], '/v1/messages', true],
  ])('reads allowed_routes %j for %s', (allowedRoutes, path, allowed) => {
    expect(ask('gpt-4o', { allowedRoutes }, SNAPSHOT, path).ok).toBe(allowed);
  });
});

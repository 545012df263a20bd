import type { KeptModel } from '@tollgate/config';
import { EnvironmentReader } from '@tollgate/config';
import type { Deployment } from '@tollgate/canonical';
import { PriceBook } from '../prices/price-book.js';
import { entry, provider, settings } from '../test-doubles.js';
import { type CompiledSnapshot, compileSnapshot } from './compile-snapshot.js';

const SECRETS = { OPENAI_API_KEY: 'sk-of-the-environment', OPENAI_BASE_URL: 'https://operators.example/v1' };
const book = new PriceBook();

function kept(id: string, params: KeptModel['params'], more: Partial<KeptModel> = {}): KeptModel {
  return { id, name: 'gpt-4o', teamId: null, blocked: false, params, info: {}, ...more };
}

function compile(models: readonly KeptModel[], allowedEnvReferences: readonly string[] = []): CompiledSnapshot {
  const { defaults } = settings([]);
  const compiled = compileSnapshot({
    settings: settings([entry('gpt-4o', { model: 'openai/gpt-4o' }, { id: 'file' })], {
      environment: new EnvironmentReader(SECRETS),
      defaults: {
        ...defaults,
        headers: { 'x-operator': 'secret' },
        organization: 'org-operator',
        tls: { certificate: 'PEM' },
      },
      admin: { ...settings([]).admin, allowedEnvReferences },
    }),
    providers: [
      provider('openai', { apiBaseEnvironment: ['OPENAI_BASE_URL'], bareModels: ['gpt-*'] }),
      provider('mock', { credentialFields: [], selfHosted: true }),
    ],
    book,
    clock: { now: () => 0, monotonicMs: () => 0 },
    version: 1,
    kept: models,
  });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  return compiled.value;
}

const deploymentOf = ({ snapshot }: CompiledSnapshot, id: string): Deployment | undefined =>
  [...snapshot.groups.values(), ...[...(snapshot.teamGroups?.values() ?? [])].flatMap((own) => [...own.values()])]
    .flat()
    .find((deployment) => deployment.id === id);

/** All that a deployment would tell its address of the operator. */
const carries = (deployment: Deployment | undefined): string =>
  JSON.stringify([deployment?.credential, deployment?.target, deployment?.tls]);

describe('models that came over the API', () => {
  it('join the group of their name, after those of the file, which are as they were', () => {
    const { snapshot, faults } = compile([kept('kept', { model: 'openai/gpt-4o' })]);
    expect(faults).toEqual([]);
    expect(snapshot.groups.get('gpt-4o')?.map(({ id, kept: isKept }) => [id, isKept])).toEqual([
      ['file', undefined],
      ['kept', true],
    ]);
  });

  it("call the operator's own address with the operator's own key, where they name none", () => {
    const deployment = deploymentOf(compile([kept('kept', { model: 'openai/gpt-4o' })]), 'kept');
    expect(deployment?.credential).toMatchObject({ api_key: 'sk-of-the-environment' });
    expect(deployment?.target.apiBase).toBe('https://operators.example/v1');
  });

  it.each([
    ['that name an address', kept('kept', { model: 'openai/gpt-4o', api_base: 'https://foreign.example/v1' })],
    ["that are a team's", kept('kept', { model: 'openai/gpt-4o' }, { teamId: 'team' })],
  ])("%s are given nothing of the operator's: no key, address, header, organization or certificate", (_what, model) => {
    const deployment = deploymentOf(compile([model]), 'kept');
    expect(deployment).toBeDefined();
    expect(carries(deployment)).not.toMatch(/sk-of-the-environment|operators\.example|secret|org-operator|PEM/);
  });

  it("may lead into private networks where they are the operator's, and not where they are a team's", () => {
    const models = [kept('a', { model: 'mock/x' }), kept('b', { model: 'mock/x' }, { teamId: 'team' })];
    const compiled = compile(models);
    expect(['a', 'b'].map((id) => deploymentOf(compiled, id)?.addresses?.privateNetworks)).toEqual([
      'allowed',
      'refused',
    ]);
  });

  it("that are a team's are in no group, list or name of anybody else's", () => {
    const { snapshot } = compile([kept('own', { model: 'openai/own' }, { teamId: 'team', name: 'own' })]);
    expect(snapshot.teamGroups?.get('team')?.get('own')?.[0]?.id).toBe('own');
    expect([
      snapshot.groups.has('own'),
      snapshot.upstreamNames.has('openai/own'),
      snapshot.upstreamNames.has('own'),
    ]).toEqual([false, false, false]);
  });

  it('that are wrong are told of, each with its reason, and the others are served', () => {
    const models = [
      kept('file', { model: 'mock/x' }),
      kept('no-model', {}),
      kept('reference', { model: 'mock/x', api_key: 'os.environ/OPENAI_API_KEY' }),
      kept('certificate', { model: 'mock/x', ssl_certificate: '/etc/passwd' }),
      kept('right', { model: 'mock/x' }),
      kept('right', { model: 'mock/y' }),
    ];
    const { snapshot, faults } = compile(models);
    expect(faults.map(({ model, problems }) => [model.id, problems[0]?.path])).toEqual([
      ['file', 'model_info.id'],
      ['no-model', 'model no-model (gpt-4o).litellm_params.model'],
      ['reference', 'model reference (gpt-4o).litellm_params.api_key'],
      ['certificate', 'model certificate (gpt-4o).litellm_params.ssl_certificate'],
      ['right', 'model_info.id'],
    ]);
    expect(snapshot.groups.get('gpt-4o')?.map(({ id, target }) => [id, target.model])).toEqual([
      ['file', 'gpt-4o'],
      ['right', 'x'],
    ]);
  });

  it("read the variables that the operator lists, but for a team's", () => {
    const params = { model: 'openai/x', api_key: 'os.environ/OPENAI_API_KEY', api_base: 'https://models.example' };
    const models = [
      kept('a', params),
      kept('b', params, { teamId: 'team' }),
      kept('c', { ...params, api_key: 'os.environ/OTHER' }),
    ];
    const compiled = compile(models, ['OPENAI_API_KEY']);
    expect(deploymentOf(compiled, 'a')?.credential).toMatchObject({ api_key: 'sk-of-the-environment' });
    expect(compiled.faults.map(({ model }) => model.id)).toEqual(['b', 'c']);
  });

  it('are not routed to while they are blocked', () => {
    const { snapshot, faults } = compile([kept('kept', { model: 'mock/x' }, { blocked: true, name: 'blocked' })]);
    expect([snapshot.groups.has('blocked'), faults]).toEqual([false, []]);
  });
});

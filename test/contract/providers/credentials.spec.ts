import type { Deployment } from '@tollgate/canonical';
import { compileSnapshot, PriceBook } from '@tollgate/catalog';
import { EnvironmentReader, type ModelEntry } from '@tollgate/config';
import { type ProviderAdapter, PROVIDERS } from '@tollgate/providers';
import { entry, settings } from '../../../libs/catalog/src/test-doubles.js';

type Params = Partial<ModelEntry['params']>;

const book = new PriceBook();
const REMOTE = PROVIDERS.filter(({ inProcess }) => inProcess === undefined);
const FIELDS = REMOTE.flatMap((provider) =>
  provider.credentialFields.map((field) => [provider.id, field.name, field, provider] as const),
);

describe('a credential', () => {
  it.each(FIELDS)('of %s, %s, is the model’s own before any variable', (_id, name, { environment }, provider) => {
    const variables = Object.fromEntries(environment.map((variable) => [variable, `of-${variable}`]));
    expect(deploy(provider, { [name]: 'of-the-model' }, variables).credential[name]).toBe('of-the-model');
  });

  it.each(FIELDS)('of %s, %s, is that of the first variable that is set', (_id, name, { environment }, provider) => {
    environment.forEach((first, index) => {
      const set = environment.slice(index).map((variable) => [variable, `of-${variable}`]);
      expect(deploy(provider, {}, Object.fromEntries(set)).credential[name]).toBe(`of-${first}`);
    });
    expect(deploy(provider, {}, {}).credential[name]).toBeUndefined();
  });

  it.each(REMOTE.map((provider) => [provider.id, provider] as const))(
    'of %s goes to no other provider',
    (id, provider) => {
      const foreign = FIELDS.filter(([, , field]) =>
        field.environment.every((variable) =>
          provider.credentialFields.every(({ environment }) => !environment.includes(variable)),
        ),
      );
      const variables = foreign.flatMap(([, , { environment }]) =>
        environment.map((variable) => [variable, 'foreign']),
      );
      expect([id, deploy(provider, {}, Object.fromEntries(variables)).credential]).toEqual([id, {}]);
    },
  );
});

describe('the address of a provider', () => {
  it.each(REMOTE.map((provider) => [provider.id, provider] as const))(
    'of %s is the model’s own, else that of the first variable that is set, else the provider’s',
    (_id, provider) => {
      const { apiBaseEnvironment = [], defaultApiBase = '' } = provider;
      const variables = Object.fromEntries(
        apiBaseEnvironment.map((name, index) => [name, `https://v${index}.example/x`]),
      );
      expect(deploy(provider, { api_base: 'https://own.example/v1/' }, variables).target.apiBase).toBe(
        'https://own.example/v1',
      );
      if (apiBaseEnvironment.length > 0)
        expect(deploy(provider, {}, variables).target.apiBase).toBe('https://v0.example/x');
      expect(deploy(provider, {}, {}).target.apiBase).toBe(defaultApiBase);
    },
  );
});

it('a prefix names one provider', () => {
  const prefixes = PROVIDERS.flatMap((provider) => provider.prefixes);
  expect(prefixes.filter((prefix, index) => prefixes.indexOf(prefix) !== index)).toEqual([]);
});

it('a list of organizations is one deployment for each, with the same key', () => {
  const openai = PROVIDERS.filter(({ id }) => id === 'openai');
  const outcome = compile(
    [entry('m', { model: 'openai/gpt-4o', organization: ['org-1', 'org-2'] })],
    { OPENAI_API_KEY: 'k' },
    openai,
  );
  expect(outcome.map(({ target, credential }) => [target.organization, credential['api_key']])).toEqual([
    ['org-1', 'k'],
    ['org-2', 'k'],
  ]);
});

function deploy(provider: ProviderAdapter, params: Params, variables: Readonly<Record<string, string>>): Deployment {
  const model = `${provider.prefixes[0] ?? ''}/some-model`;
  const [deployment] = compile([entry('m', { model, ...params })], variables, PROVIDERS);
  if (deployment === undefined) throw new Error('no deployment');
  return deployment;
}

function compile(
  models: readonly ModelEntry[],
  variables: Readonly<Record<string, string>>,
  providers: readonly ProviderAdapter[],
): readonly Deployment[] {
  const environment = new EnvironmentReader(variables);
  const clock = { now: () => 0, monotonicMs: () => 0 };
  const compiled = compileSnapshot({ settings: settings(models, { environment }), providers, book, clock, version: 1 });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  return [...compiled.value.snapshot.groups.values()].flat();
}

import type { ProviderDescription } from '@tollgate/canonical';
import { EnvironmentReader } from '../environment/environment-reader.js';
import { defaultModels } from './default-models.js';

const provider = (id: string, variable: string, more: Partial<ProviderDescription> = {}): ProviderDescription => ({
  id,
  prefixes: [id],
  defaultApiBase: `https://${id}.test`,
  credentialFields: [{ name: 'api_key', environment: [variable], required: true, secret: true }],
  operations: ['chat'],
  litellm: { exception: id, errorText: 'message' },
  ...more,
});

const named = (providers: readonly ProviderDescription[], variables: Readonly<Record<string, string>>): unknown =>
  defaultModels(providers, [], new EnvironmentReader(variables)).models.map(({ name }) => name);

describe('the models of a start without a config file', () => {
  it('are those of one provider for each key, the first that takes it', () => {
    expect(named([provider('new', 'KEY'), provider('old', 'KEY')], { KEY: 'k' })).toEqual(['new/*']);
  });

  it('are none of a provider whose address nobody gave', () => {
    const { defaultApiBase: _none, ...homeless } = provider('own', 'KEY', { apiBaseEnvironment: ['BASE'] });
    expect(named([homeless], { KEY: 'k' })).toEqual([]);
    expect(named([homeless], { KEY: 'k', BASE: 'https://own.test' })).toEqual(['own/*']);
  });
});

import { compileSnapshot, PriceBook } from '@tollgate/catalog';
import { EnvironmentReader, type ModelEntry } from '@tollgate/config';
import { PROVIDERS } from '@tollgate/providers';
import { entry, settings } from '../../../libs/catalog/src/test-doubles.js';

const book = new PriceBook();
const address = { api_base: 'https://mine.openai.azure.com' };

function compile(model: string, info: ModelEntry['info'] = {}, variables: Readonly<Record<string, string>> = {}) {
  const compiled = compileSnapshot({
    settings: settings([entry('m', { model, ...address }, info)], { environment: new EnvironmentReader(variables) }),
    providers: PROVIDERS,
    book,
    clock: { now: () => Date.parse('2026-11-01'), monotonicMs: () => 0 },
    version: 1,
  });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  const [deployment] = compiled.value.snapshot.groups.get('m') ?? [];
  if (deployment === undefined) throw new Error('no deployment');
  return deployment;
}

describe('a deployment of Azure OpenAI', () => {
  it.each([
    ['azure/any-name', { base_model: 'azure/gpt-4o' }],
    ['azure/any-name', { base_model: 'gpt-4o' }],
    ['azure/gpt-4o', {}],
  ])('%s with %j has the price of its model', (model, info) => {
    expect(compile(model, info).price?.base).toMatchObject({ input: 2_500_000_000n, output: 10_000_000_000n });
  });

  it('that makes pictures has the prices of its model by size and quality', () => {
    expect(compile('azure/any-name', { base_model: 'azure/dall-e-3' }).price?.pictures?.rows).toHaveLength(6);
  });

  it('whose model is not known has no price, and is not free, though its address is the customer’s own', () => {
    expect(compile('azure/any-name').price).toBeUndefined();
    expect(compile('azure_ai/any-name').price).toBeUndefined();
  });

  it('has the version of its API from the environment where its entry names none', () => {
    expect(compile('azure/any-name', {}, { AZURE_API_VERSION: '2024-10-21' }).target.apiVersion).toBe('2024-10-21');
  });
});

it.each(['azure/d', 'azure_ai/m'])('%s without an address is told of at the start', (model) => {
  const compiled = compileSnapshot({
    settings: settings([entry('m', { model })], { environment: new EnvironmentReader({}) }),
    providers: PROVIDERS,
    book,
    clock: { now: () => 0, monotonicMs: () => 0 },
    version: 1,
  });
  const warnings = compiled.ok ? compiled.value.warnings : [];
  expect(warnings).toContainEqual({
    path: expect.stringContaining('litellm_params.api_base'),
    message: expect.stringMatching(/^is not set, nor AZURE(_AI)?_API_BASE: calls to . cannot be sent$/),
  });
});

describe('a server of one’s own', () => {
  it.each(['ollama/llama3', 'ollama_chat/llama3'])('%s is free unless priced', (model) => {
    expect(compile(model).price?.source).toBe('free');
  });
});

import { openaiEmbeddingsClient } from '@tollgate/formats';
import { targetOf } from '../../../test/contract/targets.js';
import { PROVIDERS } from './registry.js';

/** How many requests a provider is sent for so many texts of so many characters. */
function requestsFor(id: string, texts: number, characters: number): number {
  const operation = PROVIDERS.find((provider) => provider.id === id)?.adapters.embeddings;
  const input = Array.from({ length: texts }, () => 'x'.repeat(characters));
  const decoded = openaiEmbeddingsClient.decodeRequest({ body: { model: 'm', input }, params: {}, query: {} });
  if (operation === undefined || !decoded.ok) throw new Error(`${id} embeds nothing`);
  const built = operation.buildRequest(decoded.value, targetOf(id), undefined);
  if (!built.ok) throw built.error;
  const specs = [built.value.spec, ...(built.value.more ?? [])];
  expect(specs.reduce((sum, { inputs }) => sum + (inputs ?? 0), 0)).toBe(texts);
  return specs.length;
}

it.each([
  ['openai', 2048],
  ['azure', 2048],
  ['mistral', 512],
  ['gemini', 100],
])('%s takes %i texts in one request', (id, most) => {
  expect([requestsFor(id, most, 1), requestsFor(id, most + 1, 1), requestsFor(id, 2 * most + 1, 1)]).toEqual([1, 2, 3]);
});

it('OpenAI takes 300,000 tokens in one request, and a text has no more than it has bytes', () => {
  expect([requestsFor('openai', 300, 1000), requestsFor('openai', 301, 1000)]).toEqual([1, 2]);
});

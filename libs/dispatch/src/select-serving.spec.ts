import type { CanonicalRequest, RouteStep } from '@tollgate/canonical';
import { PROVIDERS } from '@tollgate/providers';
import { buildTarget } from '../../../test/support/builders/index.js';
import { selectServing } from './select-serving.js';

const providers = new Map(PROVIDERS.map((provider) => [provider.id, provider]));
const snapshot = { priceOf: () => ({ facts: {} }) } as never;
const request = { operation: 'chat', format: 'anthropic-messages', messages: [], extra: {}, gateway: {} };

function serve(operation: CanonicalRequest['operation'], mockResponse?: string) {
  const target = buildTarget('anthropic/claude-haiku-4-5', 'https://api.anthropic.com');
  const step = { target: { ...target, ...(mockResponse !== undefined && { mockResponse }) }, deployment: {} };
  const asked = { ...request, operation } as unknown as CanonicalRequest;
  return selectServing(providers, () => 0, { request: asked, snapshot }, step as unknown as RouteStep);
}

describe('a deployment that is told what to answer', () => {
  it.each(['chat', 'count-tokens'] as const)('asks nobody (%s)', (operation) => {
    expect(serve(operation, 'Hello')?.provider.inProcess).toBeDefined();
    expect(serve(operation)?.provider.inProcess).toBeUndefined();
  });

  it('serves nothing that is no conversation', () => {
    expect(serve('embeddings', 'Hello')).toBeUndefined();
  });
});

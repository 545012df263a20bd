import type { CanonicalRequest, ModelFacts, Target } from '@tollgate/canonical';
import type { ProviderAdapter, ProviderOperation } from './adapter.js';

/**
 * Which of a provider's operations serves a request; undefined where none does. A conversation can be held over chat completions and over
 * the Responses API, whatever its client speaks:
 *
 * - What the operator says goes first: `openai/responses/<model>`, or `use_chat_completions_api: true`.
 * - A client of the Responses API gets the provider's own, where it has one.
 * - Any other gets it where the model is served there alone (`model_info.mode: responses`, or the price book's), or where the provider
 *   says that the request loses something over chat completions.
 */
export function selectOperation(
  provider: ProviderAdapter,
  request: CanonicalRequest,
  target: Target,
  facts: Pick<ModelFacts, 'mode'>,
): ProviderOperation | undefined {
  const { adapters, prefersResponses } = provider;
  if (request.operation !== 'chat' && request.operation !== 'responses') return adapters[request.operation];
  const { chat, responses } = adapters;
  if (chat === undefined || responses === undefined) return chat ?? responses;
  if (target.upstreamOperation !== undefined) return target.upstreamOperation === 'chat' ? chat : responses;
  if (request.operation === 'responses' || facts.mode === 'responses') return responses;
  return prefersResponses?.(request, target) === true ? responses : chat;
}

import type { RouteStep } from '@tollgate/canonical';
import type { TokenCounter } from '@tollgate/metering';
import { answerAsTold, type ProviderAdapter, selectOperation } from '@tollgate/providers';
import { countHere, type Serving } from './count-here.js';
import type { DispatchAsk } from './dispatch-ask.js';
import { toldAnswer } from './told-answer.js';

/**
 * What serves a request at a step: what it is told to answer, where it is; else the provider's own operation; where it has none for
 * counting tokens, the gateway's. undefined where the provider does not serve such requests.
 */
export function selectServing(
  providers: ReadonlyMap<string, ProviderAdapter>,
  count: TokenCounter,
  { request, snapshot }: Pick<DispatchAsk, 'request' | 'snapshot'>,
  step: RouteStep,
): Serving | undefined {
  const provider = providers.get(step.target.provider);
  if (provider === undefined) return undefined;
  const told = toldAnswer({ request }, step);
  // who is told what to answer asks nobody, for a count neither
  if (told !== undefined)
    return request.operation === 'count-tokens'
      ? countHere(provider, count)
      : answerAsTold(provider, request.operation, told);
  const { facts } = snapshot.priceOf(step.deployment, step.target.model);
  const operation = selectOperation(provider, request, step.target, facts);
  if (operation !== undefined) return { provider, operation };
  return request.operation === 'count-tokens' ? countHere(provider, count) : undefined;
}

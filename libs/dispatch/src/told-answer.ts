import type { RouteStep } from '@tollgate/canonical';
import type { DispatchAsk } from './dispatch-ask.js';

/** What the provider is not asked for because the answer is given. The client's, where the operator lets it have one, goes before the deployment's. */
export function toldAnswer(
  { request }: Pick<DispatchAsk, 'request'>,
  { target }: Pick<RouteStep, 'target'>,
): string | undefined {
  return request.gateway.mockResponse ?? target.mockResponse;
}

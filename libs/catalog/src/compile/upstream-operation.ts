import { type ProviderDescription, RESPONSES_PREFIX, type Target } from '@tollgate/canonical';
import type { ProviderOfModel } from './find-provider.js';

type Wish = Pick<Target, 'upstreamOperation' | 'servesResponses'>;

/** The model without the prefix that says how it is asked, where its provider has the choice. */
export function withoutResponsesPrefix(found: ProviderOfModel): ProviderOfModel {
  const prefixed = servesResponses(found.provider) && found.model.startsWith(RESPONSES_PREFIX);
  return prefixed
    ? { ...found, model: found.model.slice(RESPONSES_PREFIX.length), upstreamOperation: 'responses' }
    : found;
}

/** What a conversation with the deployment is held over, where its operator says so. */
export function upstreamOperationOf({ provider, upstreamOperation }: ProviderOfModel, overChat: unknown): Wish {
  if (!servesResponses(provider)) return {};
  const wished = overChat === true ? 'chat' : upstreamOperation;
  return { servesResponses: true, ...(wished !== undefined && { upstreamOperation: wished }) };
}

function servesResponses(provider: ProviderDescription | undefined): boolean {
  return provider?.operations.includes('responses') === true;
}

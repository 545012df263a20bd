import type { Target } from '@tollgate/canonical';

/** Whether a client of the Responses API gets the provider's own there, as `selectOperation` chooses; else it is answered over chat. */
export function isAskedOverResponses({ servesResponses, upstreamOperation }: Target): boolean {
  return servesResponses === true && upstreamOperation !== 'chat';
}

import type { CanonicalRequest } from '@tollgate/canonical';

/**
 * Whether the gateway keeps an answer in its provider's place, with the metadata of its request: what another dialect's provider answers a
 * client of the Responses API with. Whether it really does is for the gateway to tell.
 */
export function isKeptHere({ format, store }: Pick<CanonicalRequest, 'format' | 'store'>): boolean {
  return format === 'openai-responses' && store !== false;
}

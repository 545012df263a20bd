import type { ProviderDescription } from '@tollgate/canonical';
import { upstreamOperationOf, withoutResponsesPrefix } from './upstream-operation.js';

const provider = (operations: ProviderDescription['operations']): ProviderDescription => ({
  id: 'p',
  prefixes: ['p'],
  credentialFields: [],
  operations,
  litellm: { exception: 'P', errorText: 'message' },
});
const both = provider(['chat', 'responses']);
const chatAlone = provider(['chat']);

describe('what a conversation with a deployment is held over', () => {
  it('is told before the model’s name, where its provider has the choice', () => {
    expect(withoutResponsesPrefix({ provider: both, id: 'p', model: 'responses/m' })).toEqual({
      provider: both,
      id: 'p',
      model: 'm',
      upstreamOperation: 'responses',
    });
    const own = { provider: chatAlone, id: 'p', model: 'responses/m' };
    expect(withoutResponsesPrefix(own)).toBe(own);
    const unknown = { provider: undefined, id: 'p', model: 'responses/m' };
    expect(withoutResponsesPrefix(unknown)).toBe(unknown);
  });

  it.each([
    [undefined, undefined, {}],
    [undefined, true, { upstreamOperation: 'chat' }],
    ['responses' as const, undefined, { upstreamOperation: 'responses' }],
    ['responses' as const, true, { upstreamOperation: 'chat' }],
    ['responses' as const, 'true', { upstreamOperation: 'responses' }],
  ])('is %s by its name, and with use_chat_completions_api %s: %j', (named, overChat, wish) => {
    const found = { provider: both, id: 'p', model: 'm', ...(named && { upstreamOperation: named }) };
    expect(upstreamOperationOf(found, overChat)).toEqual({ servesResponses: true, ...wish });
  });

  it('is nobody’s wish where there is no choice', () => {
    expect(upstreamOperationOf({ provider: chatAlone, id: 'p', model: 'm' }, true)).toEqual({});
  });
});

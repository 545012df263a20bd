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
    expect(upstreamOperationOf(found, { overChat, defaults: {} })).toEqual({ servesResponses: true, ...wish });
  });

  it.each([
    ['openai', undefined, undefined, { upstreamOperation: 'responses' }],
    ['openai', undefined, true, { upstreamOperation: 'chat' }],
    ['openai', 'responses' as const, undefined, { upstreamOperation: 'responses' }],
    ['azure', undefined, undefined, {}],
  ])('is the Responses API for all of OpenAI where the operator says so: %s, %s, %s', (id, named, overChat, wish) => {
    const found = { provider: both, id, model: 'm', ...(named && { upstreamOperation: named }) };
    const said = { overChat, defaults: { openaiOverResponses: true } as const };
    expect(upstreamOperationOf(found, said)).toEqual({ servesResponses: true, ...wish });
  });

  it('tells that clients of the Messages API are served as chat clients are', () => {
    const found = { provider: both, id: 'openai', model: 'm' };
    const said = { overChat: undefined, defaults: { messagesOverChat: true } as const };
    expect(upstreamOperationOf(found, said)).toEqual({ servesResponses: true, messagesOverChat: true });
  });

  it('is nobody’s wish where there is no choice', () => {
    const defaults = { openaiOverResponses: true, messagesOverChat: true } as const;
    const found = { provider: chatAlone, id: 'openai', model: 'm' };
    expect(upstreamOperationOf(found, { overChat: true, defaults })).toEqual({});
  });
});

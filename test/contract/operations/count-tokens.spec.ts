import { anthropicCountTokensClient as client } from '@tollgate/formats';
import type { JsonObject } from '@tollgate/kernel';
import { type ProviderOperation, PROVIDERS } from '@tollgate/providers';
import { deepFreeze } from '../deep-freeze.js';
import { anthropicTarget } from '../targets.js';
import { readExchanges, valueOf } from './read-exchanges.js';

const EXCHANGES = readExchanges('token-count');
const operation = PROVIDERS.find(({ id }) => id === 'anthropic')?.adapters['count-tokens'] as ProviderOperation;
const shown = { requestedModel: 'm', now: 0, newId: () => 'id' };

const decode = (body: JsonObject) =>
  deepFreeze(valueOf(client.decodeRequest({ body: deepFreeze(body), params: {}, query: {} })));
const build = (body: JsonObject) => valueOf(operation.buildRequest(decode(body), anthropicTarget, undefined)).spec;

describe('counting tokens on the recording', () => {
  it.each(EXCHANGES)('%s: the request is the recorded one', (_name, { request }) => {
    const spec = build(request);
    expect(JSON.parse(spec.body ?? '')).toEqual({ ...request, model: anthropicTarget.model });
    expect(spec.path).toEqual(['v1', 'messages', 'count_tokens']);
    expect(spec.headers).toMatchObject({ 'anthropic-version': '2023-06-01' });
  });

  it.each(EXCHANGES)('%s: the answer is the recorded one', (_name, { body }) => {
    expect(client.encodeResponse(operation.format.decodeResponse(deepFreeze(body)), shown)).toEqual(body);
  });

  it('sends what can be counted, and nothing of what only a message takes', () => {
    const body = {
      model: 'm',
      messages: [{ role: 'user', content: 'hi' }],
      system: 'be brief',
      tools: [{ name: 't', input_schema: { type: 'object' } }],
      tool_choice: { type: 'auto' },
      thinking: { type: 'enabled', budget_tokens: 1024 },
    };
    const sent = { ...body, max_tokens: 2048, stream: true, temperature: 1, metadata: { user_id: 'u' }, top_k: 3 };
    expect(JSON.parse(build(sent).body ?? '')).toEqual({ ...body, model: anthropicTarget.model });
  });

  it('uses nothing, whatever is counted', () => {
    const bound = operation.format.boundUsage(decode({ messages: [{ role: 'user', content: 'long '.repeat(99) }] }));
    expect(bound).toMatchObject({ inputTexts: [], unbounded: [], output: 'none', free: true });
  });

  it('needs no output limit, and refuses what is no conversation in words of its own', () => {
    expect(decode({ messages: [] })).toMatchObject({ operation: 'count-tokens', stream: false });
    expect(client.decodeRequest({ body: { model: 'm' }, params: {}, query: {} })).toMatchObject({
      ok: false,
      error: { status: 400, param: 'messages', message: "count_tokens: Missing required parameter: 'messages'." },
    });
  });
});

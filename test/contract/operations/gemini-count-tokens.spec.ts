import { geminiCountTokensClient as client } from '@tollgate/formats';
import type { JsonObject } from '@tollgate/kernel';
import { type ProviderOperation, PROVIDERS } from '@tollgate/providers';
import { deepFreeze } from '../deep-freeze.js';
import { geminiTarget } from '../targets.js';
import { readExchanges, valueOf } from './read-exchanges.js';

const EXCHANGES = readExchanges('gemini-count-tokens');
const operation = PROVIDERS.find(({ id }) => id === 'gemini')?.adapters['count-tokens'] as ProviderOperation;
const target = { ...geminiTarget, model: 'gemini-3.5-flash' };
const shown = { requestedModel: 'm', now: 0, newId: () => 'id' };

const decode = (body: JsonObject) =>
  deepFreeze(valueOf(client.decodeRequest({ body: deepFreeze(body), params: { model: 'm' }, query: {} })));
const build = (body: JsonObject) => valueOf(operation.buildRequest(decode(body), target, undefined)).spec;

describe("counting tokens in Google's dialect", () => {
  it.each(EXCHANGES)('%s: the request is the recorded one', (_name, { request }) => {
    const spec = build(request);
    expect(JSON.parse(spec.body ?? '')).toEqual(request);
    expect(spec.path).toEqual(['v1beta', 'models', 'gemini-3.5-flash:countTokens']);
  });

  it.each(EXCHANGES)('%s: the answer is the recorded one', (_name, { body }) => {
    expect(client.encodeResponse(operation.format.decodeResponse(deepFreeze(body)), shown)).toEqual(body);
  });

  it('counts turns alone, and a whole request with its tools and instruction', () => {
    const contents = [{ role: 'user', parts: [{ text: 'hi' }] }];
    const whole = { contents, systemInstruction: { parts: [{ text: 'x' }] }, tools: [{ googleSearch: {} }] };
    const model = 'models/gemini-3.5-flash';
    expect(JSON.parse(build({ contents }).body ?? '')).toEqual({ generateContentRequest: { contents, model } });
    expect(JSON.parse(build({ generateContentRequest: whole }).body ?? '')).toEqual({
      generateContentRequest: { ...whole, model },
    });
  });

  it('uses nothing, and refuses what is no conversation in words of its own', () => {
    const request = decode({ contents: [{ parts: [{ text: 'long '.repeat(99) }] }] });
    expect(request).toMatchObject({ operation: 'count-tokens', stream: false });
    expect(operation.format.boundUsage(request)).toMatchObject({ inputTexts: [], output: 'none', free: true });
    expect(client.decodeRequest({ body: {}, params: {}, query: {} })).toMatchObject({
      ok: false,
      error: { status: 400, param: 'contents', message: "countTokens: Missing required parameter: 'contents'." },
    });
  });

  it('takes no answer for a count that is none', () => {
    expect(() => operation.format.decodeResponse({ candidates: [] })).toThrow(/totalTokens/);
  });
});

import type { JsonObject } from '@tollgate/kernel';
import type { CanonicalRequest, Target } from '@tollgate/canonical';
import {
  anthropicMessagesClient,
  anthropicMessagesUpstream,
  type ClientFormat,
  geminiUpstream,
  ollamaChatUpstream,
  openaiChatClient,
  openaiResponses,
  openaiResponsesClient,
  type UpstreamFormat,
} from '@tollgate/formats';
import { azure } from '../../../libs/providers/src/azure/index.js';
import { litellmProxy } from '../../../libs/providers/src/litellm-proxy/index.js';
import { openai } from '../../../libs/providers/src/openai/index.js';
import { xai } from '../../../libs/providers/src/xai/index.js';
import type { ProviderAdapter } from '../../../libs/providers/src/adapter.js';
import { deepFreeze } from '../deep-freeze.js';
import { anthropicTarget, geminiTarget, ollamaTarget, openaiTarget, targetOf } from '../targets.js';

const SIGNATURE = 'CiQB+/='.repeat(100);
const SHORT = `call_1__thought__${SIGNATURE}`;
const LONG_OWN = `call_${'r'.repeat(80)}_0`;
const LONG = `${LONG_OWN}__thought__${SIGNATURE}`;

const clients: readonly (readonly [string, ClientFormat, (id: string) => JsonObject])[] = [
  ['chat', openaiChatClient, chatBody],
  ['messages', anthropicMessagesClient, messagesBody],
  ['responses', openaiResponsesClient, responsesBody],
];

/** Providers that did not make the call, with the longest id that each takes (undefined: it has no limit). */
const strangers: readonly (readonly [string, UpstreamFormat, Target, number | undefined])[] = [
  ['openai', chatOf(openai), openaiTarget, 40],
  ['azure', chatOf(azure), targetOf('azure'), 40],
  ['xai', chatOf(xai), targetOf('xai'), undefined],
  ['openai responses', openaiResponses({ provider: 'openai', reasons: () => false }), openaiTarget, 64],
  ['anthropic', anthropicMessagesUpstream, anthropicTarget, undefined],
  ['ollama', ollamaChatUpstream, ollamaTarget, undefined],
];

const moves = clients.flatMap(([name, client, body]) =>
  strangers.map(([provider, ...stranger]) => [name, provider, client, body, ...stranger] as const),
);

describe("a conversation with a call of Gemini's, sealed in its id, that goes on at another provider", () => {
  it.each(moves)('from a %s client at %s: no seal goes out', (_client, _provider, client, body, upstream, target) => {
    expect(JSON.stringify(sent(client, body(SHORT), upstream, target))).not.toMatch(/__thought__|CiQB/);
    expect(idsIn(sent(client, body(SHORT), upstream, target))).toEqual(['call_1', 'call_1']);
  });

  it.each(moves)(
    'from a %s client at %s: call and result keep one id, no longer than it takes',
    (_client, _provider, client, body, upstream, target, lengthMax) => {
      const [call, result, ...others] = idsIn(sent(client, body(LONG), upstream, target));
      expect([result, others]).toEqual([call, []]);
      if (lengthMax === undefined) expect(call).toBe(LONG_OWN);
      else expect(call?.length).toBeLessThanOrEqual(lengthMax);
    },
  );

  it.each(clients)('from a %s client back at Gemini: the seal is there again', (_client, client, body) => {
    const written = JSON.stringify(sent(client, body(SHORT), geminiUpstream, geminiTarget));
    expect(written).toContain(`"thoughtSignature":"${SIGNATURE}"`);
    expect(written).not.toContain('__thought__');
  });

  it('another gateway, which may ask Gemini, gets the id whole', () => {
    expect(idsIn(sent(openaiChatClient, chatBody(LONG), chatOf(litellmProxy), targetOf('litellm_proxy')))).toEqual([
      LONG,
      LONG,
    ]);
  });
});

function sent(client: ClientFormat, body: JsonObject, upstream: UpstreamFormat, target: Target): JsonObject {
  const decoded = client.decodeRequest({ body: deepFreeze(body), params: {}, query: {} });
  if (!decoded.ok) throw decoded.error;
  const encoded = upstream.encodeRequest(deepFreeze<CanonicalRequest>(decoded.value), target);
  if (!encoded.ok) throw encoded.error;
  return encoded.value.body;
}

/** Ids of calls and results, as any of the dialects names them, in the order in which they stand. */
function idsIn(body: JsonObject): readonly string[] {
  const found = JSON.stringify(body).matchAll(/"(?:id|call_id|tool_call_id|tool_use_id)":"([^"]*)"/g);
  return [...found].map(([, id = '']) => id);
}

function chatOf({ id, adapters }: ProviderAdapter): UpstreamFormat {
  if (adapters.chat === undefined) throw new Error(`${id} has no chat`);
  return adapters.chat.format;
}

function chatBody(id: string): JsonObject {
  return {
    model: 'm',
    messages: [
      { role: 'user', content: 'weather?' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id, type: 'function', function: { name: 'f', arguments: '{}' } }],
      },
      { role: 'tool', tool_call_id: id, content: '21C' },
    ],
  };
}

function messagesBody(id: string): JsonObject {
  return {
    model: 'm',
    max_tokens: 10,
    messages: [
      { role: 'user', content: 'weather?' },
      { role: 'assistant', content: [{ type: 'tool_use', id, name: 'f', input: {} }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content: '21C' }] },
    ],
  };
}

function responsesBody(id: string): JsonObject {
  return {
    model: 'm',
    input: [
      { type: 'message', role: 'user', content: 'weather?' },
      { type: 'function_call', call_id: id, name: 'f', arguments: '{}' },
      { type: 'function_call_output', call_id: id, output: '21C' },
    ],
  };
}

import type { CanonicalRequest, Target } from '@tollgate/canonical';
import { buildTarget } from '../../../test/support/builders/index.js';
import { PROVIDERS } from './registry.js';
import { selectOperation } from './select-operation.js';

const openai = providerOf('openai');
const anthropic = providerOf('anthropic');
const xai = providerOf('xai');
const OWN_SERVICE = 'https://api.openai.com/v1';

function providerOf(id: string) {
  const found = PROVIDERS.find((provider) => provider.id === id);
  if (found === undefined) throw new Error(`no provider ${id}`);
  return found;
}

const TOOLS: CanonicalRequest['tools'] = [{ type: 'function', name: 'f' }];
const SEARCH: CanonicalRequest['tools'] = [
  {
    type: 'opaque',
    source: { format: 'anthropic-messages', value: { type: 'web_search_20250305', name: 'web_search' } },
  },
];

function asked(changes: Partial<CanonicalRequest> = {}): CanonicalRequest {
  return {
    operation: 'chat',
    format: 'openai-chat',
    model: 'm',
    messages: [],
    stream: false,
    streamUsage: false,
    extra: {},
    gateway: {},
    ...changes,
  };
}

function target(model: string, changes: Partial<Target> = {}): Target {
  return buildTarget(`openai/${model}`, OWN_SERVICE, changes);
}

interface Facts {
  readonly mode?: string;
}
type Case = readonly [over: 'chat' | 'responses', what: string, request: CanonicalRequest, at: Target, facts?: Facts];

const CASES: readonly Case[] = [
  ['responses', 'a client of the Responses API', asked({ operation: 'responses' }), target('gpt-4o')],
  [
    'chat',
    'a client of the Responses API, where the operator says chat',
    asked({ operation: 'responses' }),
    target('gpt-4o', { upstreamOperation: 'chat' }),
  ],
  ['chat', 'a chat client', asked(), target('gpt-4o')],
  ['responses', 'a chat client, by the prefix', asked(), target('gpt-4o', { upstreamOperation: 'responses' })],
  ['responses', 'a chat client, by the mode', asked(), target('some-model'), { mode: 'responses' }],
  ['chat', 'a chat client, by another mode', asked(), target('some-model'), { mode: 'chat' }],
  [
    'chat',
    'a chat client, where the operator says chat in spite of the mode',
    asked(),
    target('codex-mini-latest', { upstreamOperation: 'chat' }),
    { mode: 'responses' },
  ],
  ['responses', 'codex-mini-latest, which no price map has', asked(), target('codex-mini-latest')],
  ['responses', 'gpt-5.1-codex', asked(), target('gpt-5.1-codex')],
  ['responses', 'o3-deep-research-2025-06-26', asked(), target('o3-deep-research-2025-06-26')],
  ['chat', 'gpt-5.1', asked({ tools: TOOLS }), target('gpt-5.1')],
  ['chat', 'gpt-5.4 without tools', asked(), target('gpt-5.4')],
  ['responses', 'gpt-5.4 with functions', asked({ tools: TOOLS }), target('gpt-5.4')],
  ['responses', 'gpt-4o that is to search the web', asked({ extra: { web_search_options: {} } }), target('gpt-4o')],
  ['responses', 'the same by the tool of a messages client', asked({ tools: SEARCH }), target('gpt-4o')],
  ['chat', 'a model that searches there', asked({ tools: SEARCH }), target('gpt-4o-search-preview')],
  ['chat', 'a search at another host', asked({ tools: SEARCH }), target('gpt-4o', { apiBase: 'http://10.0.0.1/v1' })],
  [
    'chat',
    'gpt-5.4 with functions at another host',
    asked({ tools: TOOLS }),
    target('gpt-5.4', { apiBase: 'http://10.0.0.1/v1' }),
  ],
  [
    'chat',
    'gpt-5.4 with functions that is not to think',
    asked({ tools: TOOLS, reasoning: { enabled: false, effort: 'none' } }),
    target('gpt-5.4'),
  ],
  [
    'chat',
    'a messages client at a model that does not think',
    asked({ format: 'anthropic-messages', tools: TOOLS }),
    target('gpt-4o'),
  ],
  ['chat', 'a messages client that asks for words alone', asked({ format: 'anthropic-messages' }), target('gpt-5.1')],
  [
    'responses',
    'a messages client with tools',
    asked({ format: 'anthropic-messages', tools: TOOLS }),
    target('gpt-5.1'),
  ],
  [
    'chat',
    'a messages client with tools, where the operator says chat for all of them',
    asked({ format: 'anthropic-messages', tools: TOOLS }),
    target('gpt-5.1', { messagesOverChat: true }),
  ],
  [
    'responses',
    'such a client at a model that takes its tools nowhere else',
    asked({ format: 'anthropic-messages', tools: TOOLS }),
    target('gpt-5.4', { messagesOverChat: true }),
  ],
  [
    'chat',
    'a messages client with stop sequences',
    asked({ format: 'anthropic-messages', tools: TOOLS, stop: ['x'] }),
    target('gpt-5.1'),
  ],
  [
    'responses',
    'a messages client that wants to see it think',
    asked({ format: 'anthropic-messages', reasoning: { enabled: true, budgetTokens: 2000 } }),
    target('gpt-5.1'),
  ],
];

describe('selectOperation', () => {
  it.each(CASES.map((one) => [one[0], one[1], one] as const))(
    'holds a conversation over %s: %s',
    (over, _what, one) => {
      const [, , request, at, facts = {}] = one;
      expect(selectOperation(openai, request, at, facts)).toBe(openai.adapters[over]);
    },
  );

  it('serves a client of the Responses API over what the provider has', () => {
    const request = asked({ operation: 'responses', format: 'openai-responses' });
    expect(selectOperation(anthropic, request, target('claude'), {})).toBe(anthropic.adapters.chat);
  });

  it('searches with xAI over the Responses API, which alone does', () => {
    const searching = asked({ extra: { web_search_options: {} } });
    expect(selectOperation(xai, searching, target('grok-4'), {})).toBe(xai.adapters.responses);
    expect(selectOperation(xai, asked(), target('grok-4'), {})).toBe(xai.adapters.chat);
    const native = asked({ operation: 'responses', format: 'openai-responses' });
    expect(selectOperation(xai, native, target('grok-4'), {})).toBe(xai.adapters.responses);
  });

  it('leaves other operations alone', () => {
    const request = asked({ operation: 'embeddings' });
    const forced = target('m', { upstreamOperation: 'responses' });
    expect(selectOperation(openai, request, forced, { mode: 'responses' })).toBe(openai.adapters.embeddings);
    expect(selectOperation(anthropic, request, forced, {})).toBeUndefined();
  });
});

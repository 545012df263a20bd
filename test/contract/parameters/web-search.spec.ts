import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { FormatId } from '@tollgate/canonical';
import { DIALECTS, spokenDialect } from '../matrix/dialects.js';

const PLACE = { country: 'FR', city: 'Paris' };
const place = { type: 'approximate', ...PLACE };
const messages = [{ role: 'user', content: 'x' }];

/** The same search as each dialect's client asks for it: from where, on which sites, and how much or how often. */
const ASKED: Readonly<Partial<Record<FormatId, JsonObject>>> = {
  'openai-chat': {
    model: 'm',
    messages,
    web_search_options: { search_context_size: 'low', user_location: { type: 'approximate', approximate: PLACE } },
  },
  'openai-responses': {
    model: 'm',
    input: 'x',
    max_tool_calls: 3,
    tools: [{ type: 'web_search', filters: { allowed_domains: ['a.example'] }, user_location: place }],
  },
  'anthropic-messages': {
    model: 'm',
    messages,
    max_tokens: 9,
    tools: [
      {
        type: 'web_search_20250305',
        name: 'web_search',
        max_uses: 3,
        allowed_domains: ['a.example'],
        user_location: place,
      },
    ],
  },
  gemini: { contents: [{ role: 'user', parts: [{ text: 'x' }] }], tools: [{ googleSearch: {} }] },
};

interface Found {
  readonly tools?: JsonValue;
  readonly web_search_options?: JsonValue;
  readonly max_tool_calls?: JsonValue;
}

function ask(from: FormatId, to: FormatId, dropParams: boolean) {
  const body = ASKED[from];
  const provider = DIALECTS.find(({ upstream }) => upstream.id === to);
  if (body === undefined || provider === undefined) throw new Error(`${from} does not search at ${to}`);
  const decoded = spokenDialect(from).client.decodeRequest({ body, params: { model: 'm' }, query: {} });
  if (!decoded.ok) throw decoded.error;
  const target = { ...provider.targetOf(decoded.value), dropParams };
  return {
    request: decoded.value,
    provider: provider.upstream,
    encoded: provider.upstream.encodeRequest(decoded.value, target),
  };
}

const claude = (members: JsonObject) => ({ tools: [{ type: 'web_search_20250305', name: 'web_search', ...members }] });
const openai = (members: JsonObject, beside: JsonObject = {}) => ({
  tools: [{ type: 'web_search', ...members }],
  ...beside,
});
const google = { tools: [{ googleSearch: {} }] };
const sites = { allowed_domains: ['a.example'] };

const CASES: readonly (readonly [FormatId, FormatId, Found, lost: readonly string[]])[] = [
  ['openai-chat', 'openai-responses', openai({ search_context_size: 'low', user_location: place }), []],
  ['openai-chat', 'anthropic-messages', claude({ max_uses: 1, user_location: place }), []],
  ['openai-chat', 'gemini', google, ['search_context_size', 'user_location']],
  [
    'openai-responses',
    'openai-chat',
    { web_search_options: { user_location: { type: 'approximate', approximate: PLACE } } },
    ['allowed_domains', 'max_tool_calls'],
  ],
  ['openai-responses', 'anthropic-messages', claude({ max_uses: 3, ...sites, user_location: place }), []],
  ['openai-responses', 'gemini', google, ['allowed_domains', 'max_tool_calls', 'user_location']],
  [
    'anthropic-messages',
    'openai-chat',
    { web_search_options: { user_location: { type: 'approximate', approximate: PLACE } } },
    ['allowed_domains', 'max_uses'],
  ],
  [
    'anthropic-messages',
    'openai-responses',
    openai({ filters: sites, user_location: place }, { max_tool_calls: 3 }),
    [],
  ],
  ['anthropic-messages', 'gemini', google, ['allowed_domains', 'max_uses', 'user_location']],
  ['gemini', 'openai-chat', { web_search_options: {} }, []],
  ['gemini', 'openai-responses', openai({}), []],
  ['gemini', 'anthropic-messages', claude({}), []],
];

describe('a search of the web', () => {
  it.each(CASES)('that a client of %s asks for is asked of %s in its words', (from, to, told, lost) => {
    const { encoded } = ask(from, to, true);
    if (!encoded.ok) throw encoded.error;
    const { tools, web_search_options: options, max_tool_calls: limit } = encoded.value.body;
    expect(defined({ tools, web_search_options: options, max_tool_calls: limit })).toEqual(told);
    const dropped = encoded.value.warnings.filter(({ code }) => code === 'dropped').map(({ path }) => path);
    expect(dropped.sort()).toEqual(lost);
  });

  it.each(CASES.filter(([, , , lost]) => lost.includes('allowed_domains')))(
    'of %s is not widened to the whole web at %s without leave',
    (from, to) => {
      const { encoded } = ask(from, to, false);
      expect(encoded.ok ? 'sent' : encoded.error.message).toContain("['allowed_domains']");
    },
  );

  it.each(CASES)('of %s at %s is bounded by the limit in the bytes, or has no bound', (from, to) => {
    const { request, provider, encoded } = ask(from, to, true);
    if (!encoded.ok) throw encoded.error;
    const { providerToolCalls = 0, unbounded } = provider.boundUsage(request);
    const limit = limitIn(encoded.value.body);
    expect({ calls: providerToolCalls, unbounded: unbounded.length }).toEqual(
      limit === undefined ? { calls: 0, unbounded: 1 } : { calls: limit, unbounded: 0 },
    );
  });

  it('is refused where the provider has none', () => {
    for (const to of ['ollama-chat', 'openai-completions'] as const) {
      const { encoded } = ask('anthropic-messages', to, false);
      expect(encoded.ok ? 'sent' : encoded.error.message).toContain("['tools']");
    }
  });
});

function limitIn({ max_tool_calls: calls, tools }: JsonObject): number | undefined {
  const [tool] = Array.isArray(tools) ? (tools as readonly JsonValue[]) : [];
  const uses = calls ?? (isJsonObject(tool) ? tool['max_uses'] : undefined);
  return typeof uses === 'number' ? uses : undefined;
}

function defined(members: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

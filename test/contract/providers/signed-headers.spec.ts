import type { CanonicalRequest, Credential, Target } from '@tollgate/canonical';
import { openaiChatClient } from '@tollgate/formats';
import { type ProviderAdapter, PROVIDERS } from '@tollgate/providers';
import { deepFreeze } from '../deep-freeze.js';
import { openaiTarget } from '../targets.js';

type Headers = Readonly<Record<string, string>>;

const NOW = 1_700_000_000_000;
const CREDENTIAL: Credential = { api_key: 'sk-x' };
const JSON_TYPE = { 'content-type': 'application/json' };
const BEARER = { ...JSON_TYPE, authorization: 'Bearer sk-x' };
const openaiHeaders = (stream: boolean): Headers => ({
  ...BEARER,
  accept: stream ? 'text/event-stream' : 'application/json',
});
const azureHeaders = (stream: boolean): Headers => {
  const { authorization: _bearer, ...headers } = openaiHeaders(stream);
  return { ...headers, 'api-key': 'sk-x' };
};
/** The dialects whose hosts all get the same: a bearer key, and what kind of answer is awaited. */
const OPENAI_DIALECTS = ['openai-chat', 'openai-completions'];
/** What may reach each provider, for a whole answer and for a stream: nothing beside it. */
const SIGNED: Readonly<Record<string, (stream: boolean) => Headers>> = {
  ...Object.fromEntries(PROVIDERS.filter(speaksOpenai).map(({ id }) => [id, openaiHeaders])),
  anthropic: () => ({ ...JSON_TYPE, 'x-api-key': 'sk-x', 'anthropic-version': '2023-06-01' }),
  ...Object.fromEntries(['azure', 'azure_text'].map((id) => [id, azureHeaders])),
  ...Object.fromEntries(['ollama', 'ollama_chat'].map((id) => [id, () => openaiHeaders(false)])),
  gemini: (stream) => {
    const { authorization: _bearer, ...headers } = openaiHeaders(stream);
    return { ...headers, 'x-goog-api-key': 'sk-x' };
  },
  // answers in the process: no network sees them
  mock: (stream) => ({
    ...JSON_TYPE,
    accept: stream ? 'text/event-stream' : 'application/json',
    'x-mock-time': String(NOW),
  }),
};

it('every provider has its closed set of headers', () => {
  expect(PROVIDERS.map(({ id }) => id).sort()).toEqual(Object.keys(SIGNED).sort());
});

describe.each(PROVIDERS.map((provider) => [provider.id, provider] as const))(
  'a signed request to %s',
  (id, provider) => {
    const expected = (stream: boolean): Headers => SIGNED[id]?.(stream) ?? {};

    it.each([false, true])('carries its headers and no other (stream: %s)', (stream) => {
      expect(sign(provider, { stream })).toEqual(expected(stream));
    });

    it("adds of the operator's what is configured, by its lower-case name, and no more", () => {
      const headers = sign(provider, { at: { extraHeaders: { 'AI-Resource-Group': 'r' } } });
      expect(headers).toEqual({ ...expected(false), 'ai-resource-group': 'r' });
    });

    it("adds of the client's at most what belongs to the provider's own API", () => {
      const clientHeaders = { 'anthropic-version': '2024-01-01', 'anthropic-beta': 'a', 'x-client': '1', cookie: 'c' };
      const own = id === 'anthropic' ? { 'anthropic-version': '2024-01-01', 'anthropic-beta': 'a' } : {};
      expect(sign(provider, { clientHeaders })).toEqual({ ...expected(false), ...own });
    });

    it('carries no credential where there is none', () => {
      const {
        authorization: _bearer,
        'x-api-key': _key,
        'api-key': _azure,
        'x-goog-api-key': _google,
        ...unsigned
      } = expected(false);
      expect(sign(provider, { credential: {} })).toEqual(unsigned);
    });
  },
);

it.each(['openai', 'openai_compatible'])("%s is told the deployment's organization, and nothing else with it", (id) => {
  const provider = PROVIDERS.find((one) => one.id === id);
  expect(provider && sign(provider, { at: { organization: 'org' } })).toEqual({
    ...openaiHeaders(false),
    'openai-organization': 'org',
  });
});

function speaksOpenai({ adapters }: ProviderAdapter): boolean {
  return adapters.chat !== undefined && OPENAI_DIALECTS.includes(adapters.chat.format.id);
}

interface Case {
  readonly stream?: boolean;
  readonly at?: Partial<Target>;
  readonly credential?: Credential;
  readonly clientHeaders?: Headers;
}

function sign(
  provider: ProviderAdapter,
  { stream = false, at = {}, credential = CREDENTIAL, clientHeaders }: Case,
): Headers {
  const operation = provider.adapters.chat;
  if (operation === undefined) throw new Error(`${provider.id} has no chat`);
  const request = { ...decode(stream), ...(clientHeaders !== undefined && { clientHeaders }) };
  const target = deepFreeze({ ...openaiTarget, provider: provider.id, apiBase: 'https://provider.example/v1', ...at });
  const built = operation.buildRequest(deepFreeze(request), target, undefined);
  if (!built.ok) throw built.error;
  return operation.sign(deepFreeze(built.value.spec), credential, NOW).headers;
}

function decode(stream: boolean): CanonicalRequest {
  const body = { model: 'm', max_tokens: 5, stream, messages: [{ role: 'user', content: 'x' }] };
  const decoded = openaiChatClient.decodeRequest({ body, params: {}, query: {} });
  if (!decoded.ok) throw decoded.error;
  return decoded.value;
}

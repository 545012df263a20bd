import type { CanonicalRequest, Target, UpstreamFailure } from '@tollgate/canonical';
import { anthropicMessagesClient } from '@tollgate/formats';
import { buildTarget } from '../../../../test/support/builders/index.js';
import type { BuiltRequest, ProviderOperation } from '../adapter.js';
import { anthropic } from './index.js';

const chat = anthropic.adapters.chat as ProviderOperation;
const target = buildTarget('anthropic/claude-sonnet-4-5', 'https://api.anthropic.com');

function request(members: Partial<CanonicalRequest> = {}, thinking = false): CanonicalRequest {
  const body = {
    model: 'claude',
    max_tokens: 2048,
    messages: [{ role: 'user', content: 'hello' }],
    ...(thinking && { thinking: { type: 'enabled', budget_tokens: 1500 } }),
  };
  const decoded = anthropicMessagesClient.decodeRequest({ body, params: {}, query: {} });
  if (!decoded.ok) throw decoded.error;
  return { ...decoded.value, ...members };
}

function build(at: Partial<Target> = {}, sent = request(), limit?: number): BuiltRequest {
  const built = chat.buildRequest(sent, { ...target, ...at }, limit);
  if (!built.ok) throw built.error;
  return built.value;
}

test.each([
  ['https://api.anthropic.com', ['v1', 'messages']],
  ['https://api.anthropic.com/v1', ['v1', 'messages']],
  ['http://127.0.0.1:18080/v1/messages', ['v1', 'messages']],
  ['https://proxy.example.com/anthropic', ['anthropic', 'v1', 'messages']],
])('%s is completed', (apiBase, path) => {
  const { spec } = build({ apiBase });
  expect([spec.origin, spec.path]).toEqual([new URL(apiBase).origin, path]);
});

test("the version is the recordings' unless the client names one, betas of client and operator go together", () => {
  expect(build().spec.headers).toEqual({ 'content-type': 'application/json', 'anthropic-version': '2023-06-01' });
  const clientHeaders = { 'anthropic-version': '2024-01-01', 'anthropic-beta': 'a,b' };
  const { headers } = build(
    { extraHeaders: { 'Anthropic-Beta': 'b, c', 'X-Team': 't' } },
    request({ clientHeaders }),
  ).spec;
  expect(headers).toMatchObject({ 'anthropic-version': '2024-01-01', 'anthropic-beta': 'b,c,a', 'x-team': 't' });
});

test("the key is signed in, but never over the operator's own credential", () => {
  expect(chat.sign(build().spec, { api_key: 'k' }, 0).headers).toMatchObject({ 'x-api-key': 'k' });
  const own = build({ extraHeaders: { authorization: 'Bearer t' } }).spec;
  expect(chat.sign(own, { api_key: 'k' }, 0).headers).not.toHaveProperty('x-api-key');
});

test("a granted limit replaces the client's, and the thinking stays below it", () => {
  const lowered = build({}, request({}, true), 1200);
  expect(JSON.parse(lowered.spec.body ?? '')).toMatchObject({ max_tokens: 1200, thinking: { budget_tokens: 1199 } });
  expect([lowered.outputLimit, lowered.warnings.length]).toEqual([1200, 1]);
  expect(JSON.parse(build({}, request({}, true), 500).spec.body ?? '')).not.toHaveProperty('thinking');
  expect(build({}, request({}, true)).outputLimit).toBe(2048);
});

test('where the granted limit leaves no room to think, what thinking forbids is sent', () => {
  const asked = request({ format: 'openai-chat', reasoning: { enabled: true, effort: 'high' }, temperature: 0.3 });
  expect(JSON.parse(build({}, asked, 2000).spec.body ?? '')).not.toHaveProperty('temperature');
  const { spec, outputLimit, warnings } = build({}, asked, 500);
  expect(JSON.parse(spec.body ?? '')).toMatchObject({ max_tokens: 500, temperature: 0.3 });
  expect(JSON.parse(spec.body ?? '')).not.toHaveProperty('thinking');
  expect([outputLimit, warnings.map(({ path }) => path)]).toEqual([500, ['reasoning_effort']]);
});

test.each<[Partial<UpstreamFailure>, string]>([
  [{ status: 400, message: 'prompt is too long: 3 tokens > 2 maximum' }, 'context-window'],
  [{ status: 400, message: 'Output blocked by content filtering policy' }, 'content-policy'],
  [{ status: 400 }, 'bad-request'],
  [{ status: 413 }, 'bad-request'],
  [{ status: 401 }, 'authentication'],
  [{ status: 403 }, 'permission'],
  [{ status: 404 }, 'not-found'],
  [{ status: 429 }, 'rate-limit'],
  [{ status: 500 }, 'server'],
  [{ status: 529 }, 'unavailable'],
  [{ type: 'overloaded_error' }, 'unavailable'],
  [{ type: 'rate_limit_error' }, 'rate-limit'],
  [{}, 'server'],
])('%j is %s', (failure, expected) => {
  expect(chat.classify({ message: 'm', unbilled: true, ...failure })).toBe(expected);
});

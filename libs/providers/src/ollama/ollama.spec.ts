import type { JsonObject } from '@tollgate/kernel';
import type { Target } from '@tollgate/canonical';
import { openaiChatClient } from '@tollgate/formats';
import { buildTarget } from '../../../../test/support/builders/index.js';
import { ollama, ollamaChat } from './index.js';

const target = buildTarget('ollama/qwen3:4b', 'http://localhost:11434', { extraHeaders: { 'X-Tenant': 'a' } });

function build(body: JsonObject, granted?: number, at: Partial<Target> = {}) {
  const decoded = openaiChatClient.decodeRequest({
    body: { model: 'm', messages: [{ role: 'user', content: 'x' }], ...body },
    params: {},
    query: {},
  });
  if (!decoded.ok) throw decoded.error;
  const built = ollama.adapters.chat?.buildRequest(decoded.value, { ...target, ...at }, granted);
  if (built?.ok !== true) throw new Error('not built');
  const { options } = JSON.parse(built.value.spec.body ?? '') as { options: JsonObject };
  return { ...built.value, limit: options['num_predict'] };
}

test('both names ask the same endpoint and are told apart in records and error texts', () => {
  expect(ollamaChat.adapters.chat).toBe(ollama.adapters.chat);
  expect([ollama, ollamaChat].map(({ id, prefixes, litellm }) => [id, prefixes, litellm.exception])).toEqual([
    ['ollama', ['ollama'], 'OllamaException'],
    ['ollama_chat', ['ollama_chat'], 'Ollama_chatException'],
  ]);
});

test.each([
  ['http://localhost:11434', 'http://localhost:11434', ['api', 'chat']],
  ['https://proxy.example/ollama', 'https://proxy.example', ['ollama', 'api', 'chat']],
  ['http://localhost:11434/api/chat', 'http://localhost:11434', ['api', 'chat']],
])('the base %s is asked at its chat', (apiBase, origin, path) => {
  expect(build({}, undefined, { apiBase }).spec).toMatchObject({ method: 'POST', origin, path });
});

test('a key is sent where there is one, and the operator’s own headers', () => {
  const { spec } = build({});
  expect(spec.headers).toMatchObject({ 'x-tenant': 'a', 'content-type': 'application/json' });
  const sign = (credential: Readonly<Record<string, string>>) =>
    ollama.adapters.chat?.sign(spec, credential, 0).headers['authorization'];
  expect([sign({}), sign({ api_key: 'k' })]).toEqual([undefined, 'Bearer k']);
});

test.each([
  [{}, undefined, {}, undefined],
  [{}, 5, {}, 5],
  [{ max_tokens: 9 }, 5, {}, 5],
  [{ max_tokens: 3 }, undefined, {}, 3],
  [{}, 5, { extraBody: { options: { num_predict: 900 } } }, 5],
  [{}, 5, { extraBody: { options: { num_predict: 2 } } }, 2],
  [{}, 5, { defaults: { num_predict: -1 } }, 5],
])('asked %j, granted %p, set %j: %p stands in the bytes', (body, granted, at, limit) => {
  const built = build(body, granted, at);
  expect([built.limit, built.outputLimit]).toEqual([limit, limit]);
});

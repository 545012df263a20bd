import type { JsonObject } from '@tollgate/kernel';
import type { Target } from '@tollgate/canonical';
import { openaiChatClient } from '@tollgate/formats';
import { openaiTarget } from '../../../test/contract/targets.js';
import type { ProviderAdapter } from './adapter.js';
import { fireworksAi } from './fireworks-ai/index.js';
import { huggingface } from './huggingface/index.js';
import { mistral } from './mistral/index.js';
import { openaiCompatible } from './openai-compatible/index.js';
import { xai } from './xai/index.js';

function build({ adapters }: ProviderAdapter, at: Partial<Target>, more: JsonObject = {}, granted?: number) {
  const body = { model: 'p', messages: [{ role: 'user', content: 'x' }], ...more };
  const request = openaiChatClient.decodeRequest({ body, params: {}, query: {} });
  if (!request.ok) throw request.error;
  const built = adapters.chat?.buildRequest(request.value, { ...openaiTarget, ...at }, granted);
  if (built?.ok !== true) throw new Error('not built');
  const { spec } = built.value;
  return { path: spec.path.join('/'), body: JSON.parse(spec.body ?? '') as JsonObject };
}

const PROVIDERS = { openaiCompatible, mistral, huggingface, fireworksAi };

describe('the address of a chat completion', () => {
  test.each<[keyof typeof PROVIDERS, string, string]>([
    ['openaiCompatible', 'https://h.example/v1', 'v1/chat/completions'],
    ['openaiCompatible', 'https://h.example', 'chat/completions'],
    ['openaiCompatible', 'https://h.example/v1/chat/completions', 'v1/chat/completions'],
    ['mistral', 'https://h.example', 'v1/chat/completions'],
    ['mistral', 'https://h.example/v1', 'v1/chat/completions'],
    ['huggingface', 'https://h.endpoints.huggingface.cloud', 'v1/chat/completions'],
    ['huggingface', 'https://h.example/v1/chat/completions', 'v1/chat/completions'],
  ])('of %s below %s is completed as LiteLLM does', (provider, apiBase, path) => {
    expect(build(PROVIDERS[provider], { apiBase }).path).toBe(path);
  });
});

describe('the name of a model', () => {
  const router = 'https://router.huggingface.co/v1';
  const other = 'https://h.example/v1';
  test.each<[keyof typeof PROVIDERS, string, string, string]>([
    ['huggingface', 'together/deepseek-ai/DeepSeek-R1', router, 'deepseek-ai/DeepSeek-R1:together'],
    ['huggingface', 'moonshotai/Kimi-K2-Instruct-0905:groq', router, 'moonshotai/Kimi-K2-Instruct-0905:groq'],
    ['huggingface', 'a/b/c', other, 'a/b/c'],
    ['fireworksAi', 'llama-v3p1-8b', other, 'accounts/fireworks/models/llama-v3p1-8b'],
    ['fireworksAi', 'accounts/me/deployedModels/x', other, 'accounts/me/deployedModels/x'],
  ])('at %s, %s below %s, is the provider’s own: %s', (provider, model, apiBase, sent) => {
    expect(build(PROVIDERS[provider], { apiBase, model }).body['model']).toBe(sent);
  });
});

test('a limit that a host does not know by its older name is sent by the newer, granted or wished', () => {
  expect(build(xai, {}, { max_tokens: 9 }).body).toMatchObject({ max_completion_tokens: 9 });
  expect(build(xai, {}, { max_tokens: 9 }, 5).body).toMatchObject({ max_completion_tokens: 5 });
  expect(build(xai, {}, { max_tokens: 9 }, 5).body).not.toHaveProperty('max_tokens');
});

test('Mistral is not asked for the usage that it tells unasked', () => {
  expect(build(mistral, {}, { stream: true, seed: 3 }).body).toEqual({
    model: 'gpt-4o',
    messages: [{ role: 'user', content: 'x' }],
    stream: true,
    random_seed: 3,
  });
});

import type { JsonObject } from '@tollgate/kernel';
import { anthropicMessagesClient } from '@tollgate/formats';
import { buildTarget } from '../../../test/support/builders/index.js';
import { PROVIDERS } from './registry.js';

/** What a host is asked for when a client of another dialect asks its model to think. */
function effortSent(id: string, model: string): unknown {
  const { chat } = PROVIDERS.find((provider) => provider.id === id)?.adapters ?? {};
  const decoded = anthropicMessagesClient.decodeRequest({
    body: {
      model: 'm',
      max_tokens: 4000,
      messages: [{ role: 'user', content: 'x' }],
      thinking: { type: 'enabled', budget_tokens: 2048 },
    },
    params: {},
    query: {},
  });
  if (chat === undefined || !decoded.ok) throw new Error('no request');
  const target = { ...buildTarget(`${id}/${model}`, 'https://host.example/v1'), dropParams: true };
  const built = chat.buildRequest(decoded.value, target, undefined);
  if (!built.ok) throw built.error;
  return (JSON.parse(built.value.spec.body ?? '') as JsonObject)['reasoning_effort'];
}

/** Models of each host that take an effort, and models that refuse it, by the host's own documentation. */
it.each<[id: string, takes: readonly string[], refuses: readonly string[]]>([
  ['openai', ['o3', 'gpt-5-mini'], ['gpt-4o']],
  ['azure', ['o_series/d', 'gpt-5-mini'], ['gpt-4o']],
  ['mistral', ['magistral-medium-latest', 'mistral-small-latest', 'mistral-medium-3-5'], ['mistral-large-latest']],
  ['groq', ['openai/gpt-oss-120b'], ['llama-3.3-70b-versatile']],
  ['cerebras', ['gpt-oss-120b'], ['llama-3.3-70b']],
  ['deepseek', ['deepseek-reasoner', 'deepseek-v4-pro'], ['deepseek-chat']],
  ['xai', ['grok-3-mini'], ['grok-4', 'grok-3']],
  ['perplexity', ['sonar-reasoning-pro', 'sonar-deep-research'], ['sonar', 'sonar-pro']],
  ['openrouter', ['anthropic/claude-sonnet-4-5'], []],
  ['hosted_vllm', ['any'], []],
  ['litellm_proxy', ['any'], []],
  ['together_ai', [], ['any']],
  ['openai_compatible', [], ['any']],
])('%s is asked to think where its model takes an effort (%j), and nowhere else (%j)', (id, takes, refuses) => {
  expect(takes.filter((model) => effortSent(id, model) === undefined)).toEqual([]);
  expect(refuses.filter((model) => effortSent(id, model) !== undefined)).toEqual([]);
});

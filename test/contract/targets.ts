import type { Target } from '@tollgate/canonical';
import { buildTarget } from '../support/builders/index.js';

/** A deployment of Anthropic's, without settings of its own. */
export const anthropicTarget = targetAt('anthropic/claude-haiku-4-5', 'https://api.anthropic.com');

/** A deployment of OpenAI's, without settings of its own. */
export const openaiTarget = targetAt('openai/gpt-4o', 'https://api.openai.com/v1');

/** A deployment of OpenAI's legacy text completions. */
export const textCompletionTarget = targetAt(
  'text-completion-openai/gpt-3.5-turbo-instruct',
  'https://api.openai.com/v1',
);

/** A deployment of any provider, without settings of its own. */
export function targetOf(provider: string): Target {
  const apiBase = `https://${provider.replaceAll('_', '-')}.example/v1`;
  return targetAt(`${provider}/m`, apiBase);
}

/** A deployment of Google AI Studio's, without settings of its own. */
export const geminiTarget = targetAt('gemini/gemini-2.5-flash', 'https://generativelanguage.googleapis.com');

/** A deployment of Ollama's. */
export const ollamaTarget = targetAt('ollama_chat/qwen3:4b', 'http://localhost:11434');

function targetAt(litellmModel: string, apiBase: string): Target {
  return buildTarget(litellmModel, apiBase, { deploymentId: 'deployment', group: 'group' });
}

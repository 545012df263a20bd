import type { Target } from '@tollgate/canonical';

const plain: Omit<Target, 'provider' | 'model' | 'litellmModel' | 'apiBase'> = {
  deploymentId: 'deployment',
  group: 'group',
  extraHeaders: {},
  extraBody: {},
  dropParams: false,
  additionalDropParams: [],
  allowedOpenaiParams: [],
  defaults: {},
  forwardMetadata: false,
};

/** A deployment of Anthropic's, without settings of its own. */
export const anthropicTarget: Target = {
  ...plain,
  provider: 'anthropic',
  model: 'claude-haiku-4-5',
  litellmModel: 'anthropic/claude-haiku-4-5',
  apiBase: 'https://api.anthropic.com',
};

/** A deployment of OpenAI's, without settings of its own. */
export const openaiTarget: Target = {
  ...plain,
  provider: 'openai',
  model: 'gpt-4o',
  litellmModel: 'openai/gpt-4o',
  apiBase: 'https://api.openai.com/v1',
};

/** A deployment of OpenAI's legacy text completions. */
export const textCompletionTarget: Target = {
  ...plain,
  provider: 'text-completion-openai',
  model: 'gpt-3.5-turbo-instruct',
  litellmModel: 'text-completion-openai/gpt-3.5-turbo-instruct',
  apiBase: 'https://api.openai.com/v1',
};

/** A deployment of any provider, without settings of its own. */
export function targetOf(provider: string): Target {
  const apiBase = `https://${provider.replaceAll('_', '-')}.example/v1`;
  return { ...plain, provider, model: 'm', litellmModel: `${provider}/m`, apiBase };
}

/** A deployment of Google AI Studio's, without settings of its own. */
export const geminiTarget: Target = {
  ...plain,
  provider: 'gemini',
  model: 'gemini-2.5-flash',
  litellmModel: 'gemini/gemini-2.5-flash',
  apiBase: 'https://generativelanguage.googleapis.com',
};

/** A deployment of Ollama's. */
export const ollamaTarget: Target = {
  ...plain,
  provider: 'ollama_chat',
  model: 'qwen3:4b',
  litellmModel: 'ollama_chat/qwen3:4b',
  apiBase: 'http://localhost:11434',
};

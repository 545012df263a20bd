import type { ProviderAdapter } from './adapter.js';
import { anthropic } from './anthropic/index.js';
import { azureAi } from './azure-ai/index.js';
import { azure, azureText } from './azure/index.js';
import { cerebras } from './cerebras/index.js';
import { deepinfra } from './deepinfra/index.js';
import { deepseek } from './deepseek/index.js';
import { fireworksAi } from './fireworks-ai/index.js';
import { gemini } from './gemini/index.js';
import { github } from './github/index.js';
import { groq } from './groq/index.js';
import { hostedVllm } from './hosted-vllm/index.js';
import { huggingface } from './huggingface/index.js';
import { litellmProxy } from './litellm-proxy/index.js';
import { llamafile } from './llamafile/index.js';
import { lmStudio } from './lm-studio/index.js';
import { mistral } from './mistral/index.js';
import { mock } from './mock/index.js';
import { moonshot } from './moonshot/index.js';
import { nvidiaNim } from './nvidia-nim/index.js';
import { ollama, ollamaChat } from './ollama/index.js';
import { openaiCompatible } from './openai-compatible/index.js';
import { openai } from './openai/index.js';
import { openrouter } from './openrouter/index.js';
import { perplexity } from './perplexity/index.js';
import { sambanova } from './sambanova/index.js';
import { textCompletionOpenai } from './text-completion-openai/index.js';
import { togetherAi } from './together-ai/index.js';
import { xai } from './xai/index.js';

/** Every provider that this build serves: one line each. */
export const PROVIDERS: readonly ProviderAdapter[] = [
  openai,
  anthropic,
  azure,
  azureText,
  azureAi,
  gemini,
  openaiCompatible,
  textCompletionOpenai,
  ollama,
  ollamaChat,
  mistral,
  groq,
  deepseek,
  xai,
  togetherAi,
  perplexity,
  huggingface,
  openrouter,
  litellmProxy,
  hostedVllm,
  fireworksAi,
  deepinfra,
  cerebras,
  nvidiaNim,
  sambanova,
  moonshot,
  lmStudio,
  llamafile,
  github,
  mock,
];

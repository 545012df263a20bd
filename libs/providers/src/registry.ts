import type { ProviderAdapter } from './adapter.js';
import { anthropic } from './anthropic/index.js';
import { mock } from './mock/index.js';
import { openai } from './openai/index.js';
import { openaiCompatible } from './openai-compatible/index.js';

/** Every provider that this build serves: one line each. */
export const PROVIDERS: readonly ProviderAdapter[] = [openai, anthropic, openaiCompatible, mock];

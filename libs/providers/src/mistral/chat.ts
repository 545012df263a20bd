import { openaiChatOperation } from '../openai-chat-operation.js';
import { OPENAI_ONLY } from '../openai-only-parameters.js';
import { strictMessages } from '../strict-messages.js';
import { mistralPart } from './content-parts.js';

/**
 * Mistral's chat completions: every member that they do not know is refused, in messages too (`extra_forbidden`), what the model thought
 * stands in a content list (recording `reasoning`), and streams tell their usage unasked (recording `text-stream`).
 */
export const mistralChat = openaiChatOperation(
  {
    provider: 'mistral',
    limitField: () => 'max_tokens',
    renamed: { seed: 'random_seed' },
    unsupported: [...OPENAI_ONLY, 'web_search_options', 'thinking', 'top_k'],
    // "Logprobs are not enabled for this model" (recording `error-logprobs-unsupported-400`)
    fragile: (_model, name) => name === 'logprobs' || name === 'top_logprobs',
    takesStreamOptions: false,
    takesEffort: (model) => /^(magistral|mistral-(small|medium))/.test(model),
    reasoningField: 'content',
    messages: {
      developerIsSystem: true,
      shortCallIds: true,
      members: strictMessages('prefix'),
      fitPart: mistralPart,
    },
  },
  'v1',
);

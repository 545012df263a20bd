import type { ProviderAdapter } from '../adapter.js';
import { openaiChatOperation } from '../openai-chat-operation.js';
import { OPENAI_MEDIA } from '../openai-media.js';
import { OPENAI_ONLY } from '../openai-only-parameters.js';
import { openaiOperation } from '../openai-operation.js';
import { schemaToolUnless } from '../schema-tool-unless.js';
import { strictMessages } from '../strict-messages.js';

/** Of what others refuse. */
const TAKEN = ['user', 'store', 'service_tier', 'functions', 'function_call'];
const REFUSED = ['n', 'logprobs', 'top_logprobs', 'prediction', 'thinking'];

/** Groq: tells reasoning as `reasoning`, usage of a stream under `x_groq` too, and refuses members of messages that it does not know. */
export const groq: ProviderAdapter = {
  id: 'groq',
  prefixes: ['groq'],
  credentialFields: [{ name: 'api_key', environment: ['GROQ_API_KEY'], required: true, secret: true }],
  defaultApiBase: 'https://api.groq.com/openai/v1',
  apiBaseEnvironment: ['GROQ_API_BASE'],
  priceBookId: 'groq',
  operations: ['chat', 'transcription', 'translation'],
  litellm: { exception: 'GroqException', errorText: 'openai-body' },
  adapters: {
    chat: openaiChatOperation({
      provider: 'groq',
      limitField: (_model, clientField) => clientField ?? 'max_completion_tokens',
      // console.groq.com/docs/openai, "currently unsupported OpenAI features"; `n` must be 1
      unsupported: [...OPENAI_ONLY.filter((name) => !TAKEN.includes(name)), ...REFUSED],
      takesEffort: (model) => model.startsWith('openai/gpt-oss'),
      // console.groq.com/docs/structured-outputs, "supported models"
      schemaTool: schemaToolUnless((model) => /gpt-oss|llama-4|kimi-k2/.test(model)),
      reasoningField: 'reasoning',
      // "property 'reasoning_content' is unsupported"; `messages[].name` is among the unsupported features
      messages: { developerIsSystem: true, members: strictMessages('reasoning', 'function_call') },
    }),
    // console.groq.com/docs/speech-to-text, "OpenAI-compatible endpoints"
    transcription: openaiOperation(OPENAI_MEDIA.transcription),
    translation: openaiOperation(OPENAI_MEDIA.translation),
  },
};

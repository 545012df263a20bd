import type { ProviderAdapter } from '../adapter.js';
import { openaiChatOperation } from '../openai-chat-operation.js';
import { answerRequest, MOCK_TIME_HEADER } from './answer-request.js';

const chat = openaiChatOperation({
  provider: 'mock',
  limitField: (_model, clientField) => clientField ?? 'max_completion_tokens',
});

/** The built-in provider: answers in process, free of charge, without account or network (`mock/echo`, `mock/text`). */
export const mock: ProviderAdapter = {
  id: 'mock',
  prefixes: ['mock'],
  credentialFields: [],
  defaultApiBase: 'http://mock.invalid/v1',
  selfHosted: true,
  operations: ['chat'],
  litellm: { exception: 'MockException', errorText: 'message' },
  adapters: {
    chat: {
      ...chat,
      sign: (spec, _credential, now) => ({ ...spec, headers: { ...spec.headers, [MOCK_TIME_HEADER]: String(now) } }),
    },
  },
  inProcess: (spec) => answerRequest(spec),
};

/** What clients speak: where it is asked, what is asked, and what the last event of a stream holds. */
export const CLIENTS = {
  chat: {
    path: '/v1/chat/completions',
    streamEnd: 'data: [DONE]',
    body: (model, content) => ({ model, messages: [{ role: 'user', content }] }),
  },
  messages: {
    path: '/v1/messages',
    streamEnd: 'event: message_stop',
    body: (model, content) => ({ model, max_tokens: 1024, messages: [{ role: 'user', content }] }),
  },
};

/** The model that answers chat in its own dialect. `base` is what follows the provider's address. */
export const SAME = { id: 'same', client: 'chat', litellmModel: 'openai/gpt-4o-mini', base: '/v1' };

/**
 * What the gateway translates: each row is a model of its configuration and a lane, whole and streamed. bench/upstream.mjs must answer the
 * provider's dialect.
 */
export const TRANSLATIONS = [
  {
    id: 'chat-anthropic',
    client: 'chat',
    litellmModel: 'anthropic/claude-sonnet-4-5',
    base: '',
    title: 'chat to Anthropic',
  },
  {
    id: 'chat-gemini',
    client: 'chat',
    litellmModel: 'gemini/gemini-2.5-flash',
    base: '',
    title: 'chat to Gemini',
  },
  {
    id: 'messages-openai',
    client: 'messages',
    litellmModel: 'openai/gpt-4o-mini',
    base: '/v1',
    title: 'Messages to OpenAI',
  },
];

import type { CanonicalRequest, Operation, OperationInput } from '@tollgate/canonical';

const chat: CanonicalRequest = {
  operation: 'chat',
  format: 'openai-chat',
  model: 'public',
  messages: [{ role: 'user', content: [{ type: 'text', text: 'x' }] }],
  stream: false,
  streamUsage: false,
  extra: {},
  gateway: {},
};
const file = { field: 'file', filename: 'a.wav', mediaType: 'audio/wav', bytes: new Uint8Array([1]) };

const asks = (input: OperationInput): CanonicalRequest => ({
  ...chat,
  operation: input.operation,
  messages: [],
  input,
});

/** The smallest request of each operation: whoever adds one adds it here, and every table of providers walks it. */
export const SAMPLE_REQUESTS: Readonly<Record<Operation, CanonicalRequest>> = {
  chat,
  responses: { ...chat, operation: 'responses' },
  'count-tokens': { ...chat, operation: 'count-tokens' },
  embeddings: asks({ operation: 'embeddings', inputs: ['x'], single: true }),
  moderation: asks({ operation: 'moderation', input: 'x' }),
  image: asks({ operation: 'image', prompt: 'x', files: [] }),
  transcription: asks({ operation: 'transcription', file }),
  translation: asks({ operation: 'translation', file }),
  speech: asks({ operation: 'speech', text: 'x' }),
};

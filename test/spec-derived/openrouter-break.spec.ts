import type { CanonicalChunk } from '@tollgate/canonical';
import { openaiChatClient, type StreamContext } from '@tollgate/formats';
import { PROVIDERS } from '@tollgate/providers';

/** Written from openrouter.ai/docs/api-reference/errors, "mid-stream errors". */
const BREAK = {
  id: 'gen-1',
  object: 'chat.completion.chunk',
  created: 1_741_569_952,
  model: 'anthropic/claude-haiku-4.5',
  provider: 'Anthropic',
  error: { code: 'server_error', message: 'Provider disconnected unexpectedly' },
  choices: [{ index: 0, delta: { content: '' }, finish_reason: 'error' }],
};
const SAID = { ...BREAK, error: undefined, choices: [{ index: 0, delta: { content: 'Hel' }, finish_reason: null }] };

it('a stream that OpenRouter breaks off in the middle ends in an error, not in a finish', () => {
  const chat = PROVIDERS.find(({ id }) => id === 'openrouter')?.adapters.chat;
  const decoder = chat?.format.openDecoder(context());
  const chunks: CanonicalChunk[] = [SAID, BREAK].flatMap((data) => decoder?.push({ data: JSON.stringify(data) }) ?? []);
  expect(chunks.filter(({ type }) => type === 'error')).toMatchObject([
    { message: 'Provider disconnected unexpectedly', providerType: 'server_error' },
  ]);
  expect(chunks.some(({ type }) => type === 'finish' || type === 'end')).toBe(false);
  // the gateway tells the error itself
  const encoder = openaiChatClient.openEncoder(context());
  const relayed = chunks.flatMap((chunk) => encoder.push(chunk)).map(({ data }) => data);
  expect(relayed).toHaveLength(1);
  expect(relayed[0]).toContain('Hel');
});

function context(): StreamContext {
  return { now: 0, newId: () => 'id', requestedModel: 'public', includeUsage: true };
}

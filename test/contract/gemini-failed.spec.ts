import {
  anthropicMessagesClient,
  type ClientFormat,
  geminiStreamClient,
  geminiUpstream,
  openaiChatClient,
  openaiCompletionsClient,
  openaiResponsesClient,
} from '@tollgate/formats';
import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';

const context = {
  now: 0,
  newId: () => 'id',
  requestedModel: 'm',
  includeUsage: true,
};

/** What tells a client of each dialect that the answer did not come to its end, and where. */
const TOLD: readonly (readonly [string, ClientFormat, string])[] = [
  ['chat', openaiChatClient, 'error'],
  ['completions', openaiCompletionsClient, 'error'],
  ['responses', openaiResponsesClient, 'failed'],
  ['messages', anthropicMessagesClient, 'error'],
];

/** Every word under which the dialects say how an answer ended, wherever it stands. */
function endingsIn(value: JsonValue): readonly JsonValue[] {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).flatMap(endingsIn);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    ['finish_reason', 'stop_reason', 'finishReason'].includes(name) ||
    (name === 'status' && value['object'] === 'response')
      ? [member ?? null]
      : endingsIn(member ?? null),
  );
}

const answer = (finishReason: string): JsonObject => ({
  candidates: [{ content: { role: 'model', parts: [{ text: 'So far' }] }, finishReason, index: 0 }],
  usageMetadata: { promptTokenCount: 4, candidatesTokenCount: 2, totalTokenCount: 6 },
  modelVersion: 'gemini',
});

describe.each(['MALFORMED_FUNCTION_CALL', 'UNEXPECTED_TOOL_CALL', 'MISSING_THOUGHT_SIGNATURE', 'NO_IMAGE', 'OTHER'])(
  'an answer of Gemini that failed (%s)',
  (word) => {
    it.each(TOLD)('is no clean end to a client of %s, whole', (_, client, told) => {
      const response = geminiUpstream.decodeResponse(answer(word), JSON.stringify(answer(word)));
      expect(endingsIn(client.encodeResponse(response, context))).toEqual([told]);
    });

    it.each(TOLD)('is no clean end to a client of %s, streamed', (_, client, told) => {
      const decoder = geminiUpstream.openDecoder(context);
      const encoder = client.openEncoder(context);
      const chunks = [...decoder.push({ data: JSON.stringify(answer(word)) }), ...decoder.end()];
      const events = [...chunks.flatMap((chunk) => encoder.push(chunk)), ...encoder.end()];
      const values = events.filter(({ data }) => data !== '[DONE]').map(({ data }) => JSON.parse(data) as JsonValue);
      const endings = values.flatMap(endingsIn).filter((ending) => ending !== null && ending !== 'in_progress');
      expect(endings).toEqual([told]);
      if (told === 'failed') expect(events.at(-1)?.event).toBe('response.failed');
    });

    it("keeps the provider's own word for a client of its dialect", () => {
      const response = geminiUpstream.decodeResponse(answer(word), JSON.stringify(answer(word)));
      expect(endingsIn(geminiStreamClient.encodeResponse(response, context))).toEqual([word]);
    });
  },
);

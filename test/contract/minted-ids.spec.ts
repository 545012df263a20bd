import {
  anthropicMessagesClient,
  type ClientFormat,
  geminiStreamClient,
  geminiUpstream,
  openaiChat,
  openaiChatClient,
  openaiCompletionsClient,
  openaiResponsesClient,
} from '@tollgate/formats';
import { isJsonObject, type JsonValue } from '@tollgate/kernel';

const context = { now: 0, newId: () => 'n-1', requestedModel: 'm', includeUsage: true };

/** The form of an answer's id in each client's dialect; Google's has none. */
const CLIENTS: readonly (readonly [string, ClientFormat, string])[] = [
  ['chat completions', openaiChatClient, 'chatcmpl-n-1'],
  ['completions', openaiCompletionsClient, 'cmpl-n-1'],
  ['responses', openaiResponsesClient, 'resp_n1'],
  ['messages', anthropicMessagesClient, 'msg_n1'],
  ['generateContent', geminiStreamClient, 'n-1'],
];

const CHAT = {
  upstream: openaiChat({ provider: 'openai', limitField: () => 'max_tokens' }),
  whole: {
    id: 'chatcmpl-theirs',
    model: 'theirs',
    choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
  },
  event: {
    id: 'chatcmpl-theirs',
    model: 'theirs',
    choices: [{ index: 0, delta: { content: 'Hi' }, finish_reason: 'stop' }],
  },
};
const CONTENT = {
  responseId: 'theirs',
  modelVersion: 'theirs',
  candidates: [{ content: { role: 'model', parts: [{ text: 'Hi' }] }, finishReason: 'STOP', index: 0 }],
};
const GEMINI = { upstream: geminiUpstream, whole: CONTENT, event: CONTENT };

/** The ids of an answer, wherever its dialect has them. */
function idsOf(value: JsonValue): readonly (JsonValue | undefined)[] {
  if (!isJsonObject(value)) return [];
  const { message, response } = value;
  const within = [message, response].filter((member) => isJsonObject(member)).flatMap((member) => member['id'] ?? []);
  return [value['id'], value['responseId'], ...within].filter((id) => id !== undefined);
}

describe.each(CLIENTS)('an answer of another dialect to a client of %s', (name, client, id) => {
  const { upstream, whole, event } = name === 'chat completions' || name === 'completions' ? GEMINI : CHAT;

  it('has an id of the client’s dialect, whole', () => {
    const answer = client.encodeResponse(upstream.decodeResponse(whole, JSON.stringify(whole)), context);
    expect(idsOf(answer as JsonValue)).toEqual([id]);
  });

  it('has an id of the client’s dialect, streamed', () => {
    const decoder = upstream.openDecoder(context);
    const encoder = client.openEncoder(context);
    const chunks = [...decoder.push({ data: JSON.stringify(event) }), ...decoder.end()];
    const events = [...chunks.flatMap((chunk) => encoder.push(chunk)), ...encoder.end()];
    const values = events.filter(({ data }) => data !== '[DONE]').map(({ data }) => JSON.parse(data) as JsonValue);
    expect(new Set(values.flatMap(idsOf))).toEqual(new Set([id]));
  });
});

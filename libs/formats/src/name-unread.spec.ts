import type { JsonObject } from '@tollgate/kernel';
import type { FormatId } from '@tollgate/canonical';
import { anthropicMessagesClient } from './anthropic-messages/index.js';
import type { ClientFormat } from './format.js';
import { geminiClient } from './gemini/index.js';
import { Losses } from './losses.js';
import { nameUnread } from './name-unread.js';
import { openaiChatClient } from './openai-chat/index.js';
import { openaiResponsesClient } from './openai-responses/index.js';

function unread(client: ClientFormat, body: JsonObject, own: FormatId = 'ollama-chat') {
  const decoded = client.decodeRequest({ body: { model: 'm', ...body }, params: {}, query: {} });
  if (!decoded.ok) throw decoded.error;
  const losses = new Losses();
  nameUnread(decoded.value, own, losses);
  return { dropped: losses.warnings.map(({ path }) => path), refused: [...losses.refused.keys()] };
}

const text = { type: 'text', text: 'x', citations: [{ type: 'char_location' }] };
const document = {
  type: 'document',
  source: { type: 'text', media_type: 'text/plain', data: 'x' },
  citations: { enabled: true },
};

describe('what a dialect’s decoder does not read', () => {
  it.each<[string, ClientFormat, JsonObject, readonly string[]]>([
    [
      'of a message',
      anthropicMessagesClient,
      { max_tokens: 9, system: [text], messages: [{ role: 'user', content: [document, text], mood: 'good' }] },
      ['system[*].citations', 'messages[*].content[*].citations', 'messages[*].mood'],
    ],
    [
      'of a turn that was taken apart',
      anthropicMessagesClient,
      {
        max_tokens: 9,
        messages: [{ role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content: [text] }, text] }],
      },
      ['messages[*].content[*].content[*].citations', 'messages[*].content[*].citations'],
    ],
    [
      'of a chat',
      openaiChatClient,
      {
        messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'u', format: 'image/png' } }] }],
        response_format: { type: 'json_schema', json_schema: { name: 'n', schema: {}, mood: 1 } },
        thinking: { type: 'enabled', budget_tokens: 2000, display: 'omitted' },
      },
      ['messages[*].content[*].image_url.format', 'response_format.json_schema.mood', 'thinking.display'],
    ],
    [
      'of a response',
      openaiResponsesClient,
      { input: [{ type: 'function_call', id: 'fc', call_id: 'c', name: 'f', arguments: '{}' }] },
      ['input[*].id'],
    ],
    [
      'in either spelling',
      geminiClient,
      {
        contents: [
          {
            parts: [
              {
                inline_data: { mime_type: 'image/png', data: 'x', display_name: 'n' },
                mediaResolution: { level: 'L' },
              },
            ],
          },
        ],
      },
      ['contents[*].parts[*].inline_data.display_name', 'contents[*].parts[*].mediaResolution'],
    ],
  ])('%s is named by its path, once', (_, client, body, paths) => {
    expect(unread(client, body)).toEqual({ dropped: paths, refused: [] });
  });

  it('is no loss where it says nothing', () => {
    const said = { role: 'assistant', content: 'x', annotations: [], audio: null, tool_calls: [] };
    expect(unread(openaiChatClient, { messages: [said] })).toEqual({ dropped: [], refused: [] });
  });

  it('is not looked for at a provider of the same dialect', () => {
    const messages = [{ role: 'user', content: 'x', mood: 'good' }];
    expect(unread(openaiChatClient, { messages }, 'openai-chat')).toEqual({ dropped: [], refused: [] });
  });

  it('is refused where the answer would be to another question', () => {
    const file = { fileData: { fileUri: 'gs://a/b.mp4', mimeType: 'video/mp4' }, videoMetadata: { startOffset: '9s' } };
    expect(unread(geminiClient, { contents: [{ parts: [file] }] }).refused).toEqual([
      'contents[*].parts[*].videoMetadata',
    ]);
    const spoken = { role: 'assistant', audio: { id: 'audio_1' } };
    expect(unread(openaiChatClient, { messages: [spoken] }).refused).toEqual(['messages[*].audio']);
  });
});

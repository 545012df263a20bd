import type { JsonObject } from '@tollgate/kernel';
import {
  anthropicMessagesClient,
  geminiClient,
  openaiChatClient,
  openaiResponsesClient,
  type ClientFormat,
} from '@tollgate/formats';
import { PROVIDERS } from '@tollgate/providers';
import { targetOf } from '../targets.js';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const YOUTUBE = 'https://www.youtube.com/watch?v=9hE5-98ZeCg';

const gemini = (part: JsonObject): readonly [ClientFormat, JsonObject] => [
  geminiClient,
  { contents: [{ role: 'user', parts: [part] }] },
];
const inline = (mimeType: string) => gemini({ inlineData: { mimeType, data: 'AAAA' } });
const kept = (mimeType: string) => gemini({ fileData: { mimeType, fileUri: `https://example.com/${mimeType}` } });
const chat = (part: JsonObject): readonly [ClientFormat, JsonObject] => [
  openaiChatClient,
  { model: 'm', messages: [{ role: 'user', content: [part] }] },
];
const bytes = (mediaType: string) =>
  chat({ type: 'file', file: { file_data: `data:${mediaType};base64,AAAA`, filename: 'f' } });

function ask(
  provider: string,
  [client, body]: readonly [ClientFormat, JsonObject],
  over: 'chat' | 'responses' = 'chat',
) {
  const decoded = client.decodeRequest({ body, params: { model: 'm' }, query: {} });
  if (!decoded.ok) throw decoded.error;
  const operation = PROVIDERS.find(({ id }) => id === provider)?.adapters[over];
  if (operation === undefined) throw new Error(`no ${over} at ${provider}`);
  const built = operation.buildRequest(decoded.value, targetOf(provider), undefined);
  return built.ok
    ? { sent: built.value.spec.body ?? '' }
    : { status: built.error.status, message: built.error.message };
}

describe.each(['anthropic', 'mistral', 'groq', 'openai', 'xai', 'ollama_chat', 'text-completion-openai', 'openrouter'])(
  'at %s',
  (provider) => {
    it.each([
      ['a film', inline('video/mp4'), 'video/mp4'],
      ['the address of a film', kept('video/mp4'), 'video/mp4'],
      ['a film on YouTube', gemini({ fileData: { fileUri: YOUTUBE } }), 'video/youtube'],
      ['an archive', inline('application/zip'), 'application/zip'],
      ['a photograph as telephones make it', inline('image/heic'), 'image/heic'],
      ['a scan', inline('image/tiff'), 'image/tiff'],
    ])('%s is refused with its type, and with what is taken instead', (_, asked, type) => {
      const refused = ask(provider, asked);
      expect(refused).toMatchObject({ status: 400 });
      if (provider === 'text-completion-openai') return;
      expect(refused.message).toContain(
        `cannot be sent to ${provider}: it takes no ${type}. It takes image/jpeg, image/png`,
      );
    });
  },
);

it.each([
  ['anthropic', bytes(DOCX)],
  ['anthropic', bytes('application/zip')],
  ['mistral', bytes('application/zip')],
  ['mistral', bytes('video/mp4')],
  ['mistral', chat({ type: 'image_url', image_url: { url: 'data:image/tiff;base64,AAAA' } })],
  ['gemini', bytes(DOCX)],
  ['groq', inline('application/pdf')],
  ['groq', inline(DOCX)],
  ['groq', inline('audio/wav')],
  ['openai', inline('audio/flac')],
  ['xai', inline('image/gif')],
] as const)('%s refuses what it does not take, whichever dialect it came in', (provider, asked) => {
  expect(ask(provider, asked)).toMatchObject({
    status: 400,
    message: expect.stringContaining('It takes image/jpeg') as string,
  });
});

it.each([
  ['anthropic', inline('image/jpg'), 'image/jp'],
  ['anthropic', inline('application/pdf'), '"document"'],
  ['mistral', bytes(DOCX), 'document_url'],
  ['mistral', inline('audio/ogg'), 'input_audio'],
  ['groq', inline('image/png'), 'image_url'],
  ['groq', inline('text/csv'), '"content":"'],
  ['openai', inline('audio/mpeg'), 'input_audio'],
  ['openai', inline('application/pdf'), 'file_data'],
  ['gemini', chat({ type: 'image_url', image_url: { url: 'data:image/heic;base64,AAAA' } }), 'image/heic'],
  ['gemini', inline('application/zip'), 'application/zip'],
  ['openai_compatible', inline('video/mp4'), 'video/mp4'],
] as const)('%s is sent what it takes, and what its own dialect’s client says', (provider, asked, found) => {
  expect(ask(provider, asked).sent).toContain(found);
});

it('the Responses API is sent documents of every kind, and neither films nor sounds', () => {
  expect(ask('openai', inline(DOCX), 'responses').sent).toContain(DOCX);
  for (const type of ['video/mp4', 'audio/wav', 'application/zip'])
    expect(ask('openai', inline(type), 'responses').message).toContain(`it takes no ${type}.`);
});

it('a kind within the result of a tool is looked at too', () => {
  const source = { type: 'base64', media_type: 'image/tiff', data: 'AAAA' };
  const result = { type: 'tool_result', tool_use_id: 't', content: [{ type: 'image', source }] };
  const body = { model: 'm', max_tokens: 9, messages: [{ role: 'user', content: [result] }] };
  expect(ask('groq', [anthropicMessagesClient, body]).message).toContain('it takes no image/tiff');
});

it('a client of the Responses API is refused in its own words', () => {
  const part = { type: 'input_file', filename: 'a.zip', file_data: 'data:application/zip;base64,AAAA' };
  const refused = ask('groq', [openaiResponsesClient, { model: 'm', input: [{ role: 'user', content: [part] }] }]);
  expect(refused.message).toMatch(
    /^Invalid value for 'input': content part 'input_file' cannot be sent to groq: it takes no application\/zip\./,
  );
});

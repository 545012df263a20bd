import { openaiChatClient } from '@tollgate/formats';
import type { JsonObject, JsonValue } from '@tollgate/kernel';
import { buildTarget } from '../../../test/support/builders/index.js';
import { mistral } from './mistral/index.js';

const target = buildTarget('mistral/mistral-small-latest', 'https://api.mistral.ai/v1');

function build(part: JsonObject) {
  const { chat } = mistral.adapters;
  const body = { model: 'm', messages: [{ role: 'user', content: [{ type: 'text', text: 'Look:' }, part] }] };
  const decoded = openaiChatClient.decodeRequest({ body: body, params: {}, query: {} });
  if (!decoded.ok || chat === undefined) throw new Error('no request');
  return chat.buildRequest(decoded.value, target, undefined);
}

function sent(part: JsonObject): readonly [JsonValue | undefined, readonly string[]] {
  const built = build(part);
  if (!built.ok) throw built.error;
  const { messages } = JSON.parse(built.value.spec.body ?? '') as { messages: readonly [{ content: JsonValue[] }] };
  return [messages[0].content[1], built.value.warnings.map(({ path }) => path)];
}

const PDF = 'data:application/pdf;base64,JVBERg==';

describe('a content part for a host of flat parts', () => {
  it.each<JsonObject>([
    { type: 'text', text: 'x' },
    { type: 'image_url', image_url: { url: 'https://example.com/a.png', detail: 'low' } },
    { type: 'image_url', image_url: 'https://example.com/a.png' },
    { type: 'document_url', document_url: 'https://example.com/a.pdf', document_name: 'a.pdf' },
    { type: 'input_audio', input_audio: 'AAAA' },
    { type: 'reference', reference_ids: [1] },
  ])('that it knows goes out as it came: %j', (part) => {
    expect(sent(part)).toEqual([part, []]);
  });

  it.each<[string, JsonObject, JsonObject]>([
    [
      'audio',
      { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } },
      { type: 'input_audio', input_audio: 'AAAA' },
    ],
    [
      'a file',
      { type: 'file', file: { filename: 'a.pdf', file_data: PDF } },
      { type: 'document_url', document_url: PDF, document_name: 'a.pdf' },
    ],
    [
      'bare bytes of a file',
      { type: 'file', file: { file_data: 'JVBERg==' } },
      { type: 'document_url', document_url: PDF },
    ],
    ['a refusal', { type: 'refusal', refusal: 'No.' }, { type: 'text', text: 'No.' }],
  ])('of chat completions is told in its words: %s', (_, part, told) => {
    expect(sent(part)).toEqual([told, []]);
  });

  it('is told without members that it does not know, which are named', () => {
    expect(sent({ type: 'text', text: 'x', cache_control: { type: 'ephemeral' }, own: null })).toEqual([
      { type: 'text', text: 'x' },
      ['messages[*].content[*].cache_control'],
    ]);
  });

  it.each<JsonObject>([
    { type: 'video_url', video_url: { url: 'https://example.com/a.mp4' } },
    { type: 'file', file: { filename: 'a.pdf' } },
    { text: 'without a type' },
  ])('that it has no form for is refused by its name: %j', (part) => {
    const built = build(part);
    const name = typeof part['type'] === 'string' ? part['type'] : 'opaque';
    expect(built).toMatchObject({ ok: false, error: { status: 400, param: 'messages' } });
    expect(built.ok ? '' : built.error.message).toContain(`content part '${name}' cannot be sent to mistral`);
  });
});

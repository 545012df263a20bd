import type { JsonObject, JsonValue } from '@tollgate/kernel';
import type { ContentPart, Message, Target } from '@tollgate/canonical';
import { anthropicMessagesUpstream } from '../anthropic-messages/index.js';
import { GOOGLE_SEAL } from '../reasoning-seal.js';
import { geminiUpstream } from './index.js';
import { decodeChat, TARGET } from './foreign-harness.contract.js';

/** The turns that some messages become. */
function contentsOf(messages: readonly Message[], at: Partial<Target> = {}): JsonValue | undefined {
  const encoded = geminiUpstream.encodeRequest({ ...decodeChat({}), messages }, { ...TARGET, ...at });
  if (!encoded.ok) throw encoded.error;
  return encoded.value.body['contents'];
}

const call = (id: string, name: string, input = '{}'): ContentPart => ({
  type: 'tool-call',
  id,
  name,
  input,
  kind: 'function',
});
const result = (toolCallId: string, text: string, isError = false): ContentPart => ({
  type: 'tool-result',
  toolCallId,
  content: [{ type: 'text', text }],
  ...(isError && { isError }),
});

describe('turns of another dialect', () => {
  it('alternate: results of functions are a turn of their own, under the names of their calls', () => {
    const messages: Message[] = [
      { role: 'system', content: [{ type: 'text', text: 'a' }] },
      { role: 'user', content: [{ type: 'text', text: 'b' }] },
      { role: 'user', content: [{ type: 'text', text: 'c' }] },
      { role: 'assistant', content: [{ type: 'text', text: '' }, call('1', 'f', '{"x":1}'), call('2', 'g')] },
      { role: 'tool', content: [result('1', 'one')] },
      { role: 'tool', content: [result('2', 'two', true)] },
      { role: 'developer', content: [{ type: 'text', text: 'd' }] },
      { role: 'user', content: [{ type: 'text', text: 'e' }] },
    ];
    const encoded = geminiUpstream.encodeRequest({ ...decodeChat({}), messages }, TARGET);
    expect(encoded.ok && encoded.value.body).toEqual({
      systemInstruction: { parts: [{ text: 'a' }, { text: 'd' }] },
      contents: [
        { role: 'user', parts: [{ text: 'b' }, { text: 'c' }] },
        {
          role: 'model',
          parts: [
            { functionCall: { id: '1', name: 'f', args: { x: 1 } } },
            { functionCall: { id: '2', name: 'g', args: {} } },
          ],
        },
        {
          role: 'user',
          parts: [
            { functionResponse: { id: '1', name: 'f', response: { output: 'one' } } },
            { functionResponse: { id: '2', name: 'g', response: { error: 'two' } } },
          ],
        },
        { role: 'user', parts: [{ text: 'e' }] },
      ],
    });
  });

  it('bear the signature that came in the id of a call, in call and result alike', () => {
    const messages: Message[] = [
      { role: 'assistant', content: [call('call_1__thought__CiQ+/=', 'f'), call('call_2', 'g')] },
      { role: 'tool', content: [result('call_1__thought__CiQ+/=', 'x')] },
    ];
    expect(contentsOf(messages)).toEqual([
      {
        role: 'model',
        parts: [
          { functionCall: { id: 'call_1', name: 'f', args: {} }, thoughtSignature: 'CiQ+/=' },
          { functionCall: { id: 'call_2', name: 'g', args: {} } },
        ],
      },
      { role: 'user', parts: [{ functionResponse: { id: 'call_1', name: 'f', response: { output: 'x' } } }] },
    ]);
  });

  it('of another model bear the word that Gemini 3 takes for a signature, on the first call of a turn alone', () => {
    const messages: Message[] = [{ role: 'assistant', content: [call('1', 'f'), call('2', 'g')] }];
    const [turn] = contentsOf(messages, { model: 'gemini-3.1-pro-preview' }) as [{ parts: JsonObject[] }];
    expect(turn.parts.map((part) => part['thoughtSignature'])).toEqual(['skip_thought_signature_validator', undefined]);
    const [older] = contentsOf(messages) as [{ parts: JsonObject[] }];
    expect(older.parts.map((part) => part['thoughtSignature'])).toEqual([undefined, undefined]);
  });

  it("give Google's seal back with the words it stood behind, and no other provider's", () => {
    const seal: ContentPart = { type: 'reasoning', text: '', signature: `${GOOGLE_SEAL}Abc+` };
    const thought: ContentPart = { type: 'reasoning', text: 'hm', signature: 'EqYC-of-anthropic' };
    const said: ContentPart = { type: 'text', text: 'hello' };
    expect(contentsOf([{ role: 'assistant', content: [thought, said, seal] }])).toEqual([
      {
        role: 'model',
        parts: [
          { text: 'hm', thought: true },
          { text: 'hello', thoughtSignature: 'Abc+' },
        ],
      },
    ]);
    // chat clients tell reasoning first
    expect(contentsOf([{ role: 'assistant', content: [seal, said] }])).toEqual([
      { role: 'model', parts: [{ text: 'hello', thoughtSignature: 'Abc+' }] },
    ]);
    expect(contentsOf([{ role: 'assistant', content: [seal] }])).toEqual([
      { role: 'model', parts: [{ text: '', thoughtSignature: 'Abc+' }] },
    ]);
  });

  it("keep Google's seal from Anthropic, which would refuse it", () => {
    const content: ContentPart[] = [
      { type: 'reasoning', text: '', signature: `${GOOGLE_SEAL}Abc+` },
      { type: 'text', text: 'hello' },
    ];
    const encoded = anthropicMessagesUpstream.encodeRequest(
      { ...decodeChat({}), messages: [{ role: 'assistant', content }] },
      TARGET,
    );
    expect(encoded.ok && encoded.value.body['messages']).toEqual([
      { role: 'assistant', content: [{ type: 'text', text: 'hello' }] },
    ]);
  });

  it.each<[string, ContentPart, JsonObject]>([
    [
      'an inline image',
      { type: 'image', data: { kind: 'base64', mediaType: 'image/png', data: 'AA' } },
      { inlineData: { mimeType: 'image/png', data: 'AA' } },
    ],
    [
      'an image of the web',
      { type: 'image', data: { kind: 'url', url: 'https://x.example/a.jpg?b=1' } },
      { fileData: { fileUri: 'https://x.example/a.jpg?b=1', mimeType: 'image/jpeg' } },
    ],
    [
      'a data URL',
      { type: 'image', data: { kind: 'url', url: 'data:image/gif;base64,BB' } },
      { inlineData: { mimeType: 'image/gif', data: 'BB' } },
    ],
    [
      'a PDF',
      { type: 'file', data: { kind: 'base64', mediaType: 'application/pdf', data: 'CC' } },
      { inlineData: { mimeType: 'application/pdf', data: 'CC' } },
    ],
    [
      'a text document',
      { type: 'file', data: { kind: 'text', text: 'words' }, filename: 'a.txt' },
      { text: 'a.txt\nwords' },
    ],
    [
      'audio',
      { type: 'audio', data: { kind: 'base64', data: 'DD', format: 'mp3' } },
      { inlineData: { mimeType: 'audio/mp3', data: 'DD' } },
    ],
    [
      "a file kept at Google's",
      { type: 'file', data: { kind: 'provider-file', id: 'https://generativelanguage.googleapis.com/v1beta/files/a' } },
      { fileData: { fileUri: 'https://generativelanguage.googleapis.com/v1beta/files/a' } },
    ],
  ])('hold %s', (_what, part, expected) => {
    expect(contentsOf([{ role: 'user', content: [part] }])).toEqual([{ role: 'user', parts: [expected] }]);
  });

  it.each<[string, ContentPart]>([
    ['a file kept at another provider', { type: 'file', data: { kind: 'provider-file', id: 'file-abc' } }],
    [
      'an address that is not on the public web',
      { type: 'image', data: { kind: 'url', url: 'http://x.example/a.png' } },
    ],
  ])('refuse %s, whatever may be dropped', (_what, part) => {
    const encoded = geminiUpstream.encodeRequest(
      { ...decodeChat({}), messages: [{ role: 'user', content: [part] }] },
      { ...TARGET, dropParams: true },
    );
    expect(encoded).toMatchObject({ ok: false, error: { status: 400, param: 'messages' } });
  });
});

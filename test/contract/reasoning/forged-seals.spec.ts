import type { JsonObject } from '@tollgate/kernel';
import { spokenDialect } from '../matrix/dialects.js';
import { openaiTarget } from '../targets.js';

const responses = spokenDialect('openai-responses');
const reasoner = { ...openaiTarget, model: 'gpt-5.1-codex' };
const FOREIGN = 'rs_of_another_tenant';

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

/** Every member of another dialect that a seal of the Responses API travels in, and how its client says the turn. */
const MEMBERS: Readonly<
  Record<string, readonly [dialect: Parameters<typeof spokenDialect>[0], body: (seal: string) => JsonObject]>
> = {
  'thinking_blocks[].signature': ['openai-chat', (signature) => chat({ type: 'thinking', thinking: 'hm', signature })],
  'thinking_blocks[].data': ['openai-chat', (data) => chat({ type: 'redacted_thinking', data })],
  'content[].signature': ['anthropic-messages', (signature) => blocks({ type: 'thinking', thinking: 'hm', signature })],
  'content[].data': ['anthropic-messages', (data) => blocks({ type: 'redacted_thinking', data })],
  'parts[].thoughtSignature of a thought': [
    'gemini',
    (seal) => parts({ text: 'hm', thought: true, thoughtSignature: base64(seal) }),
  ],
  'parts[].thoughtSignature of words': ['gemini', (seal) => parts({ text: 'So.', thoughtSignature: base64(seal) })],
  'parts[].thoughtSignature alone': ['gemini', (seal) => parts({ text: '', thoughtSignature: base64(seal) })],
};
const CASES = Object.keys(MEMBERS).map((member) => [member]);

describe('a seal of the Responses API that a client of another dialect wrote by hand', () => {
  it.each(CASES)('without content names nothing that its provider keeps (%s)', (member) => {
    for (const content of ['', ' ', '\n\t']) {
      const sent = sentFor(member, `tollgate.seal.1:e:${FOREIGN}:${content}`);
      expect(JSON.stringify(sent)).not.toMatch(/rs_of|"reasoning"/);
    }
  });

  it.each(CASES)('with content brings its id only beside that content, which its provider verifies (%s)', (member) => {
    const sent = sentFor(member, `tollgate.seal.1:e:${FOREIGN}:gAAAA`);
    const thoughts = (sent['input'] as readonly JsonObject[]).filter(({ type }) => type === 'reasoning');
    expect(thoughts).toMatchObject([{ id: FOREIGN, encrypted_content: 'gAAAA' }]);
  });
});

function sentFor(member: string, seal: string): JsonObject {
  const [dialect, body] = MEMBERS[member] ?? [];
  if (dialect === undefined || body === undefined) throw new Error(`no member ${member}`);
  const request = spokenDialect(dialect).client.decodeRequest({
    body: body(seal),
    params: { model: 'm' },
    query: {},
  });
  if (!request.ok) throw request.error;
  const encoded = responses.upstream.encodeRequest(request.value, reasoner);
  if (!encoded.ok) throw encoded.error;
  return encoded.value.body;
}

function chat(block: JsonObject): JsonObject {
  const turn = { role: 'assistant', content: 'So.', thinking_blocks: [block] };
  return { model: 'm', messages: [{ role: 'user', content: 'Hi' }, turn, { role: 'user', content: 'And?' }] };
}

function blocks(block: JsonObject): JsonObject {
  const turn = { role: 'assistant', content: [block, { type: 'text', text: 'So.' }] };
  return {
    model: 'm',
    max_tokens: 900,
    messages: [{ role: 'user', content: 'Hi' }, turn, { role: 'user', content: 'And?' }],
  };
}

function parts(part: JsonObject): JsonObject {
  const said = (role: string, all: readonly JsonObject[]): JsonObject => ({ role, parts: all });
  return { contents: [said('user', [{ text: 'Hi' }]), said('model', [part]), said('user', [{ text: 'And?' }])] };
}

import type { CanonicalRequest } from '@tollgate/canonical';
import type { JsonObject, JsonValue } from '@tollgate/kernel';
import { anthropicMessagesClient, openaiChatClient } from '../index.js';
import { anthropicTarget } from '../../../../test/contract/targets.js';
import { encodeRequest } from './encode-request.js';
import { mendRequest } from './mend-request.js';

const call = (id: string, name = 'search') => ({ id, type: 'function', function: { name, arguments: '{}' } });
const tools = [{ type: 'function', function: { name: 'search', parameters: { type: 'object' } } }];
const hi = { role: 'user', content: 'Hi' };
const text = (said: string) => [{ type: 'text', text: said }];
const use = (id: string, name = 'search') => ({ type: 'tool_use', id, name, input: {} });
const result = (id: string, content: string) => ({ type: 'tool_result', tool_use_id: id, content });
const skipped = (name: string) =>
  `[System: Tool execution skipped/interrupted by user. No result provided for tool '${name}'.]`;
const EMPTY = '[System: Empty message content sanitised to satisfy protocol]';

/** What goes out of a chat client's request, and what is told of the changes. */
function mend(members: JsonObject): { readonly body: JsonObject; readonly told: readonly string[] } {
  const mended = mendRequest(chat(members));
  const encoded = encodeRequest(mended.request, anthropicTarget);
  if (!encoded.ok) throw encoded.error;
  return { body: encoded.value.body, told: mended.warnings.map(({ code, path }) => `${code} ${path}`) };
}

function chat(members: JsonObject): CanonicalRequest {
  const decoded = openaiChatClient.decodeRequest({ body: { model: 'claude', ...members }, params: {}, query: {} });
  if (!decoded.ok) throw decoded.error;
  return decoded.value;
}

const turns = (body: JsonObject) =>
  body['messages'] as readonly { readonly role: string; readonly content: JsonValue }[];

describe('modify_params', () => {
  it('gives every tool call a result, beside those that are there', () => {
    const { body, told } = mend({
      tools,
      messages: [
        hi,
        { role: 'assistant', content: null, tool_calls: [call('a'), call('b', 'fetch')] },
        { role: 'tool', tool_call_id: 'a', content: '1' },
        { role: 'user', content: 'Thanks!' },
        { role: 'assistant', content: 'One more.', tool_calls: [call('c')] },
      ],
    });
    expect(turns(body)).toEqual([
      { role: 'user', content: text('Hi') },
      { role: 'assistant', content: [use('a'), use('b', 'fetch')] },
      { role: 'user', content: [result('a', '1'), result('b', skipped('fetch')), ...text('Thanks!')] },
      { role: 'assistant', content: [...text('One more.'), use('c')] },
      { role: 'user', content: [result('c', skipped('search'))] },
    ]);
    expect(told).toEqual(['mended messages[1].tool_calls', 'mended messages[4].tool_calls']);
  });

  it('leaves out results of calls that the last assistant turn did not make', () => {
    const { body, told } = mend({
      tools,
      messages: [
        hi,
        { role: 'assistant', content: 'Hello' },
        { role: 'tool', tool_call_id: 'nowhere', content: 'x' },
        { role: 'user', content: 'So?' },
      ],
    });
    expect(turns(body).map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
    expect(JSON.stringify(body)).not.toContain('nowhere');
    expect(told).toEqual(['dropped messages[2]']);
  });

  it('says something where a turn says nothing', () => {
    const { body, told } = mend({
      messages: [
        { role: 'user', content: '' },
        { role: 'assistant', content: '  ' },
        { role: 'user', content: [{ type: 'text', text: '' }] },
      ],
    });
    expect(turns(body).map(({ content }) => content)).toEqual([text(EMPTY), text(EMPTY), text(EMPTY)]);
    expect(told).toEqual(['mended messages[0].content', 'mended messages[1].content', 'mended messages[2].content']);
  });

  it.each([
    ['an assistant turn comes first', [{ role: 'assistant', content: 'Welcome.' }, hi], ['user', 'assistant', 'user']],
    ['there is a system prompt alone', [{ role: 'system', content: 'Be brief.' }], ['user']],
  ])('begins with a user turn where %s', (_name, messages, roles) => {
    const { body, told } = mend({ messages });
    expect(turns(body).map(({ role }) => role)).toEqual(roles);
    expect(turns(body)[0]?.content).toEqual(text('.'));
    expect(told).toEqual(['mended messages']);
  });

  it('names a tool where the history holds calls and the request no tools', () => {
    const { body, told } = mend({
      messages: [
        hi,
        { role: 'assistant', content: null, tool_calls: [call('a')] },
        { role: 'tool', tool_call_id: 'a', content: '1' },
      ],
    });
    expect(body['tools']).toEqual([
      {
        name: 'dummy_tool',
        description: 'This is a dummy tool call',
        input_schema: { type: 'object', properties: {} },
      },
    ]);
    expect(told).toEqual(['mended tools']);
  });

  it('asks for no thinking where the calls under way came without theirs', () => {
    const { body, told } = mend({
      tools,
      thinking: { type: 'enabled', budget_tokens: 2048 },
      messages: [
        hi,
        { role: 'assistant', content: null, tool_calls: [call('a')] },
        { role: 'tool', tool_call_id: 'a', content: '1' },
      ],
    });
    expect(body).not.toHaveProperty('thinking');
    expect(told).toEqual(['dropped thinking']);
  });

  it('changes nothing of a request that is in order, nor of one in the provider’s own dialect', () => {
    const inOrder = chat({
      tools,
      messages: [
        { role: 'system', content: 'Be brief.' },
        hi,
        { role: 'assistant', content: null, tool_calls: [call('a')] },
        { role: 'tool', tool_call_id: 'a', content: '' },
      ],
    });
    expect(mendRequest(inOrder)).toEqual({ request: inOrder, warnings: [] });
    const own = anthropicMessagesClient.decodeRequest({
      body: { model: 'claude', max_tokens: 9, messages: [{ role: 'assistant', content: 'x' }] },
      params: {},
      query: {},
    });
    if (!own.ok) throw own.error;
    expect(mendRequest(own.value)).toEqual({ request: own.value, warnings: [] });
  });
});

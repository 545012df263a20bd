import type { JsonObject } from '@tollgate/kernel';
import { anthropicTarget } from '../../../../test/contract/targets.js';
import { openaiChatClient } from '../openai-chat/index.js';
import { boundUsage } from './bound-usage.js';
import { encodeRequest } from './encode-request.js';
import { JSON_ONLY } from './json-mode.js';

const user: JsonObject = { role: 'user', content: 'x' };
const json: JsonObject = { response_format: { type: 'json_object' } };

function decode(body: JsonObject) {
  const decoded = openaiChatClient.decodeRequest({
    body: { model: 'm', messages: [user], ...body },
    params: {},
    query: {},
  });
  if (!decoded.ok) throw decoded.error;
  return decoded.value;
}

function encode(body: JsonObject) {
  const encoded = encodeRequest(decode(body), anthropicTarget);
  if (!encoded.ok) throw encoded.error;
  return encoded.value;
}

describe("OpenAI's JSON mode", () => {
  it.each<[string, readonly JsonObject[], unknown]>([
    ['alone', [], JSON_ONLY],
    [
      'after the system prompt',
      [{ role: 'system', content: 'Be brief.' }],
      [
        { type: 'text', text: 'Be brief.' },
        { type: 'text', text: JSON_ONLY },
      ],
    ],
    [
      'after what is cached of it',
      [{ role: 'system', content: [{ type: 'text', text: 'Long.', cache_control: { type: 'ephemeral' } }] }],
      [
        { type: 'text', text: 'Long.', cache_control: { type: 'ephemeral' } },
        { type: 'text', text: JSON_ONLY },
      ],
    ],
  ])('is asked for in words, %s', (_where, before, system) => {
    const { body, warnings } = encode({ ...json, messages: [...before, user] });
    expect(body).toMatchObject({ system, messages: [{ role: 'user' }] });
    expect(body).not.toHaveProperty('tools');
    expect(warnings).toMatchObject([{ code: 'changed', path: 'response_format' }]);
  });

  it('leaves tools and thinking to the client', () => {
    const tools = [{ type: 'function', function: { name: 'f', parameters: { type: 'object' } } }];
    const { body } = encode({ ...json, tools, reasoning_effort: 'low', max_tokens: 9000 });
    expect(body).toMatchObject({ system: JSON_ONLY, tools: [{ name: 'f' }] });
    expect(body).not.toHaveProperty('tool_choice');
    expect(body).toHaveProperty('thinking');
  });

  it('costs the words that ask for it', () => {
    expect(boundUsage(decode(json)).inputTexts).toContain(JSON_ONLY);
    expect(boundUsage(decode({})).inputTexts).not.toContain(JSON_ONLY);
  });

  it('is not asked for by who did not', () => {
    expect(encode({}).body).not.toHaveProperty('system');
  });
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isJsonObject, type JsonValue } from '@tollgate/kernel';
import { openaiChatClient } from '@tollgate/formats';
import { PROVIDERS } from '@tollgate/providers';
import { deepFreeze } from './deep-freeze.js';
import { describeFormatContract } from './format-contract.js';
import type { FoldedStream } from './fold-stream.js';
import { readRecordings } from './recordings.js';
import { ollamaTarget } from './targets.js';

const provider = PROVIDERS.find(({ id }) => id === 'ollama_chat');
const operation = provider?.adapters.chat;
if (operation === undefined) throw new Error('the provider is not registered');

const recordings = path.join(__dirname, '../../libs/formats/src/ollama-chat/__recordings__');

describe('ollama-chat over its recordings', () => {
  describeFormatContract({
    upstream: operation.format,
    operation,
    target: ollamaTarget,
    credential: { api_key: 'sk-contract-0123456789abcdef' },
    recordings,
    withModel: (data) => data,
    sumStream,
    ownedMembers: ['arguments'],
  });
});

describe('what a chat client asks, as Ollama was asked for it', () => {
  const text = readFileSync(path.join(recordings, 'chat-tools-thinking.http.json'), 'utf8');
  const [first, second] = (JSON.parse(text) as { exchanges: readonly { request: { body: RecordedBody } }[] }).exchanges;
  const turns = second?.request.body.messages ?? [];
  const tools = first?.request.body.tools ?? [];
  const said = turns[2]?.thinking;

  test.each([
    [
      'chat-durations.http.json',
      0,
      {
        messages: [{ role: 'user', content: 'Reply with exactly the single word: pong' }],
        max_tokens: 64,
        reasoning_effort: 'none',
      },
    ],
    [
      'chat-stream.http.json',
      0,
      {
        messages: [{ role: 'user', content: 'Reply with exactly the single word: pong' }],
        max_completion_tokens: 64,
        think: false,
        stream: true,
      },
    ],
    ['chat-tools-thinking.http.json', 0, { messages: turns.slice(0, 2), tools, reasoning_effort: 'medium' }],
    [
      'chat-tools-thinking.http.json',
      1,
      {
        messages: [
          ...turns.slice(0, 2),
          {
            role: 'assistant',
            content: '',
            reasoning_content: said,
            tool_calls: [
              { id: '', type: 'function', function: { name: 'get_weather', arguments: '{"city":"Tokyo"}' } },
            ],
          },
          { role: 'tool', tool_call_id: '', content: turns[3]?.content },
        ],
        tools,
        reasoning_effort: 'medium',
      },
    ],
  ])('%s #%i', (file, index, asked) => {
    const exchange = readRecordings(recordings).find((one) => one.file === file && one.index === index);
    const decoded = openaiChatClient.decodeRequest({
      body: deepFreeze({ model: 'public', ...asked }),
      params: {},
      query: {},
    });
    if (!decoded.ok) throw decoded.error;
    const built = operation.buildRequest(deepFreeze(decoded.value), deepFreeze(ollamaTarget), undefined);
    if (!built.ok) throw built.error;
    expect(JSON.parse(built.value.spec.body ?? '')).toEqual(exchange?.request);
    expect(built.value.spec).toMatchObject({ origin: 'http://localhost:11434', path: ['api', 'chat'] });
  });
});

interface RecordedBody {
  readonly messages: readonly { readonly role: string; readonly content: string; readonly thinking?: string }[];
  readonly tools: JsonValue;
}

/** Adds the raw lines up, knowing nothing of blocks. */
function sumStream(payloads: readonly JsonValue[]): FoldedStream {
  const said = { text: '', reasoning: '' };
  const tools: { name: string; input: string }[] = [];
  let finish: string | undefined;
  for (const payload of payloads.filter(isJsonObject)) {
    const message = isJsonObject(payload['message']) ? payload['message'] : {};
    said.text += typeof message['content'] === 'string' ? message['content'] : '';
    said.reasoning += typeof message['thinking'] === 'string' ? message['thinking'] : '';
    if (typeof payload['done_reason'] === 'string') finish = payload['done_reason'];
  }
  return { ...said, refusal: '', tools, finishes: [finish] };
}

import Anthropic, { BadRequestError } from '@anthropic-ai/sdk';
import { describeAtBothEnds } from '../../support/gateway/index.js';
import { ReplayUpstream } from '../../support/upstream/index.js';
import { replayConfig, replayRecordings } from './replayed-models.js';

const upstream = ReplayUpstream.ofFile();
replayRecordings(upstream);

const hello: Anthropic.MessageParam[] = [{ role: 'user', content: 'Hello!' }];
const asked = { max_tokens: 4096, messages: hello };
const toolsNamed = (...names: readonly string[]): Anthropic.Tool[] =>
  names.map((name) => ({ name, description: 'w', input_schema: { type: 'object' } }));

describeAtBothEnds(
  'the official Anthropic SDK on an OpenAI deployment',
  () => ({ config: replayConfig(upstream.url) }),
  (gateway) => {
    const connect = (): Anthropic =>
      new Anthropic({ apiKey: gateway().masterKey, authToken: null, baseURL: gateway().url, maxRetries: 0 });

    it('reads text, usage and the stop reason', async () => {
      const message = await connect().messages.create({ model: 'openai/o-text', system: 'Be brief.', ...asked });
      expect(message).toMatchObject({
        type: 'message',
        content: [{ type: 'text', text: expect.stringMatching(/^Hi there!/) }],
        stop_reason: 'end_turn',
        usage: { input_tokens: 8, output_tokens: expect.any(Number) },
      });
      expect(upstream.of('o-text').at(-1)).toMatchObject({
        path: '/v1/chat/completions',
        headers: { authorization: 'Bearer sk-upstream' },
        body: { messages: [{ role: 'system', content: 'Be brief.' }, { role: 'user' }] },
      });
    });

    it('reads a stream with its usage', async () => {
      const message = await connect()
        .messages.stream({ model: 'openai/o-usage-stream', ...asked })
        .finalMessage();
      expect(message.usage.output_tokens).toBeGreaterThan(0);
      expect(message.usage.input_tokens).toBeGreaterThan(0);
      expect(message.stop_reason).toMatch(/^(end_turn|max_tokens)$/);
      expect(upstream.of('o-usage-stream').at(-1)?.body['stream_options']).toEqual({ include_usage: true });
    });

    it('gets streamed parallel tool calls and sends their results back', async () => {
      const tools = toolsNamed('add', 'multiply');
      const first = await connect()
        .messages.stream({ model: 'openai/o-tools-stream', ...asked, tools })
        .finalMessage();
      const uses = first.content.filter((block) => block.type === 'tool_use');
      expect(first.stop_reason).toBe('tool_use');
      expect(uses.map(({ name, input }) => ({ name, input }))).toEqual([
        { name: 'add', input: { a: 2, b: 3 } },
        { name: 'multiply', input: { a: 2, b: 3 } },
      ]);
      const results = uses.map((use, index) => ({
        type: 'tool_result' as const,
        tool_use_id: use.id,
        content: String(index + 5),
      }));
      const messages: Anthropic.MessageParam[] = [
        ...hello,
        { role: 'assistant', content: first.content },
        { role: 'user', content: results },
      ];
      const second = await connect()
        .messages.stream({ model: 'openai/o-tools-stream', max_tokens: 4096, messages, tools })
        .finalMessage();
      expect(second.content).toMatchObject([{ type: 'text', text: expect.stringMatching(/\w/) }]);
      expect(upstream.of('o-tools-stream').at(-1)?.body['messages']).toMatchObject([
        { role: 'user' },
        {
          role: 'assistant',
          tool_calls: [
            { id: uses[0]?.id, function: { name: 'add' } },
            { id: uses[1]?.id, function: { name: 'multiply' } },
          ],
        },
        { role: 'tool', tool_call_id: uses[0]?.id, content: '5' },
        { role: 'tool', tool_call_id: uses[1]?.id, content: '6' },
      ]);
    });

    it('sends an image of its own as a data URL', async () => {
      const content: Anthropic.ContentBlockParam[] = [
        { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' } },
      ];
      await connect().messages.create({
        model: 'openai/o-vision',
        max_tokens: 100,
        messages: [{ role: 'user', content }],
      });
      expect(upstream.of('o-vision').at(-1)?.body['messages']).toMatchObject([
        { role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } }] },
      ]);
    });

    it("gets an error of the provider in Anthropic's dialect", async () => {
      await expect(connect().messages.create({ model: 'openai/o-bad', ...asked })).rejects.toMatchObject({
        constructor: BadRequestError,
        type: 'invalid_request_error',
      });
    });
  },
);

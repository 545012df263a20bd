import OpenAI, { BadRequestError } from 'openai';
import { describeAtBothEnds } from '../../support/gateway/index.js';
import { ReplayUpstream } from '../../support/upstream/index.js';
import { replayConfig, replayRecordings } from './replayed-models.js';

const upstream = ReplayUpstream.ofFile();
replayRecordings(upstream);

const hello = [{ role: 'user' as const, content: 'Hello!' }];

describeAtBothEnds(
  'the official OpenAI SDK on an Anthropic deployment',
  () => ({ config: replayConfig(upstream.url) }),
  (gateway) => {
    const connect = (): OpenAI =>
      new OpenAI({ apiKey: gateway().masterKey, baseURL: `${gateway().url}/v1`, maxRetries: 0 });

    it('reads text, usage and the stop reason', async () => {
      const answer = await connect().chat.completions.create({ model: 'anthropic/a-text', messages: hello });
      expect(answer).toMatchObject({
        object: 'chat.completion',
        choices: [{ message: { role: 'assistant', content: '2 + 2 = 4' }, finish_reason: 'stop' }],
        usage: { prompt_tokens: 16, completion_tokens: 13, total_tokens: 29 },
      });
      expect(upstream.of('a-text').at(-1)).toMatchObject({
        method: 'POST',
        path: '/v1/messages',
        headers: { 'x-api-key': 'sk-upstream' },
      });
    });

    it('reads a stream with its usage', async () => {
      const runner = connect().chat.completions.stream({
        model: 'anthropic/a-text-stream',
        messages: hello,
        stream_options: { include_usage: true },
      });
      const message = await runner.finalMessage();
      expect(message.content).toMatch(/1.*2.*3/s);
      expect(await runner.totalUsage()).toMatchObject({ prompt_tokens: 15, completion_tokens: expect.any(Number) });
    });

    it('gets parallel tool calls and sends their results back', async () => {
      const tools = ['weather', 'best_language_to_learn'].map((name) => ({
        type: 'function' as const,
        function: { name, parameters: { type: 'object' } },
      }));
      const messages: OpenAI.ChatCompletionMessageParam[] = [...hello];
      const first = await connect().chat.completions.create({ model: 'anthropic/a-tools', messages, tools });
      const message = first.choices[0]?.message;
      expect(first.choices[0]?.finish_reason).toBe('tool_calls');
      expect(message?.tool_calls).toMatchObject([
        { id: 'toolu_01TjHdHxyQNDy4DipRieJU5n', function: { name: 'weather' } },
        { function: { name: 'best_language_to_learn', arguments: '{}' } },
      ]);
      const [weatherCall] = message?.tool_calls ?? [];
      expect(weatherCall?.type === 'function' && JSON.parse(weatherCall.function.arguments)).toEqual({
        latitude: '52.5200',
        longitude: '13.4050',
      });
      if (message === undefined) throw new Error('no choice');
      messages.push(
        message,
        ...(message.tool_calls ?? []).map((call) => ({
          role: 'tool' as const,
          tool_call_id: call.id,
          content: '15C',
        })),
      );
      const second = await connect().chat.completions.create({ model: 'anthropic/a-tools', messages, tools });
      expect(second.choices[0]?.message.content).toContain('Ruby');
      const sent = upstream.of('a-tools').at(-1)?.body['messages'] as readonly {
        readonly role: string;
        readonly content: readonly object[];
      }[];
      expect(sent.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
      expect(sent[1]?.content).toMatchObject([
        { type: 'tool_use', id: 'toolu_01TjHdHxyQNDy4DipRieJU5n' },
        { type: 'tool_use', name: 'best_language_to_learn' },
      ]);
      expect(sent[2]?.content).toMatchObject([
        { type: 'tool_result', tool_use_id: 'toolu_01TjHdHxyQNDy4DipRieJU5n' },
        { type: 'tool_result' },
      ]);
    });

    it('gets streamed parallel tool calls', async () => {
      const tools = ['add', 'multiply'].map((name) => ({
        type: 'function' as const,
        function: { name, parameters: { type: 'object' } },
      }));
      const message = await connect()
        .chat.completions.stream({ model: 'anthropic/a-tools-stream', messages: hello, tools })
        .finalMessage();
      expect(message.tool_calls?.map((call) => (call.type === 'function' ? call.function.name : ''))).toEqual([
        'add',
        'multiply',
      ]);
    });

    it('gets thinking with its signature, and sends both back', async () => {
      const messages: OpenAI.ChatCompletionMessageParam[] = [...hello];
      const first = await connect().chat.completions.create({
        model: 'anthropic/a-reasoning',
        messages,
        reasoning_effort: 'low',
      });
      const message = first.choices[0]?.message;
      expect(message).toMatchObject({
        reasoning_content: 'This is a simple arithmetic question. 5 + 3 = 8.',
        thinking_blocks: [{ type: 'thinking', signature: expect.stringMatching(/^EqYC/) }],
      });
      if (message === undefined) throw new Error('no choice');
      messages.push(message, { role: 'user', content: 'Multiply it by 2' });
      await connect().chat.completions.create({ model: 'anthropic/a-reasoning', messages, reasoning_effort: 'low' });
      const sent = upstream.of('a-reasoning').at(-1)?.body['messages'] as readonly {
        readonly content: readonly object[];
      }[];
      expect(sent[1]?.content[0]).toMatchObject({
        type: 'thinking',
        thinking: 'This is a simple arithmetic question. 5 + 3 = 8.',
        signature: expect.stringMatching(/^EqYC/),
      });
    });

    it('sends an image of its own as a block', async () => {
      const content = [{ type: 'image_url' as const, image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } }];
      await connect().chat.completions.create({ model: 'anthropic/a-text', messages: [{ role: 'user', content }] });
      expect(upstream.of('a-text').at(-1)?.body['messages']).toEqual([
        {
          role: 'user',
          content: [{ type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' } }],
        },
      ]);
    });

    it('gets an error of the provider as its own class', async () => {
      await expect(
        connect().chat.completions.create({ model: 'anthropic/a-bad', messages: hello }),
      ).rejects.toMatchObject({
        constructor: BadRequestError,
        message: expect.stringContaining('temperature: range: 0..1'),
      });
    });
  },
);

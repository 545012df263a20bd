import { buildConfig, buildModel } from '../../support/builders/index.js';
import { callGateway, describeAt } from '../../support/gateway/index.js';
import { answerRecording, ReplayUpstream } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();

describeAt(
  'everything set',
  'Ollama',
  () => ({
    config: buildConfig([buildModel({ name: 'local', model: 'ollama_chat/qwen3:4b', apiBase: upstream.url })]),
  }),
  (gateway) => {
    beforeEach(() => {
      upstream.on('qwen3:4b', answerRecording('ollama-chat', 'chat-stream.http.json'));
    });

    const ask = (body: object, path = '/v1/chat/completions') =>
      callGateway(gateway(), `POST ${path}`, { body: { model: 'local', ...body } });
    const messages = [{ role: 'user', content: 'ping' }];

    it('streams lines, which a client of chat completions reads as events', async () => {
      const answer = await ask({ messages, max_tokens: 64, stream: true, stream_options: { include_usage: true } });
      const events = answer.events;
      const payloads = events
        .filter(({ data }) => data !== '[DONE]')
        .map(({ data }) => data as { choices: { delta: { content?: string } }[]; usage?: object });
      const text = payloads.map(({ choices }) => choices[0]?.delta.content ?? '').join('');
      expect(text).toMatch(/^Hmm, the user wants me to reply/);
      expect(payloads.at(-2)).toMatchObject({ choices: [{ finish_reason: 'length' }] });
      expect(payloads.at(-1)?.usage).toMatchObject({ prompt_tokens: 18, completion_tokens: 64 });
      expect(events.at(-1)?.data).toBe('[DONE]');
      expect(upstream.of('qwen3:4b').at(-1)).toMatchObject({
        path: '/api/chat',
        body: { messages, stream: true, options: { num_predict: 64 } },
      });
    });

    it('answers a client of the Messages API as well', async () => {
      upstream.on('qwen3:4b', answerRecording('ollama-chat', 'chat-tools-thinking.http.json'));
      const tools = [{ name: 'get_weather', input_schema: { type: 'object' } }];
      const answer = await ask({ messages, max_tokens: 900, tools }, '/v1/messages');
      expect(answer).toMatchObject({
        status: 200,
        body: {
          stop_reason: 'tool_use',
          content: [{ type: 'thinking' }, { type: 'tool_use', name: 'get_weather', input: { city: 'Tokyo' } }],
          usage: { input_tokens: 234, output_tokens: 535 },
        },
      });
    });

    it('tells an error in its own words', async () => {
      upstream.on('qwen3:4b', { status: 404, headers: {}, body: '{"error":"model \'qwen3:4b\' not found"}' });
      const answer = await ask({ messages });
      expect(answer).toMatchObject({
        status: 404,
        body: { error: { message: expect.stringContaining("model 'qwen3:4b' not found") } },
      });
    });

    it('breaks off with its error where that comes inside a stream', async () => {
      const line = { model: 'qwen3:4b', created_at: 'x', message: { role: 'assistant', content: 'Hi' }, done: false };
      upstream.on('qwen3:4b', {
        status: 200,
        headers: { 'content-type': 'application/x-ndjson' },
        body: [`${JSON.stringify(line)}\n`, '{"error":"the runner has died"}\n'],
      });
      const answer = await ask({ messages, stream: true });
      expect(answer.text).toContain('the runner has died');
      expect(answer.text).not.toContain('[DONE]');
    });
  },
);

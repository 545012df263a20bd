import OpenAI, {
  APIUserAbortError,
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  UnprocessableEntityError,
} from 'openai';
import { createKey, describeAtBothEnds, waitForRows } from '../../support/gateway/index.js';
import { answerJson, Gate, ReplayUpstream, speakChat } from '../../support/upstream/index.js';
import { replayConfig, replayRecordings } from './replayed-models.js';

const upstream = ReplayUpstream.ofFile();
replayRecordings(upstream);

const hello = [{ role: 'user' as const, content: 'Hello!' }];
const city = { type: 'object', properties: { location: { type: 'string' } }, required: ['location'] };
const weather = {
  type: 'function' as const,
  function: { name: 'get_current_weather', description: 'w', parameters: city },
};

describeAtBothEnds(
  'the official OpenAI SDK',
  () => ({ config: replayConfig(upstream.url) }),
  (gateway) => {
    const connect = (apiKey = gateway().masterKey, path = '/v1'): OpenAI =>
      new OpenAI({ apiKey, baseURL: gateway().url + path, maxRetries: 0 });

    it.each(['/v1', ''])('reads a text answer with base URL path "%s"', async (path) => {
      const answer = await connect(undefined, path).chat.completions.create({
        model: 'openai/o-text',
        messages: hello,
      });
      expect(answer.choices[0]?.message.content).toMatch(/^Hi there! How can I help you today\?/);
      expect(answer.model).toBe('openai/o-text');
      expect(answer.usage).toMatchObject({ prompt_tokens: 8, completion_tokens: expect.any(Number) });
    });

    it('adds up the deltas of a stream to the recorded text', async () => {
      const stream = await connect().chat.completions.create({
        model: 'openai/o-text-stream',
        messages: hello,
        stream: true,
      });
      let text = '';
      let finish: string | null | undefined;
      for await (const chunk of stream) {
        text += chunk.choices[0]?.delta.content ?? '';
        finish = chunk.choices[0]?.finish_reason ?? finish;
        expect(chunk.model).toBe('openai/o-text-stream');
        expect(chunk.usage ?? null).toBeNull();
      }
      expect(text.length).toBeGreaterThan(20);
      expect(finish).toBe('stop');
    });

    it('gets the usage as a last chunk of its own when it asks for it', async () => {
      const options = {
        model: 'openai/o-usage-stream',
        messages: hello,
        stream: true as const,
        stream_options: { include_usage: true },
      };
      const chunks = [];
      for await (const chunk of await connect().chat.completions.create(options)) chunks.push(chunk);
      const last = chunks.at(-1);
      expect(last?.choices).toEqual([]);
      expect(last?.usage?.total_tokens).toBe((last?.usage?.prompt_tokens ?? 0) + (last?.usage?.completion_tokens ?? 0));
      expect(last?.usage?.completion_tokens).toBeGreaterThan(0);
      expect(chunks.slice(0, -1).every((chunk) => (chunk.usage ?? null) === null)).toBe(true);
    });

    it("serves the SDK's stream helper: events, the final message and its parallel tool calls", async () => {
      const deltas: string[] = [];
      const tools = ['add', 'multiply'].map((name) => ({
        type: 'function' as const,
        function: { name, parameters: { type: 'object' } },
      }));
      const runner = connect().chat.completions.stream({ model: 'openai/o-tools-stream', messages: hello, tools });
      runner.on('tool_calls.function.arguments.delta', (event) => deltas.push(event.arguments_delta));
      const message = await runner.finalMessage();
      const calls = message.tool_calls?.map((call) => (call.type === 'function' ? call.function : undefined));
      expect(calls?.map((call) => call?.name)).toEqual(['add', 'multiply']);
      for (const call of calls ?? []) expect(JSON.parse(call?.arguments ?? '')).toEqual({ a: 2, b: 3 });
      expect(deltas.join('')).toBe(calls?.map((call) => call?.arguments).join(''));
    });

    it('calls a tool, sends its result back and gets the answer', async () => {
      const client = connect();
      const tools = [weather];
      const messages: OpenAI.ChatCompletionMessageParam[] = [
        { role: 'user', content: 'Can the country of Crumpet have dragons?' },
      ];
      for (let turn = 0; turn < 3; turn += 1) {
        const answer = await client.chat.completions.create({ model: 'openai/o-chain', messages, tools });
        const message = answer.choices[0]?.message;
        if (message === undefined) throw new Error('no choice');
        messages.push(message);
        for (const call of message.tool_calls ?? [])
          messages.push({ role: 'tool', tool_call_id: call.id, content: `result ${String(turn)}` });
      }
      expect(messages.at(-1)).toMatchObject({ role: 'assistant', content: 'YES' });
      expect(upstream.of('o-chain').at(-1)?.body['messages']).toMatchObject([
        { role: 'user' },
        {
          role: 'assistant',
          tool_calls: [{ function: { name: 'lookup_population', arguments: '{"country":"Crumpet"}' } }],
        },
        { role: 'tool', tool_call_id: 'call_TTY8UFNo7rNCaOBUNtlRSvMG', content: 'result 0' },
        { role: 'assistant', tool_calls: [{ function: { name: 'can_have_dragons' } }] },
        { role: 'tool', tool_call_id: 'call_aq9UyiSFkzX6W8Ydc33DoI9Y', content: 'result 1' },
      ]);
    });

    it('sends images as they are', async () => {
      const content = [
        { type: 'text' as const, text: 'What is in this image?' },
        { type: 'image_url' as const, image_url: { url: 'https://example.com/a.png', detail: 'low' as const } },
      ];
      await connect().chat.completions.create({ model: 'openai/o-vision', messages: [{ role: 'user', content }] });
      expect(upstream.of('o-vision').at(-1)?.body['messages']).toEqual([{ role: 'user', content }]);
    });

    it('reads reasoning beside the text', async () => {
      const answer = await connect().chat.completions.create({ model: 'openai/o-reasoning', messages: hello });
      expect(answer.choices[0]?.message).toMatchObject({
        content: expect.stringMatching(/^To see your future self/),
        reasoning_content: expect.any(String),
      });
    });

    it('lists and retrieves models', async () => {
      const ids = [];
      for await (const model of connect().models.list()) ids.push(model.id);
      expect(ids).toEqual(expect.arrayContaining(['priced', 'openai/gpt-4o']));
      await expect(connect().models.retrieve('priced')).resolves.toMatchObject({
        id: 'priced',
        object: 'model',
        owned_by: expect.any(String),
      });
      await expect(connect().models.retrieve('openai/gpt-4o')).resolves.toMatchObject({ id: 'openai/gpt-4o' });
      await expect(connect().models.retrieve('nope')).rejects.toBeInstanceOf(NotFoundError);
    });

    it('calls the built-in provider, streamed and not', async () => {
      const messages = [{ role: 'user' as const, content: 'a b c' }];
      const whole = await connect().chat.completions.create({ model: 'mock/echo', messages });
      expect(whole.choices[0]?.message.content).toBe('a b c');
      let text = '';
      for await (const chunk of await connect().chat.completions.create({ model: 'mock/echo', messages, stream: true }))
        text += chunk.choices[0]?.delta.content ?? '';
      expect(text).toBe('a b c');
    });

    describe('gets an error of the class that it expects', () => {
      const call = (client: OpenAI, model: string) => client.chat.completions.create({ model, messages: hello });
      const provider = (status: number) => {
        upstream.on(
          `e-${String(status)}`,
          answerJson(status, { error: { message: 'No.', type: 'some_error', param: null, code: 'some_code' } }),
        );
        return `openai/e-${String(status)}`;
      };

      it('400 for what the provider refused', async () => {
        await expect(call(connect(), 'openai/o-bad')).rejects.toMatchObject({
          constructor: BadRequestError,
          code: '400',
          param: 'max_tokens',
          type: 'invalid_request_error',
        });
      });

      it('400 for a model that nobody serves', async () => {
        await expect(call(connect(), 'no-such-model')).rejects.toMatchObject({
          constructor: BadRequestError,
          message: expect.stringContaining('no-such-model'),
        });
      });

      it('401 for an unknown key', async () => {
        await expect(call(connect('sk-unknown-0123456789'), 'priced')).rejects.toMatchObject({
          constructor: AuthenticationError,
          type: 'token_not_found_in_db',
        });
      });

      it('403 for a model that the key may not use', async () => {
        const { key } = await createKey(gateway(), { models: ['priced'] });
        await expect(call(connect(key), 'openai/o-text')).rejects.toMatchObject({
          constructor: PermissionDeniedError,
          type: 'key_model_access_denied',
        });
      });

      it('404 for what the provider does not know', async () => {
        await expect(call(connect(), provider(404))).rejects.toBeInstanceOf(NotFoundError);
      });

      it('422 for a spent budget, and it does not try again', async () => {
        upstream.on('priced', (request) => speakChat(request, { outputTokens: 10, promptTokens: 20 }));
        const { key } = await createKey(gateway(), { max_budget: 0.00000001 });
        const client = new OpenAI({ apiKey: key, baseURL: `${gateway().url}/v1`, maxRetries: 3 });
        await expect(call(client, 'priced')).rejects.toMatchObject({
          constructor: UnprocessableEntityError,
          type: 'budget_exceeded',
        });
        expect(upstream.of('priced')).toHaveLength(0);
      });

      it('429 for a spent rate, with the time to wait', async () => {
        const { key } = await createKey(gateway(), { rpm_limit: 1 });
        await call(connect(key), 'openai/o-text');
        const refused = call(connect(key), 'openai/o-text');
        await expect(refused).rejects.toBeInstanceOf(RateLimitError);
        const error = (await refused.catch((caught: unknown) => caught)) as RateLimitError;
        expect(Number(error.headers?.get('retry-after'))).toBeGreaterThan(0);
      });

      it.each([500, 503])('%d as the provider answered it', async (status) => {
        await expect(call(connect(), provider(status))).rejects.toMatchObject({
          constructor: InternalServerError,
          status,
        });
      });

      it("502 for the gateway's own refused credential: not a 401, and no second try", async () => {
        const model = provider(401);
        const before = upstream.of('e-401').length;
        const client = new OpenAI({ apiKey: gateway().masterKey, baseURL: `${gateway().url}/v1`, maxRetries: 3 });
        await expect(call(client, model)).rejects.toMatchObject({
          constructor: InternalServerError,
          status: 502,
          type: 'upstream_auth_failed',
        });
        expect(upstream.of('e-401')).toHaveLength(before + 1);
      });
    });

    it('aborts in the middle of a stream: the provider sees it, and what was received is charged', async () => {
      const model = 'priced-abort';
      const gate = new Gate();
      upstream.on(model, (request) =>
        speakChat(request, {
          outputTokens: 50,
          promptTokens: 20,
          gate: (index) => (index < 4 ? undefined : gate.opened),
        }),
      );
      const { key, hash } = await createKey(gateway());
      const stream = await connect(key).chat.completions.create({
        model: `openai/${model}`,
        messages: hello,
        stream: true,
      });
      const number = upstream.of(model).length;
      const read = async (): Promise<void> => {
        for await (const chunk of stream) if (chunk.choices[0]?.delta.content === 'word1 ') stream.controller.abort();
      };
      await read().catch((error: unknown) => expect(error).toBeInstanceOf(APIUserAbortError));
      const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
      expect(row).toMatchObject({ status: 'cancelled', http_status: 499, cost_estimated: true, stream: true });
      gate.open();
      expect(upstream.of(model)[number - 1]?.aborted).toBe(true);
    });
  },
);

import Anthropic, {
  APIUserAbortError,
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  UnprocessableEntityError,
} from '@anthropic-ai/sdk';
import { createKey, describeAtBothEnds, waitForRows } from '../../support/gateway/index.js';
import { answerJson, Gate, ReplayUpstream, speakMessage } from '../../support/upstream/index.js';
import { replayConfig, replayRecordings } from './replayed-models.js';

const upstream = ReplayUpstream.ofFile();
replayRecordings(upstream);

const hello: Anthropic.MessageParam[] = [{ role: 'user', content: 'Hello!' }];
const asked = { max_tokens: 4096, messages: hello };
const toolsNamed = (...names: readonly string[]): Anthropic.Tool[] =>
  names.map((name) => ({ name, description: 'w', input_schema: { type: 'object' } }));

describeAtBothEnds(
  'the official Anthropic SDK',
  () => ({ config: replayConfig(upstream.url) }),
  (gateway) => {
    // the SDK sends x-api-key
    const connect = (apiKey = gateway().masterKey): Anthropic =>
      new Anthropic({ apiKey, authToken: null, baseURL: gateway().url, maxRetries: 0 });

    it('reads a text answer; the provider gets its own key and the version', async () => {
      const message = await connect().messages.create({ model: 'anthropic/a-text', ...asked });
      expect(message).toMatchObject({
        type: 'message',
        role: 'assistant',
        model: 'anthropic/a-text',
        content: [{ type: 'text', text: '2 + 2 = 4' }],
        stop_reason: 'end_turn',
        usage: { input_tokens: 16, output_tokens: 13 },
      });
      const sent = upstream.of('a-text').at(-1);
      expect(sent?.headers).toMatchObject({
        'x-api-key': 'sk-upstream',
        'anthropic-version': expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      });
      expect(JSON.stringify(sent?.rawHeaders)).not.toContain(gateway().masterKey);
    });

    it('takes a bearer token as well', async () => {
      const client = new Anthropic({
        apiKey: null,
        authToken: gateway().masterKey,
        baseURL: gateway().url,
        maxRetries: 0,
      });
      await expect(client.messages.create({ model: 'anthropic/a-text', ...asked })).resolves.toMatchObject({
        role: 'assistant',
      });
    });

    it('reads a stream event by event, in the order of the dialect', async () => {
      const types: string[] = [];
      let text = '';
      for await (const event of await connect().messages.create({
        model: 'anthropic/a-text-stream',
        ...asked,
        stream: true,
      })) {
        if (types.at(-1) !== event.type) types.push(event.type);
        if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') text += event.delta.text;
      }
      expect(text).toMatch(/1.*2.*3/s);
      expect(types.filter((type) => type !== 'ping').slice(0, 3)).toEqual([
        'message_start',
        'content_block_start',
        'content_block_delta',
      ]);
      expect(types.slice(-3)).toEqual(['content_block_stop', 'message_delta', 'message_stop']);
    });

    it("serves the SDK's stream helper: the final message with parallel tool calls and usage", async () => {
      const stream = connect().messages.stream({
        model: 'anthropic/a-tools-stream',
        ...asked,
        tools: toolsNamed('add', 'multiply'),
      });
      const inputs: unknown[] = [];
      stream.on('contentBlock', (block) => block.type === 'tool_use' && inputs.push(block.input));
      const message = await stream.finalMessage();
      expect(message.stop_reason).toBe('tool_use');
      expect(message.content.filter((block) => block.type === 'tool_use').map((block) => block.name)).toEqual([
        'add',
        'multiply',
      ]);
      expect(inputs).toEqual([
        { a: 2, b: 3 },
        { a: 2, b: 3 },
      ]);
      expect(message.usage).toMatchObject({ input_tokens: 502, output_tokens: expect.any(Number) });
    });

    it('calls tools in parallel, sends their results back and gets the answer', async () => {
      const tools = toolsNamed('weather', 'best_language_to_learn');
      const first = await connect().messages.create({ model: 'anthropic/a-tools', ...asked, tools });
      const uses = first.content.filter((block) => block.type === 'tool_use');
      expect(uses.map(({ name, input }) => ({ name, input }))).toEqual([
        { name: 'weather', input: { latitude: '52.5200', longitude: '13.4050' } },
        { name: 'best_language_to_learn', input: {} },
      ]);
      const results = uses.map((use) => ({ type: 'tool_result' as const, tool_use_id: use.id, content: '15C' }));
      const messages: Anthropic.MessageParam[] = [
        ...hello,
        { role: 'assistant', content: first.content },
        { role: 'user', content: results },
      ];
      const second = await connect().messages.create({ model: 'anthropic/a-tools', max_tokens: 4096, messages, tools });
      expect(second.content).toMatchObject([{ type: 'text', text: expect.stringContaining('Ruby') }]);
      expect(upstream.of('a-tools').at(-1)?.body['messages']).toEqual(messages);
    });

    it('gets thinking with its signature, and both go back unchanged', async () => {
      const thinking = { type: 'enabled' as const, budget_tokens: 1024 };
      const first = await connect().messages.create({ model: 'anthropic/a-reasoning', ...asked, thinking });
      expect(first.content[0]).toMatchObject({ type: 'thinking', signature: expect.stringMatching(/^EqYC/) });
      const messages: Anthropic.MessageParam[] = [
        ...hello,
        { role: 'assistant', content: first.content },
        { role: 'user', content: 'Multiply it by 2' },
      ];
      const second = await connect().messages.create({
        model: 'anthropic/a-reasoning',
        max_tokens: 4096,
        messages,
        thinking,
      });
      expect(second.content[0]).toMatchObject({ type: 'thinking', thinking: expect.stringContaining('16') });
      expect(upstream.of('a-reasoning').at(-1)?.body).toMatchObject({ messages, thinking });
    });

    it('gets streamed thinking with its signature', async () => {
      const message = await connect()
        .messages.stream({ model: 'anthropic/a-reasoning-stream', ...asked, tools: toolsNamed('get_weather') })
        .finalMessage();
      expect(message.content[0]).toMatchObject({
        type: 'thinking',
        thinking: expect.stringMatching(/\w/),
        signature: expect.stringMatching(/^EtYD/),
      });
    });

    it('sends images, documents and cache markers as they are, and sees what the cache read', async () => {
      const content: Anthropic.ContentBlockParam[] = [
        { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' } },
        { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'a document' } },
        { type: 'text', text: 'OK?', cache_control: { type: 'ephemeral' } },
      ];
      const messages = [{ role: 'user' as const, content }];
      const answer = await connect().messages.create({ model: 'anthropic/a-cache', max_tokens: 10, messages });
      expect(answer.usage).toMatchObject({ input_tokens: 10, cache_creation_input_tokens: 7351 });
      expect(upstream.of('a-cache').at(-1)?.body['messages']).toEqual(messages);
    });

    it("passes the client's beta headers on, and none of its credentials", async () => {
      const options = {
        headers: { 'anthropic-beta': 'interleaved-thinking-2025-05-14,fine-grained-tool-streaming-2025-05-14' },
      };
      await connect().messages.create({ model: 'anthropic/a-text', ...asked }, options);
      expect(upstream.of('a-text').at(-1)?.headers['anthropic-beta']).toBe(options.headers['anthropic-beta']);
    });

    describe('gets an error of the class that it expects', () => {
      const call = (client: Anthropic, model: string) => client.messages.create({ model, ...asked });
      const provider = (status: number) => {
        upstream.on(
          `ae-${String(status)}`,
          answerJson(status, { type: 'error', error: { type: 'some_error', message: 'No.' } }),
        );
        return `anthropic/ae-${String(status)}`;
      };

      it('400 for what the provider refused', async () => {
        await expect(call(connect(), 'anthropic/a-bad')).rejects.toMatchObject({
          constructor: BadRequestError,
          type: 'invalid_request_error',
          message: expect.stringContaining('temperature: range: 0..1'),
        });
      });

      it('401 for an unknown key', async () => {
        await expect(call(connect('sk-unknown-0123456789'), 'anthropic/a-text')).rejects.toMatchObject({
          constructor: AuthenticationError,
          type: 'authentication_error',
        });
      });

      it('403 for a model that the key may not use', async () => {
        const { key } = await createKey(gateway(), { models: ['priced'] });
        await expect(call(connect(key), 'anthropic/a-text')).rejects.toMatchObject({
          constructor: PermissionDeniedError,
          type: 'permission_error',
        });
      });

      it('404 for what the provider does not know', async () => {
        await expect(call(connect(), provider(404))).rejects.toMatchObject({
          constructor: NotFoundError,
          type: 'not_found_error',
        });
      });

      it('422 for a spent budget, and it does not try again', async () => {
        const { key } = await createKey(gateway(), { max_budget: 0.00000001 });
        const client = new Anthropic({ apiKey: key, authToken: null, baseURL: gateway().url, maxRetries: 3 });
        const before = Date.now();
        await expect(call(client, 'priced')).rejects.toBeInstanceOf(UnprocessableEntityError);
        expect(upstream.of('priced')).toHaveLength(0);
        // the SDK's first retry comes after half a second
        expect(Date.now() - before).toBeLessThan(400);
      });

      it('429 for a spent rate', async () => {
        const { key } = await createKey(gateway(), { rpm_limit: 1 });
        await call(connect(key), 'anthropic/a-text');
        await expect(call(connect(key), 'anthropic/a-text')).rejects.toMatchObject({
          constructor: RateLimitError,
          type: 'rate_limit_error',
        });
      });

      it.each([500, 503, 529])('%d as the provider answered it', async (status) => {
        const error: unknown = await call(connect(), provider(status)).catch((caught: unknown) => caught);
        expect(error).toBeInstanceOf(InternalServerError);
        expect(error).toMatchObject({ status });
      });
    });

    it('aborts in the middle of a stream: the provider sees it, and what was received is charged', async () => {
      const model = 'a-abort';
      const gate = new Gate();
      upstream.on(model, (request) =>
        speakMessage(request, {
          outputTokens: 50,
          promptTokens: 20,
          gate: (index) => (index < 5 ? undefined : gate.opened),
        }),
      );
      const { key, hash } = await createKey(gateway());
      const number = upstream.of(model).length + 1;
      const stream = connect(key).messages.stream({ model: `anthropic/${model}`, ...asked });
      stream.on('text', (text) => text === 'word1 ' && stream.abort());
      await expect(stream.finalMessage()).rejects.toBeInstanceOf(APIUserAbortError);
      const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
      // the provider told the input at the beginning; of the output only that it had begun
      expect(row).toMatchObject({
        status: 'cancelled',
        http_status: 499,
        cost_estimated: true,
        stream: true,
        input_uncached: 20,
      });
      expect(row?.output).toBeGreaterThan(2);
      gate.open();
      expect((await upstream.received(model, number)).aborted).toBe(true);
    });
  },
);

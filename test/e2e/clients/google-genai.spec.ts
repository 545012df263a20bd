import Anthropic from '@anthropic-ai/sdk';
import { ApiError, type Content, FunctionCallingConfigMode, GoogleGenAI, type Part, Type } from '@google/genai';
import OpenAI from 'openai';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import { createKey, describeAtBothEnds, waitForRows } from '../../support/gateway/index.js';
import { answerJson, answerRecording, ReplayUpstream, type UpstreamRequest } from '../../support/upstream/index.js';

/** Recordings by the name of the model that answers with them. */
const RECORDED = {
  gemini: {
    'g-text': 'generate/text.http.json',
    'g-text-stream': 'generate/usage-thoughts-stream.http.json',
    'g-tools': 'generate/tools-parallel.http.json',
    'g-tools-stream': 'generate/tools-parallel-stream.http.json',
    'g-signed': 'generate/tools-thought-signature.http.json',
    'g-chain-stream': 'generate/tools-stream-multiturn.http.json',
    'g-thoughts-stream': 'generate/reasoning-stream.http.json',
    'g-structured': 'generate/structured.http.json',
    'g-vision': 'generate/vision-inline.http.json',
    'g-length-stream': 'generate/max-tokens-stream.http.json',
    'g-bad-key': 'errors/invalid-key.http.json',
    'g-full': 'errors/oversize-429.http.json',
  },
  'openai-chat': {
    'o-text': 'openai/text.http.json',
    'o-usage-stream': 'openai/stream-usage.http.json',
    'o-tools-stream': 'openai/tools-parallel-stream.http.json',
    'o-bad': 'openai/error-chat-bad-request.http.json',
  },
  'anthropic-messages': { 'a-reasoning': 'messages/reasoning-signature-replay.http.json' },
} as const;

const upstream = ReplayUpstream.ofFile();
for (const [format, models] of Object.entries(RECORDED))
  for (const [model, file] of Object.entries(models))
    upstream.on(model, (request) => answerRecording(format, file, turnOf(request)));

/** Which exchange of a conversation this is: one more for each answer of the model that it holds. */
function turnOf({ body }: UpstreamRequest): number {
  const turns = (body['contents'] ?? body['messages']) as readonly { readonly role?: string }[];
  return turns.filter(({ role }) => role === 'model' || role === 'assistant').length;
}

const config = (): object =>
  buildConfig([
    buildModel({ name: 'gemini/*', model: 'gemini/*', apiBase: upstream.url }),
    buildModel({ name: 'openai/*', model: 'openai/*', apiBase: `${upstream.url}/v1` }),
    buildModel({ name: 'anthropic/*', model: 'anthropic/*', apiBase: upstream.url }),
    buildModel({
      name: 'priced',
      model: 'gemini/g-text',
      apiBase: upstream.url,
      inputCost: 0.000001,
      outputCost: 0.000002,
      info: { max_output_tokens: 1000 },
    }),
  ]);

const functionDeclarations = ['add', 'multiply'].map((name) => ({
  name,
  description: 'Two numbers',
  parameters: {
    type: Type.OBJECT,
    properties: { a: { type: Type.INTEGER }, b: { type: Type.INTEGER } },
    required: ['a', 'b'],
  },
}));
const hello: Content[] = [{ role: 'user', parts: [{ text: 'Hello!' }] }];
const openaiTools: OpenAI.ChatCompletionTool[] = ['weather', 'best_language_to_learn'].map((name) => ({
  type: 'function',
  function: { name, parameters: { type: 'object', properties: { latitude: { type: 'string' } } } },
}));

describeAtBothEnds(
  "Google's SDK",
  () => ({ config: config(), args: ['--detailed_debug'] }),
  (gateway) => {
    // its own fetch looks for a dispatcher in Node's globals, which the tests' realm has not
    const connect = (apiKey = gateway().masterKey): GoogleGenAI =>
      new GoogleGenAI({ apiKey, httpOptions: { baseUrl: gateway().url, fetch } });

    describe("on Google's deployment", () => {
      it('reads a text, its usage and the public name; the provider gets its own key, in a header', async () => {
        const { key, hash } = await createKey(gateway());
        const answer = await connect(key).models.generateContent({ model: 'gemini/g-text', contents: 'Hello!' });
        expect(answer.text).toBe('2 + 2 = **4**');
        expect(answer.modelVersion).toBe('gemini/g-text');
        expect(answer.usageMetadata).toMatchObject({ promptTokenCount: 10, thoughtsTokenCount: 23 });
        const sent = upstream.of('g-text').at(-1);
        expect(sent?.path).toBe('/v1beta/models/g-text:generateContent');
        expect(sent?.headers['x-goog-api-key']).toBe('sk-upstream');
        expect(JSON.stringify(sent?.rawHeaders)).not.toContain(key);
        const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
        expect(row).toMatchObject({ input_uncached: 10, reasoning: 23, call_type: 'agenerate_content' });
      });

      it('reads a stream whose thoughts are counted, and is charged for them', async () => {
        const { key, hash } = await createKey(gateway());
        let text = '';
        let thoughts: number | undefined;
        for await (const event of await connect(key).models.generateContentStream({
          model: 'gemini/g-text-stream',
          contents: hello,
        })) {
          text += event.text ?? '';
          thoughts = event.usageMetadata?.thoughtsTokenCount ?? thoughts;
        }
        expect(text.length).toBeGreaterThan(20);
        expect(upstream.of('g-text-stream').at(-1)?.path).toBe(
          '/v1beta/models/g-text-stream:streamGenerateContent?alt=sse',
        );
        const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
        expect(row).toMatchObject({ reasoning: thoughts, call_type: 'agenerate_content_stream', stream: true });
      });

      it('calls tools in parallel over a chat, signatures and all', async () => {
        const tools = [{ functionDeclarations }];
        const first = await drain(
          await connect().models.generateContentStream({
            model: 'gemini/g-tools-stream',
            contents: hello,
            config: { tools },
          }),
        );
        const calls = first.flatMap(({ functionCall }) => functionCall ?? []);
        expect(calls.map(({ name, args }) => [name, args])).toEqual([
          ['add', { a: 2, b: 3 }],
          ['multiply', { a: 2, b: 3 }],
        ]);
        expect(first[0]?.thoughtSignature).toMatch(/^CiQB/);
        const results = calls.map(({ name }) => ({
          functionResponse: { name: name ?? '', response: { output: '5' } },
        }));
        const contents: Content[] = [...hello, { role: 'model', parts: first }, { role: 'user', parts: results }];
        const second = await drain(
          await connect().models.generateContentStream({ model: 'gemini/g-tools-stream', contents, config: { tools } }),
        );
        expect(second.map(({ text }) => text).join('')).toMatch(/5.*6/s);
        expect(upstream.of('g-tools-stream').at(-1)?.body).toMatchObject({
          contents: JSON.parse(JSON.stringify(contents)) as object,
          tools: [{ functionDeclarations: [{ name: 'add' }, { name: 'multiply' }] }],
        });
      });

      it('sends every setting as it is', async () => {
        const schema = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] };
        const answer = await connect().models.generateContent({
          model: 'gemini/g-structured',
          contents: hello,
          config: {
            systemInstruction: 'Be brief.',
            temperature: 0,
            topP: 0.5,
            topK: 7,
            candidateCount: 1,
            maxOutputTokens: 500,
            stopSequences: ['END'],
            seed: 3,
            responseMimeType: 'application/json',
            responseJsonSchema: schema,
            thinkingConfig: { thinkingBudget: 100, includeThoughts: true },
            toolConfig: { functionCallingConfig: { mode: FunctionCallingConfigMode.VALIDATED } },
            labels: { team: 'a' },
            safetySettings: [],
          },
        });
        expect(JSON.parse(answer.text ?? '')).toEqual({ name: 'John', age: 30 });
        expect(upstream.of('g-structured').at(-1)?.body).toEqual({
          contents: hello,
          systemInstruction: { role: 'user', parts: [{ text: 'Be brief.' }] },
          labels: { team: 'a' },
          safetySettings: [],
          toolConfig: { functionCallingConfig: { mode: 'VALIDATED' } },
          generationConfig: {
            temperature: 0,
            topP: 0.5,
            topK: 7,
            candidateCount: 1,
            maxOutputTokens: 500,
            stopSequences: ['END'],
            seed: 3,
            responseMimeType: 'application/json',
            responseJsonSchema: schema,
            thinkingConfig: { thinkingBudget: 100, includeThoughts: true },
          },
        });
      });

      it.each<[string, string | undefined, object]>([
        [
          '401 for an unknown key',
          'sk-unknown-0123456789',
          { status: 401, message: expect.stringContaining('UNAUTHENTICATED') },
        ],
        ['502 where the operator’s own key is refused', undefined, { status: 502 }],
        [
          '429 with when to come again',
          undefined,
          { status: 429, message: expect.stringContaining('"retryDelay":"48s"') },
        ],
      ])('gets %s as an error of its own', async (name, apiKey, expected) => {
        const model = name.startsWith('429') ? 'gemini/g-full' : 'gemini/g-bad-key';
        const call = connect(apiKey).models.generateContent({ model, contents: hello });
        await expect(call).rejects.toBeInstanceOf(ApiError);
        await expect(connect(apiKey).models.generateContent({ model, contents: hello })).rejects.toMatchObject(
          expected,
        );
      });

      it('is told in the middle of a stream what broke it off', async () => {
        upstream.on('g-broken', {
          status: 200,
          headers: { 'content-type': 'text/event-stream' },
          body: [
            'data: {"candidates":[{"content":{"parts":[{"text":"Half"}],"role":"model"},"index":0}]}\n\n',
            'data: {"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}\n\n',
          ],
        });
        let text = '';
        const read = async (): Promise<void> => {
          for await (const event of await connect().models.generateContentStream({
            model: 'gemini/g-broken',
            contents: hello,
          }))
            text += event.text ?? '';
        };
        await expect(read()).rejects.toThrow(/overloaded/);
        expect(text).toBe('Half');
      });

      it("counts tokens by the provider's own endpoint, and itself where a provider has none; both are free", async () => {
        upstream.on(
          'g-count',
          answerJson(200, { totalTokens: 8, promptTokensDetails: [{ modality: 'TEXT', tokenCount: 8 }] }),
        );
        const { key, hash } = await createKey(gateway());
        const counted = await connect(key).models.countTokens({ model: 'gemini/g-count', contents: 'Hello!' });
        expect(counted.totalTokens).toBe(8);
        expect(upstream.of('g-count').at(-1)).toMatchObject({
          path: '/v1beta/models/g-count:countTokens',
          body: { generateContentRequest: { model: 'models/g-count', contents: hello } },
        });
        const here = await connect(key).models.countTokens({ model: 'openai/o-text', contents: 'Hello!' });
        expect(here.totalTokens).toBeGreaterThan(0);
        const rows = await waitForRows(gateway().databaseUrl, hash, 2);
        expect(rows.map(({ cost_nano: cost }) => Number(cost))).toEqual([0, 0]);
      });

      it('has a limit in the bytes where money is short, and no search that nobody can bound', async () => {
        const { key } = await createKey(gateway(), { max_budget: 0.0005 });
        const answer = await connect(key).models.generateContent({ model: 'priced', contents: hello });
        expect(answer.text).toBe('2 + 2 = **4**');
        const limit = (
          upstream.of('g-text').at(-1)?.body['generationConfig'] as { maxOutputTokens?: number } | undefined
        )?.maxOutputTokens;
        expect(limit).toBeLessThan(1000);
        const searching = connect(key).models.generateContent({
          model: 'priced',
          contents: hello,
          config: { tools: [{ googleSearch: {} }] },
        });
        await expect(searching).rejects.toMatchObject({
          status: 422,
          message: expect.stringContaining('google_search'),
        });
      });
    });

    describe('without the SDK', () => {
      const post = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
        fetch(`${gateway().url}${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify({ contents: hello }),
        });

      it('streams one JSON array where no events are asked for', async () => {
        const answer = await post('/v1beta/models/gemini/g-thoughts-stream:streamGenerateContent', {
          'x-goog-api-key': gateway().masterKey,
        });
        expect(answer.headers.get('content-type')).toBe('application/json');
        const events = (await answer.json()) as { candidates: { content: Content; finishReason?: string }[] }[];
        expect(events.length).toBeGreaterThan(2);
        expect(events.at(-1)?.candidates[0]?.finishReason).toBe('STOP');
        const foreign = await post('/v1beta/models/openai/o-usage-stream:streamGenerateContent', {
          'x-goog-api-key': gateway().masterKey,
        });
        const told = (await foreign.json()) as { candidates?: unknown; usageMetadata?: object }[];
        expect(told.at(-1)?.usageMetadata).toMatchObject({ promptTokenCount: expect.any(Number) });
      });

      it('answers an error of that form as an array, too', async () => {
        const answer = await post('/v1beta/models/gemini/g-text:streamGenerateContent');
        expect(answer.status).toBe(401);
        expect(await answer.json()).toMatchObject([{ error: { code: 401, status: 'UNAUTHENTICATED' } }]);
      });

      it('takes the key from the address on these routes alone, and keeps it nowhere', async () => {
        const { key, hash } = await createKey(gateway());
        const answer = await post(`/models/gemini/g-text:generateContent?key=${key}`);
        expect(answer.status).toBe(200);
        expect(JSON.stringify(await answer.json())).not.toContain(key);
        expect(upstream.of('g-text').at(-1)?.path).not.toContain('key');
        const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
        expect(
          JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
        ).not.toContain(key);
        expect(gateway().output).toContain('request received');
        expect(gateway().output).not.toContain(key);
        expect((await post(`/v1/chat/completions?key=${key}`)).status).toBe(401);
        const two = await post('/models/gemini/g-text:generateContent?key=sk-one', { 'x-goog-api-key': key });
        expect(two.status).toBe(401);
      });

      it('takes members in either spelling, and none in both', async () => {
        const call = (body: object): Promise<Response> =>
          fetch(`${gateway().url}/v1beta/models/gemini/g-text:generateContent`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', 'x-goog-api-key': gateway().masterKey },
            body: JSON.stringify({ contents: hello, ...body }),
          });
        const snake = { system_instruction: { parts: { text: 'x' } }, generation_config: { max_output_tokens: 9 } };
        expect((await call(snake)).status).toBe(200);
        expect(upstream.of('g-text').at(-1)?.body).toMatchObject({
          systemInstruction: { parts: { text: 'x' } },
          generationConfig: { maxOutputTokens: 9 },
        });
        const both = await call({ generationConfig: { maxOutputTokens: 9, max_output_tokens: 90_000 } });
        expect(both.status).toBe(400);
        expect(await both.json()).toMatchObject({ error: { status: 'INVALID_ARGUMENT' } });
        expect((await call({ GenerationConfig: {} })).status).toBe(400);
      });
    });

    describe('on deployments of others', () => {
      it('reads text, usage and the finish from OpenAI', async () => {
        const answer = await connect().models.generateContent({
          model: 'openai/o-text',
          contents: hello,
          config: { systemInstruction: 'Be brief.', maxOutputTokens: 77 },
        });
        expect(answer.text).toMatch(/^Hi there!/);
        expect(answer.candidates?.[0]?.finishReason).toBe('STOP');
        expect(answer.usageMetadata).toMatchObject({ promptTokenCount: 8 });
        expect(upstream.of('o-text').at(-1)?.body).toMatchObject({
          messages: [
            { role: 'system', content: 'Be brief.' },
            { role: 'user', content: 'Hello!' },
          ],
          max_tokens: 77,
        });
      });

      it('gets streamed parallel calls of OpenAI whole, and sends their results back', async () => {
        const tools = [{ functionDeclarations }];
        const parts = await drain(
          await connect().models.generateContentStream({
            model: 'openai/o-tools-stream',
            contents: hello,
            config: { tools },
          }),
        );
        const calls = parts.flatMap(({ functionCall }) => functionCall ?? []);
        expect(calls.map(({ name, args }) => [name, args])).toEqual([
          ['add', { a: 2, b: 3 }],
          ['multiply', { a: 2, b: 3 }],
        ]);
        const results = calls.map(({ id, name }, index) => ({
          functionResponse: { id: id ?? '', name: name ?? '', response: { output: String(index + 5) } },
        }));
        const contents: Content[] = [...hello, { role: 'model', parts }, { role: 'user', parts: results }];
        await drain(
          await connect().models.generateContentStream({ model: 'openai/o-tools-stream', contents, config: { tools } }),
        );
        expect(upstream.of('o-tools-stream').at(-1)?.body).toMatchObject({
          messages: [
            { role: 'user' },
            { role: 'assistant', tool_calls: calls.map(({ id, name }) => ({ id, function: { name } })) },
            { role: 'tool', tool_call_id: calls[0]?.id, content: '5' },
            { role: 'tool', tool_call_id: calls[1]?.id, content: '6' },
          ],
          tools: [
            { function: { name: 'add', parameters: { type: 'object', properties: { a: { type: 'integer' } } } } },
            {},
          ],
        });
      });

      it("gets an error of OpenAI's as one of Google's", async () => {
        await expect(
          connect().models.generateContent({ model: 'openai/o-bad', contents: hello }),
        ).rejects.toMatchObject({ status: 400, message: expect.stringContaining('INVALID_ARGUMENT') });
      });

      it("keeps Anthropic's signed thinking over a turn", async () => {
        const settings = { thinkingConfig: { thinkingBudget: 1024, includeThoughts: true }, maxOutputTokens: 4096 };
        const model = 'anthropic/a-reasoning';
        const first = await connect().models.generateContent({ model, contents: hello, config: settings });
        const said = first.candidates?.[0]?.content;
        expect(said?.parts?.[0]).toMatchObject({
          thought: true,
          thoughtSignature: expect.stringMatching(/^[\w+/=]+$/),
        });
        const contents: Content[] = [...hello, said ?? {}, { role: 'user', parts: [{ text: 'Multiply it by 2' }] }];
        await connect().models.generateContent({ model, contents, config: settings });
        const [one, two] = upstream.of('a-reasoning');
        expect(one?.body).toMatchObject({ thinking: { type: 'enabled', budget_tokens: 1024 } });
        const turn = (two?.body['messages'] as readonly { readonly content: readonly object[] }[])[1];
        expect(turn?.content[0]).toMatchObject({ type: 'thinking', signature: expect.stringMatching(/^EqYC/) });
      });
    });
  },
);

describeAtBothEnds(
  'clients of other dialects on a deployment of Google AI Studio',
  () => ({ config: config() }),
  (gateway) => {
    const chat = (): OpenAI =>
      new OpenAI({ apiKey: gateway().masterKey, baseURL: `${gateway().url}/v1`, maxRetries: 0 });

    it('serves a chat: text, usage, finish', async () => {
      const answer = await chat().chat.completions.create({
        model: 'gemini/g-text',
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'Hello!' },
        ],
        max_tokens: 99,
      });
      expect(answer.choices[0]).toMatchObject({ finish_reason: 'stop', message: { content: '2 + 2 = **4**' } });
      expect(answer.usage).toMatchObject({
        prompt_tokens: 10,
        completion_tokens: 31,
        completion_tokens_details: { reasoning_tokens: 23 },
      });
      expect(upstream.of('g-text').at(-1)?.body).toEqual({
        contents: hello,
        systemInstruction: { parts: [{ text: 'Be brief.' }] },
        generationConfig: { maxOutputTokens: 99 },
      });
    });

    it('keeps the signature of a call through a client that knows nothing of it', async () => {
      const asked = { model: 'gemini/g-signed', tools: openaiTools, reasoning_effort: 'low' as const };
      const first = await chat().chat.completions.create({
        ...asked,
        messages: [{ role: 'user', content: 'Weather?' }],
      });
      const message = first.choices[0]?.message;
      const call = message?.tool_calls?.[0];
      expect(first.choices[0]?.finish_reason).toBe('tool_calls');
      // what a framework keeps of an answer: content and calls, nothing else
      const kept = {
        role: 'assistant' as const,
        content: message?.content ?? null,
        tool_calls: message?.tool_calls ?? [],
      };
      const second = await chat().chat.completions.create({
        ...asked,
        messages: [
          { role: 'user', content: 'Weather?' },
          kept,
          { role: 'tool', tool_call_id: call?.id ?? '', content: '15C' },
        ],
      });
      expect(second.choices[0]?.message.content).toMatch(/15°C/);
      const [one, two] = upstream.of('g-signed').slice(-2);
      expect(one?.body['generationConfig']).toEqual({
        thinkingConfig: { thinkingBudget: 1024, includeThoughts: true },
      });
      const [, model, results] = two?.body['contents'] as [unknown, { parts: Part[] }, { parts: Part[] }];
      expect(model.parts).toEqual([
        {
          functionCall: { id: 'call_883098', name: 'weather', args: { latitude: '52.5200', longitude: '13.4050' } },
          thoughtSignature: expect.stringMatching(/^ErkE/),
        },
      ]);
      expect(results.parts).toEqual([
        { functionResponse: { id: 'call_883098', name: 'weather', response: { output: '15C' } } },
      ]);
    });

    it('streams parallel calls in order, and takes their results in one turn', async () => {
      const stream = chat().chat.completions.stream({
        model: 'gemini/g-tools-stream',
        messages: [{ role: 'user', content: 'Add and multiply' }],
        tools: openaiTools,
        stream_options: { include_usage: true },
      });
      const first = await stream.finalChatCompletion();
      const calls = first.choices[0]?.message.tool_calls ?? [];
      expect(
        calls.map((call) => call.type === 'function' && [call.function.name, JSON.parse(call.function.arguments)]),
      ).toEqual([
        ['add', { a: 2, b: 3 }],
        ['multiply', { a: 2, b: 3 }],
      ]);
      expect(new Set(calls.map(({ id }) => id)).size).toBe(2);
      expect(first.usage?.total_tokens).toBeGreaterThan(0);
      const second = await chat().chat.completions.create({
        model: 'gemini/g-tools-stream',
        stream: true,
        tools: openaiTools,
        messages: [
          { role: 'user', content: 'Add and multiply' },
          { role: 'assistant', tool_calls: calls },
          ...calls.map(({ id }, index) => ({ role: 'tool' as const, tool_call_id: id, content: String(index + 5) })),
        ],
      });
      let text = '';
      for await (const event of second) text += event.choices[0]?.delta.content ?? '';
      expect(text).toMatch(/5.*6/s);
      const contents = upstream.of('g-tools-stream').at(-1)?.body['contents'] as { role: string; parts: Part[] }[];
      expect(contents.map(({ role, parts }) => [role, parts.length])).toEqual([
        ['user', 1],
        ['model', 2],
        ['user', 2],
      ]);
      expect(contents[1]?.parts[0]?.thoughtSignature).toMatch(/^CiQB/);
      expect(contents[1]?.parts[1]?.thoughtSignature).toBeUndefined();
      expect(contents[2]?.parts.map(({ functionResponse }) => functionResponse?.name)).toEqual(['add', 'multiply']);
    });

    it('shows thoughts as reasoning, streamed', async () => {
      let reasoning = '';
      let text = '';
      for await (const event of await chat().chat.completions.create({
        model: 'gemini/g-thoughts-stream',
        messages: [{ role: 'user', content: 'Think!' }],
        stream: true,
      })) {
        const delta = event.choices[0]?.delta as { content?: string | null; reasoning_content?: string } | undefined;
        text += delta?.content ?? '';
        reasoning += delta?.reasoning_content ?? '';
      }
      expect(reasoning.length).toBeGreaterThan(50);
      expect(text.length).toBeGreaterThan(50);
    });

    it('sends an image, a schema and a stop', async () => {
      const url = 'data:image/png;base64,iVBORw0KGgo=';
      const schema = { type: 'object', properties: { a: { $ref: '#/$defs/a' } }, $defs: { a: { type: 'string' } } };
      await chat().chat.completions.create({
        model: 'gemini/g-vision',
        messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }],
        response_format: { type: 'json_schema', json_schema: { name: 'x', schema, strict: true } },
        stop: 'END',
      });
      expect(upstream.of('g-vision').at(-1)?.body).toEqual({
        contents: [{ role: 'user', parts: [{ inlineData: { mimeType: 'image/png', data: 'iVBORw0KGgo=' } }] }],
        generationConfig: {
          stopSequences: ['END'],
          responseMimeType: 'application/json',
          responseJsonSchema: schema,
        },
      });
    });

    it('ends a cut answer with its reason', async () => {
      const events = await chat().chat.completions.create({
        model: 'gemini/g-length-stream',
        messages: [{ role: 'user', content: 'A story' }],
        stream: true,
      });
      let finish: string | null | undefined;
      for await (const event of events) finish = event.choices[0]?.finish_reason ?? finish;
      expect(finish).toBe('length');
    });

    it('tells of a blocked prompt as filtered content', async () => {
      upstream.on(
        'g-blocked',
        answerJson(200, {
          promptFeedback: { blockReason: 'SAFETY' },
          usageMetadata: { promptTokenCount: 4, totalTokenCount: 4 },
        }),
      );
      const answer = await chat().chat.completions.create({
        model: 'gemini/g-blocked',
        messages: [{ role: 'user', content: 'x' }],
      });
      expect(answer.choices[0]).toMatchObject({ finish_reason: 'content_filter', message: { content: null } });
    });

    it('lets an Anthropic client call tools over turns, the signature kept', async () => {
      const client = new Anthropic({
        apiKey: gateway().masterKey,
        authToken: null,
        baseURL: gateway().url,
        maxRetries: 0,
      });
      const tools: Anthropic.Tool[] = [
        { name: 'weather', input_schema: { type: 'object', properties: { q: { type: 'string' } } } },
      ];
      const asked = { model: 'gemini/g-chain-stream', max_tokens: 4096, tools };
      const messages: Anthropic.MessageParam[] = [{ role: 'user', content: 'Weather in Berlin?' }];
      const first = await client.messages.stream({ ...asked, messages }).finalMessage();
      expect(first.stop_reason).toBe('tool_use');
      const use = first.content.find((block) => block.type === 'tool_use');
      messages.push({ role: 'assistant', content: first.content });
      messages.push({ role: 'user', content: [{ type: 'tool_result', tool_use_id: use?.id ?? '', content: '15C' }] });
      const second = await client.messages.stream({ ...asked, messages }).finalMessage();
      expect(second.content).toMatchObject([{ type: 'text', text: expect.stringContaining('Berlin') }]);
      const contents = upstream.of('g-chain-stream').at(-1)?.body['contents'] as { parts: Part[] }[];
      expect(contents[1]?.parts[0]).toMatchObject({
        functionCall: { name: 'weather' },
        thoughtSignature: expect.stringMatching(/^CiQB/),
      });
    });
  },
);

/** The parts of a stream as a chat keeps them, without those that say nothing. */
async function drain(stream: AsyncGenerator<{ candidates?: { content?: Content }[] }>): Promise<Part[]> {
  const parts: Part[] = [];
  for await (const event of stream) parts.push(...(event.candidates?.[0]?.content?.parts ?? []));
  return parts.filter(({ text, thoughtSignature }) => text !== '' || thoughtSignature !== undefined);
}

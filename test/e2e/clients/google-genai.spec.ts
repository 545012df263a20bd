import { ApiError, type Content, FunctionCallingConfigMode } from '@google/genai';
import { createKey, describeAtBothEnds, waitForRows } from '../../support/gateway/index.js';
import { answerJson, ReplayUpstream } from '../../support/upstream/index.js';
import { connectGoogle, googleConfig, HELLO, PARALLEL_CALLS, replayGoogle, streamParts } from './google-models.js';

const upstream = ReplayUpstream.ofFile();
replayGoogle(upstream);

describeAtBothEnds(
  "Google's SDK on Google's deployment",
  () => ({ config: googleConfig(upstream.url) }),
  (gateway) => {
    it('reads a text, its usage and the public name; the provider gets its own key, in a header', async () => {
      const { key, hash } = await createKey(gateway());
      const answer = await connectGoogle(gateway(), key).models.generateContent({
        model: 'gemini/g-text',
        contents: 'Hello!',
      });
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
      for await (const event of await connectGoogle(gateway(), key).models.generateContentStream({
        model: 'gemini/g-text-stream',
        contents: HELLO,
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
      const model = 'gemini/g-tools-stream';
      const first = await streamParts(connectGoogle(gateway()), model, HELLO);
      const calls = first.flatMap(({ functionCall }) => functionCall ?? []);
      expect(calls.map(({ name, args }) => [name, args])).toEqual(PARALLEL_CALLS);
      expect(first[0]?.thoughtSignature).toMatch(/^CiQB/);
      const results = calls.map(({ name }) => ({
        functionResponse: { name: name ?? '', response: { output: '5' } },
      }));
      const contents: Content[] = [...HELLO, { role: 'model', parts: first }, { role: 'user', parts: results }];
      const second = await streamParts(connectGoogle(gateway()), model, contents);
      expect(second.map(({ text }) => text).join('')).toMatch(/5.*6/s);
      expect(upstream.of('g-tools-stream').at(-1)?.body).toMatchObject({
        contents: JSON.parse(JSON.stringify(contents)) as object,
        tools: [{ functionDeclarations: [{ name: 'add' }, { name: 'multiply' }] }],
      });
    });

    it('sends every setting as it is', async () => {
      const schema = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] };
      const answer = await connectGoogle(gateway()).models.generateContent({
        model: 'gemini/g-structured',
        contents: HELLO,
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
        contents: HELLO,
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
      const call = connectGoogle(gateway(), apiKey).models.generateContent({ model, contents: HELLO });
      await expect(call).rejects.toBeInstanceOf(ApiError);
      await expect(
        connectGoogle(gateway(), apiKey).models.generateContent({ model, contents: HELLO }),
      ).rejects.toMatchObject(expected);
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
        for await (const event of await connectGoogle(gateway()).models.generateContentStream({
          model: 'gemini/g-broken',
          contents: HELLO,
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
      const counted = await connectGoogle(gateway(), key).models.countTokens({
        model: 'gemini/g-count',
        contents: 'Hello!',
      });
      expect(counted.totalTokens).toBe(8);
      expect(upstream.of('g-count').at(-1)).toMatchObject({
        path: '/v1beta/models/g-count:countTokens',
        body: { generateContentRequest: { model: 'models/g-count', contents: HELLO } },
      });
      const here = await connectGoogle(gateway(), key).models.countTokens({
        model: 'openai/o-text',
        contents: 'Hello!',
      });
      expect(here.totalTokens).toBeGreaterThan(0);
      const rows = await waitForRows(gateway().databaseUrl, hash, 2);
      expect(rows.map(({ cost_nano: cost }) => Number(cost))).toEqual([0, 0]);
    });

    it('has a limit in the bytes where money is short, and no search that nobody can bound', async () => {
      const { key } = await createKey(gateway(), { max_budget: 0.0005 });
      const answer = await connectGoogle(gateway(), key).models.generateContent({ model: 'priced', contents: HELLO });
      expect(answer.text).toBe('2 + 2 = **4**');
      const limit = (upstream.of('g-text').at(-1)?.body['generationConfig'] as { maxOutputTokens?: number } | undefined)
        ?.maxOutputTokens;
      expect(limit).toBeLessThan(1000);
      const searching = connectGoogle(gateway(), key).models.generateContent({
        model: 'priced',
        contents: HELLO,
        config: { tools: [{ googleSearch: {} }] },
      });
      await expect(searching).rejects.toMatchObject({
        status: 422,
        message: expect.stringContaining('google_search'),
      });
    });
  },
);

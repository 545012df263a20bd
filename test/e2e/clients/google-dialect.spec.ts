import type { Content } from '@google/genai';
import { createKey, describeAtBothEnds, waitForRows } from '../../support/gateway/index.js';
import { ReplayUpstream } from '../../support/upstream/index.js';
import { connectGoogle, googleConfig, HELLO, PARALLEL_CALLS, replayGoogle, streamParts } from './google-models.js';

const upstream = ReplayUpstream.ofFile();
replayGoogle(upstream);

describeAtBothEnds(
  "Google's dialect",
  () => ({ config: googleConfig(upstream.url), args: ['--detailed_debug'] }),
  (gateway) => {
    describe('without the SDK', () => {
      const post = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
        fetch(`${gateway().url}${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify({ contents: HELLO }),
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
            body: JSON.stringify({ contents: HELLO, ...body }),
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

    describe("spoken by Google's SDK on deployments of others", () => {
      it('reads text, usage and the finish from OpenAI', async () => {
        const answer = await connectGoogle(gateway()).models.generateContent({
          model: 'openai/o-text',
          contents: HELLO,
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
        const model = 'openai/o-tools-stream';
        const parts = await streamParts(connectGoogle(gateway()), model, HELLO);
        const calls = parts.flatMap(({ functionCall }) => functionCall ?? []);
        expect(calls.map(({ name, args }) => [name, args])).toEqual(PARALLEL_CALLS);
        const results = calls.map(({ id, name }, index) => ({
          functionResponse: { id: id ?? '', name: name ?? '', response: { output: String(index + 5) } },
        }));
        const contents: Content[] = [...HELLO, { role: 'model', parts }, { role: 'user', parts: results }];
        await streamParts(connectGoogle(gateway()), model, contents);
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
          connectGoogle(gateway()).models.generateContent({ model: 'openai/o-bad', contents: HELLO }),
        ).rejects.toMatchObject({ status: 400, message: expect.stringContaining('INVALID_ARGUMENT') });
      });

      it("keeps Anthropic's signed thinking over a turn", async () => {
        const settings = { thinkingConfig: { thinkingBudget: 1024, includeThoughts: true }, maxOutputTokens: 4096 };
        const model = 'anthropic/a-reasoning';
        const first = await connectGoogle(gateway()).models.generateContent({
          model,
          contents: HELLO,
          config: settings,
        });
        const said = first.candidates?.[0]?.content;
        expect(said?.parts?.[0]).toMatchObject({
          thought: true,
          thoughtSignature: expect.stringMatching(/^[\w+/=]+$/),
        });
        const contents: Content[] = [...HELLO, said ?? {}, { role: 'user', parts: [{ text: 'Multiply it by 2' }] }];
        await connectGoogle(gateway()).models.generateContent({ model, contents, config: settings });
        const [one, two] = upstream.of('a-reasoning');
        expect(one?.body).toMatchObject({ thinking: { type: 'enabled', budget_tokens: 1024 } });
        const turn = (two?.body['messages'] as readonly { readonly content: readonly object[] }[])[1];
        expect(turn?.content[0]).toMatchObject({ type: 'thinking', signature: expect.stringMatching(/^EqYC/) });
      });
    });
  },
);

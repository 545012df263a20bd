import Anthropic from '@anthropic-ai/sdk';
import type { Part } from '@google/genai';
import OpenAI from 'openai';
import { describeAtBothEnds } from '../../support/gateway/index.js';
import { answerJson, ReplayUpstream } from '../../support/upstream/index.js';
import { googleConfig, HELLO, PARALLEL_CALLS, replayGoogle } from './google-models.js';

const upstream = ReplayUpstream.ofFile();
replayGoogle(upstream);

const openaiTools: OpenAI.ChatCompletionTool[] = ['weather', 'best_language_to_learn'].map((name) => ({
  type: 'function',
  function: { name, parameters: { type: 'object', properties: { latitude: { type: 'string' } } } },
}));

describeAtBothEnds(
  'clients of other dialects on a deployment of Google AI Studio',
  () => ({ config: googleConfig(upstream.url) }),
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
        contents: HELLO,
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
      ).toEqual(PARALLEL_CALLS);
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

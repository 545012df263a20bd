import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { generateText, type LanguageModel, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';
import { buildModel } from '../../support/builders/index.js';
import { createKey, describeAt, type Gateway, waitForRows } from '../../support/gateway/index.js';
import { ReplayUpstream } from '../../support/upstream/index.js';
import { replayConfig, replayRecordings } from './replayed-models.js';

const upstream = ReplayUpstream.ofFile();
replayRecordings(upstream);

/** Over chat for tools, whatever the client speaks: that recording is one of chat completions. */
function config(): object {
  const { model_list, ...rest } = replayConfig(upstream.url) as { readonly model_list: readonly object[] };
  const overChat = buildModel({
    name: 'openai/o-tools-stream',
    model: 'openai/o-tools-stream',
    apiBase: `${upstream.url}/v1`,
    params: { use_chat_completions_api: true },
  });
  return { ...rest, model_list: [overChat, ...model_list] };
}

/** The library's three providers, by the dialect that each speaks to the gateway. */
const DIALECTS: Readonly<Record<string, (gateway: Gateway, apiKey: string) => (model: string) => LanguageModel>> = {
  'chat completions': (gateway, apiKey) => createOpenAI({ apiKey, baseURL: `${gateway.url}/v1` }).chat,
  responses: (gateway, apiKey) => createOpenAI({ apiKey, baseURL: `${gateway.url}/v1` }).responses,
  messages: (gateway, apiKey) => createAnthropic({ apiKey, baseURL: `${gateway.url}/v1` }),
  generateContent: (gateway, apiKey) => (model) =>
    createGoogleGenerativeAI({ apiKey, baseURL: `${gateway.url}/v1beta` })(`models/${model}`),
};

Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });

const calculator = {
  add: tool({ inputSchema: z.object({ a: z.number(), b: z.number() }), execute: ({ a, b }) => a + b }),
  multiply: tool({ inputSchema: z.object({ a: z.number(), b: z.number() }), execute: ({ a, b }) => a * b }),
};

describeAt(
  'nothing set',
  'the Vercel AI SDK',
  () => ({ config: config() }),
  (gateway) => {
    describe.each(Object.keys(DIALECTS))('by %s', (dialect) => {
      it.each(['openai/o-text', 'anthropic/a-text'])('reads a text and its usage from %s', async (model) => {
        const { key, hash } = await createKey(gateway());
        const answer = await generateText({
          model: open(gateway(), dialect, key)(model),
          prompt: 'Hello!',
          maxRetries: 0,
        });
        expect(answer.text).not.toBe('');
        expect(answer.finishReason).toBe('stop');
        const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
        expect(answer.usage.inputTokens).toBe(row?.input_uncached);
        // the row keeps reasoning apart
        expect(answer.usage.outputTokens).toBeGreaterThanOrEqual(row?.output ?? Infinity);
      });

      it.each(['openai/o-text-stream', 'anthropic/a-text-stream'])('streams a text from %s', async (model) => {
        const { key } = await createKey(gateway());
        const faults: unknown[] = [];
        const onError = ({ error }: { error: unknown }): void => void faults.push(error);
        const answer = streamText({
          model: open(gateway(), dialect, key)(model),
          prompt: 'Hello!',
          maxRetries: 0,
          onError,
        });
        let text = '';
        for await (const part of answer.textStream) text += part;
        expect(faults).toEqual([]);
        expect(text.length).toBeGreaterThan(4);
        expect(await answer.finishReason).toBe('stop');
        // the recording of OpenAI's stream reports none
        if (model.startsWith('anthropic/')) expect((await answer.usage).outputTokens).toBeGreaterThan(0);
      });

      it.each(['openai/o-tools-stream', 'anthropic/a-tools-stream'])(
        'calls the tools that %s streams',
        async (model) => {
          const { key } = await createKey(gateway());
          const answer = streamText({
            model: open(gateway(), dialect, key)(model),
            prompt: 'Add and multiply the number 2 and 3',
            tools: calculator,
            stopWhen: stepCountIs(1),
            maxRetries: 0,
          });
          await answer.consumeStream();
          const calls = await answer.toolCalls;
          expect(calls.map(({ toolName, input }) => [toolName, input])).toEqual([
            ['add', { a: 2, b: 3 }],
            ['multiply', { a: 2, b: 3 }],
          ]);
          const results = await answer.toolResults;
          expect(results.map(({ output }) => output)).toEqual([5, 6]);
        },
      );

      it('is told what is wrong with a key', async () => {
        const call = generateText({
          model: open(gateway(), dialect, 'sk-wrong')('openai/o-text'),
          prompt: 'Hi',
          maxRetries: 0,
        });
        await expect(call).rejects.toMatchObject({ statusCode: 401, message: expect.stringContaining('key') });
      });
    });
  },
);

function open(gateway: Gateway, dialect: string, key: string): (model: string) => LanguageModel {
  const connect = DIALECTS[dialect];
  if (connect === undefined) throw new Error(`no dialect ${dialect}`);
  return connect(gateway, key);
}

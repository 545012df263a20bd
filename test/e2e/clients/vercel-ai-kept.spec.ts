import { createOpenAI } from '@ai-sdk/openai';
import { generateText, type ModelMessage, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import { createKey, describeAt } from '../../support/gateway/index.js';
import { ItemProvider, ReplayUpstream } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();
new ItemProvider(upstream, ['gpt-5', 'gpt-4o']);

Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });

const tools = {
  weather: tool({ inputSchema: z.object({ city: z.string() }), execute: ({ city }) => `Sunny in ${city}.` }),
};

describeAt(
  'everything set',
  'the Vercel AI SDK’s provider of the Responses API, as it is without settings',
  () => ({
    config: buildConfig(
      ['gpt-5', 'gpt-4o'].map((name) => buildModel({ name, model: `openai/${name}`, apiBase: `${upstream.url}/v1` })),
    ),
  }),
  (gateway) => {
    /** What the last request named by ids alone, by the beginnings of the ids. */
    const referred = (): readonly string[] =>
      (upstream.requests.at(-1)?.body['input'] as readonly { readonly type?: string; readonly id?: string }[])
        .filter(({ type }) => type === 'item_reference')
        .map(({ id = '' }) => id.replace(/_.*/, ''));

    it.each([
      ['gpt-5', false, ['rs']],
      ['gpt-5', true, ['rs']],
      ['gpt-4o', false, ['rs', 'msg']],
      ['gpt-4o', true, ['rs', 'msg']],
    ])('names what %s said before by its ids, turn after turn (stream %s)', async (name, stream, kinds) => {
      const { key } = await createKey(gateway());
      const model = createOpenAI({ apiKey: key, baseURL: `${gateway().url}/v1` }).responses(name);
      const messages: ModelMessage[] = [];
      for (const question of ['How is the weather in Bern?', 'And now?']) {
        messages.push({ role: 'user', content: question });
        const asked = { model, tools, messages: [...messages], stopWhen: stepCountIs(3), maxRetries: 0 };
        const faults: unknown[] = [];
        const answer = stream
          ? streamText({ ...asked, onError: ({ error }) => void faults.push(error) })
          : await generateText(asked);
        expect(await answer.text).toMatch(/^answer \d+$/);
        expect(faults).toEqual([]);
        messages.push(...(await answer.responseMessages));
      }
      expect(referred()).toEqual(kinds);
      expect(upstream.requests.at(-1)?.body['store']).not.toBe(false);
    });
  },
);

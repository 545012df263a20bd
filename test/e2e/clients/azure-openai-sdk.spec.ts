import OpenAI, { AzureOpenAI, BadRequestError } from 'openai';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import { describeAt } from '../../support/gateway/index.js';
import { answerRecording, ReplayUpstream } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();
upstream.on('gpt-5-nano', answerRecording('openai-chat', 'azure/gpt-deployment.http.json'));
upstream.on('gpt-5-mini', answerRecording('openai-chat', 'azure/gpt-tools-stream.http.json'));
upstream.on('babbage-002', answerRecording('openai-completions', 'text.http.json'));

const hello = [{ role: 'user' as const, content: 'Hello!' }];

describeAt(
  'everything set',
  'the official SDK’s AzureOpenAI and its legacy completions, with only the host changed',
  () => ({
    config: buildConfig([
      buildModel({ name: 'nano', model: 'azure/gpt-5-nano', apiBase: upstream.url }),
      buildModel({
        name: 'team/mini',
        model: 'azure/gpt-5-mini',
        apiBase: upstream.url,
        params: { api_version: 'v1' },
      }),
      buildModel({ name: 'legacy', model: 'text-completion-openai/babbage-002', apiBase: `${upstream.url}/v1` }),
    ]),
  }),
  (gateway) => {
    const azure = (): AzureOpenAI =>
      new AzureOpenAI({
        endpoint: gateway().url,
        apiKey: gateway().masterKey,
        apiVersion: '2024-10-21',
        maxRetries: 0,
      });

    it('reads an answer of a deployment, filter results and all', async () => {
      const answer = await azure().chat.completions.create({ model: 'nano', messages: hello });
      expect(answer.model).toBe('nano');
      expect(answer.choices[0]?.message.content).toMatch(/^Hi there! How can I help today\?/);
      expect(answer).toHaveProperty('prompt_filter_results');
      expect(upstream.of('gpt-5-nano').at(-1)?.path).toBe(
        '/openai/deployments/gpt-5-nano/chat/completions?api-version=2024-10-21',
      );
    });

    it('streams a tool call of a deployment whose public name has a slash', async () => {
      const stream = azure().chat.completions.stream({ model: 'team/mini', messages: hello });
      const { choices } = await stream.finalChatCompletion();
      const [call] = choices[0]?.message.tool_calls ?? [];
      expect(call).toMatchObject({ type: 'function', function: { name: 'weather' } });
      expect(upstream.of('gpt-5-mini').at(-1)?.path).toBe('/openai/v1/chat/completions');
    });

    it('reads a legacy completion over both clients', async () => {
      const openai = new OpenAI({ apiKey: gateway().masterKey, baseURL: `${gateway().url}/v1`, maxRetries: 0 });
      for (const client of [openai, azure()]) {
        const answer = await client.completions.create({ model: 'legacy', prompt: 'def fib(n):', max_tokens: 25 });
        expect(answer).toMatchObject({ object: 'text_completion', model: 'legacy' });
        expect(answer.choices[0]?.text).toMatch(/^ \+ fib\(n-3\)/);
        expect(answer.usage).toMatchObject({ prompt_tokens: 31, completion_tokens: 25 });
      }
    });

    it('reads a refusal as the error it is', async () => {
      const asked = azure().completions.create({ model: 'nano', prompt: [1, 2, 3] });
      await expect(asked).rejects.toThrow(BadRequestError);
      await expect(asked).rejects.toMatchObject({ status: 400, param: 'prompt' });
    });
  },
);

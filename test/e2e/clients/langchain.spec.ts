import { HumanMessage, SystemMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { AzureChatOpenAI, ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai';
import { z } from 'zod';
import { buildConfig, buildChatModel } from '../../support/builders/index.js';
import { createKey, describeAt, sumOfCosts, waitForRows } from '../../support/gateway/index.js';
import { answerJson, ReplayUpstream, speakChat } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();
const PRICE = { inputNano: 1000n, outputNano: 2000n };
const VECTOR = [0.5, -0.25];
upstream.on('spoken', (request) => speakChat(request, { outputTokens: 4, promptTokens: 10 }));
upstream.on('vectors', ({ body }) =>
  answerJson(200, {
    object: 'list',
    data: (body['input'] as unknown[]).map((_, index) => ({ object: 'embedding', index, embedding: VECTOR })),
    model: 'vectors',
    usage: { prompt_tokens: 3, total_tokens: 3 },
  }),
);
upstream.on('tools', () => {
  const call = { id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"city":"Paris"}' } };
  return answerJson(200, {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: 'tools',
    choices: [
      { index: 0, message: { role: 'assistant', content: null, tool_calls: [call] }, finish_reason: 'tool_calls' },
    ],
    usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
  });
});

const config = (): object =>
  buildConfig(['spoken', 'vectors', 'tools'].map((name) => buildChatModel(upstream, name, PRICE)));
const TURNS = [new SystemMessage('Be brief.'), new HumanMessage('Hello!')];

describeAt(
  'nothing set',
  'LangChain',
  () => ({ config: config() }),
  (gateway) => {
    const chat = (apiKey: string, model: string): ChatOpenAI =>
      new ChatOpenAI({ apiKey, model, maxRetries: 0, configuration: { baseURL: gateway().url } });

    it('invokes and streams a chat model, and both are charged', async () => {
      const { key, hash } = await createKey(gateway());
      const answer = await chat(key, 'spoken').invoke(TURNS);
      expect(answer.content).toBe('word0 word1 word2 word3 ');
      expect(answer.usage_metadata).toMatchObject({ input_tokens: 10, output_tokens: 4 });
      let text = '';
      for await (const part of await chat(key, 'spoken').stream(TURNS)) text += part.text;
      expect(text).toBe(answer.content);
      const rows = await waitForRows(gateway().databaseUrl, hash, 2);
      expect(sumOfCosts(rows)).toBe(2n * (10n * PRICE.inputNano + 4n * PRICE.outputNano));
    });

    it('binds a tool and reads its call', async () => {
      const { key } = await createKey(gateway());
      const weather = tool(({ city }) => `sunny in ${city}`, {
        name: 'weather',
        schema: z.object({ city: z.string() }),
      });
      const answer = await chat(key, 'tools').bindTools([weather]).invoke('weather?');
      expect(answer.tool_calls).toMatchObject([{ name: 'weather', args: { city: 'Paris' }, id: 'call_1' }]);
    });

    it('embeds texts', async () => {
      const { key } = await createKey(gateway());
      const configuration = { baseURL: `${gateway().url}/v1` };
      const embeddings = new OpenAIEmbeddings({ apiKey: key, model: 'vectors', maxRetries: 0, configuration });
      expect(await embeddings.embedDocuments(['one', 'two'])).toEqual([VECTOR, VECTOR]);
    });

    it("speaks Azure's form of the address with a key header", async () => {
      const { key } = await createKey(gateway());
      const azure = new AzureChatOpenAI({
        azureOpenAIApiKey: key,
        azureOpenAIEndpoint: gateway().url,
        azureOpenAIApiDeploymentName: 'spoken',
        azureOpenAIApiVersion: '2023-07-01-preview',
        maxRetries: 0,
      });
      expect((await azure.invoke(TURNS)).content).toBe('word0 word1 word2 word3 ');
    });
  },
);

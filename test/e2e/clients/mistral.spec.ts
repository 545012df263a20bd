import { Mistral } from '@mistralai/mistralai';
import { createKey, describeAt, waitForRows } from '../../support/gateway/index.js';
import { ReplayUpstream } from '../../support/upstream/index.js';
import { replayConfig, replayRecordings } from './replayed-models.js';

const upstream = ReplayUpstream.ofFile();
replayRecordings(upstream);
const hello = [{ role: 'user' as const, content: 'Hello!' }];

describeAt(
  'nothing set',
  'the official Mistral SDK',
  () => ({ config: replayConfig(upstream.url) }),
  (gateway) => {
    const connect = (apiKey: string): Mistral =>
      new Mistral({ apiKey, serverURL: gateway().url, retryConfig: { strategy: 'none' } });

    it('reads a text answer and its usage', async () => {
      const { key, hash } = await createKey(gateway());
      const answer = await connect(key).chat.complete({ model: 'openai/o-text', messages: hello });
      expect(answer.choices[0]?.message?.content).toMatch(/^Hi there! How can I help you today\?/);
      const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
      expect(answer.usage.promptTokens).toBe(row?.input_uncached);
      // the row keeps reasoning apart
      expect(answer.usage.completionTokens).toBeGreaterThanOrEqual(row?.output ?? Infinity);
    });

    it('adds up the deltas of a stream', async () => {
      const { key } = await createKey(gateway());
      let text = '';
      let finish: string | null | undefined;
      for await (const { data } of await connect(key).chat.stream({ model: 'openai/o-text-stream', messages: hello })) {
        const content = data.choices[0]?.delta.content;
        if (typeof content === 'string') text += content;
        finish = data.choices[0]?.finishReason ?? finish;
      }
      expect(text.length).toBeGreaterThan(20);
      expect(finish).toBe('stop');
    });

    it('is told what is wrong with a key', async () => {
      const call = connect('sk-wrong').chat.complete({ model: 'openai/o-text', messages: hello });
      await expect(call).rejects.toMatchObject({ statusCode: 401 });
    });
  },
);

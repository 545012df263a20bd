import { callGateway, createKey, describeAt, waitForRows } from '../../support/gateway/index.js';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import { answerRecording, ReplayUpstream } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();

type Recording = readonly [owner: string, file: string];

interface Case {
  /** As an operator writes it, and as the provider knows it where that differs. */
  readonly model: string;
  readonly known?: string;
  readonly text: Recording;
  readonly stream: Recording;
  /** Where the provider's base ends. */
  readonly base: string;
}

const at = (provider: string, stream = 'text-stream'): Pick<Case, 'text' | 'stream'> => ({
  text: [`providers/${provider}`, 'text.http.json'],
  stream: [`providers/${provider}`, `${stream}.http.json`],
});
const among = (folder: string, file: string): Recording => ['openai-chat', `${folder}/${file}.http.json`];

/** Every provider of OpenAI's dialect that is proven, with its recorded text and stream. */
const CASES: readonly Case[] = [
  { model: 'mistral/mistral-small', base: '/v1', ...at('mistral') },
  { model: 'groq/kimi-k2', base: '/openai/v1', ...at('groq') },
  { model: 'deepseek/deepseek-chat', base: '/beta', ...at('deepseek') },
  { model: 'xai/grok-4-fast', base: '/v1', ...at('xai'), stream: among('xai', 'tools-parallel-stream') },
  { model: 'together_ai/llama', base: '/v1', ...at('together-ai'), stream: among('together', 'text-stream') },
  {
    model: 'perplexity/sonar',
    base: '',
    text: among('perplexity', 'text'),
    stream: among('perplexity', 'text-stream'),
  },
  { model: 'huggingface/org/kimi:groq', base: '/v1', ...at('huggingface') },
  {
    model: 'openrouter/anthropic/claude',
    base: '/api/v1',
    text: among('openrouter', 'text'),
    stream: among('openrouter', 'text-stream'),
  },
  {
    model: 'openai_compatible/any',
    base: '/v1',
    ...at('openai-compatible'),
    stream: among('openai-compatible', 'llama-cpp-tools-stream'),
  },
];
const ROWS = CASES.map((row) => [row.model, row] as const);
const nameOf = ({ model, known }: Case): string => known ?? model.slice(model.indexOf('/') + 1);

const messages = [{ role: 'user', content: 'Hello!' }];
const config = (): object =>
  buildConfig([
    ...CASES.map(({ model, base }) =>
      buildModel({ name: model, model, apiBase: upstream.url + base, inputCost: 0.000001, outputCost: 0.000002 }),
    ),
    buildModel({ name: 'thinking', model: 'mistral/thinking', apiBase: upstream.url, inputCost: 0, outputCost: 0 }),
  ]);

describeAt(
  'everything set',
  'a provider of OpenAI’s dialect',
  () => ({ config: config() }),
  (gateway) => {
    beforeAll(() => {
      for (const row of CASES)
        upstream.on(nameOf(row), ({ body }) => answerRecording(...(body['stream'] === true ? row.stream : row.text)));
      upstream.on('thinking', ({ body }) =>
        answerRecording(...among('mistral', body['stream'] === true ? 'reasoning-stream' : 'reasoning')),
      );
    });

    it.each(ROWS)('%s answers a chat client at its own address, and is charged for', async (model, row) => {
      const { key, hash } = await createKey(gateway());
      const { status, body } = await callGateway(gateway(), 'POST /v1/chat/completions', {
        key,
        body: { model, messages },
      });
      expect({ status, body }).toMatchObject({
        status: 200,
        body: { model, choices: [{ message: { role: 'assistant', content: expect.stringMatching(/\S/) } }] },
      });
      const sent = await upstream.received(nameOf(row));
      expect(sent.path).toBe(`${row.base}/chat/completions`);
      expect(sent.headers.authorization).toBe('Bearer sk-upstream');
      const [fact] = await waitForRows(gateway().databaseUrl, hash, 1);
      expect(fact).toMatchObject({ status: 'success' });
      expect(BigInt(String(fact?.['cost_nano']))).toBeGreaterThan(0n);
    });

    it.each(ROWS)(
      '%s streams to a chat client, to its end, and tells no usage that was not asked for',
      async (model) => {
        const { key } = await createKey(gateway());
        const { status, events } = await callGateway(gateway(), 'POST /v1/chat/completions', {
          key,
          body: { model, messages, stream: true },
        });
        expect([status, events.at(-1)?.data]).toEqual([200, '[DONE]']);
        const told = chunksOf(events);
        expect(told.filter((chunk) => JSON.stringify(chunk).includes('"usage":{'))).toEqual([]);
        expect(told.every((chunk) => chunk.model === model)).toBe(true);
      },
    );

    it.each(ROWS)('%s answers and streams to a Messages client', async (model) => {
      const { key } = await createKey(gateway());
      const body = { model, messages, max_tokens: 4_000 };
      const whole = await callGateway(gateway(), 'POST /v1/messages', { key, body });
      expect(whole).toMatchObject({ status: 200, body: { type: 'message', role: 'assistant' } });
      const streamed = await callGateway(gateway(), 'POST /v1/messages', { key, body: { ...body, stream: true } });
      expect([streamed.status, streamed.events[0]?.event, streamed.events.at(-1)?.event]).toEqual([
        200,
        'message_start',
        'message_stop',
      ]);
    });

    it('that thinks in content lists is read by a chat client as text and reasoning_content', async () => {
      const ask = (stream: boolean) =>
        callGateway(gateway(), 'POST /v1/chat/completions', { body: { model: 'thinking', messages, stream } });
      const thought = { content: expect.any(String), reasoning_content: expect.stringMatching(/\S/) };
      expect((await ask(false)).body).toMatchObject({ choices: [{ message: thought }] });
      const deltas = chunksOf((await ask(true)).events).flatMap(({ choices }) => choices.map(({ delta }) => delta));
      expect(deltas.every(({ content }) => typeof (content ?? '') === 'string')).toBe(true);
      const thoughts = deltas.map(({ reasoning_content: thought }) => (typeof thought === 'string' ? thought : ''));
      expect(thoughts.join('')).toMatch(/^The user is asking for the product/);
    });
  },
);

interface Chunk {
  readonly model: string;
  readonly choices: readonly { readonly delta: Readonly<Record<string, unknown>> }[];
}

function chunksOf(events: readonly { readonly data: unknown }[]): readonly Chunk[] {
  return events.map(({ data }) => data).filter((data): data is Chunk => data !== '[DONE]');
}

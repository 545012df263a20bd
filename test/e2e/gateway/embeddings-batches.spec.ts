import { buildConfig, buildModel } from '../../support/builders/index.js';
import { callGateway, describeAt } from '../../support/gateway/index.js';
import { answerJson, ReplayUpstream, type UpstreamAnswer, type UpstreamRequest } from '../../support/upstream/index.js';

/** Of one request of Mistral's (docs.mistral.ai). */
const BATCH = 512;
const INPUTS = Array.from({ length: 2 * BATCH + 76 }, (_, index) => String(index));
const upstream = ReplayUpstream.ofFile();

interface Vector {
  readonly index: number;
  readonly embedding: readonly number[] | string;
}

/** Answers when all three batches are here, the last of them first, each vector named by its text and in any order. */
function answerTogether(fails = false): (request: UpstreamRequest) => Promise<UpstreamAnswer> {
  const waiting: (() => void)[] = [];
  return (request) =>
    new Promise((resolve) => {
      waiting.push(() => resolve(fails && waiting.length === 3 && isLast(request) ? busy() : vectorsOf(request)));
      if (waiting.length === 3) for (const answer of waiting.toReversed()) answer();
    });
}

const inputsOf = ({ body }: UpstreamRequest): readonly string[] => body['input'] as readonly string[];
const isLast = (request: UpstreamRequest): boolean => inputsOf(request).length < BATCH;
const busy = (): UpstreamAnswer => answerJson(429, { object: 'error', message: 'slow down', type: 'rate_limited' });

function vectorsOf(request: UpstreamRequest): UpstreamAnswer {
  const inputs = inputsOf(request);
  const data = inputs.map((text, index) => ({ object: 'embedding', index, embedding: [Number(text), 0.5] }));
  const usage = { prompt_tokens: inputs.length, total_tokens: inputs.length, completion_tokens: 0 };
  return answerJson(200, { id: 'e', object: 'list', model: 'mistral-embed', data: data.toReversed(), usage });
}

function numbersOf({ embedding }: Vector): readonly number[] {
  if (typeof embedding !== 'string') return embedding;
  const bytes = Buffer.from(embedding, 'base64');
  return Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(4 * at));
}

describeAt(
  'nothing set',
  'more texts than a provider embeds at once',
  () => ({
    config: buildConfig([
      buildModel({ name: 'm', model: 'mistral/mistral-embed', apiBase: `${upstream.url}/v1` }),
      buildModel({ name: 'g', model: 'gemini/gemini-embedding-001', apiBase: upstream.url }),
      buildModel({ name: 'o', model: 'ollama/nomic', apiBase: upstream.url }),
    ]),
  }),
  (gateway) => {
    const embed = async (members: object) => {
      const before = upstream.requests.length;
      const answer = await callGateway<{ data: readonly Vector[]; usage: object }>(gateway(), 'POST /v1/embeddings', {
        body: { model: 'm', input: INPUTS, ...members },
      });
      return { ...answer, asked: upstream.requests.slice(before) };
    };

    it.each(['float', 'base64'])('go out side by side, and come back in their order (%s)', async (form) => {
      upstream.on('mistral-embed', answerTogether());
      const { status, body, asked } = await embed({ encoding_format: form });
      expect(status).toBe(200);
      expect(asked.map((request) => inputsOf(request).length).sort()).toEqual([BATCH, BATCH, 76]);
      expect(asked.flatMap(inputsOf).sort()).toEqual(INPUTS.toSorted());
      expect(body.data.map(({ index }) => index)).toEqual(INPUTS.map(Number));
      expect(body.data.map(numbersOf)).toEqual(INPUTS.map((text) => [Number(text), 0.5]));
      expect(body.data.every(({ embedding }) => (typeof embedding === 'string') === (form === 'base64'))).toBe(true);
      expect(body.usage).toMatchObject({ prompt_tokens: INPUTS.length, total_tokens: INPUTS.length });
    });

    it.each(['m', 'g', 'o'])(
      'are refused by %s with fewer vectors than texts: none is taken for another text’s',
      async (model) => {
        const few = { data: [{ object: 'embedding', index: 0, embedding: [0] }], embeddings: [{ values: [0] }] };
        upstream.on('mistral-embed', answerJson(200, { ...few, usage: { prompt_tokens: 1, total_tokens: 1 } }));
        upstream.on('gemini-embedding-001', answerJson(200, few));
        upstream.on('nomic', answerJson(200, { embeddings: [[0]], prompt_eval_count: 1 }));
        const { status, body } = await embed({ model, input: ['a', 'b'] });
        expect([status, body]).toMatchObject([
          502,
          { error: { message: expect.stringContaining('1 vectors for 2 inputs') as unknown } },
        ]);
      },
    );

    it.each([[[]], ['@@@']])('are refused with a vector that has no numbers: %j', async (embedding) => {
      upstream.on('mistral-embed', answerJson(200, { data: [{ index: 0, embedding }] }));
      expect((await embed({ input: 'a' })).status).toBe(502);
    });

    it('fail together when one batch does: nothing is left out of an answer', async () => {
      upstream.on('mistral-embed', answerTogether(true));
      const { status, body, asked } = await embed({});
      expect([status, asked.length]).toEqual([429, 3]);
      expect(body).not.toHaveProperty('data');
    });
  },
);

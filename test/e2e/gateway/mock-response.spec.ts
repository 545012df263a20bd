import { buildConfig, buildModel } from '../../support/builders/index.js';
import { callGateway, createKey, describeAt, type Gateway, waitForRows } from '../../support/gateway/index.js';
import { ReplayUpstream, speakChat } from '../../support/upstream/index.js';

const SAID = 'Hello from the mock backend.';
const messages = [{ role: 'user', content: 'Hi' }];
const upstream = ReplayUpstream.ofFile();
upstream.on('gpt-4o', (request) => speakChat(request, { outputTokens: 2, promptTokens: 5 }));

const told = (name: string, mock_response: string, model = 'openai/gpt-4o'): object =>
  buildModel({ name, model, apiBase: `${upstream.url}/v1`, params: { mock_response } });
const models = (): readonly object[] => [
  told('mocked', SAID),
  told('mocked-claude', SAID, 'anthropic/claude-haiku-4-5'),
  { model_name: 'mocked-azure', litellm_params: { model: 'azure/mine', mock_response: SAID } },
  buildModel({
    name: 'priced',
    model: 'openai/gpt-4o',
    apiBase: `${upstream.url}/v1`,
    inputCost: 0.001,
    outputCost: 0.002,
    params: { mock_response: SAID },
  }),
  told('limited', 'litellm.RateLimitError'),
  told('broken', 'litellm.InternalServerError'),
  told('too-long', 'litellm.ContextWindowExceededError'),
  told('filtered', 'Exception: content_filter_policy', 'azure/mine'),
  buildModel({ name: 'real', model: 'openai/gpt-4o', apiBase: `${upstream.url}/v1` }),
];

/** The same question in each client's dialect, where the answer's text stands, and how its id begins. */
const CLIENTS = [
  ['chat/completions', { messages }, 'choices.0.message.content', 'chatcmpl-'],
  ['completions', { prompt: 'Hi' }, 'choices.0.text', 'cmpl-'],
  ['messages', { messages, max_tokens: 99 }, 'content.0.text', 'msg_'],
  ['responses', { input: 'Hi' }, 'output.0.content.0.text', 'resp_'],
] as const;

describeAt(
  'nothing set',
  'a deployment with a mock_response',
  () => ({ config: buildConfig(models()) }),
  (gateway) => {
    afterEach(() => expect(upstream.requests).toEqual([]));

    it.each(CLIENTS)('answers a client of /v1/%s with that text, whole and streamed', async (path, body, place, id) => {
      for (const model of ['mocked', 'mocked-claude', 'mocked-azure']) {
        const whole = await callGateway(gateway(), `POST /v1/${path}`, { body: { model, ...body } });
        expect(whole.status).toBe(200);
        expect(whole.body).toHaveProperty(place, SAID);
        expect(whole.body).toHaveProperty('id', expect.stringMatching(`^${id}`));
        const streamed = await callGateway(gateway(), `POST /v1/${path}`, { body: { model, ...body, stream: true } });
        expect([streamed.status, textOf(streamed.events)]).toEqual([200, SAID]);
      }
    });

    it('answers a client of generateContent', async () => {
      const contents = [{ role: 'user', parts: [{ text: 'Hi' }] }];
      const answer = await callGateway(gateway(), 'POST /v1beta/models/mocked:generateContent', { body: { contents } });
      expect(answer.body).toHaveProperty('candidates.0.content.parts.0.text', SAID);
    });

    it.each([
      ['limited', 429, 'RateLimitError', 'this is a mock rate limit error'],
      ['broken', 500, 'InternalServerError', 'this is a mock internal server error'],
      ['too-long', 400, 'ContextWindowExceededError', 'this is a mock context window exceeded error'],
      ['filtered', 400, 'ContentPolicyViolationError', 'content_filter_policy'],
    ])('gives the error that it names (%s), whole and streamed', async (model, status, name, message) => {
      for (const stream of [false, true]) {
        const answer = await chat(gateway(), { model, stream });
        expect([answer.status, answer.text]).toEqual([status, expect.stringMatching(`litellm.${name}: .*${message}`)]);
      }
    });

    it('is free, but at a price of the entry’s own', async () => {
      const { key, hash } = await createKey(gateway());
      await chat(gateway(), { model: 'mocked' }, key);
      await chat(gateway(), { model: 'priced' }, key);
      const [free, priced] = await waitForRows(gateway().databaseUrl, hash, 2);
      expect(free).toMatchObject({ status: 'success', cost_nano: 0n, cost_estimated: false });
      const { input_uncached: input, output } = priced ?? {};
      expect(priced?.cost_nano).toBe(BigInt(input ?? 0) * 1_000_000n + BigInt(output ?? 0) * 2_000_000n);
      expect(Number(output)).toBeGreaterThan(0);
    });

    it('refuses what is no conversation', async () => {
      const answer = await callGateway(gateway(), 'POST /v1/embeddings', { body: { model: 'mocked', input: 'x' } });
      expect([answer.status, answer.text]).toEqual([
        400,
        expect.stringContaining('does not serve this kind of request'),
      ]);
    });
  },
);

describeAt(
  'nothing set',
  'a client’s own mock_response',
  () => ({ config: buildConfig(models()) }),
  (gateway) => {
    it('is taken out of the request, in extra_body too', async () => {
      const before = upstream.requests.length;
      for (const members of [{ mock_response: 'mine' }, { extra_body: { mock_response: 'mine' } }]) {
        const answer = await chat(gateway(), { model: 'real', ...members });
        expect([answer.status, answer.text]).toEqual([200, expect.not.stringContaining('mine')]);
      }
      expect(upstream.requests.slice(before).map(({ body }) => Object.keys(body).sort())).toEqual([
        ['messages', 'model'],
        ['messages', 'model'],
      ]);
    });

    it('opens no door through metadata, of the request or of the key', async () => {
      const { key } = await createKey(gateway(), { metadata: { allow_client_mock_response: true } });
      const members = { mock_response: 'mine', metadata: { allow_client_mock_response: true } };
      expect((await chat(gateway(), { model: 'real', ...members }, key)).text).not.toContain('mine');
    });
  },
);

describeAt(
  'nothing set',
  'a client’s own mock_response, where the operator allows it',
  () => ({ config: buildConfig(models(), { general_settings: { allow_client_mock_response: true } }) }),
  (gateway) => {
    it('is the answer, and goes before the deployment’s', async () => {
      const before = upstream.requests.length;
      for (const model of ['real', 'mocked']) {
        expect((await chat(gateway(), { model, mock_response: 'mine' })).body).toHaveProperty(
          'choices.0.message.content',
          'mine',
        );
      }
      expect((await chat(gateway(), { model: 'real', mock_response: 'litellm.RateLimitError' })).status).toBe(429);
      expect(upstream.requests).toHaveLength(before);
    });
  },
);

function chat(gateway: Gateway, members: object, key?: string) {
  return callGateway(gateway, 'POST /v1/chat/completions', {
    ...(key !== undefined && { key }),
    body: { messages, ...members },
  });
}

/** All text deltas of a stream, in the dialect that it has. */
function textOf(events: readonly { readonly data: unknown }[]): string {
  return events.map(({ data }) => deltaOf(data as Delta)).join('');
}

interface Delta {
  readonly type?: string;
  readonly delta?: string | { readonly text?: string };
  readonly choices?: readonly { readonly text?: string; readonly delta?: { readonly content?: string | null } }[];
}

function deltaOf({ type, delta, choices }: Delta): string {
  if (choices !== undefined) return choices[0]?.text ?? choices[0]?.delta?.content ?? '';
  if (type === 'response.output_text.delta') return typeof delta === 'string' ? delta : '';
  return type === 'content_block_delta' && typeof delta === 'object' ? (delta.text ?? '') : '';
}

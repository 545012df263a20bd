import { callGateway, createKey, describeAt, queryDatabase, waitForRows } from '../../support/gateway/index.js';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import { ReplayUpstream, speakChat } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();

const messages = [{ role: 'user', content: 'Hello!' }];
/** 20 tokens in at 1,000 and 10 out at 2,000 nano-dollars. */
const COST_NANO = 20n * 1_000n + 10n * 2_000n;
const spoken = { outputTokens: 10, promptTokens: 20 };

function config(): object {
  const sections = { general_settings: { store_prompts_in_spend_logs: true } };
  const chat = { apiBase: `${upstream.url}/v1`, inputCost: 0.000001, outputCost: 0.000002 };
  return buildConfig(
    [
      buildModel({ name: 'priced', model: 'openai/priced', ...chat }),
      buildModel({ name: 'openai/*', model: 'openai/*', ...chat }),
      buildModel({ name: 'The old one (do not use)', model: 'openai/priced', ...chat }),
    ],
    sections,
  );
}

describeAt(
  'everything set',
  'a call leaves exactly one row',
  () => ({ config: config() }),
  (gateway) => {
    beforeEach(() => upstream.on('priced', (request) => speakChat(request, spoken)));

    it.each([
      ['that has no end', `openai/${'x'.repeat(8_000)}`],
      ['with spaces and marks', 'openai/ q<script>'],
      ['with an empty part', 'openai//gpt'],
      ['that leaves its folder', 'openai/../gpt'],
      ['that is a pattern', 'openai/*'],
      ['with a NUL', 'openai/a\u0000b'],
      ['that is the prefix alone', 'openai/'],
    ])(
      'of a name %s where a wildcard would take it: refused as no model, and nothing of it is a fact',
      async (_name, model) => {
        const { key, hash } = await createKey(gateway());
        const before = upstream.requests.length;
        const body = { model, messages, max_tokens: 10 };
        const chat = await callGateway(gateway(), 'POST /v1/chat/completions', { key, body });
        expect(chat.status).toBe(400);
        expect(chat.body).toMatchObject({ error: { type: 'invalid_request_error', code: '400' } });
        const message = await callGateway(gateway(), 'POST /v1/messages', { key, body });
        expect(message.status).toBe(400);
        expect(message.body).toMatchObject({ type: 'error', error: { type: 'invalid_request_error' } });
        expect(upstream.requests).toHaveLength(before);
        const refused = {
          status: 'refused',
          error_code: 'unknown_model',
          model_group: null,
          model: null,
          cost_nano: 0n,
        };
        expect(await waitForRows(gateway().databaseUrl, hash, 2)).toMatchObject([refused, refused]);
        const kept = await queryDatabase<{ length: number }>(
          gateway().databaseUrl,
          `SELECT max(length(model_requested)) AS length FROM tollgate.request_attribute a
         JOIN tollgate.request_fact f USING (received_at, request_id) WHERE f.key_hash = $1`,
          [hash],
        );
        expect(kept[0]?.length).toBeLessThanOrEqual(256);
      },
    );

    it.each([
      'ft:gpt-4o-2024-08-06:my-org:my_suffix:AbC123',
      'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-20250514-v1:0',
      '@cf/meta/llama-3.1-8b-instruct',
      'claude-3-5-haiku@20241022',
      'deepseek/deepseek-r1:free',
      'x'.repeat(249),
    ])('of a name that a wildcard takes: %s', async (name) => {
      const { key, hash } = await createKey(gateway());
      upstream.on(name, (request) => speakChat(request, spoken));
      const model = `openai/${name}`;
      const { status } = await callGateway(gateway(), 'POST /v1/chat/completions', { key, body: { model, messages } });
      expect(status).toBe(200);
      expect(await waitForRows(gateway().databaseUrl, hash, 1)).toMatchObject([
        { status: 'success', model_group: model, model: name, cost_nano: COST_NANO },
      ]);
    });

    it('of a name that its operator wrote, whatever is in it', async () => {
      const { key, hash } = await createKey(gateway());
      const model = 'The old one (do not use)';
      const { status } = await callGateway(gateway(), 'POST /v1/chat/completions', { key, body: { model, messages } });
      expect(status).toBe(200);
      expect(await waitForRows(gateway().databaseUrl, hash, 1)).toMatchObject([
        { status: 'success', model_group: model },
      ]);
    });

    it('of whatever text the caller and the provider send: no string of theirs keeps a record from the ledger', async () => {
      const long = 'é'.repeat(8_000);
      const { key, hash } = await createKey(gateway(), { metadata: { tags: [`tag-${long}`] } });
      upstream.on('priced', (request) => {
        const said = speakChat(request, spoken);
        return { ...said, body: String(said.body).replace(/"id":"[^"]*"/, `"id":"${long}"`) };
      });
      const headers = {
        'user-agent': 'u'.repeat(4_000),
        'x-litellm-trace-id': 't'.repeat(4_000),
        'x-litellm-call-id': 'c'.repeat(4_000),
        langfuse_session_id: 's'.repeat(4_000),
      };
      const metadata = { session_id: long, user_id: long, tags: [long] };
      const body = { model: 'priced', messages, user: `\ud800${long}\u0000`, metadata };
      const answer = await callGateway(gateway(), 'POST /v1/chat/completions', { key, body, headers });
      expect(answer.status).toBe(200);
      expect(await waitForRows(gateway().databaseUrl, hash, 1)).toMatchObject([
        { status: 'success', cost_nano: COST_NANO },
      ]);
      const letters = await queryDatabase(gateway().databaseUrl, 'SELECT reason FROM tollgate.dead_letter');
      expect(letters).toEqual([]);
    });

    it('with what was said beside it, where the operator has that kept, and none of a call that forbids it', async () => {
      const { key, hash } = await createKey(gateway());
      const ask = async (body: object): Promise<void> => {
        const call = { key, body: { model: 'priced', messages, max_tokens: 10, ...body } };
        expect((await callGateway(gateway(), 'POST /v1/chat/completions', call)).status).toBe(200);
      };
      await ask({});
      await ask({ 'no-log': true });
      await waitForRows(gateway().databaseUrl, hash, 2);
      const logs = await callGateway<readonly { readonly request_id: string }[]>(
        gateway(),
        `GET /spend/logs?api_key=${hash}`,
      );
      const said = await Promise.all(
        logs.body.map(
          async ({ request_id: id }) => (await callGateway<object>(gateway(), `GET /spend/logs/ui/${id}`)).body,
        ),
      );
      expect(said).toMatchObject([
        { messages: {}, response: {} },
        { messages, response: { choices: [{ message: { role: 'assistant' } }] } },
      ]);
    });

    it("of the tags that a client sends: the row shows them beside the key's, as LiteLLM does", async () => {
      const { key, hash } = await createKey(gateway(), { metadata: { tags: ['own'] } });
      const tagged = { metadata: { tags: ['blue', 7] }, litellm_metadata: { tags: ['inner'] }, tags: ['root'] };
      const headers = { 'x-litellm-tags': 'a, b', 'user-agent': 'portal/1.2' };
      for (const route of ['POST /v1/chat/completions', 'POST /v1/messages']) {
        const body = { model: 'priced', messages, max_tokens: 100, ...tagged };
        expect((await callGateway(gateway(), route, { key, body, headers })).status).toBe(200);
      }
      await waitForRows(gateway().databaseUrl, hash, 2);
      const logs = await callGateway<readonly object[]>(gateway(), `GET /spend/logs?api_key=${hash}`);
      const shown = {
        request_tags: ['own', 'a', 'b', 'blue', 'inner', 'root', 'User-Agent: portal', 'User-Agent: portal/1.2'],
      };
      expect(logs.body).toMatchObject([shown, shown]);
    });
  },
);

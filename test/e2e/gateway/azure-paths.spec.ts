import { buildConfig, buildModel } from '../../support/builders/index.js';
import { callGateway, createKey, describeAt, type Gateway, waitForRows } from '../../support/gateway/index.js';
import { answerJson, ReplayUpstream, speakChat } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();
const SPOKEN = { outputTokens: 2, promptTokens: 5 };

/** As an SDK of Azure's calls it: the key in a header of its own. */
async function askAzureShaped(gateway: Gateway, path: string, body: object): Promise<Response> {
  return fetch(gateway.url + path, {
    method: 'POST',
    headers: { 'api-key': gateway.masterKey, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

describeAt(
  'everything set',
  'Azure’s paths',
  () => ({
    config: buildConfig([
      buildModel({ name: 'chat', model: 'openai/gpt-4o', apiBase: `${upstream.url}/v1` }),
      buildModel({ name: 'team/chat', model: 'openai/gpt-4o', apiBase: `${upstream.url}/v1` }),
      buildModel({
        name: 'legacy',
        model: 'text-completion-openai/babbage-002',
        apiBase: `${upstream.url}/v1`,
      }),
      buildModel({
        name: 'azure',
        model: 'azure/my deployment',
        apiBase: upstream.url,
        info: { base_model: 'azure/gpt-4o' },
      }),
    ]),
  }),
  (gateway) => {
    beforeEach(() => {
      upstream.on('gpt-4o', (request) => speakChat(request, SPOKEN));
      upstream.on('my deployment', (request) => speakChat(request, SPOKEN));
      upstream.on(
        'babbage-002',
        answerJson(200, {
          object: 'text_completion',
          model: 'babbage-002',
          choices: [{ text: ' b', index: 0, finish_reason: 'stop' }],
        }),
      );
    });

    describe('a path that names the model', () => {
      it.each([
        ['/openai/deployments/chat/chat/completions?api-version=2024-10-21', 'chat'],
        ['/openai/deployments/team/chat/chat/completions', 'team/chat'],
        ['/openai/deployments/team%2Fchat/chat/completions', 'team/chat'],
        ['/engines/chat/chat/completions', 'chat'],
      ])('%s is asked of %s, whatever the body names', async (path, model) => {
        const messages = [{ role: 'user', content: 'x' }];
        const response = await askAzureShaped(gateway(), path, { model: 'no-such-model', messages });
        expect(response.status).toBe(200);
        expect(await response.json()).toMatchObject({ object: 'chat.completion' });
        expect(response.headers.get('x-litellm-model-group')).toBe(model);
      });

      it.each(['/openai/deployments/legacy/completions', '/engines/legacy/completions'])(
        '%s is asked of it too',
        async (path) => {
          const response = await askAzureShaped(gateway(), path, { prompt: 'x' });
          expect([response.status, await response.json()]).toMatchObject([200, { object: 'text_completion' }]);
        },
      );

      it('of no model is refused like a body that names none', async () => {
        const path = '/openai/deployments/nothing/chat/completions';
        const response = await askAzureShaped(gateway(), path, { messages: [] });
        expect(response.status).toBe(400);
      });
    });

    describe('Azure OpenAI', () => {
      const messages = [{ role: 'user', content: 'x' }];

      it('is asked at its deployment, with the caller’s version and the operator’s key', async () => {
        const path = '/openai/deployments/azure/chat/completions?api-version=2024-06-01';
        const response = await askAzureShaped(gateway(), path, { messages });
        expect([response.status, await response.json()]).toMatchObject([200, { model: 'azure' }]);
        const asked = upstream.of('my deployment').at(-1);
        expect(asked?.path).toBe('/openai/deployments/my%20deployment/chat/completions?api-version=2024-06-01');
        expect(asked?.headers['authorization']).toBeUndefined();
        expect(typeof asked?.headers['api-key']).toBe('string');
        expect(asked?.headers['api-key']).not.toBe(gateway().masterKey);
      });

      it('is priced as its base model', async () => {
        const { key, hash } = await createKey(gateway(), { max_budget: 1 });
        await callGateway(gateway(), 'POST /v1/chat/completions', {
          body: { model: 'azure', messages, max_tokens: 9 },
          key,
        });
        const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
        // of gpt-4o, dollars per million: 2.50 in, 10 out
        expect(row?.cost_nano).toBe(5n * 2_500n + 2n * 10_000n);
      });

      it('is asked in LiteLLM’s version where nobody names one', async () => {
        const answer = await callGateway(gateway(), 'POST /v1/chat/completions', {
          body: { model: 'azure', messages },
        });
        expect(answer.status).toBe(200);
        expect(upstream.of('my deployment').at(-1)?.path).toContain('?api-version=2025-02-01-preview');
      });

      it('is asked for no version that is none', async () => {
        const path = '/openai/deployments/azure/chat/completions?api-version=..%2Fx';
        const response = await askAzureShaped(gateway(), path, { messages });
        expect([response.status, await response.json()]).toMatchObject([400, { error: { param: 'api-version' } }]);
      });
    });
  },
);

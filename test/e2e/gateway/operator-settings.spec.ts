import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import { callGateway, describeAt, type Gateway } from '../../support/gateway/index.js';
import { answerJson, ConnectProxy, ReplayUpstream, speakChat, speakMessage } from '../../support/upstream/index.js';

/** Of its own authority, for provider.test, localhost and 127.0.0.1, with its key. */
const PEM_FILE = join(__dirname, '../../support/tls/provider.pem');
const PEM = readFileSync(PEM_FILE, 'utf8');
const SPOKEN = { outputTokens: 2, promptTokens: 5 };
const NOWHERE = 'http://127.0.0.1:9';

const plain = ReplayUpstream.ofFile();
const secure = ReplayUpstream.ofFile({ cert: PEM, key: PEM });
const mutual = ReplayUpstream.ofFile({ cert: PEM, key: PEM, ca: PEM, requestCert: true, rejectUnauthorized: true });
const proxy = ConnectProxy.ofFile(() => secure.port);
for (const upstream of [plain, secure, mutual]) {
  for (const model of ['gpt-4o', 'mistral-small', 'org-model', 'helicone'])
    upstream.on(model, (request) => speakChat(request, SPOKEN));
}
plain.on('claude-haiku-4-5', (request) => speakMessage(request, SPOKEN));

const chat = (gateway: Gateway, model: string, headers: Readonly<Record<string, string>> = {}) =>
  callGateway(gateway, 'POST /v1/chat/completions', {
    body: { model, max_tokens: 9, messages: [{ role: 'user', content: 'x' }] },
    headers,
  });

const at = (url: string, name: string, params: object = {}, model = 'openai/gpt-4o'): object =>
  buildModel({ name, model, apiBase: `${url}/v1`, params: { ...params } });

describeAt(
  'nothing set',
  'the settings of one deployment',
  () => ({
    config: buildConfig(
      [
        at(secure.url, 'unknown-authority'),
        at(secure.url, 'unchecked', { ssl_verify: false }),
        at(secure.url, 'own-authority', { ssl_verify: PEM_FILE }),
        at(mutual.url, 'no-certificate', { ssl_verify: PEM_FILE }),
        at(mutual.url, 'client-certificate', { ssl_verify: PEM_FILE, ssl_certificate: PEM_FILE }),
        at('https://provider.test', 'behind-a-proxy', { ssl_verify: PEM_FILE }),
        at(plain.url, 'org-of-all', {}, 'openai/org-model'),
        at(plain.url, 'org-of-its-own', { organization: 'org-own' }, 'openai/org-model'),
        at(plain.url, 'no-organizations', {}, 'mistral/mistral-small'),
        buildModel({ name: 'claude', model: 'anthropic/claude-haiku-4-5', apiBase: plain.url }),
        at(
          plain.url,
          'helicone-model',
          { extra_headers: { 'Helicone-Auth': 'Bearer pk-1', 'Helicone-Cache-Enabled': 'true' } },
          'openai/helicone',
        ),
        at(plain.url, 'listed/*', {}, 'openai/*'),
        buildModel({ name: 'openai/*', model: 'openai/*', apiBase: `${NOWHERE}/v1` }),
        buildModel({ name: 'anthropic/*', model: 'anthropic/*', apiBase: NOWHERE }),
      ],
      {
        general_settings: { forward_openai_org_id: true },
        litellm_settings: { organization: 'org-of-all', check_provider_endpoint: true },
      },
    ),
    env: { HTTPS_PROXY: proxy.url },
  }),
  (gateway) => {
    it('refuse a provider whose certificate no known authority signed, and send it nothing', async () => {
      const { status, body } = await chat(gateway(), 'unknown-authority');
      expect([status, body]).toEqual([
        502,
        { error: expect.objectContaining({ message: expect.stringMatching(/SELF_SIGNED/) }) },
      ]);
      expect(secure.requests).toEqual([]);
    });

    it.each([
      ['unchecked', 'is not to be checked'],
      ['own-authority', 'its own authority signed'],
    ])('reach a provider (%s) whose certificate %s', async (model) => {
      expect((await chat(gateway(), model)).status).toBe(200);
    });

    it('show a client certificate to a provider that insists on one', async () => {
      expect((await chat(gateway(), 'no-certificate')).status).toBe(502);
      expect(mutual.requests).toEqual([]);
      expect((await chat(gateway(), 'client-certificate')).status).toBe(200);
    });

    it('lead through HTTPS_PROXY what is not on this machine, encrypted to the provider itself', async () => {
      const before = secure.requests.length;
      expect((await chat(gateway(), 'behind-a-proxy')).status).toBe(200);
      expect(proxy.tunnels).toEqual(['provider.test:443']);
      expect(secure.requests[before]?.headers).toMatchObject({
        host: 'provider.test',
        authorization: 'Bearer sk-upstream',
      });
    });

    it('name the organization of the client, else of the deployment, else of all', async () => {
      await chat(gateway(), 'org-of-all');
      await chat(gateway(), 'org-of-its-own');
      await chat(gateway(), 'org-of-its-own', { 'OpenAI-Organization': 'org-of-the-client' });
      expect(plain.of('org-model').map(({ headers }) => headers['openai-organization'])).toEqual([
        'org-of-all',
        'org-own',
        'org-of-the-client',
      ]);
    });

    it.each([
      ['no-organizations', 'mistral-small'],
      ['claude', 'claude-haiku-4-5'],
    ])('name no organization to a provider that knows none (%s)', async (model, known) => {
      expect((await chat(gateway(), model, { 'OpenAI-Organization': 'org-of-the-client' })).status).toBe(200);
      const sent = plain.of(known).at(-1);
      expect(JSON.stringify([sent?.rawHeaders, sent?.text])).not.toContain('org-of');
    });

    it('send the headers that are configured for it (Helicone)', async () => {
      await chat(gateway(), 'helicone-model');
      expect(plain.of('helicone')[0]?.headers).toMatchObject({
        authorization: 'Bearer sk-upstream',
        'helicone-auth': 'Bearer pk-1',
        'helicone-cache-enabled': 'true',
      });
    });

    it('list what a provider says it serves, and the price book’s models of one that is away', async () => {
      const lists = plain.requests.length;
      plain.on('', answerJson(200, { object: 'list', data: [{ id: 'my-model' }, { id: 'other' }, { id: '../x' }] }));
      const listed = await callGateway<{ data: { id: string }[] }>(gateway(), 'GET /v1/models');
      const ids = listed.body.data.map(({ id }) => id);
      expect(listed.status).toBe(200);
      expect(ids.filter((id) => id.startsWith('listed/'))).toEqual(['listed/my-model', 'listed/other']);
      expect(ids).toEqual(expect.arrayContaining(['openai/gpt-4o', 'anthropic/claude-haiku-4-5']));
      expect(plain.requests.slice(lists)).toMatchObject([
        { method: 'GET', path: '/v1/models', headers: { authorization: 'Bearer sk-upstream' } },
      ]);
    });

    it('list the same while the provider fails', async () => {
      plain.on('', answerJson(503, {}));
      const listed = await callGateway<{ data: { id: string }[] }>(gateway(), 'GET /v1/models');
      expect(listed.body.data.map(({ id }) => id)).toEqual(
        expect.arrayContaining(['listed/my-model', 'listed/other', 'openai/gpt-4o']),
      );
    });
  },
);

describeAt(
  'nothing set',
  'the settings for all deployments',
  () => ({
    config: buildConfig(
      [
        { model_name: 'gateway-model', litellm_params: { model: 'openai/helicone', api_key: 'sk-upstream' } },
        at(plain.url, 'no-wishes', {}, 'openai/org-model'),
        at(plain.url, 'checked', { ssl_verify: true, api_base: `${secure.url}/v1` }),
        at(plain.url, 'listed/*', {}, 'openai/*'),
      ],
      {
        litellm_settings: {
          api_base: `${secure.url}/v1`,
          headers: { 'Helicone-Auth': 'Bearer pk-2', 'Helicone-Cache-Enabled': 'true' },
          ssl_verify: false,
        },
      },
    ),
  }),
  (gateway) => {
    it('take an address, headers and the check of certificates (Helicone for all)', async () => {
      expect((await chat(gateway(), 'gateway-model')).status).toBe(200);
      expect(secure.of('helicone')).toMatchObject([
        {
          path: '/v1/chat/completions',
          headers: {
            authorization: 'Bearer sk-upstream',
            'helicone-auth': 'Bearer pk-2',
            'helicone-cache-enabled': 'true',
          },
        },
      ]);
      const before = secure.requests.length;
      expect((await chat(gateway(), 'checked')).status).toBe(502);
      expect(secure.requests).toHaveLength(before);
    });

    it('leave a client’s organization here unless they say otherwise', async () => {
      expect((await chat(gateway(), 'no-wishes', { 'OpenAI-Organization': 'org-of-the-client' })).status).toBe(200);
      expect(plain.of('org-model').at(-1)?.headers).not.toHaveProperty('openai-organization');
    });

    it('ask no provider for its models unless they say so', async () => {
      const before = plain.requests.length;
      expect((await callGateway(gateway(), 'GET /v1/models')).status).toBe(200);
      expect(plain.requests).toHaveLength(before);
    });
  },
);

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildConfig } from '../../support/builders/index.js';
import { callGateway, createKey, describeAt } from '../../support/gateway/index.js';
import { answerJson, answerRecording, EntraAuthority, ReplayUpstream } from '../../support/upstream/index.js';

const PEM_FILE = join(__dirname, '../../support/tls/provider.pem');
const PEM = readFileSync(PEM_FILE, 'utf8');
const SECRET = 'hush-hush~secret&=';

// the authority and Azure itself: one server, which speaks HTTPS under a certificate of its own
const server = ReplayUpstream.ofFile({ cert: PEM, key: PEM });
const authority = new EntraAuthority(server, 'tenant-1');
for (const name of ['gpt', 'ready']) server.on(name, answerRecording('openai-chat', 'azure/gpt-deployment.http.json'));

const entry = (name: string, params: object): object => ({
  model_name: name,
  litellm_params: { model: `azure/${name}`, api_base: server.url, api_version: '2024-10-21', ...params },
});
const app = (more: object = {}): object => ({
  tenant_id: 'tenant-1',
  client_id: 'app',
  client_secret: 'os.environ/ENTRA_SECRET',
  azure_authority_host: server.url,
  ...more,
});

describeAt(
  'nothing set',
  'deployments of Azure that Microsoft Entra gives tokens for',
  () => ({
    config: buildConfig([
      entry('gpt', app()),
      entry('ready', { azure_ad_token: 'token-of-the-operator' }),
      entry('refused', app({ client_id: 'other' })),
    ]),
    env: { ENTRA_SECRET: SECRET, SSL_CERT_FILE: PEM_FILE, LITELLM_LOG: 'DEBUG' },
  }),
  (gateway) => {
    const chat = async (model: string, key?: string) =>
      callGateway(gateway(), 'POST /v1/chat/completions', {
        body: { model, messages: [{ role: 'user', content: 'Hello!' }] },
        ...(key !== undefined && { key }),
      });

    it('are called with one token, however many calls need it at first', async () => {
      const answers = await Promise.all(Array.from({ length: 8 }, () => chat('gpt')));
      expect(answers.map(({ status }) => status)).toEqual(Array<number>(8).fill(200));
      expect((await chat('gpt')).status).toBe(200);
      expect(authority.asked).toHaveLength(1);
      const headers = server.of('gpt').map((request) => request.headers);
      expect(new Set(headers.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer token-1']));
      expect(headers.filter((sent) => sent['api-key'] !== undefined)).toEqual([]);
    });

    it('are served while the authority is away and the token holds', async () => {
      authority.refusal = answerJson(503, { error: 'temporarily_unavailable' });
      expect((await chat('gpt')).status).toBe(200);
      authority.refusal = undefined;
    });

    it('are called with the token of the configuration where one stands there', async () => {
      expect((await chat('ready')).status).toBe(200);
      expect(server.of('ready').at(-1)?.headers['authorization']).toBe('Bearer token-of-the-operator');
    });

    it('that get none are not called, which is no fault of the caller’s key; no secret is told to anybody', async () => {
      const error_description = `AADSTS7000215: Invalid client secret provided: ${SECRET}`;
      authority.refusal = answerJson(401, { error: 'invalid_client', error_description });
      const { key } = await createKey(gateway());
      const answer = await chat('refused', key);
      authority.refusal = undefined;
      expect(answer.status).toBeGreaterThanOrEqual(500);
      expect(answer.text).toContain('your key is fine');
      expect(answer.text).not.toContain('AADSTS');
      expect(server.of('refused')).toEqual([]);
      expect(gateway().output).toContain('AADSTS7000215');
      for (const secret of [SECRET, 'token-1', 'token-of-the-operator']) {
        expect(gateway().output).not.toContain(secret);
        expect(answer.text).not.toContain(secret);
      }
    });
  },
);

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildConfig } from '../../support/builders/index.js';
import { callGateway, createKey, describeAt } from '../../support/gateway/index.js';
import { answerJson, answerRecording, EntraAuthority, ReplayUpstream } from '../../support/upstream/index.js';

const PEM_FILE = join(__dirname, '../../support/tls/provider.pem');
const PEM = readFileSync(PEM_FILE, 'utf8');
const SECRET = 'hush-hush~secret&=';

// the authority and Azure itself: one server, which speaks HTTPS under a certificate of its own
const server = ReplayUpstream.ofFile({ cert: PEM, key: PEM });
const authority = new EntraAuthority(server, 'tenant-1');
for (const name of ['gpt', 'ready', 'federated', 'of-a-file'])
  server.on(name, answerRecording('openai-chat', 'azure/gpt-deployment.http.json'));

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

/** An application without a secret: its platform vouches for it. */
const federated = (azure_ad_token: string): object => ({
  tenant_id: 'tenant-1',
  client_id: `app of ${azure_ad_token}`,
  azure_authority_host: server.url,
  azure_ad_token,
});
const TOKEN_FILE = join(mkdtempSync(join(tmpdir(), 'workload-')), 'token');
writeFileSync(TOKEN_FILE, 'token-in-a-file\n');

afterAll(() => rmSync(dirname(TOKEN_FILE), { recursive: true }));

describeAt(
  'nothing set',
  'deployments of Azure that Microsoft Entra gives tokens for',
  () => ({
    config: buildConfig([
      entry('gpt', app()),
      entry('ready', { azure_ad_token: 'token-of-the-operator' }),
      entry('refused', app({ client_id: 'other' })),
      entry('federated', federated('oidc/env/WORKLOAD_TOKEN')),
      entry('of-a-file', federated('oidc/azure/')),
    ]),
    env: {
      WORKLOAD_TOKEN: 'token-of-the-cluster',
      AZURE_FEDERATED_TOKEN_FILE: TOKEN_FILE,
      ENTRA_SECRET: SECRET,
      SSL_CERT_FILE: PEM_FILE,
      LITELLM_LOG: 'DEBUG',
    },
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

    it.each([
      ['federated', 'token-of-the-cluster'],
      ['of-a-file', 'token-in-a-file'],
    ])('are called with the token that their platform’s was given for: %s', async (name, shown) => {
      expect((await chat(name)).status).toBe(200);
      expect(authority.asked.at(-1)?.get('client_assertion')).toBe(shown);
      expect(authority.asked.at(-1)?.get('client_secret')).toBeNull();
      const token = `Bearer token-${String(authority.asked.length)}`;
      expect(server.of(name).at(-1)?.headers['authorization']).toBe(token);
      expect(gateway().output).not.toContain(shown);
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

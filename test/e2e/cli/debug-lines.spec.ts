import { randomUUID } from 'node:crypto';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import { type Answer, callGateway, createKey, Gateway, waitFor } from '../../support/gateway/index.js';
import { answerJson, ReplayUpstream, speakChat } from '../../support/upstream/index.js';

const PROMPT = 'a prompt of the caller that only this level may show';
const PROVIDER_KEY = 'provider-credential-without-any-known-form';
const HEADER_SECRET = 'another-secret-of-the-operator';
const QUERY_SECRET = 'a-secret-in-the-query-of-an-address';

const upstream = ReplayUpstream.ofFile();
upstream.on('gpt-good', (request) => speakChat(request, { outputTokens: 4, promptTokens: 9 }));
upstream.on('gpt-bad', answerJson(500, { error: { message: 'down', type: 'server_error', param: null, code: null } }));

const config = (): object => {
  const model = (name: string): object =>
    buildModel({
      name,
      model: `openai/gpt-${name}`,
      apiBase: `${upstream.url}/v1?sig=${QUERY_SECRET}&api-version=2026-01-01`,
      params: { api_key: PROVIDER_KEY, organization: 'org-1', extra_headers: { 'x-tenant-token': HEADER_SECRET } },
      info: { id: `deployment-${name}` },
    });
  return buildConfig([model('good'), model('bad')]);
};

type Line = Readonly<Record<string, unknown>> & { readonly msg: string };

/** The lines of one call, once the one that ends it is there. */
async function linesOf(gateway: Gateway, callId: string): Promise<readonly Line[]> {
  const read = (): readonly Line[] =>
    gateway.output
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line) => JSON.parse(line) as Line)
      .filter((line) => line['callId'] === callId);
  return waitFor('the end of the call in the log', () => {
    const lines = read();
    return lines.some(({ msg }) => msg === 'request ended') ? lines : undefined;
  });
}

async function call(gateway: Gateway, key: string, model: string): Promise<{ answer: Answer; lines: readonly Line[] }> {
  const callId = randomUUID();
  const body = { model, max_tokens: 50, messages: [{ role: 'user', content: PROMPT }] };
  const headers = { 'x-litellm-call-id': callId };
  const answer = await callGateway(gateway, 'POST /v1/chat/completions', { key, headers, body });
  expect(answer.headers.get('x-litellm-call-id')).toBe(callId);
  return { answer, lines: await linesOf(gateway, callId) };
}

describe('--detailed-debug', () => {
  let gateway: Gateway;
  let key: string;
  beforeAll(async () => {
    gateway = await Gateway.start({ config: config(), args: ['--detailed-debug'] });
    ({ key } = await createKey(gateway));
  });
  afterAll(() => gateway.dispose());

  it('logs of a call what came in, the deployment, the exact upstream request, its status and the times', async () => {
    const { lines } = await call(gateway, key, 'good');
    const named = Object.fromEntries(lines.map((line) => [line.msg, line]));
    expect(lines.map(({ msg }) => msg)).toEqual([
      'request received',
      'upstream request',
      'upstream answer',
      'request ended',
    ]);
    expect(named['request received']).toMatchObject({
      method: 'POST',
      path: '/v1/chat/completions',
      body: { model: 'good', messages: [{ content: PROMPT }] },
    });
    const [sent] = upstream.of('gpt-good').slice(-1);
    expect(named['upstream request']).toMatchObject({
      deployment: 'deployment-good',
      model: 'openai/gpt-good',
      organization: 'org-1',
      method: 'POST',
      url: `${upstream.url}/v1/chat/completions?sig=***&api-version=2026-01-01`,
      body: sent?.text,
    });
    expect(named['upstream answer']).toMatchObject({ attempt: 1, status: 200, elapsedMs: expect.any(Number) });
    expect(named['request ended']).toMatchObject({
      status: 'success',
      httpStatus: 200,
      attempts: 1,
      totalMs: expect.any(Number),
    });
  });

  it('shows the names of all headers that were sent to the provider', async () => {
    const { lines } = await call(gateway, key, 'good');
    const headers = lines.find(({ msg }) => msg === 'upstream request')?.['headers'] as Readonly<
      Record<string, string>
    >;
    const sent = upstream.of('gpt-good').at(-1)?.headers ?? {};
    const hop = ['host', 'connection', 'content-length'];
    expect(Object.keys(headers).sort()).toEqual(
      Object.keys(sent)
        .filter((name) => !hop.includes(name))
        .sort(),
    );
    expect(headers['openai-organization']).toBe('org-1');
    expect(headers['authorization']).toBe('***');
    expect(headers['x-tenant-token']).toBe('***');
  });

  it('logs a failure with its class and the status that the client saw', async () => {
    const { answer, lines } = await call(gateway, key, 'bad');
    expect(lines.find(({ msg }) => msg === 'upstream answer')).toMatchObject({
      failure: { status: 500 },
      class: expect.any(String),
    });
    expect(lines.find(({ msg }) => msg === 'request ended')).toMatchObject({
      status: 'failure',
      httpStatus: answer.status,
    });
  });

  it("masks every credential: the caller's, the provider's, those in headers of the operator, the master key", async () => {
    await call(gateway, key, 'good');
    await call(gateway, gateway.masterKey, 'bad');
    for (const secret of [key, PROVIDER_KEY, HEADER_SECRET, QUERY_SECRET, gateway.masterKey])
      // nor its end, by which it could be told from others
      for (const shown of [secret, `***${secret.slice(-4)}`]) expect(gateway.output).not.toContain(shown);
  });
});

describe.each([
  ['--debug', true],
  ['no option', false],
])('%s', (option, traced) => {
  it('shows nothing of what callers write', async () => {
    const gateway = await Gateway.start({ config: config(), args: traced ? [option] : [] });
    try {
      const { key } = await createKey(gateway);
      if (traced) {
        const { lines } = await call(gateway, key, 'good');
        expect(lines.map(({ msg }) => msg)).toContain('upstream request');
      } else {
        const body = { model: 'good', messages: [{ role: 'user', content: PROMPT }] };
        expect((await callGateway(gateway, 'POST /v1/chat/completions', { key, body })).status).toBe(200);
        await gateway.stop();
        expect(gateway.output).not.toContain('upstream request');
      }
      expect(gateway.output).not.toContain(PROMPT);
    } finally {
      await gateway.dispose();
    }
  });
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Outcome {
  readonly status: string;
  readonly result: { readonly error?: string };
  readonly error?: { readonly param: string };
}

const SECRET = 'sk-provider-secret-0123456789';

describe('POST /health/test_connection', () => {
  let admin: TestAdmin;
  let server: Server;
  let base: string;
  let received: { readonly path: string; readonly authorization: string; readonly body: Record<string, unknown> }[] =
    [];

  beforeAll(async () => {
    admin = await startAdmin();
    server = createServer((request, response) => {
      let text = '';
      request.on('data', (piece: Buffer) => (text += piece.toString()));
      request.on('end', () => {
        const { url: path = '', headers } = request;
        received.push({
          path,
          authorization: headers.authorization ?? '',
          body: JSON.parse(text) as Record<string, unknown>,
        });
        const isRefused = headers.authorization !== `Bearer ${SECRET}`;
        response.writeHead(isRefused ? 401 : 200, { 'content-type': 'application/json' });
        const usage = { prompt_tokens: 4, completion_tokens: 1, total_tokens: 5 };
        response.end(
          JSON.stringify(
            isRefused
              ? { error: { message: `Incorrect API key provided: ${String(headers.authorization)}`, type: 'x' } }
              : path.endsWith('/embeddings')
                ? { object: 'list', model: 'm', data: [{ object: 'embedding', index: 0, embedding: [0.5] }], usage }
                : { id: 'c', object: 'chat.completion', created: 1, model: 'm', choices: [], usage },
          ),
        );
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/v1`;
  });
  beforeEach(() => {
    received = [];
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await admin.close();
  });

  const test = (litellm_params: object, more: object = {}, key?: string) =>
    admin.call<Outcome>('POST /health/test_connection', {
      body: { litellm_params, ...more },
      ...(key !== undefined && { key }),
    });

  it('asks the model one small question with its own key, and keeps nothing', async () => {
    const { status, body } = await test({ model: 'openai/m', api_base: base, api_key: SECRET });
    expect([status, body]).toEqual([200, { status: 'success', result: { model: 'openai/m', status_code: 200 } }]);
    expect(received).toMatchObject([{ path: '/v1/chat/completions', body: { model: 'm' } }]);
    expect(await admin.storedModels()).toEqual([]);
  });

  it('tries an embedding where the model is one', async () => {
    const params = { model: 'openai/m', api_base: base, api_key: SECRET };
    expect((await test(params, { mode: 'embedding' })).body.status).toBe('success');
    expect((await test(params, { model_info: { mode: 'embedding' } })).body.status).toBe('success');
    expect(received.map(({ path }) => path)).toEqual(['/v1/embeddings', '/v1/embeddings']);
  });

  it("says why a model does not answer, in its provider's words, without the key that was tried", async () => {
    const wrong = 'sk-wrong-0123456789abcdef';
    const { status, body } = await test({ model: 'openai/m', api_base: base, api_key: wrong });
    expect([status, body.status]).toEqual([200, 'error']);
    expect(body.result.error).toContain('Incorrect API key provided');
    expect(JSON.stringify(body)).not.toContain(wrong);
  });

  it('books what it cost to the key that asked', async () => {
    const caller = await admin.makeAdminKey();
    const prices = { input_cost_per_token: 0.5, output_cost_per_token: 1 };
    await test({ model: 'openai/m', api_base: base, api_key: SECRET, ...prices }, {}, caller.secret);
    expect(await admin.ledgerEntriesOf(caller.id)).toMatchObject([
      { kind: 'deployment_test', amount_nano: '3000000000' },
    ]);
    expect((await admin.call(`GET /key/info?key=${caller.hash}`)).body['info']).toMatchObject({ spend: 3 });
  });

  it('holds to the rules of models that are kept: no metadata service, no file, no private network for a team', async () => {
    const team = await admin.makeTeam();
    const lead = await admin.makeUserKey('internal_user');
    await admin.addMember(team, lead.userId, 'admin');
    const own = { model_info: { team_id: team } };
    const answers = [
      await test({ model: 'openai/m', api_base: 'http://169.254.169.254/v1', api_key: SECRET }),
      await test({ model: 'openai/m', api_base: base, ssl_certificate: '/etc/passwd' }),
      await test({ model: 'openai/m', api_base: base, api_key: SECRET }, own, lead.secret),
      await test({ model: 'openai/m', api_base: base, api_key: SECRET }, {}, lead.secret),
      await test({ model: 'openai/*', api_base: base }),
      await test({ model: 'openai/m', api_base: base }, { mode: 'rerank' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 403, 400, 400]);
    expect(received).toEqual([]);
  });
});

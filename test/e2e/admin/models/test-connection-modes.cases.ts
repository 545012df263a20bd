import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Outcome {
  readonly status: string;
  readonly result: { readonly error?: string };
  readonly error?: { readonly param: string; readonly message: string };
}

interface Received {
  readonly path: string;
  readonly type: string;
  /** Parsed where it is JSON; else as it came, a character for each byte. */
  readonly body: unknown;
}

const USAGE = { prompt_tokens: 4, completion_tokens: 1, total_tokens: 5 };
const JSON_ANSWERS: Readonly<Record<string, object>> = {
  '/v1/chat/completions': { id: 'c', object: 'chat.completion', created: 1, model: 'm', choices: [], usage: USAGE },
  '/v1/completions': { id: 'c', object: 'text_completion', created: 1, model: 'm', choices: [], usage: USAGE },
  '/v1/responses': {
    id: 'resp_1',
    object: 'response',
    created_at: 1,
    status: 'completed',
    model: 'm',
    output: [],
    usage: { input_tokens: 4, output_tokens: 1, total_tokens: 5 },
  },
  '/v1/embeddings': { object: 'list', model: 'm', data: [{ index: 0, embedding: [0.5] }], usage: USAGE },
  '/v1/images/generations': { created: 1, data: [{ b64_json: 'AAAA' }] },
  '/v1/audio/transcriptions': { text: '' },
  '/v1/moderations': { id: 'modr-1', model: 'm', results: [{ flagged: false, categories: {}, category_scores: {} }] },
};
const TRIED =
  'must be one of chat, completion, responses, embedding, image_generation, audio_speech, audio_transcription, moderation: others are not tried.';

describe('the modes of POST /health/test_connection', () => {
  let admin: TestAdmin;
  let server: Server;
  let origin: string;
  let received: Received[] = [];

  beforeAll(async () => {
    admin = await startAdmin();
    server = createServer((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        const { url: path = '', headers } = request;
        const [type = ''] = (headers['content-type'] ?? '').split(';');
        const text = Buffer.concat(pieces).toString('latin1');
        received.push({ path, type, body: type === 'application/json' ? (JSON.parse(text) as unknown) : text });
        if (path.startsWith('/silent')) return;
        if (path.endsWith('/audio/speech')) response.writeHead(200, { 'content-type': 'audio/mpeg' });
        else response.writeHead(200, { 'content-type': 'application/json' });
        if (path.startsWith('/halting')) response.write('ID3');
        else response.end(path.endsWith('/audio/speech') ? 'ID3' : JSON.stringify(JSON_ANSWERS[path]));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  beforeEach(() => {
    received = [];
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await admin.close();
  });

  const test = (mode: string | undefined, more: { params?: object; info?: object; key?: string; at?: string } = {}) =>
    admin.call<Outcome>('POST /health/test_connection', {
      body: {
        litellm_params: {
          model: 'openai/m',
          api_base: `${origin}/${more.at ?? 'v1'}`,
          api_key: 'sk-provider',
          ...more.params,
        },
        model_info: more.info ?? {},
        ...(mode !== undefined && { mode }),
      },
      ...(more.key !== undefined && { key: more.key }),
    });

  it.each([
    ['chat', '/v1/chat/completions', { messages: [{ role: 'user', content: 'test from litellm' }], max_tokens: 5 }],
    ['completion', '/v1/chat/completions', { messages: [{ role: 'user', content: 'test from litellm' }] }],
    ['responses', '/v1/responses', { input: 'test from litellm', max_output_tokens: 16, store: false }],
    ['embedding', '/v1/embeddings', { input: 'test from litellm' }],
    ['image_generation', '/v1/images/generations', { prompt: 'test from litellm', n: 1 }],
    ['audio_speech', '/v1/audio/speech', { input: 'test from litellm', voice: 'alloy' }],
    ['moderation', '/v1/moderations', { input: 'test from litellm' }],
  ])('a model of mode %s is asked at %s', async (mode, path, body) => {
    const { status, body: told } = await test(mode);
    expect([status, told.status]).toEqual([200, 'success']);
    expect(received).toMatchObject([{ path, type: 'application/json', body: { model: 'm', ...body } }]);
  });

  it('a model that completes texts is asked to, where its provider has that API', async () => {
    expect((await test('completion', { params: { model: 'text-completion-openai/m' } })).body.status).toBe('success');
    expect(received).toMatchObject([
      { path: '/v1/completions', body: { model: 'm', prompt: 'test from litellm', max_tokens: 5 } },
    ]);
  });

  it('a model that transcribes gets half a second of silence as a file', async () => {
    expect((await test('audio_transcription')).body.status).toBe('success');
    expect(received).toMatchObject([{ path: '/v1/audio/transcriptions', type: 'multipart/form-data' }]);
    const form = String(received[0]?.body);
    expect(form).toMatch(/name="file"; filename="silence.wav"\r\ncontent-type: audio\/wav\r\n\r\nRIFF.{4}WAVEfmt /is);
    expect(form.length).toBeGreaterThan(16_000);
  });

  it("takes the mode from the body, else from the model, else a conversation's; and the voice from the operator", async () => {
    await test('embedding', { info: { mode: 'moderation' } });
    await test(undefined, { info: { mode: 'moderation' } });
    await test(undefined);
    await test('audio_speech', { info: { health_check_voice: 'own' } });
    await test('audio_speech', { params: { voice: 'usual' } });
    expect(received.slice(0, 3).map(({ path }) => path)).toEqual([
      '/v1/embeddings',
      '/v1/moderations',
      '/v1/chat/completions',
    ]);
    expect(received.slice(3)).toMatchObject([{ body: { voice: 'own' } }, { body: { voice: 'usual' } }]);
  });

  it.each(['rerank', 'realtime', 'batch', 'ocr', 'video_generation', 'toString'])(
    'refuses the mode %s, and says what is tried',
    async (mode) => {
      const named = await test(mode);
      expect([named.status, named.body.error]).toMatchObject([400, { param: 'mode', message: `mode ${TRIED}` }]);
      const own = await test(undefined, { info: { mode } });
      expect([own.status, own.body.error]).toMatchObject([
        400,
        { param: 'model_info.mode', message: `model_info.mode ${TRIED}` },
      ]);
      expect(received).toEqual([]);
    },
  );

  it('tells that a provider does not serve a mode, and asks nobody', async () => {
    const { status, body } = await test('audio_speech', { params: { model: 'anthropic/m' } });
    expect([status, body.status]).toEqual([200, 'error']);
    expect(body.result.error).toBe('Its provider anthropic is not served for audio_speech.');
    expect(received).toEqual([]);
  });

  it.each([
    ['chat', 'silent'],
    ['audio_speech', 'silent'],
    ['audio_speech', 'halting'],
    ['chat', 'halting'],
  ])('a model of mode %s that is %s has as long as the model says, which is told', async (mode, at) => {
    const begun = Date.now();
    const { status, body } = await test(mode, { at, info: { health_check_timeout: 0.5 } });
    expect([status, body.status]).toEqual([200, 'error']);
    expect(body.result.error).toContain('the provider did not answer within 0.5 s');
    expect(body.result.error).not.toContain('client');
    expect(Date.now() - begun).toBeLessThan(5_000);
    expect(received).toHaveLength(1);
  });

  it.each([0, -1, '5', true])('refuses the timeout %j', async (health_check_timeout) => {
    const { status, body } = await test('chat', { info: { health_check_timeout } });
    expect([status, body.error]).toMatchObject([400, { param: 'model_info.health_check_timeout' }]);
    expect(received).toEqual([]);
  });

  it.each([
    ['completion', { input_cost_per_token: 0.5, output_cost_per_token: 1 }, '3000000000'],
    ['responses', { input_cost_per_token: 0.5, output_cost_per_token: 1 }, '3000000000'],
    ['image_generation', { output_cost_per_image: 0.25 }, '250000000'],
    ['audio_speech', { input_cost_per_character: 0.5 }, '8500000000'],
    ['audio_transcription', { input_cost_per_second: 0.125 }, '125000000'],
  ])('books what a test of mode %s cost to the key that asked', async (mode, prices, amount_nano) => {
    const caller = await admin.makeAdminKey();
    expect((await test(mode, { params: prices, key: caller.secret })).body.status).toBe('success');
    expect(await admin.ledgerEntriesOf(caller.id)).toMatchObject([{ kind: 'deployment_test', amount_nano }]);
  });

  it('books the most that a test can have cost which its provider did not answer in time', async () => {
    const caller = await admin.makeAdminKey();
    const more = { params: { output_cost_per_image: 0.25 }, info: { health_check_timeout: 0.5 }, key: caller.secret };
    expect((await test('image_generation', { ...more, at: 'silent' })).body.status).toBe('error');
    expect(await admin.ledgerEntriesOf(caller.id)).toMatchObject([
      { kind: 'deployment_test', amount_nano: '250000000' },
    ]);
  });

  it('calls nothing that models may not be kept at, in any mode', async () => {
    for (const mode of ['image_generation', 'audio_speech', 'audio_transcription', 'moderation']) {
      const { status } = await test(mode, { params: { api_base: 'http://169.254.169.254/v1' } });
      expect([mode, status]).toEqual([mode, 400]);
    }
  });
});

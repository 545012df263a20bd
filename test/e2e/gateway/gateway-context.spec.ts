import { buildConfig, buildModel } from '../../support/builders/index.js';
import { callGateway, createKey, describeAt, type Gateway, waitForRows } from '../../support/gateway/index.js';
import {
  answerJson,
  ReplayUpstream,
  speakChat,
  speakMessage,
  speakResponse,
  type UpstreamRequest,
} from '../../support/upstream/index.js';

const SPOKEN = { outputTokens: 2, promptTokens: 5 };
const VECTOR = { object: 'embedding', index: 0, embedding: [0.5] };
const upstream = ReplayUpstream.ofFile();
upstream.on('gpt-4o', answerOpenAi);
upstream.on('codex-mini-latest', answerOpenAi);
upstream.on('claude-haiku-4-5', (request) => speakMessage(request, SPOKEN));
upstream.on('gemini-2.5-flash', () =>
  answerJson(200, {
    candidates: [{ content: { role: 'model', parts: [{ text: 'Hi' }] }, finishReason: 'STOP', index: 0 }],
    usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 1, totalTokenCount: 6 },
  }),
);

function answerOpenAi(request: UpstreamRequest) {
  if (request.path.endsWith('/responses')) return speakResponse(request, SPOKEN);
  if (request.path.endsWith('/embeddings'))
    return answerJson(200, {
      object: 'list',
      data: [VECTOR],
      model: 'gpt-4o',
      usage: { prompt_tokens: 1, total_tokens: 1 },
    });
  if (request.path.endsWith('/audio/speech'))
    return { status: 200, headers: { 'content-type': 'audio/mpeg' }, body: '', bytes: Buffer.from([1]) };
  if (request.path.endsWith('/moderations')) return answerJson(200, { id: 'modr-1', model: 'gpt-4o', results: [] });
  if (request.path.endsWith('/images/generations'))
    return answerJson(200, { created: 1, data: [{ b64_json: 'AA==' }] });
  if (request.path.endsWith('/transcriptions')) return answerJson(200, { text: 'Hi' });
  return speakChat(request, SPOKEN);
}

const at = (name: string, model: string, params: object = {}): object =>
  buildModel({ name, model, apiBase: `${upstream.url}/v1`, params: { ...params } });
/** The provider's address is known when it listens. */
const models = (): readonly object[] => [
  at('gpt', 'openai/gpt-4o'),
  at('codex', 'openai/responses/codex-mini-latest'),
  buildModel({ name: 'claude', model: 'anthropic/claude-haiku-4-5', apiBase: upstream.url }),
  buildModel({ name: 'gemini', model: 'gemini/gemini-2.5-flash', apiBase: upstream.url }),
];

/** What LiteLLM's users tell the gateway and its callbacks beside a request, in the body and in headers. */
const LITELLM_METADATA = { spend_logs_metadata: { project: 'CONTEXT' }, tags: ['CONTEXT'], user: 'CONTEXT' };
const OBSERVED = {
  generation_name: 'CONTEXT',
  trace_id: 'CONTEXT',
  tags: ['CONTEXT'],
  user_api_key_hash: 'CONTEXT',
  requester_metadata: { a: 'CONTEXT' },
};
const CONTEXT = {
  litellm_metadata: LITELLM_METADATA,
  tags: ['CONTEXT'],
  user_api_key_user_id: 'CONTEXT',
  proxy_server_request: { url: 'CONTEXT' },
  litellm_call_id: 'CONTEXT',
  model_info: { id: 'CONTEXT' },
  requester_metadata: { a: 'CONTEXT' },
  extra_body: {
    requester_metadata: { a: 'CONTEXT' },
    litellm_metadata: { a: 'CONTEXT' },
    hidden_params: { a: 'CONTEXT' },
  },
  num_retries: 0,
  'no-log': false,
};
const HEADERS = {
  'x-litellm-tags': 'CONTEXT',
  'x-litellm-spend-logs-metadata': '{"a":"CONTEXT"}',
  'x-litellm-trace-id': 'CONTEXT-1234',
  'x-openwebui-user-email': 'CONTEXT@example.com',
  langfuse_trace_name: 'CONTEXT',
};

const messages = [{ role: 'user', content: 'x' }];
const input = [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'x' }] }];

/** A request of each surface at each kind of provider, and exactly what goes out of it. */
const CASES: readonly (readonly [surface: string, model: string, body: object, sent: object])[] = [
  ['/v1/chat/completions', 'gpt', { messages }, { model: 'gpt-4o', messages }],
  ['/v1/chat/completions', 'codex', { messages }, { model: 'codex-mini-latest', input, store: false }],
  [
    '/v1/chat/completions',
    'claude',
    { messages, max_tokens: 9 },
    {
      model: 'claude-haiku-4-5',
      messages: [{ role: 'user', content: [{ type: 'text', text: 'x' }] }],
      max_tokens: 9,
    },
  ],
  ['/v1/chat/completions', 'gemini', { messages }, { contents: [{ role: 'user', parts: [{ text: 'x' }] }] }],
  ['/v1/completions', 'gpt', { prompt: 'x' }, { model: 'gpt-4o', messages }],
  ['/v1/messages', 'claude', { messages, max_tokens: 9 }, { model: 'claude-haiku-4-5', messages, max_tokens: 9 }],
  ['/v1/messages', 'gpt', { messages, max_tokens: 9 }, { model: 'gpt-4o', messages, max_tokens: 9 }],
  [
    '/v1/messages',
    'codex',
    { messages, max_tokens: 99 },
    { model: 'codex-mini-latest', input, max_output_tokens: 99, store: false },
  ],
  [
    '/v1/responses',
    'claude',
    { input: 'x', max_output_tokens: 9 },
    { model: 'claude-haiku-4-5', messages: [{ role: 'user', content: [{ type: 'text', text: 'x' }] }], max_tokens: 9 },
  ],
  ['/v1/responses', 'gemini', { input: 'x' }, { contents: [{ role: 'user', parts: [{ text: 'x' }] }] }],
  [
    '/v1beta/models/gpt:generateContent',
    '',
    { contents: [{ role: 'user', parts: [{ text: 'x' }] }] },
    { model: 'gpt-4o', messages },
  ],
  ['/v1/audio/speech', 'gpt', { input: 'x', voice: 'alloy' }, { model: 'gpt-4o', input: 'x', voice: 'alloy' }],
  ['/v1/embeddings', 'gpt', { input: 'x' }, { model: 'gpt-4o', input: 'x' }],
  ['/v1/moderations', 'gpt', { input: 'x' }, { model: 'gpt-4o', input: 'x' }],
  ['/v1/images/generations', 'gpt', { prompt: 'x' }, { model: 'gpt-4o', prompt: 'x' }],
  [
    '/v1beta/models/gemini:generateContent',
    '',
    { contents: [{ role: 'user', parts: [{ text: 'x' }] }] },
    { contents: [{ role: 'user', parts: [{ text: 'x' }] }] },
  ],
];

describeAt(
  'nothing set',
  'what is said to the gateway',
  () => ({ config: buildConfig(models(), { general_settings: { user_header_name: 'X-OpenWebUI-User-Email' } }) }),
  (gateway) => {
    it.each(CASES)('on %s (%s) reaches no provider', async (surface, model, body, sent) => {
      const named = model === '' ? {} : { model };
      // Anthropic's own metadata knows one member alone
      const metadata = surface === '/v1/messages' ? {} : { metadata: OBSERVED };
      const before = upstream.requests.length;
      const answer = await callGateway(gateway(), `POST ${surface}`, {
        body: { ...named, ...body, ...metadata, ...CONTEXT },
        headers: HEADERS,
      });
      expect([answer.status, answer.text]).toEqual([200, expect.anything()]);
      const received = upstream.requests.slice(before);
      expect(received.map((request) => request.body)).toEqual([sent]);
      expect(JSON.stringify([received[0]?.rawHeaders, received[0]?.path])).not.toContain('CONTEXT');
    });

    it('on /v1/messages leaves of the caller’s metadata what Anthropic knows', async () => {
      const body = { model: 'claude', messages, max_tokens: 9, metadata: { user_id: 'u', ...OBSERVED }, ...CONTEXT };
      const answer = await callGateway(gateway(), 'POST /v1/messages', { body, headers: HEADERS });
      expect([answer.status, upstream.requests.at(-1)?.body]).toEqual([
        200,
        { model: 'claude-haiku-4-5', messages, max_tokens: 9, metadata: { user_id: 'u' } },
      ]);
    });

    it('in a form reaches no provider', async () => {
      const form = new FormData();
      form.set('model', 'gpt');
      form.set('file', new Blob([new Uint8Array([1])], { type: 'audio/mpeg' }), 'a.mp3');
      form.set('litellm_metadata', JSON.stringify(LITELLM_METADATA));
      form.set('metadata', JSON.stringify(OBSERVED));
      const before = upstream.requests.length;
      const answer = await callGateway(gateway(), 'POST /v1/audio/transcriptions', { form, headers: HEADERS });
      expect(answer.status).toBe(200);
      expect(upstream.requests.slice(before).map((request) => request.body)).toEqual([
        { model: 'gpt-4o', file: { filename: 'a.mp3', type: 'audio/mpeg', size: 1 } },
      ]);
    });

    it('on /v1/responses is all but the caller’s own metadata, which is kept with the answer', async () => {
      const body = { model: 'gpt', input: 'x', metadata: { task: 'y', user_api_key_hash: 'CONTEXT' }, ...CONTEXT };
      const answer = await callGateway(gateway(), 'POST /v1/responses', { body, headers: HEADERS });
      expect([answer.status, upstream.requests.at(-1)?.body]).toEqual([
        200,
        { model: 'gpt-4o', input: 'x', metadata: { task: 'y' } },
      ]);
    });

    it('names the end user of the row, and that user alone', async () => {
      const { key, hash } = await createKey(gateway());
      const headers = { 'X-OpenWebUI-User-Email': 'ada@example.com' };
      await chat(gateway(), 'gpt', {}, headers, key);
      await chat(gateway(), 'gpt', { user: 'in-the-body' }, headers, key);
      await waitForRows(gateway().databaseUrl, hash, 2);
      expect(upstream.requests.slice(-2).map(({ body }) => body['user'])).toEqual([undefined, 'in-the-body']);
      const logs = await callGateway<{ end_user: string }[]>(gateway(), `GET /spend/logs?api_key=${hash}`);
      expect(logs.body.map(({ end_user }) => end_user)).toEqual(['ada@example.com', 'ada@example.com']);
    });

    it('is not heeded where it is not allowed, and named: headers of a client’s own', async () => {
      const answer = await chat(gateway(), 'gpt', { extra_headers: { 'X-Own': '1' }, headers: { 'X-Other': '2' } });
      expect([answer.status, answer.headers.get('x-litellm-dropped-params')]).toEqual([200, 'extra_headers']);
      expect(JSON.stringify(upstream.requests.at(-1)?.rawHeaders)).not.toMatch(/x-own|x-other/i);
    });
  },
);

describeAt(
  'nothing set',
  'where the operator lets clients speak to the provider',
  () => ({
    config: buildConfig(
      [at('gpt', 'openai/gpt-4o', { extra_headers: { 'X-Operator': 'its own' } }), ...models().slice(1)],
      {
        general_settings: {
          allow_client_extra_headers: true,
          user_header_name: 'X-OpenWebUI-User-Email',
          forward_user_header: true,
        },
      },
    ),
  }),
  (gateway) => {
    it('their extra headers go along, behind the operator’s', async () => {
      const extra_headers = { 'X-Own': '1', 'X-Operator': 'forged' };
      for (const model of ['gpt', 'claude', 'gemini', 'codex']) {
        const answer = await chat(gateway(), model, { extra_headers, max_tokens: 9 });
        expect([answer.status, upstream.requests.at(-1)?.headers['x-own']]).toEqual([200, '1']);
        if (model === 'gpt') expect(upstream.requests.at(-1)?.headers['x-operator']).toBe('its own');
      }
    });

    it.each([
      ['Authorization', 'Bearer stolen'],
      ['x-api-key', 'stolen'],
      ['OpenAI-Organization', 'org-other'],
      ['Host', 'elsewhere'],
      ['Content-Length', '1'],
      ['X-Own', 'a\r\nAuthorization: Bearer b'],
      ['X Own', '1'],
      ['X-Own', 1],
    ])('but none that authenticates, routes or breaks the request (%s: %j)', async (name, value) => {
      const before = upstream.requests.length;
      const answer = await chat(gateway(), 'gpt', { extra_headers: { [name]: value } });
      expect([answer.status, answer.body]).toEqual([
        400,
        { error: expect.objectContaining({ param: `extra_headers.${name}` }) },
      ]);
      expect(upstream.requests).toHaveLength(before);
    });

    it('the end user is told to the provider, cut to what it takes behind the Responses API', async () => {
      const long = `${'a'.repeat(70)}@example.com`;
      const headers = { 'X-OpenWebUI-User-Email': long };
      await chat(gateway(), 'gpt', {}, headers);
      await chat(gateway(), 'codex', {}, headers);
      await chat(gateway(), 'gpt', { user: 'in-the-body' }, headers);
      expect(upstream.requests.slice(-3).map(({ body }) => body['user'])).toEqual([
        long,
        'a'.repeat(64),
        'in-the-body',
      ]);
    });
  },
);

function chat(
  gateway: Gateway,
  model: string,
  members: object,
  headers: Readonly<Record<string, string>> = {},
  key?: string,
) {
  const body = { model, messages, ...members };
  return callGateway(gateway, 'POST /v1/chat/completions', { body, headers, ...(key !== undefined && { key }) });
}

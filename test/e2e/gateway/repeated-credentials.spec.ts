import { PROVIDERS } from '@tollgate/providers';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import {
  type Answer,
  callGateway,
  createKey,
  describeAt,
  queryDatabase,
  waitForRows,
} from '../../support/gateway/index.js';
import { answerJson, ReplayUpstream, type UpstreamAnswer, type UpstreamRequest } from '../../support/upstream/index.js';

/** None has a form that a key can be told by. */
const CANARY = 'c4nary0f7e1d2c3b4a5968778695a4b3c2d1e0f';
const HEADER_CANARY = 'h3liconecanary99887766';

const CHATS = PROVIDERS.flatMap(({ id, prefixes, inProcess, adapters }) => {
  const format = adapters.chat?.format.id;
  return inProcess !== undefined || format === undefined ? [] : [{ id, prefix: prefixes[0] ?? id, format }];
});

/** One event with content, as each dialect begins its stream. */
const BEGINNINGS: Readonly<Record<string, readonly object[]>> = {
  'openai-chat': [{ id: 'c', model: 'm', choices: [{ index: 0, delta: { role: 'assistant', content: 'Hel' } }] }],
  'openai-completions': [{ id: 'c', model: 'm', choices: [{ index: 0, text: 'Hel' }] }],
  'openai-responses': [
    {
      type: 'response.created',
      sequence_number: 0,
      response: { id: 'resp_1', status: 'in_progress', model: 'm', output: [] },
    },
    {
      type: 'response.output_item.added',
      sequence_number: 1,
      output_index: 0,
      item: { id: 'i', type: 'message', role: 'assistant', content: [] },
    },
    {
      type: 'response.content_part.added',
      sequence_number: 2,
      item_id: 'i',
      output_index: 0,
      content_index: 0,
      part: { type: 'output_text', text: '' },
    },
    {
      type: 'response.output_text.delta',
      sequence_number: 3,
      item_id: 'i',
      output_index: 0,
      content_index: 0,
      delta: 'Hel',
    },
  ],
  'anthropic-messages': [
    {
      type: 'message_start',
      message: {
        id: 'm',
        type: 'message',
        role: 'assistant',
        model: 'm',
        content: [],
        usage: { input_tokens: 3, output_tokens: 1 },
      },
    },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hel' } },
  ],
  gemini: [{ candidates: [{ index: 0, content: { role: 'model', parts: [{ text: 'Hel' }] } }], modelVersion: 'm' }],
  'ollama-chat': [{ model: 'm', message: { role: 'assistant', content: 'Hel' }, done: false }],
};

const upstream = ReplayUpstream.ofFile();

/** What providers say of a key that they refuse, in the forms of all dialects at once. */
function complaint({ headers }: UpstreamRequest): object {
  const message = `refused ${CANARY}: ${JSON.stringify(headers)}, ${encodeURIComponent(CANARY)}`;
  return { type: 'error', error: { message, type: `type ${CANARY}`, code: CANARY, status: `S ${CANARY}` }, message };
}

function stream(format: string, data: readonly object[], refused: object): UpstreamAnswer {
  const lines = format === 'ollama-chat';
  const event = (one: object): string => {
    const name = 'type' in one ? `event: ${String(one.type)}\n` : '';
    return lines ? `${JSON.stringify(one)}\n` : `${name}data: ${JSON.stringify(one)}\n\n`;
  };
  const contentType = lines ? 'application/x-ndjson' : 'text/event-stream';
  return {
    status: 200,
    headers: { 'content-type': contentType, 'x-seen': CANARY },
    body: [...data, refused].map(event),
  };
}

const WAYS: Readonly<Record<string, (request: UpstreamRequest, format: string) => UpstreamAnswer>> = {
  'an error answer': (request) => answerJson(401, complaint(request), { 'x-refused': CANARY }),
  'an error page': () => ({ status: 500, headers: { 'content-type': 'text/html' }, body: `<p>bad key ${CANARY}</p>` }),
  'a stream’s first event': (request, format) => stream(format, [], complaint(request)),
  'a stream that had begun': (request, format) => stream(format, BEGINNINGS[format] ?? [], complaint(request)),
};

const model = (name: string, prefix: string): object =>
  buildModel({
    name,
    model: `${prefix}/${name}`,
    apiBase: `${upstream.url}/v1`,
    inputCost: 0.000_001,
    outputCost: 0.000_001,
    params: {
      api_key: CANARY,
      api_version: '2025-01-01',
      extra_headers: { 'Helicone-Auth': `Bearer ${HEADER_CANARY}` },
    },
  });
const config = (): object =>
  buildConfig([
    ...CHATS.map(({ id, prefix }) => model(`at-${id}`, prefix)),
    model('over-responses', 'openai/responses'),
  ]);

/** Routes that speak the provider's own dialect: what it says is relayed there. */
const OWN: Readonly<Record<string, (name: string) => readonly [route: string, body: object]>> = {
  'anthropic-messages': (name) => [
    '/v1/messages',
    { model: name, max_tokens: 9, messages: [{ role: 'user', content: 'x' }] },
  ],
  'openai-responses': (name) => ['/v1/responses', { model: name, input: 'x' }],
  gemini: (name) => [
    `/v1beta/models/${name}:streamGenerateContent?alt=sse`,
    { contents: [{ role: 'user', parts: [{ text: 'x' }] }] },
  ],
};
const chat = (name: string): readonly [string, object] => [
  '/v1/chat/completions',
  { model: name, max_tokens: 9, messages: [{ role: 'user', content: 'x' }] },
];

const TARGETS = [
  ...CHATS.map(({ id, format }) => [`at-${id}`, format] as const),
  ['over-responses', 'openai-responses'] as const,
];
const CASES = TARGETS.flatMap(([name, format]) => Object.keys(WAYS).map((way) => [name, way, format] as const));

function expectNoCanary(told: string): void {
  for (const canary of [CANARY, CANARY.slice(0, 16), HEADER_CANARY]) expect(told).not.toContain(canary);
}

describeAt(
  'everything set',
  'a credential that a provider repeats',
  () => ({ config: config(), env: { LITELLM_LOG: 'DEBUG' } }),
  (gateway) => {
    let key = { key: '', hash: '' };
    let asked = 0;
    beforeAll(async () => {
      key = await createKey(gateway());
    });

    async function ask([route, body]: readonly [string, object], streamed: boolean): Promise<Answer> {
      asked += 1;
      const said = route.includes('/models/') ? body : { ...body, stream: streamed };
      return callGateway(gateway(), `POST ${route}`, { key: key.key, body: said });
    }

    it.each(CASES)('of %s, in %s, is told to no client', async (name, way, format) => {
      const answerBy = WAYS[way];
      // Azure's older addresses name the deployment, and no body does; Fireworks has longer names
      for (const known of [name, '', `accounts/fireworks/models/${name}`])
        upstream.on(known, (request) => answerBy?.(request, format) ?? answerJson(500, {}));
      const before = upstream.requests.length;
      for (const question of [chat(name), OWN[format]?.(name)]) {
        if (question === undefined) continue;
        const { text, headers } = await ask(question, way.includes('stream'));
        expectNoCanary(text + JSON.stringify([...headers]));
        expect(text).toMatch(/refused|bad key/);
      }
      const sent = upstream.requests.slice(before).map((request) => JSON.stringify([request.headers, request.path]));
      expect(sent.every((request) => request.includes(CANARY))).toBe(true);
    });

    it('stands in no record and no line of the log', async () => {
      await waitForRows(gateway().databaseUrl, key.hash, asked);
      for (const table of ['request_fact', 'request_attribute', 'request_attempt', 'request_text']) {
        const rows = await queryDatabase<{ row: string }>(
          gateway().databaseUrl,
          `SELECT t::text AS row FROM tollgate.${table} t`,
        );
        expectNoCanary(JSON.stringify(rows));
      }
      const logs = await callGateway(gateway(), 'GET /spend/logs');
      expectNoCanary(logs.text);
      expect(gateway().output).toContain('upstream request');
      expectNoCanary(gateway().output);
    });
  },
);

describeAt(
  'everything set',
  'a kept response that failed',
  () => ({ config: config() }),
  (gateway) => {
    it('is read without the credential that its error repeats', async () => {
      const made = {
        id: 'resp_provider1',
        object: 'response',
        model: 'over-responses',
        output: [],
        status: 'queued',
        background: true,
      };
      const failed = { ...made, status: 'failed', error: { code: 'server_error', message: `no such key ${CANARY}` } };
      upstream.on('over-responses', answerJson(200, made));
      upstream.on('', answerJson(200, failed));
      const body = { model: 'over-responses', input: 'x', background: true, store: true };
      const { body: begun } = await callGateway(gateway(), 'POST /v1/responses', { body });
      const read = await callGateway(gateway(), `GET /v1/responses/${String(begun['id'])}`);
      expect(read.body).toMatchObject({ status: 'failed', error: { message: 'no such key ***' } });
    });
  },
);

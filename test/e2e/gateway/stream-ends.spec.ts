import { buildConfig, buildModel } from '../../support/builders/index.js';
import { callGateway, createKey, describeAt, waitForRows } from '../../support/gateway/index.js';
import { answerEvents, ReplayUpstream } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();
const event = (data: object): string => `data: ${JSON.stringify(data)}\n\n`;
const chunk = (choice: object): string =>
  event({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, ...choice }] });

const whole = {
  id: 'resp_1',
  object: 'response',
  created_at: 1,
  model: 'late',
  status: 'completed',
  output: [{ type: 'message', id: 'msg_1', role: 'assistant', content: [{ type: 'output_text', text: 'Hi there' }] }],
  usage: { input_tokens: 3, output_tokens: 2, total_tokens: 5 },
};
upstream.on(
  'late',
  answerEvents([
    event({ type: 'response.created', sequence_number: 0, response: { ...whole, status: 'in_progress', output: [] } }),
    event({ type: 'response.completed', sequence_number: 1, response: whole }),
  ]),
);
upstream.on(
  'broken',
  answerEvents([
    chunk({ delta: { role: 'assistant', content: 'Hi' }, finish_reason: null }),
    chunk({ delta: { content: '' }, finish_reason: 'error', error: { code: 502, message: 'the host is overloaded' } }),
    'data: [DONE]\n\n',
  ]),
);

const named = (type: string, data: object): string => `event: ${type}\n${event({ type, ...data })}`;
upstream.on(
  'busy-claude',
  answerEvents([
    named('message_start', {
      message: {
        id: 'm',
        type: 'message',
        role: 'assistant',
        model: 'c',
        content: [],
        usage: { input_tokens: 1, output_tokens: 1 },
      },
    }),
    named('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    named('content_block_delta', { index: 0, delta: { type: 'text_delta', text: 'Hi' } }),
    named('error', { error: { type: 'overloaded_error', message: 'Overloaded' } }),
  ]),
);
upstream.on(
  'busy-gemini',
  answerEvents([
    event({ candidates: [{ index: 0, content: { role: 'model', parts: [{ text: 'Hi' }] } }] }),
    event({ error: { code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE' } }),
  ]),
);

const turn = (model: string): object => ({ model, messages: [{ role: 'user', content: 'Hi' }], stream: true });
const contents = { contents: [{ role: 'user', parts: [{ text: 'Hi' }] }] };

/** How a client of each dialect asks for a stream. */
const DIALECTS: readonly (readonly [string, (model: string) => readonly [route: string, body: object]])[] = [
  ['chat completions', (model) => ['/v1/chat/completions', turn(model)]],
  ['completions', (model) => ['/v1/completions', { model, prompt: 'Hi', stream: true }]],
  ['responses', (model) => ['/v1/responses', { model, input: 'Hi', stream: true }]],
  ['messages', (model) => ['/v1/messages', { ...turn(model), max_tokens: 50 }]],
  ['Google’s', (model) => [`/v1beta/models/${model}:streamGenerateContent?alt=sse`, contents]],
  ['Google’s as an array', (model) => [`/v1beta/models/${model}:streamGenerateContent`, contents]],
];

describeAt(
  'nothing set',
  'the end of a stream',
  () => ({
    config: buildConfig([
      buildModel({ name: 'late', model: 'openai/responses/late', apiBase: `${upstream.url}/v1` }),
      buildModel({ name: 'busy-claude', model: 'anthropic/busy-claude', apiBase: upstream.url }),
      buildModel({ name: 'busy-gemini', model: 'gemini/busy-gemini', apiBase: upstream.url }),
      buildModel({ name: 'broken', model: 'openai_compatible/broken', apiBase: `${upstream.url}/v1` }),
    ]),
  }),
  (gateway) => {
    const ask = ([route, body]: readonly [string, object], key?: string) =>
      callGateway(gateway(), `POST ${route}`, { body, ...(key !== undefined && { key }) });

    it.each(DIALECTS)('says the text that stands nowhere else: to a client of %s', async (_dialect, asked) => {
      const { status, text } = await ask(asked('late'));
      expect(status).toBe(200);
      expect(text).toContain('Hi there');
    });

    it.each(DIALECTS)('is an error where a choice has one: to a client of %s', async (_dialect, asked) => {
      const { key, hash } = await createKey(gateway());
      const { status, text } = await ask(asked('broken'), key);
      expect([status, text.includes('Hi')]).toEqual([200, true]);
      expect(text).toContain('the host is overloaded');
      expect(text).not.toMatch(/\[DONE\]|"stop_reason":"|response\.completed|finishReason|"finish_reason":"/);
      expect((await waitForRows(gateway().databaseUrl, hash, 1))[0]).toMatchObject({ status: 'failure' });
    });

    it('is an error of the provider’s own kind, to a client of its dialect as to others', async () => {
      const claude = await ask(['/v1/messages', { ...turn('busy-claude'), max_tokens: 50 }]);
      expect(claude.text).toContain('"type":"overloaded_error"');
      const google = await ask(['/v1beta/models/busy-gemini:streamGenerateContent?alt=sse', contents]);
      expect(google.text).toMatch(/"code":503.*"status":"UNAVAILABLE"/);
      const chat = await ask(['/v1/chat/completions', turn('busy-claude')]);
      expect(chat.text).toMatch(/"code":"529"/);
    });

    it('is that of a JSON array, whose elements are all answers or its error', async () => {
      const [, asked] = DIALECTS.at(-1) ?? [];
      if (asked === undefined) throw new Error('no dialect');
      const late = JSON.parse((await ask(asked('late'))).text) as { readonly candidates?: unknown }[];
      expect(late.filter(({ candidates }) => candidates === undefined)).toEqual([]);
      const broken = JSON.parse((await ask(asked('broken'))).text) as { readonly candidates?: unknown }[];
      expect(broken.map((element) => Object.keys(element)[0])).toEqual(['candidates', 'error']);
    });
  },
);

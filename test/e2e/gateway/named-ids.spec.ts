import { buildConfig, buildModel } from '../../support/builders/index.js';
import { type Answer, callGateway, createKey, describeAt } from '../../support/gateway/index.js';
import {
  answerEvents,
  answerJson,
  ItemProvider,
  ReplayUpstream,
  ResponsesProvider,
  speakMessage,
  type UpstreamRequest,
} from '../../support/upstream/index.js';

type Json = Record<string, unknown>;

const upstream = ReplayUpstream.ofFile();
new ItemProvider(upstream, ['m', 'n']);
const background = new ResponsesProvider(upstream, ['later']);
let spoken = 0;

upstream.on('voice', ({ body }: UpstreamRequest) => {
  const audio = { id: `audio_${String((spoken += 1))}`, expires_at: 1_900_000_000 };
  const envelope = { id: `chatcmpl-${String(spoken)}`, created: 1, model: 'voice' };
  if (body['stream'] !== true) {
    const message = { role: 'assistant', content: null, audio: { ...audio, data: 'AAAA', transcript: 'Hi' } };
    return answerJson(200, {
      ...envelope,
      object: 'chat.completion',
      choices: [{ index: 0, message, finish_reason: 'stop' }],
    });
  }
  const event = (delta: object, finish: string | null): string =>
    `data: ${JSON.stringify({ ...envelope, object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
  return answerEvents([
    event({ role: 'assistant', audio }, null),
    event({ audio: { data: 'AAAA' } }, null),
    event({}, 'stop'),
    'data: [DONE]\n\n',
  ]);
});
upstream.on('claude', (request) => {
  const answer = speakMessage(request, { outputTokens: 1, promptTokens: 1 });
  const container = { id: `container_${String((spoken += 1))}`, expires_at: '2030-01-01T00:00:00Z' };
  return typeof answer.body === 'string'
    ? { ...answer, body: JSON.stringify({ ...(JSON.parse(answer.body) as Json), container }) }
    : {
        ...answer,
        body: answer.body.map((event) =>
          event.replace(
            '"stop_sequence":null},"usage"',
            `"stop_sequence":null,"container":${JSON.stringify(container)}},"usage"`,
          ),
        ),
      };
});

const model = (name: string, at: string, key = 'sk-upstream'): object =>
  buildModel({
    name,
    model: at,
    apiBase: at.startsWith('anthropic') ? upstream.url : `${upstream.url}/v1`,
    params: { api_key: key },
  });

describeAt(
  'everything set',
  'what an answer names by the provider’s ids',
  () => ({
    config: buildConfig([
      model('m', 'openai/m'),
      model('n', 'openai/n'),
      model('later', 'openai/later'),
      model('pair', 'openai/m', 'sk-first'),
      model('pair', 'openai/m', 'sk-second'),
      model('voice', 'openai/voice'),
      model('claude', 'anthropic/claude'),
    ]),
  }),
  (gateway) => {
    const call = (route: string, body: object, key: string): Promise<Answer> =>
      callGateway(gateway(), `POST /v1/${route}`, { key, body });
    const respond = (more: object, key: string): Promise<Answer> =>
      call('responses', { model: 'm', input: 'Hi', ...more }, key);
    const refer = (id: string): object => ({
      input: [
        { type: 'item_reference', id },
        { role: 'user', content: 'And?' },
      ],
    });
    const idIn = ({ text }: Answer, prefix: string): string =>
      new RegExp(`"id": ?"(${prefix}_[^"]+)"`).exec(text)?.[1] ?? 'none';
    const lastInput = (): unknown => upstream.requests.at(-1)?.body['input'];
    const twoKeys = async (): Promise<readonly [owner: string, stranger: string]> => [
      (await createKey(gateway())).key,
      (await createKey(gateway())).key,
    ];

    it.each([false, true])('is gone on from by its owner alone: items (stream %s)', async (stream) => {
      const [owner, stranger] = await twoKeys();
      const id = idIn(await respond({ stream }, owner), 'msg');
      const before = upstream.requests.length;
      for (const key of [stranger, gateway().masterKey])
        expect(await respond({ ...refer(id), stream }, key)).toMatchObject({
          status: 404,
          body: { error: { param: 'input[0].id', message: expect.stringContaining(id) } },
        });
      expect(upstream.requests).toHaveLength(before);
      expect((await respond({ ...refer(id), stream }, owner)).status).toBe(200);
      expect(lastInput()).toEqual(refer(id)['input' as never]);
    });

    it('is gone on from with items of several answers at once, and not with one more that is foreign', async () => {
      const [owner, stranger] = await twoKeys();
      const own = [idIn(await respond({}, owner), 'msg'), idIn(await respond({ stream: true }, owner), 'msg')];
      const foreign = idIn(await respond({}, stranger), 'msg');
      const naming = (ids: readonly string[]): object => ({ input: ids.map((id) => ({ type: 'item_reference', id })) });
      expect((await respond(naming(own), owner)).status).toBe(200);
      expect((await respond(naming([...own, foreign]), owner)).status).toBe(404);
    });

    it('is nobody’s once its response is deleted, and where that was not to be kept', async () => {
      const [owner] = await twoKeys();
      const later = { model: 'later', ...refer('msg_replay') };
      const { body } = await respond({ model: 'later' }, owner);
      expect((await respond({ ...later, store: false }, owner)).status).toBe(200);
      await callGateway(gateway(), `DELETE /v1/responses/${String(body['id'])}`, { key: owner });
      expect((await respond(later, owner)).status).toBe(404);
      for (const stream of [false, true]) {
        const id = idIn(await respond({ store: false, stream }, owner), 'msg');
        expect((await respond(refer(id), owner)).status).toBe(404);
      }
    });

    it('stays at the account that keeps it', async () => {
      const [owner] = await twoKeys();
      for (let turn = 0; turn < 6; turn += 1) {
        const id = idIn(await respond({ model: 'pair' }, owner), 'msg');
        const maker = upstream.requests.at(-1)?.headers['authorization'];
        expect((await respond({ model: 'pair', ...refer(id) }, owner)).status).toBe(200);
        expect(upstream.requests.at(-1)?.headers['authorization']).toBe(maker);
        expect(await respond({ model: 'm', ...refer(id) }, owner)).toMatchObject({
          status: 400,
          body: { error: { param: 'input[0].id', message: expect.stringContaining("Ask 'pair'") } },
        });
      }
    });

    it('is gone on from through whichever model of the account its owner’s key may use, and no other', async () => {
      const user_id = `user-${String(process.pid)}-${String(Date.now())}`;
      const [a, b] = [
        (await createKey(gateway(), { user_id, models: ['m'] })).key,
        (await createKey(gateway(), { user_id, models: ['n'] })).key,
      ];
      const made = await respond({}, a);
      const before = upstream.requests.length;
      for (const more of [refer(idIn(made, 'msg')), { previous_response_id: made.body['id'] }]) {
        expect((await respond({ model: 'm', ...more }, b)).status).toBe(403);
        expect((await respond({ model: 'n', ...more }, a)).status).toBe(403);
      }
      expect(upstream.requests).toHaveLength(before);
      expect((await respond({ model: 'n', ...refer(idIn(made, 'msg')) }, b)).status).toBe(200);
      expect(upstream.requests.at(-1)?.model).toBe('n');
    });

    it('is reasoning without its seal, where a provider that keeps it is asked', async () => {
      const [owner, stranger] = await twoKeys();
      const tools = [{ type: 'function', name: 'f', parameters: { type: 'object', properties: {} } }];
      const id = idIn(await respond({ tools }, owner), 'rs');
      const input = [
        { type: 'reasoning', id, summary: [{ type: 'summary_text', text: 'why' }] },
        { role: 'user', content: 'And?' },
      ];
      expect((await respond({ input }, owner)).status).toBe(200);
      const before = upstream.requests.length;
      expect(await respond({ input }, stranger)).toMatchObject({
        status: 404,
        body: { error: { message: expect.stringContaining('encrypted_content') } },
      });
      expect(upstream.requests).toHaveLength(before);
      // of a provider of another dialect the words stand for themselves
      expect((await respond({ model: 'claude', input }, stranger)).status).toBe(200);
    });

    it.each([false, true])('is a spoken answer (stream %s)', async (stream) => {
      const [owner, stranger] = await twoKeys();
      const asked = {
        model: 'voice',
        stream,
        modalities: ['text', 'audio'],
        audio: { voice: 'alloy', format: 'pcm16' },
      };
      const said = await call('chat/completions', { ...asked, messages: [{ role: 'user', content: 'Hi' }] }, owner);
      const id = idIn(said, 'audio');
      const goOn = {
        ...asked,
        messages: [
          { role: 'assistant', audio: { id } },
          { role: 'user', content: 'And?' },
        ],
      };
      const before = upstream.requests.length;
      expect((await call('chat/completions', goOn, stranger)).status).toBe(404);
      expect(upstream.requests).toHaveLength(before);
      expect((await call('chat/completions', goOn, owner)).status).toBe(200);
      expect(upstream.requests.at(-1)?.text).toContain(`"audio":{"id":"${id}"}`);
    });

    it.each([false, true])('is the container that Anthropic’s tools ran in (stream %s)', async (stream) => {
      const [owner, stranger] = await twoKeys();
      const asked = { model: 'claude', stream, max_tokens: 9, messages: [{ role: 'user', content: 'Hi' }] };
      const container = idIn(await call('messages', asked, owner), 'container');
      expect((await call('messages', { ...asked, container }, stranger)).status).toBe(404);
      expect((await call('messages', { ...asked, container }, owner)).status).toBe(200);
      expect(upstream.requests.at(-1)?.body['container']).toBe(container);
    });

    it.each([false, true])(
      'is the conversation that Anthropic holds, where it was asked to (stream %s)',
      async (stream) => {
        const [owner, stranger] = await twoKeys();
        const asked = { model: 'claude', stream, max_tokens: 9, messages: [{ role: 'user', content: 'Hi' }] };
        const goOn = (id: string): object => ({ ...asked, thread: { type: 'continue', previous_message_id: id } });
        const held = idIn(await call('messages', { ...asked, thread: { type: 'create' } }, owner), 'msg');
        const before = upstream.requests.length;
        expect((await call('messages', goOn(held), stranger)).status).toBe(404);
        expect(upstream.requests).toHaveLength(before);
        expect((await call('messages', goOn(held), owner)).status).toBe(200);
        expect(upstream.requests.at(-1)?.body['thread']).toEqual({ type: 'continue', previous_message_id: held });
      },
    );

    it.each([true, false])(
      'is the container that OpenAI’s code ran in, which lives on by itself (store %s)',
      async (store) => {
        const [owner, stranger] = await twoKeys();
        const tool = { type: 'code_interpreter', container: { type: 'auto' } };
        const { text } = await respond({ store, tools: [tool] }, owner);
        const container = /cntr_\d+/.exec(text)?.[0];
        const goOn = { tools: [{ type: 'code_interpreter', container }] };
        expect((await respond(goOn, stranger)).status).toBe(404);
        expect((await respond(goOn, owner)).status).toBe(200);
      },
    );

    it('is known of an answer that was made in the background once its owner has read it', async () => {
      const [owner, stranger] = await twoKeys();
      const { body } = await respond({ model: 'later', background: true }, owner);
      const [upstreamId] = background.ids.slice(-1);
      background.end(upstreamId ?? '', {
        status: 'completed',
        output: [{ type: 'message', id: 'msg_later', role: 'assistant', content: [] }],
      });
      const going = { model: 'later', ...refer('msg_later') };
      expect((await respond(going, owner)).status).toBe(404);
      await callGateway(gateway(), `GET /v1/responses/${String(body['id'])}`, { key: owner });
      expect((await respond(going, owner)).status).toBe(200);
      expect((await respond(going, stranger)).status).toBe(404);
    });
  },
);

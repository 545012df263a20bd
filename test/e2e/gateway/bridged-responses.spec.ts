import { BadRequestError, NotFoundError } from 'openai';
import { buildConfig } from '../../support/builders/index.js';
import { callGateway, createKey, describeAt, queryDatabase } from '../../support/gateway/index.js';
import { callBridge, openBridge, turnsOf } from './bridge-harness.js';

const bridge = openBridge();
const UNKNOWN = `resp_${'0'.repeat(32)}`;

describeAt(
  'everything set',
  'a response of a provider that keeps none',
  () => ({
    config: buildConfig(bridge.models()),
    env: { SALT_KEY: 'salt-of-the-operator-0123456789' },
  }),
  (gateway) => {
    const { connect, respond, rowOf, make } = callBridge(gateway);

    it('is read, asked for its input and deleted by its owner, and answers a cancel as one that has ended', async () => {
      const client = connect((await createKey(gateway())).key);
      const first = await client.responses.create({ model: 'claude', input: 'Hello!', metadata: { a: 'b' } });
      const made = await client.responses.create({
        model: 'claude',
        previous_response_id: first.id,
        input: [{ role: 'user', content: 'And you?' }],
      });
      expect(await client.responses.retrieve(made.id)).toEqual(expect.objectContaining({ ...made }));
      const items = await client.responses.inputItems.list(made.id, { order: 'asc' });
      expect(items.data).toMatchObject([
        { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hello!' }] },
        { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: first.output_text }] },
        { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'And you?' }] },
      ]);
      const paged: string[] = [];
      for await (const item of client.responses.inputItems.list(made.id, { limit: 1 })) paged.push(String(item.id));
      expect(paged).toEqual(items.data.map(({ id }) => id).toReversed());
      await expect(client.responses.cancel(made.id)).rejects.toMatchObject({
        constructor: BadRequestError,
        message: expect.stringContaining('Cannot cancel a synchronous response.'),
      });
      await client.responses.delete(made.id);
      expect(await rowOf(made.id)).toBeUndefined();
      await expect(client.responses.retrieve(made.id)).rejects.toBeInstanceOf(NotFoundError);
      await expect(client.responses.delete(made.id)).rejects.toBeInstanceOf(NotFoundError);
      await expect(
        client.responses.create({ model: 'claude', previous_response_id: made.id, input: 'x' }),
      ).rejects.toBeInstanceOf(NotFoundError);
    });

    it('refuses pages that there are none of, and to be read as a stream', async () => {
      const { key } = await createKey(gateway());
      const id = await make(key);
      for (const [query, param] of [
        ['/input_items?limit=0', 'limit'],
        ['/input_items?limit=101', 'limit'],
        ['/input_items?order=up', 'order'],
        ['/input_items?after=msg_x', 'after'],
        ['?stream=true', 'stream'],
      ])
        expect(await callGateway(gateway(), `GET /v1/responses/${id}${query ?? ''}`, { key })).toMatchObject({
          status: 400,
          body: { error: { param } },
        });
    });

    it('is not there for any other tenant, by any method and in any member', async () => {
      const [{ key: owner }, { key: stranger }] = [await createKey(gateway()), await createKey(gateway())];
      const id = await make(owner);
      const before = bridge.upstream.requests.length;
      for (const [named, keys] of [
        [id, [stranger, gateway().masterKey]],
        [UNKNOWN, [owner, stranger, gateway().masterKey]],
      ] as const)
        for (const key of keys) {
          const answers = [
            await callGateway(gateway(), `GET /v1/responses/${named}`, { key }),
            await callGateway(gateway(), `DELETE /v1/responses/${named}`, { key }),
            await callGateway(gateway(), `POST /v1/responses/${named}/cancel`, { key }),
            await callGateway(gateway(), `GET /openai/v1/responses/${named}/input_items`, { key }),
            ...(await Promise.all(
              [false, true].map((stream) => respond({ previous_response_id: named, stream }, key)),
            )),
          ];
          expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
          const texts = answers.map(({ text }) => text.replaceAll(named, 'ID'));
          expect(new Set(texts.filter((text) => !text.includes('previous_response_id'))).size).toBe(1);
        }
      expect(bridge.upstream.requests).toHaveLength(before);
      expect((await callGateway(gateway(), `GET /v1/responses/${id}`, { key: owner })).status).toBe(200);
    });

    it('is refused by a model whose provider keeps its own, and the other way round', async () => {
      const { key } = await createKey(gateway());
      const kept = await make(key);
      const natively = await make(key, { model: 'native' });
      const before = bridge.upstream.requests.length;
      expect(await respond({ model: 'native', previous_response_id: kept }, key)).toMatchObject({
        status: 400,
        body: { error: { param: 'previous_response_id', message: expect.stringContaining("Ask 'claude'") } },
      });
      expect(await respond({ previous_response_id: natively }, key)).toMatchObject({
        status: 400,
        body: { error: { param: 'previous_response_id', message: expect.stringContaining("Ask 'native'") } },
      });
      expect(bridge.upstream.requests).toHaveLength(before);
      expect(bridge.native.kept.size).toBeGreaterThan(0);
    });

    it('that is not to be kept has no row, says so, and cannot be asked for', async () => {
      const { key } = await createKey(gateway());
      for (const stream of [false, true]) {
        const answer = await respond({ store: false, stream }, key);
        const told = (answer.events.at(-1)?.data as { response?: object } | undefined)?.response ?? answer.body;
        const { id, store } = told as { readonly id: string; readonly store: boolean };
        expect(store).toBe(false);
        expect(await rowOf(id)).toBeUndefined();
        for (const lost of [
          await callGateway(gateway(), `GET /v1/responses/${id}`, { key }),
          await respond({ previous_response_id: id }, key),
        ])
          expect([lost.status, lost.text]).toEqual([404, expect.stringContaining('so far as input')]);
      }
    });

    it('that is too large is not kept, and its owner is told so', async () => {
      const { key } = await createKey(gateway());
      const id = await make(key, { input: 'x'.repeat(9 * 1024 * 1024) });
      expect((await rowOf(id))?.content).toBeNull();
      for (const refused of [
        await respond({ previous_response_id: id }, key),
        await callGateway(gateway(), `GET /v1/responses/${id}`, { key }),
      ])
        expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('too large')]);
      expect((await callGateway(gateway(), `DELETE /v1/responses/${id}`, { key })).status).toBe(200);
    });

    it('is kept for none but clients that can come back to it', async () => {
      const count = async (): Promise<unknown> =>
        (await queryDatabase(gateway().databaseUrl, 'SELECT count(*) FROM tollgate.bridged_response'))[0];
      const before = await count();
      const messages = [{ role: 'user', content: 'Hi' }];
      for (const stream of [false, true]) {
        const body = { model: 'claude', messages, stream, max_tokens: 9 };
        for (const route of ['POST /v1/chat/completions', 'POST /v1/messages'])
          expect((await callGateway(gateway(), route, { body })).status).toBe(200);
      }
      expect(await count()).toEqual(before);
    });

    it('stands encrypted in the database', async () => {
      const { key } = await createKey(gateway());
      const id = await make(key, { input: 'my diagnosis is secret' });
      const row = await rowOf(id);
      expect(row?.content?.length).toBeGreaterThan(100);
      expect(row?.content?.includes('diagnosis')).toBe(false);
      expect(row?.content?.includes('word0')).toBe(false);
    });
  },
);

describeAt(
  'everything set',
  'a response that was kept before the gateway was started again',
  () => ({ config: buildConfig(bridge.models()) }),
  (gateway) => {
    const { connect, respond, make } = callBridge(gateway);

    it('is gone on from afterwards', async () => {
      const { key } = await createKey(gateway());
      const id = await make(key, { input: 'before' });
      await gateway().stop();
      await gateway().restart();
      const answer = await connect(key).responses.create({ model: 'claude', previous_response_id: id, input: 'after' });
      expect(answer.previous_response_id).toBe(id);
      expect(turnsOf(bridge.last('claude'))).toHaveLength(3);
    }, 120_000);

    it('is not read once its content was changed in the database', async () => {
      const { key } = await createKey(gateway());
      const id = await make(key);
      await queryDatabase(
        gateway().databaseUrl,
        `UPDATE tollgate.bridged_response SET content = overlay(content placing '\\x00' from 30) WHERE public_id = $1`,
        [id],
      );
      expect(await respond({ previous_response_id: id }, key)).toMatchObject({ status: 400 });
      expect(await callGateway(gateway(), `GET /v1/responses/${id}`, { key })).toMatchObject({ status: 400 });
    });
  },
);

describeAt(
  'everything set',
  'a gateway that is set up to keep no responses',
  () => ({ config: { ...buildConfig(bridge.models()), general_settings: { store_bridged_responses: false } } }),
  (gateway) => {
    const { respond, rowOf } = callBridge(gateway);

    it('keeps none, says so in the answer, and says what to do instead', async () => {
      const { key } = await createKey(gateway());
      const { body, headers } = await respond({ store: true, metadata: { a: 'b' } }, key);
      expect([body['store'], headers.get('x-litellm-dropped-params')]).toEqual([false, 'store, metadata']);
      expect(await rowOf(String(body['id']))).toBeUndefined();
      expect(await respond({ previous_response_id: body['id'] }, key)).toMatchObject({
        status: 400,
        body: {
          error: {
            param: 'previous_response_id',
            message: expect.stringContaining('send the conversation so far as input'),
          },
        },
      });
      expect((await callGateway(gateway(), `GET /v1/responses/${String(body['id'])}`, { key })).status).toBe(404);
    });
  },
);

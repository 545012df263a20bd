import OpenAI, { NotFoundError } from 'openai';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import {
  callGateway,
  createKey,
  describeAt,
  queryDatabase,
  sumOfCosts,
  waitForRows,
} from '../../support/gateway/index.js';
import { ReplayUpstream, ResponsesProvider, speakMessage } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();
const provider = new ResponsesProvider(upstream, ['m', 'n']);
upstream.on('claude', (request) => speakMessage(request, { outputTokens: 3, promptTokens: 10 }));

const model = (name: string, at: string, key?: string): object =>
  buildModel({
    name,
    model: at,
    apiBase: at.startsWith('anthropic') ? upstream.url : `${upstream.url}/v1`,
    inputCost: 0.000_001,
    outputCost: 0.000_002,
    ...(key !== undefined && { params: { api_key: key } }),
  });

const UNKNOWN = `resp_${'0'.repeat(32)}`;
const PROVIDER_ID = /resp_provider\d+/;

interface Row {
  readonly public_id: string;
  readonly upstream_id: string;
  readonly tenant_kind: string;
  readonly tenant_id: string;
  readonly deleted_at: Date | null;
}

describeAt(
  'everything set',
  'a response that its provider keeps',
  () => ({
    config: buildConfig([
      model('m', 'openai/m'),
      model('n', 'openai/n'),
      // two accounts behind one name
      model('pair', 'openai/m', 'sk-first'),
      model('pair', 'openai/m', 'sk-second'),
      model('claude', 'anthropic/claude'),
    ]),
  }),
  (gateway) => {
    const connect = (key: string, path = '/v1'): OpenAI =>
      new OpenAI({ apiKey: key, baseURL: gateway().url + path, maxRetries: 0 });
    const respond = (more: object, key?: string) =>
      callGateway(gateway(), 'POST /v1/responses', {
        body: { model: 'm', input: 'Hi', ...more },
        ...(key !== undefined && { key }),
      });
    const rowOf = async (id: string): Promise<Row | undefined> => {
      const sql = 'SELECT * FROM tollgate.provider_object WHERE public_id = $1';
      return (await queryDatabase<Row>(gateway().databaseUrl, sql, [id]))[0];
    };
    const make = async (
      key: string,
      more: object = {},
    ): Promise<{ readonly id: string; readonly upstreamId: string }> => {
      const { body, status } = await respond(more, key);
      expect(status).toBe(200);
      const id = String(body['id']);
      return { id, upstreamId: (await rowOf(id))?.upstream_id ?? 'no row' };
    };
    /** Everything that a client can read of an answer but the headers that name the provider's own. */
    const readable = ({ text }: { readonly text: string }): string => text;

    it.each(['/v1', '', '/openai/v1'])(
      'is read, asked for its input, cancelled and deleted by its owner (%s)',
      async (path) => {
        const { key } = await createKey(gateway());
        const client = connect(key, path);
        const made = await client.responses.create({ model: 'm', input: 'Hello!' });
        const upstreamId = (await rowOf(made.id))?.upstream_id ?? '';
        expect(upstreamId).toMatch(PROVIDER_ID);
        expect(made.id).toMatch(/^resp_[0-9a-f]{32}$/);
        expect(await client.responses.retrieve(made.id)).toMatchObject({
          id: made.id,
          model: 'm',
          output_text: made.output_text,
        });
        const items = await client.responses.inputItems.list(made.id, {
          limit: 5,
          include: ['message.input_image.image_url', 'reasoning.encrypted_content'],
        });
        expect(items.data).toMatchObject([{ content: [{ text: 'Hello!' }] }]);
        expect(await client.responses.cancel(made.id)).toMatchObject({ id: made.id, status: 'cancelled' });
        await client.responses.delete(made.id);
        await expect(client.responses.retrieve(made.id)).rejects.toBeInstanceOf(NotFoundError);
        await expect(client.responses.delete(made.id)).rejects.toBeInstanceOf(NotFoundError);
        expect(provider.asked(upstreamId).map((request) => `${request.method} ${request.path}`)).toEqual([
          `GET /v1/responses/${upstreamId}`,
          expect.stringMatching(/input_items\?.*include%5B%5D=message\.\S+include%5B%5D=reasoning\.encrypted_content/),
          `POST /v1/responses/${upstreamId}/cancel`,
          `DELETE /v1/responses/${upstreamId}`,
        ]);
        for (const { headers } of provider.asked(upstreamId))
          expect(headers['authorization']).toBe('Bearer sk-upstream');
      },
    );

    it('is read again as a stream, by the id of its client', async () => {
      const { key } = await createKey(gateway());
      const { id } = await make(key);
      const again = await callGateway(gateway(), `GET /v1/responses/${id}?stream=true`, { key });
      expect(again.events.at(-1)).toMatchObject({
        event: 'response.completed',
        data: { response: { id, model: 'm' } },
      });
      expect(readable(again)).not.toMatch(PROVIDER_ID);
    });

    it('is not there for any other tenant, by any method and in any member', async () => {
      const [{ key: owner }, { key: stranger }] = [await createKey(gateway()), await createKey(gateway())];
      const { id, upstreamId } = await make(owner);
      const before = upstream.requests.length;
      for (const named of [id, upstreamId, UNKNOWN]) {
        for (const key of named === id ? [stranger, gateway().masterKey] : [stranger, owner, gateway().masterKey]) {
          for (const route of [
            `GET /v1/responses/${named}`,
            `GET /responses/${named}?stream=true`,
            `DELETE /v1/responses/${named}`,
            `POST /v1/responses/${named}/cancel`,
            `GET /openai/v1/responses/${named}/input_items`,
          ])
            expect([route, (await callGateway(gateway(), route, { key })).status]).toEqual([route, 404]);
          for (const more of [
            { previous_response_id: named },
            { conversation: named },
            { conversation: { id: named } },
            { input: [{ type: 'item_reference', id: named }] },
          ])
            for (const stream of [false, true]) expect((await respond({ ...more, stream }, key)).status).toBe(404);
        }
      }
      expect(upstream.requests).toHaveLength(before);
      expect((await callGateway(gateway(), `GET /v1/responses/${id}`, { key: owner })).status).toBe(200);
    });

    it('belongs to whoever its key belongs to, whichever key asks', async () => {
      const user = `user-${String(process.pid)}-${String(Date.now())}`;
      const [{ key: one }, { key: two }] = [
        await createKey(gateway(), { user_id: user }),
        await createKey(gateway(), { user_id: user }),
      ];
      const { id } = await make(one);
      expect(await rowOf(id)).toMatchObject({ tenant_kind: 'user', tenant_id: user });
      expect((await callGateway(gateway(), `GET /v1/responses/${id}`, { key: two })).status).toBe(200);
    });

    it.each([false, true])(
      'is gone on from, turn after turn, by the ids that were shown (stream %s)',
      async (stream) => {
        const client = connect((await createKey(gateway())).key);
        let previous: string | undefined;
        for (let turn = 0; turn < 3; turn += 1) {
          const asked = {
            model: 'm',
            input: `turn ${String(turn)}`,
            ...(previous !== undefined && { previous_response_id: previous }),
          };
          const answer = stream
            ? await client.responses.stream(asked).finalResponse()
            : await client.responses.create(asked);
          expect(answer.previous_response_id).toBe(previous ?? null);
          const sent = upstream.of('m').at(-1)?.body['previous_response_id'];
          expect(sent).toBe(previous === undefined ? undefined : (await rowOf(previous))?.upstream_id);
          previous = answer.id;
        }
        expect(await client.responses.retrieve(previous ?? '')).toMatchObject({
          previous_response_id: expect.stringMatching(/^resp_[0-9a-f]{32}$/),
        });
      },
    );

    it('keeps the calls that go on from it at the account that keeps it', async () => {
      const { key } = await createKey(gateway());
      for (let call = 0; call < 6; call += 1) {
        const { id, upstreamId } = await make(key, { model: 'pair' });
        const maker = upstream.of('m').at(-1)?.headers['authorization'];
        expect((await respond({ model: 'pair', previous_response_id: id }, key)).status).toBe(200);
        expect(upstream.of('m').at(-1)).toMatchObject({
          headers: { authorization: maker },
          body: { previous_response_id: upstreamId },
        });
      }
    });

    it('is gone on from by another model of the same account, and by none of another', async () => {
      const { key } = await createKey(gateway());
      const { id, upstreamId } = await make(key);
      expect((await respond({ model: 'n', previous_response_id: id }, key)).status).toBe(200);
      expect(upstream.of('n').at(-1)?.body['previous_response_id']).toBe(upstreamId);
      const before = upstream.requests.length;
      for (const elsewhere of ['pair', 'claude'])
        expect(await respond({ model: elsewhere, previous_response_id: id }, key)).toMatchObject({
          status: 400,
          body: { error: { param: 'previous_response_id', message: expect.stringContaining("Ask 'm'") } },
        });
      expect(upstream.requests).toHaveLength(before);
    });

    it('that is not to be kept has no row, and cannot be asked for', async () => {
      const { key } = await createKey(gateway());
      for (const more of [{ store: false }, { store: false, stream: true }]) {
        const answer = await respond(more, key);
        const told = (answer.events.at(-1)?.data as { response?: { id: string } } | undefined)?.response ?? answer.body;
        const id = String((told as { id: string }).id);
        expect(id).toMatch(/^resp_[0-9a-f]{32}$/);
        expect(await rowOf(id)).toBeUndefined();
        expect((await callGateway(gateway(), `GET /v1/responses/${id}`, { key })).status).toBe(404);
        expect(await respond({ previous_response_id: id }, key)).toMatchObject({
          status: 404,
          body: { error: { message: expect.stringContaining('send the conversation so far as input') } },
        });
      }
    });

    it('is never told to a client by its provider’s id: not in an answer, an event, an echo or an error', async () => {
      const { key } = await createKey(gateway());
      const texts: string[] = [];
      for (const stream of [false, true])
        for (const store of [true, false]) {
          const first = await respond({ stream, store }, key);
          texts.push(readable(first));
          const id = /resp_[0-9a-f]{32}/.exec(first.text)?.[0] ?? '';
          texts.push(readable(await respond({ stream, previous_response_id: id }, key)));
          for (const route of ['', '?stream=true', '/input_items'])
            texts.push(readable(await callGateway(gateway(), `GET /v1/responses/${id}${route}`, { key })));
        }
      const { id, upstreamId } = await make(key);
      provider.kept.delete(upstreamId);
      for (const lost of [
        await respond({ previous_response_id: id }, key),
        await respond({ previous_response_id: id, stream: true }, key),
        await callGateway(gateway(), `GET /v1/responses/${id}`, { key }),
        await callGateway(gateway(), `DELETE /v1/responses/${id}`, { key }),
      ]) {
        expect(lost.status).toBe(404);
        expect(lost.text).toContain(id);
        texts.push(readable(lost));
      }
      expect(texts.filter((text) => PROVIDER_ID.test(text))).toEqual([]);
    });

    it('costs its owner once: each look at it is one row of its own, free of charge', async () => {
      const { key, hash } = await createKey(gateway(), { max_budget: 100 });
      const { id } = await make(key);
      const looks = ['GET', 'GET', 'POST', 'DELETE'] as const;
      for (const method of looks)
        await callGateway(gateway(), `${method} /v1/responses/${id}${method === 'POST' ? '/cancel' : ''}`, { key });
      const rows = await waitForRows(gateway().databaseUrl, hash, 1 + looks.length);
      expect(rows.map(({ status, cost_nano }) => [status, cost_nano])).toEqual([
        ['success', 16_000n],
        ...looks.map(() => ['success', 0n]),
      ]);
      expect(sumOfCosts(rows)).toBe(16_000n);
    });
  },
);

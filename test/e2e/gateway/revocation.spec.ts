import {
  callGateway,
  createKey,
  describeAtBothEnds,
  openCall,
  waitFor,
  waitForRows,
} from '../../support/gateway/index.js';
import { buildChatModel, buildConfig } from '../../support/builders/index.js';
import { answerJson, Gate, ReplayUpstream, speakChat } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();

const MODEL = 'gpt-4o-revoked';
const body = { model: MODEL, messages: [{ role: 'user', content: 'Hello!' }], stream: true };
const PRICE = { inputNano: 1_000_000n, outputNano: 2_000_000n };
const DOWN = 'gpt-4o-down';
const config = () => buildConfig([MODEL, DOWN].map((model) => buildChatModel(upstream, model, PRICE)));
const SEEN_MS = 1000;

describeAtBothEnds(
  'a key that is taken away',
  () => ({ config: config() }),
  (gateway) => {
    it.each([
      ['blocked', 'POST /key/block', (key: string) => ({ key })],
      ['deleted', 'POST /key/delete', (key: string) => ({ keys: [key] })],
      ['not for the model any more', 'POST /key/update', (key: string) => ({ key, models: ['other'] })],
    ])(
      'loses its live streams in under a second when it is %s; they are metered, recorded and charged',
      async (_name, route, bodyOf) => {
        const gate = new Gate();
        upstream.on(MODEL, (request) =>
          speakChat(request, {
            outputTokens: 50,
            promptTokens: 20,
            gate: (index) => (index < 3 ? undefined : gate.opened),
          }),
        );
        const { key, hash } = await createKey(gateway(), { max_budget: 100 });
        const number = upstream.of(MODEL).length + 1;
        const stream = await openCall(gateway(), 'POST /v1/chat/completions', { key, body });
        const reader = stream.body?.getReader();
        await reader?.read();
        const taken = performance.now();
        expect((await callGateway(gateway(), route, { body: bodyOf(key) })).status).toBe(200);
        await readToEnd(reader);
        expect(performance.now() - taken).toBeLessThan(SEEN_MS);
        expect(
          (await upstream.received(MODEL, number)).aborted ||
            (await waitFor('the provider to see it', () => upstream.of(MODEL)[number - 1]?.aborted)),
        ).toBe(true);
        const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
        expect(row).toMatchObject({ stream: true, cost_estimated: true });
        expect(row?.cost_nano).toBeGreaterThan(0n);
        gate.open();
      },
    );

    it('loses its live streams when its access group loses the model', async () => {
      const gate = new Gate();
      upstream.on(MODEL, (request) =>
        speakChat(request, {
          outputTokens: 50,
          promptTokens: 20,
          gate: (index) => (index < 3 ? undefined : gate.opened),
        }),
      );
      const made = await callGateway<{ access_group_id: string }>(gateway(), 'POST /v1/access_group', {
        body: { access_group_name: 'streamed', access_model_names: [MODEL] },
      });
      const { access_group_id: id } = made.body;
      const { key } = await createKey(gateway(), { access_group_ids: [id] });
      const stream = await openCall(gateway(), 'POST /v1/chat/completions', { key, body });
      const reader = stream.body?.getReader();
      await reader?.read();
      const taken = performance.now();
      const emptied = await callGateway(gateway(), `PUT /v1/access_group/${id}`, { body: { access_model_names: [] } });
      expect(emptied.status).toBe(200);
      await readToEnd(reader);
      expect(performance.now() - taken).toBeLessThan(SEEN_MS);
      gate.open();
    });

    it('loses its live streams when the model that took over is not for it any more, and for no other change', async () => {
      const gate = new Gate();
      upstream.on(DOWN, answerJson(401, { error: { message: 'no such account' } }));
      upstream.on(MODEL, (request) =>
        speakChat(request, {
          outputTokens: 50,
          promptTokens: 20,
          gate: (index) => (index < 3 ? undefined : gate.opened),
        }),
      );
      const stream = async (change: object): Promise<string> => {
        const { key } = await createKey(gateway(), { models: [DOWN, MODEL] });
        const asked = { ...body, model: DOWN, fallbacks: [MODEL] };
        const reader = (await openCall(gateway(), 'POST /v1/chat/completions', { key, body: asked })).body?.getReader();
        const first = new TextDecoder().decode((await reader?.read())?.value);
        expect((await callGateway(gateway(), 'POST /key/update', { body: { key, ...change } })).status).toBe(200);
        if ('tags' in change) gate.open();
        return first + (await readToEnd(reader));
      };
      const taken = performance.now();
      expect(await stream({ models: [DOWN] })).not.toContain('[DONE]');
      expect(performance.now() - taken).toBeLessThan(2 * SEEN_MS);
      expect(await stream({ tags: ['blue'] })).toContain('[DONE]');
    });

    it('is refused at once by the process that was told, and served again when it is given back', async () => {
      upstream.on(MODEL, (request) => speakChat(request, { outputTokens: 1, promptTokens: 1 }));
      const { key } = await createKey(gateway());
      const call = async () =>
        (await callGateway(gateway(), 'POST /v1/chat/completions', { key, body: { ...body, stream: false } })).status;
      expect(await call()).toBe(200);
      await callGateway(gateway(), 'POST /key/block', { body: { key } });
      expect(await call()).toBe(401);
      await callGateway(gateway(), 'POST /key/unblock', { body: { key } });
      expect(await call()).toBe(200);
      await callGateway(gateway(), 'POST /key/delete', { body: { keys: [key] } });
      expect(await call()).toBe(401);
    });
  },
);

/** Resolves to what came, to where it ended or was cut off. */
async function readToEnd(reader: ReadableStreamDefaultReader<Uint8Array> | undefined): Promise<string> {
  let text = '';
  try {
    for (let part = await reader?.read(); part?.done === false; part = await reader?.read())
      text += new TextDecoder().decode(part.value);
  } catch {
    // it was cut off
  }
  return text;
}

import { randomUUID } from 'node:crypto';
import { buildChatModel, buildConfig } from '../../support/builders/index.js';
import { askAdmin, callGateway, createKey, describeAt, waitFor } from '../../support/gateway/index.js';
import { ReplayUpstream, speakChat } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();
const MODEL = 'gpt-4o-known-customers';
const PRICE = { inputNano: 10_000n, outputNano: 20_000n };
upstream.on(MODEL, (request) => speakChat(request, { outputTokens: 2, promptTokens: 5 }));

interface Refusal {
  readonly error: { readonly message: string; readonly type: string; readonly code: string; readonly param: string };
}

describeAt(
  'nothing set',
  'customers: known_only',
  () => ({
    config: buildConfig([buildChatModel(upstream, MODEL, PRICE)], { litellm_settings: { customers: 'known_only' } }),
  }),
  (gateway) => {
    const call = (key: string, more: object, headers: Record<string, string> = {}) =>
      callGateway<Refusal>(gateway(), 'POST /v1/chat/completions', {
        key,
        headers,
        body: { model: MODEL, messages: [{ role: 'user', content: 'x' }], ...more },
      });

    it('refuses a customer that nobody made, however it is named and whoever calls, before the provider is asked', async () => {
      const { key } = await createKey(gateway(), {});
      const before = upstream.of(MODEL).length;
      const name = `stranger-${randomUUID()}`;
      const answers = [
        await call(key, { user: name }),
        await call(key, {}, { 'x-litellm-customer-id': name }),
        await call(key, { metadata: { user_id: name } }),
        await call(gateway().masterKey, { user: name }),
      ];
      for (const { status, body } of answers) {
        expect([status, body.error.type, body.error.param]).toEqual([403, 'auth_error', 'user']);
        expect(body.error.message).toContain(name);
        expect(body.error.message).toContain('/customer/new');
      }
      expect(upstream.of(MODEL).length).toBe(before);
    });

    it('serves a call that names nobody, and a customer from when it is made until it is deleted', async () => {
      const { key } = await createKey(gateway(), {});
      expect((await call(key, {})).status).toBe(200);
      const user = `customer-${randomUUID()}`;
      expect((await call(key, { user })).status).toBe(403);
      await askAdmin(gateway(), 'POST /customer/new', { user_id: user });
      await waitFor('the customer to be known', async () => (await call(key, { user })).status === 200);
      await askAdmin(gateway(), 'POST /customer/delete', { user_ids: [user] });
      await waitFor('the customer to be gone', async () => (await call(key, { user })).status === 403);
    });

    it('keeps the call, and counts nothing for the name', async () => {
      const { key } = await createKey(gateway(), {});
      const name = `stranger-${randomUUID()}`;
      await call(key, { user: name });
      const rows = () =>
        callGateway<readonly { status: string; end_user: string }[]>(gateway(), `GET /spend/logs?api_key=${key}`);
      await waitFor('the row', async () => (await rows()).body.length === 1);
      expect((await rows()).body).toMatchObject([{ status: 'failure' }]);
      const { body } = await callGateway<{ end_users: readonly string[] }>(gateway(), 'GET /global/all_end_users');
      expect(body.end_users).not.toContain(name);
    });
  },
);

import { buildConfig, buildModel } from '../../support/builders/index.js';
import {
  type Answer,
  callGateway,
  createKey,
  describeAt,
  rotateDueKeys,
  waitFor,
} from '../../support/gateway/index.js';
import { ReplayUpstream } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();
const body = { model: 'm', messages: [{ role: 'user', content: 'Hi' }] };
const model = (): object =>
  buildModel({
    name: 'm',
    model: 'openai/gpt-4o',
    apiBase: `${upstream.url}/v1`,
    params: { mock_response: 'Hello!' },
  });
const [DAY_MS, WEEK_MS] = [86_400_000, 7 * 86_400_000];

describeAt(
  'nothing set',
  'calls with a key that rotates',
  () => ({ config: buildConfig([model()]) }),
  (gateway) => {
    const chat = (key: string, said: object = body): Promise<Answer<unknown>> =>
      callGateway(gateway(), 'POST /v1/chat/completions', { key, body: said });
    const told = ({ headers }: Answer<unknown>) => [
      headers.get('x-tollgate-key-rotation'),
      headers.get('x-tollgate-key-revoked-at'),
    ];

    it('are told that a secret waits, then when theirs ends; those with the new one are told nothing', async () => {
      const { key } = await createKey(gateway(), { auto_rotate: true, rotation_interval: '7d', key_type: 'llm_api' });
      expect(told(await chat(key))).toEqual([null, null]);
      await rotateDueKeys(gateway().databaseUrl, gateway().masterKey, WEEK_MS);
      await waitFor('the gateway to hear of it', async () => told(await chat(key))[0] === 'uncollected');
      for (const said of [
        { ...body, stream: true },
        { ...body, model: 'absent' },
      ])
        expect(told(await chat(key, said))).toEqual(['uncollected', null]);
      const asked = Date.now();
      const collected = await callGateway<{ key: string; revoke_at: string }>(
        gateway(),
        `POST /key/${key}/rotation/collect`,
        { key },
      );
      expect(collected.status).toBe(200);
      expect(Date.parse(collected.body.revoke_at)).toBeGreaterThanOrEqual(asked + DAY_MS);
      expect(told(await chat(key))).toEqual([null, collected.body.revoke_at]);
      const renewed = await chat(collected.body.key);
      expect([renewed.status, ...told(renewed)]).toEqual([200, null, null]);
      const again = await callGateway(gateway(), `POST /key/${key}/rotation/collect`, { key });
      expect(again.status).toBe(404);
    });

    it('are told of the end of a secret that was replaced by hand too', async () => {
      const { key } = await createKey(gateway());
      await callGateway(gateway(), 'POST /key/regenerate', { body: { key, grace_period: '1h' } });
      const [, end] = told(await chat(key));
      expect(Date.parse(end ?? '')).toBeGreaterThan(Date.now());
    });
  },
);

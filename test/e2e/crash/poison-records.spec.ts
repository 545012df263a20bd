import { callGateway, createKey, describeAtBothEnds, queryDatabase, waitForRows } from '../../support/gateway/index.js';
import { PricedUpstream } from './priced-upstream.js';

const upstream = new PricedUpstream('gpt-4o-poisoned');

const ROUTE = 'POST /v1/chat/completions';
const CALLS = 200;
const AT_ONCE = 25;

/** What a caller may send that PostgreSQL takes in no text, or in no index. */
const POISONS: readonly Readonly<Record<string, unknown>>[] = [
  { user: 'a\u0000b', metadata: { session_id: '\u0000', tags: ['\u0000'] } },
  { user: 'a\ud800b', metadata: { session_id: '\udfff', tags: ['\ud800'] } },
  { user: 'x'.repeat(500_000), metadata: { session_id: 's'.repeat(100_000), note: 'n'.repeat(500_000) } },
];

describeAtBothEnds(
  'records of texts that no database takes as they are',
  () => ({ config: upstream.config() }),
  (gateway) => {
    it('loses none of 200 requests, the hostile ones included, and refuses none', async () => {
      const { key, hash } = await createKey(gateway());
      const bodies = Array.from({ length: CALLS }, (_, index) => ({
        ...upstream.body,
        ...(index % 20 === 7 ? POISONS[Math.floor(index / 20) % POISONS.length] : {}),
      }));
      while (bodies.length > 0) {
        const group = bodies.splice(0, AT_ONCE).map((body) => callGateway(gateway(), ROUTE, { key, body }));
        for (const { status } of await Promise.all(group)) expect(status).toBe(200);
      }
      const rows = await waitForRows(gateway().databaseUrl, hash, CALLS);
      expect(rows.filter((row) => row.status === 'success')).toHaveLength(CALLS);
      expect(await queryDatabase(gateway().databaseUrl, 'SELECT reason FROM tollgate.dead_letter')).toEqual([]);
    });

    it('writes two rows for two requests with the same call id', async () => {
      const { key, hash } = await createKey(gateway());
      const headers = { 'x-litellm-call-id': 'the-same-for-both' };
      for (let time = 1; time <= 2; time += 1) {
        const answer = await callGateway(gateway(), ROUTE, { key, body: upstream.body, headers });
        expect(answer.headers.get('x-litellm-call-id')).toBe('the-same-for-both');
      }
      const rows = await waitForRows(gateway().databaseUrl, hash, 2);
      expect(rows.map((row) => [row.call_id, row.status, row.cost_nano])).toEqual(
        [1, 2].map(() => ['the-same-for-both', 'success', upstream.costNano]),
      );
      expect(new Set(rows.map((row) => row.request_id)).size).toBe(2);
    });
  },
);

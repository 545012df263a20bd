import pg from 'pg';
import {
  callGateway,
  createKey,
  describeAt,
  type Gateway,
  rowsOfKey,
  waitFor,
  waitForRows,
} from '../../support/gateway/index.js';

const body = { model: 'mock/echo', messages: [{ role: 'user', content: 'x' }] };

describeAt(
  'everything set',
  'a ledger that does not take rows',
  () => ({}),
  (gateway) => {
    it('stops no answer; the backlog shows as a metric, and everything is written when it goes on', async () => {
      const { key, hash } = await createKey(gateway());
      const blocker = new pg.Client({ connectionString: gateway().databaseUrl });
      await blocker.connect();
      try {
        await blocker.query('BEGIN; LOCK TABLE tollgate.request_fact IN ACCESS EXCLUSIVE MODE');
        const answers = await Promise.all(
          Array.from({ length: 30 }, () => callGateway(gateway(), 'POST /v1/chat/completions', { key, body })),
        );
        expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 30 }, () => 200));
        await waitFor('the backlog to show', async () => (await readBacklog(gateway())) >= 30);
      } finally {
        await blocker.query('ROLLBACK');
        await blocker.end();
      }
      await waitForRows(gateway().databaseUrl, hash, 30);
      expect(await rowsOfKey(gateway().databaseUrl, hash)).toHaveLength(30);
      await waitFor('the backlog to be gone', async () => (await readBacklog(gateway())) === 0);
    });
  },
);

async function readBacklog(gateway: Gateway): Promise<number> {
  const { text } = await callGateway(gateway, 'GET /metrics');
  return Number(/^tollgate_journal_backlog_lines (\d+)/m.exec(text)?.[1]);
}

import { LedgerHarness } from './support/ledger-harness';

describe('a connection that is lost', () => {
  let harness: LedgerHarness;
  beforeAll(async () => {
    harness = await LedgerHarness.start();
  });
  afterAll(() => harness.stop());

  it('between two questions of a transaction fails the next one, and nothing else', async () => {
    const work = harness.database.transaction(async (client) => {
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      const lost = new Promise((resolve) => client.once('end', resolve));
      await harness.rows('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
      await lost;
      await client.query('SELECT 1');
    });
    await expect(work).rejects.toThrow();
    expect(await harness.rows('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

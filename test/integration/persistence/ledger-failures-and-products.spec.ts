import { buildAttempt, buildRecord, NOON } from './support/build-record.js';
import { finished, LedgerHarness } from './support/ledger-harness.js';

describe('the daily sums', () => {
  let ledger: LedgerHarness;
  beforeAll(async () => (ledger = await LedgerHarness.start()));
  beforeEach(() => ledger.clear());
  afterAll(() => ledger.stop());

  const limited = { outcome: 'failure', status: 429, failureClass: 'rate-limit' } as const;
  const id = '019abc00-0000-7000-8000-000000000002';

  describe('of failures', () => {
    const failures = () =>
      ledger.rows(
        `SELECT model_group, deployment_id, failure_class, status, failures::int AS failures
         FROM tollgate.attempt_failure_daily ORDER BY model_group, deployment_id, failure_class`,
      );

    it('count every attempt that failed, where it failed and how, also of calls that another deployment answered', async () => {
      await ledger.writer.write(
        finished(
          buildRecord({
            attempts: [
              buildAttempt({ ...limited, modelGroup: 'dear', deploymentId: 'd-1' }),
              buildAttempt({ attempt: 2, modelGroup: 'cheap', deploymentId: 'd-2' }),
            ],
          }),
          buildRecord({
            status: 'failure',
            modelGroup: 'dear',
            attempts: [buildAttempt({ ...limited, deploymentId: 'd-1' })],
          }),
          buildRecord({
            status: 'failure',
            attempts: [buildAttempt({ outcome: 'failure', status: 504, failureClass: 'timeout', modelGroup: 'cheap' })],
          }),
          buildRecord({ status: 'cancelled', attempts: [buildAttempt({ outcome: 'cancelled' })] }),
          buildRecord(),
        ),
      );
      expect(await failures()).toEqual([
        { model_group: 'cheap', deployment_id: 'deployment-1', failure_class: 'timeout', status: 504, failures: 1 },
        { model_group: 'dear', deployment_id: 'd-1', failure_class: 'rate-limit', status: 429, failures: 2 },
      ]);
    });

    it('count a record once, and one that stands in for a true end not at all', async () => {
      const record = buildRecord({ requestId: id, status: 'failure', attempts: [buildAttempt(limited)] });
      await ledger.writer.write(finished({ ...record, status: 'interrupted', httpStatus: 500 }));
      expect(await failures()).toEqual([]);
      await ledger.writer.write(finished(record));
      await ledger.writer.write(finished(record));
      expect(await failures()).toMatchObject([{ failures: 1 }]);
    });
  });

  describe('of clients’ products', () => {
    const products = () =>
      ledger.rows<{ product: string }>(
        `SELECT product, requests::int AS requests, succeeded::int AS succeeded, failed::int AS failed, cost_nano::int AS cost,
           prompt_tokens::int AS input, completion_tokens::int AS output
         FROM tollgate.client_product_daily ORDER BY product`,
      );
    const of = (clientProduct: string, change: object = {}) => buildRecord({ clientProduct, ...change });

    it('add up the calls of each, and those of calls without one nowhere', async () => {
      await ledger.writer.write(finished(of('curl'), of('OpenAI'), buildRecord()));
      await ledger.writer.write(finished(of('curl', { status: 'failure', costNano: null, usage: undefined })));
      expect(await products()).toEqual([
        { product: 'OpenAI', requests: 1, succeeded: 1, failed: 0, cost: 1500, input: 1000, output: 150 },
        { product: 'curl', requests: 2, succeeded: 1, failed: 1, cost: 1500, input: 1000, output: 150 },
      ]);
    });

    it('count a record that stands in for a true end when that has come, and then once', async () => {
      await ledger.writer.write(finished(of('curl', { requestId: id, status: 'pending' })));
      expect(await products()).toEqual([]);
      await ledger.writer.write(finished(of('curl', { requestId: id })));
      await ledger.writer.write(finished(of('curl', { requestId: id })));
      expect(await products()).toMatchObject([{ product: 'curl', requests: 1 }]);
    });

    it('are at most fifty rows and one for each key and day, whatever clients call themselves', async () => {
      const made = Array.from({ length: 120 }, (_, n) => of(`made-up-${String(n).padStart(3, '0')}`));
      await ledger.writer.write(finished(...made.slice(0, 40)));
      await ledger.writer.write(finished(...made.slice(40)));
      await ledger.writer.write(finished(of('made-up-000'), of('brand-new')));
      const rows = await products();
      expect(rows).toHaveLength(51);
      expect(rows.filter(({ product }) => ['other', 'made-up-000', 'made-up-049'].includes(product))).toMatchObject([
        { product: 'made-up-000', requests: 2 },
        { product: 'made-up-049', requests: 1 },
        { product: 'other', requests: 71 },
      ]);
      await ledger.writer.write(finished(of('brand-new', { receivedAt: NOON + 86_400_000 })));
      expect(await ledger.count('client_product_daily')).toBe(52);
    });
  });
});

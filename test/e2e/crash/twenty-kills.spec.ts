import { createKey, describeAt, sumOfCosts, waitFor } from '../../support/gateway/index.js';
import { expectEachOnce, expectInfoEqualsRows, expectSumsAgree, hasAll, rowsOfKeys } from './expect-ledger.js';
import { Load, type LoadAnswer } from './load.js';
import { PricedUpstream } from './priced-upstream.js';

const upstream = new PricedUpstream('gpt-4o-killed');

const KILLS = 20;
const CALLERS = 12;
/** Whole answers before each kill: another number each time, so that the kill meets another moment. */
const answersBefore = (kill: number): number => 8 + ((kill * 7) % 23);

describeAt(
  'nothing set',
  'twenty kill -9 in a row under load',
  () => ({ config: upstream.config() }),
  (gateway) => {
    it('lose no answer that a client received whole, double none, and make no billed call free', async () => {
      const keys = [await createKey(gateway(), { max_budget: 1_000_000 }), await createKey(gateway())];
      upstream.answer((index) => (index % 4 === 0 ? new Promise((resolve) => setImmediate(resolve)) : undefined));
      const whole: LoadAnswer[] = [];
      for (let kill = 1; kill <= KILLS; kill += 1) {
        const load = new Load(gateway(), { keys, callers: CALLERS, body: upstream.body });
        await waitFor('enough whole answers', () => load.whole.length >= answersBefore(kill), 30_000);
        await gateway().kill9();
        await load.ended;
        whole.push(...load.whole);
        await gateway().restart();
        // what it found in its journal is in the ledger before it listens
        const rows = await rowsOfKeys(gateway(), keys);
        expect(hasAll(rows, whole)).toBe(true);
        expect(sumOfCosts(rows)).toBeGreaterThanOrEqual(upstream.billedNano);
        await expectInfoEqualsRows(gateway(), keys);
      }
      const rows = await rowsOfKeys(gateway(), keys);
      expectEachOnce(rows, whole, upstream.costNano);
      const cutShort = rows.filter((row) => row.status !== 'success');
      expect(cutShort.length).toBeGreaterThan(0);
      for (const row of cutShort)
        expect(row).toMatchObject({ status: 'interrupted', error_code: 'internal_error', cost_estimated: true });
      await expectSumsAgree(gateway());
    }, 300_000);
  },
);

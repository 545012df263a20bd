import {
  callGateway,
  createKey,
  describeAtBothEnds,
  rowsOfKey,
  sumOfCosts,
  waitFor,
} from '../../support/gateway/index.js';
import { expectEachOnce, expectInfoEqualsRows, expectSumsAgree, rowsOfKeys } from './expect-ledger.js';
import { Load } from './load.js';
import { PricedUpstream } from './priced-upstream.js';

const upstream = new PricedUpstream('gpt-4o-crash');

const CALLERS = 20;
const ANSWERS_BEFORE_THE_KILL = 100;

describeAtBothEnds(
  'a kill -9',
  () => ({ config: upstream.config() }),
  (gateway) => {
    it.each([
      ['of a key under a budget', { max_budget: 1_000_000 }],
      ['of a key without any limit', {}],
    ])(
      'under load loses no answer that a client received whole, doubles none, and makes no billed call free (%s)',
      async (_name, settings) => {
        const keys = [await createKey(gateway(), settings)];
        const before = upstream.billedNano;
        const load = new Load(gateway(), { keys, callers: CALLERS, body: upstream.body });
        await waitFor('enough whole answers', () => load.whole.length >= ANSWERS_BEFORE_THE_KILL, 30_000);
        await gateway().kill9();
        await load.ended;
        await gateway().restart();
        // what it found in its journal is in the ledger before it listens
        const rows = await rowsOfKeys(gateway(), keys);
        expectEachOnce(rows, load.whole, upstream.costNano);
        expect(sumOfCosts(rows)).toBeGreaterThanOrEqual(upstream.billedNano - before);
        await expectInfoEqualsRows(gateway(), keys);
      },
      90_000,
    );

    it('with nothing in flight changes nothing: a budget that is partly spent is refused at the same cent', async () => {
      const { key, hash } = await createKey(gateway(), { max_budget: Number(upstream.costNano * 5n) / 1e9 });
      const call = async () =>
        (await callGateway(gateway(), 'POST /v1/chat/completions', { key, body: { ...upstream.body, max_tokens: 20 } }))
          .status;
      expect([await call(), await call(), await call()]).toEqual([200, 200, 200]);
      await gateway().kill9();
      await gateway().restart();
      expect([await call(), await call(), await call()]).toEqual([200, 200, 422]);
      const rows = await waitFor('five rows', async () => {
        const found = (await rowsOfKey(gateway().databaseUrl, hash)).filter((row) => row.status === 'success');
        return found.length >= 5 ? found : undefined;
      });
      expect(sumOfCosts(rows)).toBe(upstream.costNano * 5n);
      await expectInfoEqualsRows(gateway(), [{ key, hash }]);
    }, 60_000);

    it('leaves balances, daily sums and rows that agree', () => expectSumsAgree(gateway()));
  },
);

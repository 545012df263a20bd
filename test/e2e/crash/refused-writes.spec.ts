import { createKey, describeAt, sumOfCosts, waitFor } from '../../support/gateway/index.js';
import { expectEachOnce, expectInfoEqualsRows, expectSumsAgree, rowsOfKeys } from './expect-ledger.js';
import { Load } from './load.js';
import { PricedUpstream } from './priced-upstream.js';

const upstream = new PricedUpstream('gpt-4o-unwritten');

/** A journal's segment takes some forty requests before the kernel cuts a write short and refuses the next. */
const FILE_BLOCKS_MAX = 200;
const REFUSALS = 3;

describeAt(
  'everything set',
  'a journal whose writes the kernel cuts short and refuses, as a full disk does',
  () => ({ config: upstream.config(), fileBlocksMax: FILE_BLOCKS_MAX }),
  (gateway) => {
    it('ends no answer whole that it could not note, goes on when it can, and makes nothing free over a kill -9', async () => {
      const keys = [await createKey(gateway(), { max_budget: 1_000_000 }), await createKey(gateway())];
      const load = new Load(gateway(), { keys, callers: 8, body: upstream.body });
      const refusals = () => gateway().output.split('the journal could not be written').length - 1;
      const again = () => gateway().output.split('the journal can be written again').length - 1;
      await waitFor('refused writes, and writes again', () => refusals() >= REFUSALS && again() >= REFUSALS, 60_000);
      await gateway().kill9();
      await load.ended;
      expect(load.answers.some(({ isWhole }) => !isWhole)).toBe(true);
      await gateway().restart();
      const rows = await rowsOfKeys(gateway(), keys);
      expectEachOnce(rows, load.whole, upstream.costNano);
      expect(sumOfCosts(rows)).toBeGreaterThanOrEqual(upstream.billedNano);
      await expectInfoEqualsRows(gateway(), keys);
      await expectSumsAgree(gateway());
    }, 120_000);
  },
);

import type { CompletionRecord, ModelPrice } from '@tollgate/canonical';
import type { BackgroundAccount } from './background-answer.js';
import { settledRecord } from './settled-record.js';

const STARTED = 1_000;
const attempt = {
  attempt: 2,
  deploymentId: 'd',
  provider: 'openai',
  model: 'm',
  apiBase: 'https://host.example',
  startedAt: STARTED,
  endedAt: STARTED,
  outcome: 'success',
  costNano: '900000',
  estimated: true,
  heldNano: '900000',
} as const;
const failed = { ...attempt, attempt: 1, outcome: 'failure', costNano: '5', estimated: false } as const;
const record = {
  requestId: 'r',
  status: 'pending',
  costNano: '900005',
  costEstimated: true,
  attempts: [failed, attempt],
} as unknown as CompletionRecord;
const account: BackgroundAccount = {
  record,
  atStakeNano: '1000000',
  estimate: { inputTokens: 10, inputNano: '10000', outputNanoPerMillion: '2000000000', outputMax: 495 },
};
/** 1,000 nano-dollars a token of input, 2,000 of output. */
const price: ModelPrice = {
  source: 'config',
  base: { input: 1_000_000_000n, output: 2_000_000_000n },
  tiers: [],
  serviceTiers: {},
};
const usage = { inputUncached: 10, output: 3 };

describe('the record of an answer that was made in the background', () => {
  it('is charged what the provider reports, on top of the attempts before', () => {
    const settled = settledRecord(account, { outcome: 'success', usage }, price, STARTED + 60_000);
    expect(settled).toMatchObject({
      requestId: 'r',
      status: 'success',
      endedAt: STARTED + 60_000,
      usage,
      costEstimated: false,
    });
    expect(settled.attempts).toMatchObject([failed, { attempt: 2, outcome: 'success', estimated: false, usage }]);
    expect(settled.costNano).toBe(String(5n + 10n * 1_000n + 3n * 2_000n));
  });

  it('is unknown, not free, where the model has no price', () => {
    const { estimate: _none, ...unpriced } = account;
    for (const outcome of ['success', 'cancelled', 'lost'] as const)
      expect(
        settledRecord(unpriced, outcome === 'lost' ? { outcome } : { outcome, usage }, undefined, STARTED),
      ).toMatchObject({
        costNano: null,
      });
  });

  it.each([
    ['at once', 0, 10_000n],
    ['after a second', 1_000, 10_000n + 200n * 2_000n],
    ['after an hour', 3_600_000, 1_000_000n],
  ])('without a report is charged its input and the time, at most what was at stake (%s)', (_, elapsed, cost) => {
    const settled = settledRecord(account, { outcome: 'cancelled' }, price, STARTED + elapsed);
    expect(settled).toMatchObject({ status: 'cancelled', costNano: String(5n + cost), costEstimated: true });
  });

  it('that is lost is charged all that was at stake', () => {
    const settled = settledRecord(account, { outcome: 'lost' }, price, STARTED);
    expect(settled).toMatchObject({
      status: 'failure',
      costNano: '1000005',
      costEstimated: true,
      errorCode: 'upstream_error',
    });
  });

  it('does not believe a report that no answer can have', () => {
    const absurd = { inputUncached: 2 ** 31 - 1, output: 2 ** 31 - 1 };
    const dear = { ...price, base: { input: 10n ** 15n, output: 10n ** 15n } };
    const settled = settledRecord(account, { outcome: 'success', usage: absurd }, dear, STARTED);
    expect(settled).toMatchObject({ costNano: '10005', costEstimated: true });
  });
});

import { estimateWithoutUsage, type UnreportedAttempt } from './estimate-without-usage.js';

const attempt = (more: Partial<UnreportedAttempt> = {}) =>
  estimateWithoutUsage({
    inputTokens: 10,
    inputNano: 100n,
    outputNanoPerMillion: 1_000_000n,
    outputTokensReceived: 3,
    elapsedMs: 0,
    heldNano: 1_000_000n,
    outputMax: 5_000,
    ...more,
  });

describe('estimateWithoutUsage', () => {
  it('charges the input and the output received', () => {
    expect(attempt()).toEqual({ inputTokens: 10, outputTokens: 3, costNano: 103n });
  });

  it('charges what the provider could have made in the time, where that is more', () => {
    expect(attempt({ elapsedMs: 2_000 }).outputTokens).toBe(400);
    expect(attempt({ elapsedMs: 2_000, outputRate: 50 }).outputTokens).toBe(100);
  });

  it('charges no more than the answer can be long, nor than the hold', () => {
    expect(attempt({ elapsedMs: 3_600_000 }).outputTokens).toBe(5_000);
    expect(attempt({ elapsedMs: 2_000, heldNano: 250n }).costNano).toBe(250n);
  });

  it('is never 0 for a priced model', () => {
    expect(attempt({ inputTokens: 0, inputNano: 0n, outputTokensReceived: 0, elapsedMs: 1 }).costNano).toBe(1n);
  });
});

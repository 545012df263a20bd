import fc from 'fast-check';
import type { MoneyAsk } from './counter-store.port.js';
import { decideMoney, type MoneyState } from './decide-money.js';

// 1 nano-dollar a token, so that tokens and money read the same
const ASK: MoneyAsk = {
  inputNano: 10n,
  outputNanoPerMillion: 1_000_000n,
  outputMax: 10_000,
  outputMin: 1,
  floor: 100,
  needsWholeAnswer: false,
  unlimited: false,
};
const scope = (limit: bigint, settled = 0n, held = 0n): MoneyState => ({ limit, settled, held });

describe('decideMoney', () => {
  it('grants the whole of what the model can answer while the scope could hold eight such answers', () => {
    expect(decideMoney(ASK, [scope(80_010n)])).toEqual({
      kind: 'granted',
      heldNano: 10_010n,
      outputTokens: 10_000,
      loweredBy: undefined,
    });
  });

  it('limits an answer to an eighth of what is free, and says which scope lowered it', () => {
    expect(decideMoney(ASK, [scope(1_000_000n), scope(8_010n)])).toMatchObject({
      outputTokens: 1000,
      heldNano: 1010n,
      loweredBy: 1,
    });
  });

  it('does not go below the floor while the floor fits', () => {
    expect(decideMoney(ASK, [scope(110n)])).toMatchObject({ kind: 'granted', outputTokens: 100, heldNano: 110n });
  });

  it('holds exactly what the client allows when it fits exactly', () => {
    const ask = { ...ASK, clientLimit: 500, floor: 100 };
    expect(decideMoney(ask, [scope(510n)])).toEqual({
      kind: 'granted',
      heldNano: 510n,
      outputTokens: 500,
      loweredBy: undefined,
    });
  });

  it('waits when others hold what is missing', () => {
    expect(decideMoney({ ...ASK, clientLimit: 500 }, [scope(1000n, 0n, 491n)])).toEqual({ kind: 'busy', index: 0 });
  });

  it('makes the last affordable call when nothing is held', () => {
    expect(decideMoney({ ...ASK, clientLimit: 500 }, [scope(60n)])).toMatchObject({
      kind: 'granted',
      outputTokens: 50,
      heldNano: 60n,
      loweredBy: 0,
    });
    expect(decideMoney(ASK, [scope(60n)])).toMatchObject({ kind: 'granted', outputTokens: 50 });
  });

  it('does not wait for one scope to bring more than another scope will ever have', () => {
    const poor = scope(60n);
    const busy = scope(1000n, 0n, 900n);
    expect(decideMoney({ ...ASK, clientLimit: 500 }, [busy, poor])).toMatchObject({
      kind: 'granted',
      outputTokens: 50,
      loweredBy: 1,
    });
  });

  it('refuses a cut answer that would be of no use, whether or not money is held', () => {
    const ask = { ...ASK, needsWholeAnswer: true };
    expect(decideMoney(ask, [scope(109n)])).toEqual({ kind: 'exhausted', index: 0 });
    expect(decideMoney(ask, [scope(109n, 0n, 20n)])).toEqual({ kind: 'exhausted', index: 0 });
    expect(decideMoney(ask, [scope(110n)])).toMatchObject({ kind: 'granted', outputTokens: 100 });
  });

  it('refuses at once when what is not spent cannot pay the input and the shortest answer', () => {
    expect(decideMoney(ASK, [scope(10n)])).toEqual({ kind: 'exhausted', index: 0 });
    expect(decideMoney(ASK, [scope(11n)])).toMatchObject({ kind: 'granted', outputTokens: 1 });
    expect(decideMoney({ ...ASK, outputMin: 16 }, [scope(25n)])).toEqual({ kind: 'exhausted', index: 0 });
    expect(decideMoney(ASK, [scope(100n, 150n)])).toEqual({ kind: 'exhausted', index: 0 });
  });

  it('never shrinks for a deployment that does not keep to a limit', () => {
    const ask = { ...ASK, unlimited: true, clientLimit: 5 };
    expect(decideMoney(ask, [scope(10_009n)])).toEqual({ kind: 'exhausted', index: 0 });
    expect(decideMoney(ask, [scope(10_010n)])).toMatchObject({ kind: 'granted', outputTokens: 10_000 });
    expect(decideMoney(ask, [scope(20_000n, 0n, 10_000n)])).toEqual({ kind: 'busy', index: 0 });
  });

  describe('where a deployment has shown to report more input than is counted', () => {
    const LEARNED: MoneyAsk = { ...ASK, inputNano: 200n, countedInputNano: 10n, clientLimit: 50 };

    it('holds what was learned while there is money for it', () => {
      expect(decideMoney(LEARNED, [scope(250n)])).toMatchObject({ outputTokens: 50, heldNano: 250n });
    });

    it('makes the last affordable call by what was counted instead of refusing it', () => {
      expect(decideMoney(LEARNED, [scope(200n)])).toMatchObject({ kind: 'granted', outputTokens: 50, heldNano: 60n });
      expect(decideMoney(LEARNED, [scope(11n)])).toMatchObject({ kind: 'granted', outputTokens: 1, loweredBy: 0 });
    });

    it('makes it alone: it waits for whatever else the scope that lacks still holds', () => {
      expect(decideMoney(LEARNED, [scope(10_000n, 0n, 60n), scope(200n)])).toMatchObject({ kind: 'granted' });
      expect(decideMoney(LEARNED, [scope(10_000n), scope(200n, 0n, 60n)])).toEqual({ kind: 'busy', index: 1 });
    });

    it('refuses what cannot be paid as counted either', () => {
      expect(decideMoney(LEARNED, [scope(10n)])).toEqual({ kind: 'exhausted', index: 0 });
      expect(decideMoney({ ...LEARNED, needsWholeAnswer: true }, [scope(59n)])).toEqual({
        kind: 'exhausted',
        index: 0,
      });
    });
  });

  it('serves what costs nothing from a spent budget', () => {
    const free = { ...ASK, inputNano: 0n, outputNanoPerMillion: 0n };
    expect(decideMoney(free, [scope(10n, 15n)])).toEqual({
      kind: 'granted',
      heldNano: 0n,
      outputTokens: 10_000,
      loweredBy: undefined,
    });
  });

  it('never holds more than is free, whatever the figures', () => {
    const amount = fc.bigInt({ min: 0n, max: 10_000_000_000n });
    const count = fc.integer({ min: 1, max: 100_000 });
    fc.assert(
      fc.property(
        fc.record({
          inputNano: amount,
          outputNanoPerMillion: amount,
          outputMax: count,
          outputMin: count,
          floor: count,
          needsWholeAnswer: fc.boolean(),
          unlimited: fc.boolean(),
        }),
        fc.option(count, { nil: undefined }),
        fc.option(amount, { nil: undefined }),
        fc.array(fc.record({ limit: amount, settled: amount, held: amount }), { minLength: 1, maxLength: 12 }),
        (base, clientLimit, countedInputNano, states) => {
          const ask = {
            ...base,
            ...(clientLimit !== undefined && { clientLimit }),
            ...(countedInputNano !== undefined && { countedInputNano }),
          };
          const decision = decideMoney(ask, states);
          if (decision.kind === 'busy') return (states[decision.index]?.held ?? 0n) > 0n;
          if (decision.kind === 'exhausted') return decision.index < states.length;
          const free = states.map((state) => state.limit - state.settled - state.held);
          return (
            free.every((money) => decision.heldNano === 0n || decision.heldNano <= money) && decision.outputTokens >= 0
          );
        },
      ),
      { numRuns: 2000 },
    );
  });
});

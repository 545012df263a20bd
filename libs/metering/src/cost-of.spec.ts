import type { ModelPrice, Usage } from '@tollgate/canonical';
import fc from 'fast-check';
import { costOf } from './cost-of.js';

const price = (base: ModelPrice['base'], more: Partial<ModelPrice> = {}): ModelPrice => ({
  base,
  tiers: [],
  serviceTiers: {},
  source: 'test',
  ...more,
});
const gpt4o = price(
  { input: 2_500_000_000n, cacheRead: 1_250_000_000n, output: 10_000_000_000n },
  { serviceTiers: { priority: { input: 4_250_000_000n, output: 17_000_000_000n } } },
);
const usage = (more: Partial<Usage>): Usage => ({ inputUncached: 0, output: 0, ...more });

describe('costOf', () => {
  it('prices each bucket by itself (recording chat-basic: 12 + 8 cached in, 10 out of gpt-4o are 0.00014 dollars)', () => {
    const cost = costOf(usage({ inputUncached: 12, cacheRead: 8, output: 10 }), gpt4o);
    expect(cost).toEqual({
      costNano: 140_000n,
      breakdown: { input: 30_000n, cacheRead: 10_000n, output: 100_000n },
      prices: { input: 2_500_000_000n, cacheRead: 1_250_000_000n, output: 10_000_000_000n },
      priceSource: 'test',
    });
  });

  it('charges cached input as input where the list has no price for it (recording key-budget-spent: 0.04 dollars)', () => {
    const cost = costOf(
      usage({ inputUncached: 12, cacheRead: 8, output: 10 }),
      price({ input: 1_000_000_000_000n, output: 2_000_000_000_000n }),
    );
    expect(cost.costNano).toBe(40_000_000n);
    expect(cost.breakdown).toMatchObject({ cacheRead: 8_000_000n });
  });

  it('is unknown without usage, without a price, and where a used bucket has no price', () => {
    expect(costOf(undefined, gpt4o).costNano).toBeUndefined();
    expect(costOf(usage({ output: 1 }), undefined).costNano).toBeUndefined();
    expect(costOf(usage({ inputAudio: 1 }), gpt4o)).toMatchObject({ costNano: undefined, priceSource: 'test' });
    expect(costOf(usage({ inputAudio: 0, output: 1 }), gpt4o).costNano).toBe(10_000n);
  });

  it('prices pictures, seconds, characters and pages by the piece, and tokens of pictures apart from text', () => {
    const pieces = price({
      image: 40_000_000_000_000n,
      second: 100_000_000_000n,
      character: 15_000_000_000n,
      page: 1n,
    });
    expect(costOf(usage({ images: 2 }), pieces)).toMatchObject({
      costNano: 80_000_000n,
      breakdown: { image: 80_000_000n },
    });
    expect(costOf(usage({ seconds: 4 }), pieces)).toMatchObject({
      costNano: 400_000n,
      breakdown: { second: 400_000n },
    });
    expect(costOf(usage({ characters: 64 }), pieces).costNano).toBe(960_000n);
    expect(costOf(usage({ pages: 1_000_000 }), pieces).costNano).toBe(1n);
    const tokens = price({ input: 5_000_000_000n, inputImage: 10_000_000_000n, outputImage: 40_000_000_000n });
    expect(costOf(usage({ inputUncached: 10, inputImage: 100, outputImage: 4_160 }), tokens).costNano).toBe(
      50_000n + 1_000_000n + 166_400_000n,
    );
  });

  it('is unknown for pieces without a price of their own; tokens of pictures cost what text does', () => {
    for (const piece of [{ images: 1 }, { seconds: 1 }, { characters: 1 }, { pages: 1 }])
      expect(costOf(usage(piece), gpt4o).costNano).toBeUndefined();
    expect(costOf(usage({ inputImage: 4, outputImage: 2 }), gpt4o).costNano).toBe(10_000n + 20_000n);
  });

  it('keeps free apart from unknown', () => {
    expect(costOf(usage({ inputUncached: 5, output: 5 }), price({ input: 0n, output: 0n })).costNano).toBe(0n);
  });

  it('uses the prices of the service tier that the answer names, and of no other', () => {
    const used = usage({ inputUncached: 1_000_000 });
    expect(costOf(used, gpt4o, 'priority').costNano).toBe(4_250_000_000n);
    expect(costOf(used, gpt4o, 'default').costNano).toBe(2_500_000_000n);
    expect(costOf(used, gpt4o, 'constructor').costNano).toBe(2_500_000_000n);
  });

  it('uses a long-context tier above its threshold only, for all tokens', () => {
    const tiered = price(
      { input: 1_000_000n, output: 1_000_000n },
      {
        tiers: [
          { aboveInputTokens: 100, prices: { input: 2_000_000n } },
          { aboveInputTokens: 200, prices: { input: 3_000_000n } },
        ],
      },
    );
    expect(costOf(usage({ inputUncached: 100, output: 1 }), tiered).costNano).toBe(101n);
    expect(costOf(usage({ inputUncached: 101, output: 1 }), tiered).costNano).toBe(203n);
    expect(costOf(usage({ inputUncached: 1, cacheRead: 200, output: 1 }), tiered).costNano).toBe(604n);
  });

  it('adds the fee of a request once, unscaled', () => {
    expect(costOf(usage({ output: 1 }), price({ output: 1_000_000n, request: 12_000_000n })).costNano).toBe(
      12_000_001n,
    );
  });

  it('rounds up once: never below the exact sum, never a nano-dollar or more above it', () => {
    const count = fc.integer({ min: 0, max: 1_000_000 });
    const unit = fc.bigInt({ min: 0n, max: 10n ** 14n });
    fc.assert(
      fc.property(count, count, count, unit, unit, unit, (input, read, output, inputPrice, readPrice, outputPrice) => {
        const { costNano } = costOf(
          usage({ inputUncached: input, cacheRead: read, output }),
          price({ input: inputPrice, cacheRead: readPrice, output: outputPrice }),
        );
        const exact = BigInt(input) * inputPrice + BigInt(read) * readPrice + BigInt(output) * outputPrice;
        expect(costNano).toBeDefined();
        const excess = (costNano ?? 0n) * 1_000_000n - exact;
        expect(excess >= 0n && excess < 1_000_000n).toBe(true);
      }),
    );
  });
});

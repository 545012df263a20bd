import { EMPTY_BOUND, type ModelPrice, type UsageBound } from '@tollgate/canonical';
import { type BoundEstimate, type BoundInput, estimateBound } from './estimate-bound.js';
import { countByBytes } from './token-counter.js';

const bound = (more: Partial<UsageBound> = {}): UsageBound => ({
  ...EMPTY_BOUND,
  inputTexts: ['x'],
  messages: 1,
  ...more,
});
const price = (base: ModelPrice['base'], more: Partial<ModelPrice> = {}): ModelPrice => ({
  base,
  tiers: [],
  serviceTiers: {},
  source: 'test',
  ...more,
});
const flat = price({ input: 1_000_000n, output: 2_000_000n });
const estimate = (more: Partial<BoundInput> = {}) =>
  estimateBound({
    bound: bound(),
    model: 'some-model',
    facts: {},
    price: flat,
    count: () => 20,
    defaultMaxOutputTokens: 32_768,
    ...more,
  });

describe('the input of estimateBound', () => {
  it('is what the counter says, exactly', () => {
    expect(estimate()).toMatchObject({ inputTokens: 20, inputNano: 20n });
  });

  it('grows with the ratio seen lately and never shrinks', () => {
    expect(estimate({ ratio: 1.26 }).inputTokens).toBe(26);
    expect(estimate({ ratio: 0.5 }).inputTokens).toBe(20);
  });

  it('counts an image with its documented maximum', () => {
    expect(estimate({ model: 'gpt-4o', bound: bound({ images: 2 }) }).inputTokens).toBe(20 + 2 * 1445);
  });

  it.each([{ images: 1 }, { documents: 1 }, { audio: 1 }, { contextWindows: 1 }])(
    'counts %j of unknown size as the context window',
    (media) => {
      const known = estimate({
        bound: bound(media),
        facts: { contextWindow: 1000 },
        price: price({ input: 1_000_000n, inputAudio: 1_000_000n, output: 1n }),
      });
      expect(known).toMatchObject({ inputTokens: 1000, unbounded: [] });
      expect(estimate({ bound: bound(media) }).unbounded).toHaveLength(1);
    },
  );

  it('adds a context window and a fee for each call of a provider-run tool', () => {
    const searching = price({ input: 1_000_000n, output: 1n, search: 10_000_000n });
    expect(
      estimate({ bound: bound({ providerToolCalls: 2 }), facts: { contextWindow: 100 }, price: searching }),
    ).toMatchObject({ inputTokens: 220, inputNano: 220n + 20n });
    expect(
      estimate({ bound: bound({ providerToolCalls: 2 }), facts: { contextWindow: 100 } }).inputNano,
    ).toBeUndefined();
  });
});

describe('the output of estimateBound', () => {
  it("is the client's limit, else the model's, else the default", () => {
    expect(estimate({ bound: bound({ outputLimit: 7 }), facts: { maxOutputTokens: 50 } }).outputMax).toBe(7);
    expect(estimate({ facts: { maxOutputTokens: 50 } }).outputMax).toBe(50);
    expect(estimate().outputMax).toBe(32_768);
  });

  it('is priced for one answer, however many are asked for: admission multiplies', () => {
    expect(estimate({ bound: bound({ choices: 3 }) }).outputNanoPerMillion).toBe(2_000_000n);
  });
});

describe('the prices of estimateBound', () => {
  const dear = price(
    {
      input: 1_000_000n,
      cacheWrite5m: 1_250_000n,
      cacheWrite1h: 2_000_000n,
      output: 5_000_000n,
      reasoning: 8_000_000n,
    },
    {
      tiers: [{ aboveInputTokens: 100, prices: { input: 3_000_000n, output: 9_000_000n } }],
      serviceTiers: { priority: { input: 4_000_000n, output: 20_000_000n }, flex: { input: 1n } },
    },
  );

  it('are the dearest row that the request can meet, and no dearer one', () => {
    expect(estimate({ price: dear })).toMatchObject({ inputNano: 40n, outputNanoPerMillion: 8_000_000n });
    expect(estimate({ price: dear, bound: bound({ cacheWrites: 'none' }) }).inputNano).toBe(20n);
    expect(estimate({ price: dear, bound: bound({ cacheWrites: '5m' }) }).inputNano).toBe(25n);
  });

  it('are those of the long-context tier when the input can reach it', () => {
    expect(estimate({ price: dear, count: () => 101 })).toMatchObject({
      inputNano: 303n,
      outputNanoPerMillion: 9_000_000n,
    });
  });

  it('are those of the service tier that was asked for, or of any under auto', () => {
    expect(estimate({ price: dear, serviceTier: 'priority' }).outputNanoPerMillion).toBe(20_000_000n);
    expect(estimate({ price: dear, serviceTier: 'auto' }).outputNanoPerMillion).toBe(20_000_000n);
    // A cheaper tier may not be granted.
    expect(estimate({ price: dear, serviceTier: 'flex', bound: bound({ cacheWrites: 'none' }) }).inputNano).toBe(20n);
  });

  it('are unknown where the price list is, or audio has none', () => {
    expect(estimate({ price: undefined })).toMatchObject({ inputNano: undefined, outputNanoPerMillion: undefined });
    expect(estimate({ bound: bound({ audio: 1 }), facts: { contextWindow: 10 } }).inputNano).toBeUndefined();
  });
});

describe('what is no conversation', () => {
  const pieces = price({ second: 100_000_000_000n, character: 15_000_000_000n, image: 40_000_000_000_000n });

  it('is held by the piece where that has a price: tokens without one are not charged', () => {
    expect(estimate({ price: pieces, bound: bound({ units: { seconds: 10 }, audio: 1 }) })).toMatchObject({
      inputNano: 1_000_000n,
      outputNanoPerMillion: 0n,
      unbounded: [],
    });
    const speech = bound({ units: { characters: 64 }, output: 'audio', outputLimit: 128 });
    expect(estimate({ price: pieces, bound: speech })).toMatchObject({ inputNano: 960_000n, outputNanoPerMillion: 0n });
  });

  it('is held in tokens where it has a price for those, of audio and pictures too', () => {
    const tokens = price({
      input: 1_000_000n,
      inputImage: 9_000_000n,
      output: 2_000_000n,
      outputAudio: 3_000_000n,
      outputImage: 4_000_000n,
    });
    const held = (more: Partial<UsageBound>, model = 'some-model') =>
      estimate({ price: tokens, model, bound: bound({ cacheWrites: 'none', ...more }) });
    expect(held({ output: 'audio', units: { characters: 3 }, outputLimit: 9 })).toMatchObject({
      inputNano: 20n,
      outputNanoPerMillion: 3_000_000n,
      outputMax: 9,
    });
    expect(held({ output: 'image', units: { images: 1 } }).outputNanoPerMillion).toBe(4_000_000n);
    expect(held({ output: 'image', images: 1 }, 'gpt-image-1').inputNano).toBe(9n * 7_020n);
  });

  it('costs both where both have a price, since nobody knows what the provider will report', () => {
    const both = price({ input: 1_000_000n, output: 2_000_000n, second: 100_000_000_000n });
    expect(estimate({ price: both, bound: bound({ units: { seconds: 1 }, cacheWrites: 'none' }) })).toMatchObject({
      inputNano: 20n + 100_000n,
      outputNanoPerMillion: 2_000_000n,
    });
  });

  it('of pictures is the dearer of the two where both have a price: they are paid one way or the other', () => {
    const held = (image: bigint) => {
      const both = price({ input: 1_000_000n, outputImage: 2_000_000n, image });
      const pictures = bound({
        output: 'image',
        units: { images: 3 },
        choices: 3,
        outputLimit: 10,
        cacheWrites: 'none',
      });
      const { inputNano = 0n, outputMax, outputNanoPerMillion } = estimate({ price: both, bound: pictures });
      expect([outputMax, outputNanoPerMillion]).toEqual([10, 2_000_000n]);
      return inputNano + 3n * 20n;
    };
    expect(held(15_000_000n)).toBe(20n + 3n * 20n);
    expect(held(30_000_000n)).toBe(20n + 3n * 30n);
  });

  it('is unknown where neither pieces nor tokens have a price', () => {
    const nothing = price({ page: 1n });
    expect(estimate({ price: nothing, bound: bound({ units: { seconds: 1 } }) }).inputNano).toBeUndefined();
  });

  it('has no output where an answer has none, and needs no price for it', () => {
    const embeddings = bound({ output: 'none', cacheWrites: 'none' });
    expect(estimate({ price: price({ input: 1_000_000n }), bound: embeddings })).toMatchObject({
      inputNano: 20n,
      outputMax: 0,
      outputNanoPerMillion: 0n,
    });
    expect(estimate({ price: undefined, bound: embeddings }).outputNanoPerMillion).toBeUndefined();
  });

  it('is free where it is, priced or not', () => {
    expect(estimate({ price: undefined, bound: bound({ free: true }) })).toEqual({
      inputTokens: 0,
      inputNano: 0n,
      outputMax: 0,
      outputNanoPerMillion: 0n,
      unbounded: [],
    });
  });
});

/** Each member of UsageBound with a value that costs more (or less), and the figure that must say so; or who reads it instead. */
type Reading<M extends keyof UsageBound> = readonly [
  Required<UsageBound>[M],
  keyof BoundEstimate | 'read by admission' | 'read by accounts',
];
const READINGS: { readonly [M in keyof Required<UsageBound>]: Reading<M> } = {
  inputTexts: [['x', 'more'], 'inputNano'],
  inputTokens: [7, 'inputNano'],
  messages: [2, 'inputNano'],
  tools: [1, 'inputNano'],
  images: [1, 'inputNano'],
  documents: [1, 'inputNano'],
  audio: [1, 'inputNano'],
  contextWindows: [1, 'inputNano'],
  providerToolCalls: [1, 'inputNano'],
  unbounded: [['own: not known'], 'unbounded'],
  units: [{ images: 1 }, 'inputNano'],
  output: ['image', 'outputNanoPerMillion'],
  free: [true, 'inputNano'],
  outputLimit: [7, 'outputMax'],
  // absent, the dearest entry is assumed
  cacheWrites: ['none', 'inputNano'],
  choices: [2, 'read by admission'],
  needsWholeAnswer: [true, 'read by admission'],
  reasoning: [true, 'read by admission'],
  reasoningBudget: [1024, 'read by admission'],
  // the price list that comes here is that of the picture
  picture: [{ size: '1024x1024' }, 'read by accounts'],
  measured: [{ seconds: 1 }, 'read by accounts'],
  outlivesCall: [true, 'read by accounts'],
};

describe('every member of UsageBound', () => {
  const of = (more: Partial<UsageBound>): BoundEstimate =>
    estimate({
      bound: bound(more),
      model: 'gpt-4o',
      facts: { contextWindow: 10_000 },
      price: price({
        input: 1_000_000n,
        cacheWrite1h: 2_000_000n,
        inputAudio: 9_000_000n,
        output: 1n,
        outputImage: 5n,
        search: 1n,
        image: 1_000_000n,
      }),
      count: countByBytes,
    });
  const least = of({});

  it.each(Object.entries(READINGS))('%s is counted, or read by whom it says', (member, [value, figure]) => {
    const changed = of({ [member]: value });
    if (figure === 'read by admission' || figure === 'read by accounts') expect(changed).toEqual(least);
    else expect(changed[figure]).not.toEqual(least[figure]);
  });

  it.each(['documents', 'audio', 'contextWindows', 'providerToolCalls'] as const)(
    '%s is unbounded where the context window is not known, and not free',
    (member) => {
      const { unbounded, inputTokens } = estimate({ bound: bound({ [member]: 1 }) });
      expect(unbounded).toEqual([expect.stringContaining('context window of this model is not known')]);
      expect(inputTokens).toBeGreaterThanOrEqual(20);
    },
  );
});

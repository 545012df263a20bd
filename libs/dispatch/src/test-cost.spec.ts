import { EMPTY_BOUND, type ModelPrice, type UsageBound } from '@tollgate/canonical';
import { costOfAnswer, mostOfTest, type TestCall } from './test-cost.js';

const MILLION = 1_000_000n;
const priced = (base: ModelPrice['base']): ModelPrice => ({ base, tiers: [], serviceTiers: {}, source: 'test' });
const call = (price: ModelPrice['base'] | undefined, bound: Partial<UsageBound>): TestCall => ({
  bound: { ...EMPTY_BOUND, cacheWrites: 'none', ...bound },
  model: 'm',
  price: price === undefined ? undefined : priced(price),
  facts: {},
});

const SPEECH = { output: 'audio', units: { characters: 17 }, outputLimit: 64 } as const;
const PICTURE = { output: 'image', units: { images: 1 }, outputLimit: 6_292, picture: {} } as const;

describe('what a test cost', () => {
  it('is what its provider told', () => {
    const asked = call({ input: 2n * MILLION, output: 3n * MILLION }, { outputLimit: 5 });
    expect(costOfAnswer(asked, { inputUncached: 4, output: 1 })).toBe(11n);
  });

  it('is what the content tells where its provider told nothing', () => {
    const asked = call({ second: 7n * MILLION }, { audio: 1, units: { seconds: 22 }, measured: { seconds: 1 } });
    expect(costOfAnswer(asked, undefined)).toBe(7n);
  });

  it('is the most that it can be where nobody tells, or what is told cannot be', () => {
    const asked = call({ input: MILLION, output: 3n * MILLION }, { outputLimit: 5 });
    // three tokens around the input, and five out
    expect(costOfAnswer(asked, undefined)).toBe(18n);
    expect(costOfAnswer(asked, { inputUncached: -4, output: 1 })).toBe(18n);
  });

  it('is the most that it can be where characters are told and tokens have a price', () => {
    const asked = call({ input: MILLION, output: MILLION, outputAudio: 2n * MILLION }, SPEECH);
    expect(costOfAnswer(asked, { inputUncached: 0, output: 0, characters: 17 })).toBe(128n);
  });

  it('is by the tokens that such a picture has where they have a price, and only the pictures are told', () => {
    const asked = call({ input: MILLION, outputImage: MILLION }, PICTURE);
    const made = { size: '1024x1024', quality: 'low' };
    expect(costOfAnswer(asked, { inputUncached: 0, output: 0, images: 1, made })).toBe(272n);
    expect(costOfAnswer(asked, { inputUncached: 0, output: 0, outputImage: 4_160 })).toBe(4_160n);
    expect(mostOfTest(asked)).toBe(6_292n);
  });

  it("is by the list's price of such a picture", () => {
    const listed: ModelPrice = {
      ...priced({}),
      pictures: {
        size: '1024x1024',
        rows: [
          { size: '1024x1024', image: 4n * MILLION },
          { size: '512x512', image: MILLION },
        ],
      },
    };
    const asked = { ...call({}, PICTURE), price: listed };
    expect(costOfAnswer(asked, { inputUncached: 0, output: 0, images: 1 })).toBe(4n);
  });

  it('is nothing where no price is known', () => {
    expect(costOfAnswer(call(undefined, PICTURE), { inputUncached: 0, output: 0, images: 1 })).toBe(0n);
  });
});

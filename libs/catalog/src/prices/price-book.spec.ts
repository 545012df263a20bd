import { readModelTable } from './model-table.js';
import { PriceBook } from './price-book.js';

const book = new PriceBook();
const AT = Date.parse('2026-11-20');

describe('PriceBook', () => {
  it.each([
    ['openai', 'gpt-4o', { input: 2_500_000_000n, cacheRead: 1_250_000_000n, output: 10_000_000_000n }],
    ['openai', 'gpt-4.1-mini', { input: 400_000_000n, cacheRead: 100_000_000n, output: 1_600_000_000n }],
    [
      'anthropic',
      'claude-sonnet-4-5',
      {
        input: 3_000_000_000n,
        cacheRead: 300_000_000n,
        cacheWrite5m: 3_750_000_000n,
        cacheWrite1h: 6_000_000_000n,
        output: 15_000_000_000n,
      },
    ],
    // Audio and service tiers are our own table's.
    [
      'openai',
      'gpt-4o-audio-preview',
      { input: 2_500_000_000n, inputAudio: 40_000_000_000n, outputAudio: 80_000_000_000n },
    ],
    // A fine-tuned model has its base's fine-tuned price, whoever owns it.
    [
      'openai',
      'ft:gpt-4o-2024-08-06:my-org:custom:9aBcDeF',
      { input: 3_750_000_000n, cacheRead: 1_875_000_000n, output: 15_000_000_000n },
    ],
    ['openai', 'ft:gpt-3.5-turbo:my-org::7p4lURel', { input: 3_000_000_000n, output: 6_000_000_000n }],
    // The package knows the undated name only.
    ['openai', 'gpt-4o-2024-11-20', { input: 2_500_000_000n }],
    ['anthropic', 'claude-sonnet-4-5-20250929', { input: 3_000_000_000n }],
    ['openai', 'text-embedding-3-small', { input: 20_000_000n, output: 0n }],
    ['openai', 'whisper-1', { second: 100_000_000_000n }],
    // $0.111 and $0.04 an hour (console.groq.com/docs/speech-to-text)
    ['groq', 'whisper-large-v3', { second: 30_830_000_000n }],
    ['groq', 'whisper-large-v3-turbo', { second: 11_110_000_000n }],
    ['openai', 'tts-1', { character: 15_000_000_000n }],
    ['openai', 'gpt-4o-mini-tts', { input: 600_000_000n, output: 12_000_000_000n, outputAudio: 12_000_000_000n }],
    ['openai', 'gpt-image-1', { input: 5_000_000_000n, inputImage: 10_000_000_000n, output: 40_000_000_000n }],
    ['openai', 'gpt-4o-transcribe', { input: 2_500_000_000n, inputAudio: 6_000_000_000n, output: 10_000_000_000n }],
    ['openai', 'omni-moderation-latest', { input: 0n }],
  ])('prices %s/%s', (provider, model, expected) => {
    expect(book.lookup(provider, model, AT).price?.base).toMatchObject(expected);
  });

  it.each([
    ['dall-e-2', { size: '1024x1024' }, 3],
    ['dall-e-3', { size: '1024x1024', quality: 'standard' }, 6],
  ])('prices %s by what is asked, and lists it nowhere', (model, usual, rows) => {
    const { price } = book.lookup('openai', model, AT);
    expect(price?.pictures).toMatchObject(usual);
    expect(price?.pictures?.rows).toHaveLength(rows);
    expect(book.models('openai')).not.toContain(model);
    expect(book.knows('openai', model)).toBe(true);
  });

  it.each(['gpt-image-1', 'gpt-image-1-mini', 'gpt-image-1.5', 'gpt-image-1.5-2025-12-16'])(
    'prices %s by tokens, and a picture of each quality and size besides, none as what is left to the provider',
    (model) => {
      const { price } = book.lookup('openai', model, AT);
      expect(price?.base.input).toBeGreaterThan(0n);
      const rows = price?.pictures?.rows ?? [];
      expect(rows.map(({ quality, size }) => `${quality ?? ''} ${size}`).sort()).toEqual(
        ['high', 'low', 'medium'].flatMap((quality) =>
          ['1024x1024', '1024x1536', '1536x1024'].map((size) => `${quality} ${size}`),
        ),
      );
      expect(price?.pictures).toMatchObject({ size: 'auto', quality: 'auto' });
      expect(book.models('openai')).toContain(model);
    },
  );

  it('has long-context tiers', () => {
    const price = book.lookup('openai', 'gpt-5.4', AT).price;
    expect(price?.tiers).toMatchObject([
      { aboveInputTokens: 271_999, prices: { input: 5_000_000_000n, output: 22_500_000_000n } },
    ]);
  });

  // calcPrice of the package would price each of these as another model.
  it.each([
    ['aws', 'amazon.titan-embed-text-v2:0'],
    ['aws', 'anthropic.claude-sonnet-4-5-20250929-v1:0'],
    ['anthropic', 'claude-sonnet-4-5-imagined'],
    ['openai', 'gpt-4o-imagined'],
    ['nowhere', 'gpt-4o'],
  ])('does not guess the price of %s/%s', (provider, model) => {
    expect(book.lookup(provider, model, AT).price).toBeUndefined();
  });

  it('knows the price of the past, and until when an answer is good', () => {
    const change = Date.parse('2025-06-10');
    const before = book.lookup('openai', 'o3', change - 1);
    expect([before.price?.base.input, before.validUntil]).toEqual([10_000_000_000n, change]);
    expect(book.lookup('openai', 'o3', change).price?.base.input).toBe(2_000_000_000n);
  });

  it('knows prices by the hour', () => {
    const inputAt = (time: string) => book.lookup('deepseek', 'deepseek-chat', Date.parse(`2026-11-20T${time}Z`));
    expect([
      inputAt('00:29:59').price?.base.input,
      inputAt('00:30:00').price?.base.input,
      inputAt('16:30:00').price?.base.input,
    ]).toEqual([135_000_000n, 270_000_000n, 135_000_000n]);
    expect(inputAt('16:30:00').validUntil).toBe(Date.parse('2026-11-21T00:30:00Z'));
  });
});

describe('the model table', () => {
  const rows = [...readModelTable().values()].flatMap((models) => [...models.values()]);

  it('lists no fine-tuned model, and prices none whose base it does not know', () => {
    expect(book.models('openai').filter((model) => model.startsWith('ft:'))).toEqual([]);
    expect(book.lookup('openai', 'ft:gpt-9:my-org::1', AT).price).toBeUndefined();
  });

  it('holds more than a hundred models, each with a mode and a date', () => {
    expect(rows.length).toBeGreaterThan(100);
    for (const row of rows)
      expect([row.model, /^\d{4}-\d\d-\d\d$/.test(row.date) && row.mode.length > 0]).toEqual([row.model, true]);
  });

  it('prices an alias as a model that the package knows by exactly that name', () => {
    for (const row of rows.filter(({ pricedAs }) => pricedAs !== undefined)) {
      expect([row.model, book.lookup(row.book, row.pricedAs ?? '', AT).price !== undefined]).toEqual([row.model, true]);
    }
  });

  it("adds what the package lacks, and never changes a price that is the package's", () => {
    const row = { book: 'openai', mode: 'chat', date: '2026-08-06', prices: { input: 1n, inputAudio: 7n } };
    const table = new Map([
      [
        'openai',
        new Map([
          ['gpt-4o', { ...row, model: 'gpt-4o' }],
          ['own-model', { ...row, model: 'own-model' }],
        ]),
      ],
    ]);
    const mixed = new PriceBook(table);
    expect(mixed.lookup('openai', 'gpt-4o', AT).price?.base).toEqual({
      ...new PriceBook(new Map()).lookup('openai', 'gpt-4o', AT).price?.base,
      input: 2_500_000_000n,
      inputAudio: 7n,
    });
    expect(mixed.lookup('openai', 'own-model', AT).price?.base).toEqual({ input: 1n, inputAudio: 7n });
  });
});

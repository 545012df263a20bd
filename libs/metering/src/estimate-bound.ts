import type { ModelFacts, ModelPrice, UnitCounts, UnitPrices, UsageBound } from '@tollgate/canonical';
import { costProduct, type NanoUsd, roundUpCost } from '@tollgate/kernel';
import { imageTokensMax } from './image-tokens-max.js';
import { type Bucket, priceOfBucket } from './price-of-bucket.js';
import { pricesThatApply } from './prices-that-apply.js';
import type { TokenCounter } from './token-counter.js';

export interface BoundInput {
  readonly bound: UsageBound;
  /** Model name at the provider. */
  readonly model: string;
  readonly facts: ModelFacts;
  readonly price: ModelPrice | undefined;
  readonly count: TokenCounter;
  /** Largest ratio of reported to counted input seen lately for this deployment; below 1 counts as 1. */
  readonly ratio?: number;
  /** As the client asked; `auto` can become any tier. */
  readonly serviceTier?: string;
  /** `default_max_output_tokens` of the settings. */
  readonly defaultMaxOutputTokens: number;
}

export interface BoundEstimate {
  /** I, tokens. */
  readonly inputTokens: number;
  /** What all of I and the request itself cost at the dearest row; undefined: the price is unknown. */
  readonly inputNano: NanoUsd | undefined;
  /** O, tokens of one answer; 0 where an answer has none. */
  readonly outputMax: number;
  /** Dearest row, nano-dollars per million output tokens of one answer; undefined: unknown. */
  readonly outputNanoPerMillion: NanoUsd | undefined;
  /** Why no bound can be given; empty when there is one. */
  readonly unbounded: readonly string[];
}

/** Buckets that input can fall into, by the longest cache entry that the request can write. */
const INPUT_ROWS: Readonly<Record<NonNullable<UsageBound['cacheWrites']>, readonly Bucket[]>> = {
  none: ['input'],
  '5m': ['input', 'cacheWrite5m'],
  '1h': ['input', 'cacheWrite5m', 'cacheWrite1h'],
};
const OUTPUT_ROWS: readonly Bucket[] = ['output', 'reasoning'];
/** What is priced by the piece, and its bucket. */
const UNIT_BUCKETS: readonly (readonly [keyof UnitCounts, Bucket])[] = [
  ['images', 'image'],
  ['seconds', 'second'],
  ['characters', 'character'],
  ['pages', 'page'],
];

/** The most a request can cost: input counted or bounded, output at its limit, each at the dearest price it can meet. */
export function estimateBound(input: BoundInput): BoundEstimate {
  const { bound, price } = input;
  if (bound.free === true)
    return { inputTokens: 0, inputNano: 0n, outputMax: 0, outputNanoPerMillion: 0n, unbounded: bound.unbounded };
  const { tokens, unbounded } = countInput(input);
  const rows = price === undefined ? [] : candidatePrices(price, tokens, input.serviceTier);
  const inputBuckets = INPUT_ROWS[bound.cacheWrites ?? '1h'];
  const media: readonly Bucket[] = [
    ...(bound.audio > 0 ? (['inputAudio'] as const) : []),
    ...(bound.images > 0 ? (['inputImage'] as const) : []),
  ];
  const inputPrice = dearestOf(rows, [...inputBuckets, ...media]);
  const outputPrice = outputPriceOf(rows, bound);
  const fees = feesOf(rows, bound.providerToolCalls ?? 0);
  const pieces = bound.units === undefined ? undefined : piecesNano(rows, bound.units);
  const tokensNano = inputPrice === undefined ? undefined : roundUpCost(costProduct(tokens, inputPrice));
  const outputMax = outputMaxOf(input);
  const beside = pieces === undefined ? undefined : piecesBeside(pieces, bound, outputMax, outputPrice);
  return {
    inputTokens: tokens,
    inputNano: fees === undefined ? undefined : plus(sum(tokensNano, beside), fees),
    outputMax,
    // where the pieces have a price, tokens without one are not charged
    outputNanoPerMillion: outputPrice ?? (pieces === undefined ? undefined : 0n),
    // audio that is paid by the second needs no context window
    unbounded: [...bound.unbounded, ...(pieces === undefined ? unbounded : [])],
  };
}

function outputMaxOf({ bound, facts, defaultMaxOutputTokens }: BoundInput): number {
  if (bound.output === 'none') return 0;
  return Math.max(1, bound.outputLimit ?? facts.maxOutputTokens ?? defaultMaxOutputTokens);
}

/** Pictures are paid by the piece or by their tokens, never both: what the pieces can cost more than the tokens that are held anyway. */
function piecesBeside(
  pieces: NanoUsd,
  bound: UsageBound,
  outputMax: number,
  outputPrice: NanoUsd | undefined,
): NanoUsd {
  if (bound.output !== 'image' || outputPrice === undefined) return pieces;
  const tokens = roundUpCost(costProduct(outputMax * bound.choices, outputPrice));
  return pieces > tokens ? pieces - tokens : 0n;
}

/** Of an output token at the dearest row, by what the output is. */
function outputPriceOf(rows: readonly UnitPrices[], { output }: UsageBound): NanoUsd | undefined {
  switch (output) {
    case 'none':
      return rows.length === 0 ? undefined : 0n;
    case 'audio':
      return dearestOf(rows, ['outputAudio']) ?? dearestOf(rows, ['output']);
    case 'image':
      return dearestOf(rows, ['outputImage']);
    case undefined:
      return dearestOf(
        rows,
        rows.some((row) => row.outputAudio !== undefined) ? [...OUTPUT_ROWS, 'outputAudio'] : OUTPUT_ROWS,
      );
  }
}

/** What the pieces cost at most; undefined when one of them has no price. */
function piecesNano(rows: readonly UnitPrices[], units: UnitCounts): NanoUsd | undefined {
  let nano = 0n;
  for (const [member, bucket] of UNIT_BUCKETS) {
    const count = units[member];
    if (count === undefined) continue;
    const price = dearestOf(rows, [bucket]);
    if (price === undefined) return undefined;
    nano += roundUpCost(costProduct(count, price));
  }
  return nano;
}

/** Of what is known; undefined when nothing is. */
function sum(a: NanoUsd | undefined, b: NanoUsd | undefined): NanoUsd | undefined {
  return a === undefined || b === undefined ? (a ?? b) : a + b;
}

function plus(nano: NanoUsd | undefined, fees: NanoUsd): NanoUsd | undefined {
  return nano === undefined ? undefined : nano + fees;
}

/**
 * Text is counted and an image counts with its documented maximum. Media of unknown size count as the context window, which the provider
 * lets no input exceed; each call of a tool that the provider runs can bring another window of input.
 */
function countInput({ bound, model, facts, count, ratio }: BoundInput): {
  tokens: number;
  unbounded: readonly string[];
} {
  const text = Math.ceil(count(bound, model) * Math.max(1, ratio ?? 1));
  const perImage = imageTokensMax(model);
  const known = text + bound.images * (perImage ?? 0);
  const calls = bound.providerToolCalls ?? 0;
  const isUnknown =
    bound.documents > 0 ||
    bound.audio > 0 ||
    (bound.contextWindows ?? 0) > 0 ||
    (bound.images > 0 && perImage === undefined);
  if (!isUnknown && calls === 0) return { tokens: known, unbounded: [] };
  const window = facts.contextWindow ?? facts.maxInputTokens;
  if (window === undefined) return { tokens: known, unbounded: [NO_WINDOW] };
  return { tokens: (isUnknown ? Math.max(known, window) : known) + calls * window, unbounded: [] };
}

const NO_WINDOW =
  'media or provider-run tools: the context window of this model is not known (set model_info.max_input_tokens)';

/** Every row that the request can meet. */
function candidatePrices(
  price: ModelPrice,
  inputTokens: number,
  serviceTier: string | undefined,
): readonly UnitPrices[] {
  const named = serviceTier === 'auto' ? Object.keys(price.serviceTiers) : [serviceTier];
  return [undefined, ...named].map((tier) => pricesThatApply(price, inputTokens, tier));
}

/** What the request costs beside its tokens: its own fee, and one for each tool call; undefined when the latter is not known. */
function feesOf(rows: readonly UnitPrices[], toolCalls: number): NanoUsd | undefined {
  const request = rows.reduce((dearest, row) => ((row.request ?? 0n) > dearest ? (row.request ?? 0n) : dearest), 0n);
  if (toolCalls === 0) return request;
  const search = dearestOf(rows, ['search']);
  return search === undefined ? undefined : request + roundUpCost(costProduct(toolCalls, search));
}

/** The dearest of the buckets over all rows. Unknown when the main bucket's price is unknown, or that of one without a substitute. */
function dearestOf(rows: readonly UnitPrices[], buckets: readonly Bucket[]): NanoUsd | undefined {
  let dearest: NanoUsd | undefined;
  for (const row of rows) {
    for (const bucket of buckets) {
      const price = priceOfBucket(row, bucket);
      if (price === undefined) return undefined;
      if (dearest === undefined || price > dearest) dearest = price;
    }
  }
  return dearest;
}

import type { ModelPrice, UnitPrices } from '@tollgate/canonical';
import type { Instant, NanoUsd } from '@tollgate/kernel';
import {
  type ConditionalPrice,
  findProvider,
  type ModelInfo,
  type ModelPrice as PackagePrice,
} from '@pydantic/genai-prices';
import { type DatedRow, rowAt } from './dated-prices.js';

export interface BookPrice {
  readonly price: ModelPrice | undefined;
  /** Instant at which another price begins to hold; undefined: none is known. */
  readonly validUntil: Instant | undefined;
}

/** Keys of the package in dollars per million tokens. */
const TOKEN_UNITS = {
  input: 'input_mtok',
  cacheRead: 'cache_read_mtok',
  cacheWrite5m: 'cache_write_mtok',
  cacheWrite1h: 'cache_write_1h_mtok',
  inputAudio: 'input_audio_mtok',
  inputImage: 'input_image_mtok',
  output: 'output_mtok',
  reasoning: 'output_reasoning_mtok',
  outputAudio: 'output_audio_mtok',
  outputImage: 'output_image_mtok',
} as const satisfies Partial<Record<keyof UnitPrices, string>>;

const SOURCE = 'genai-prices:0.1.8';

/**
 * Reads @pydantic/genai-prices, by exact id only: the package's own match is fuzzy (it prices `amazon.titan-embed-text-v2:0` as v1) and
 * does not say that it guessed, so its model objects are searched and `calcPrice` is not used.
 */
export class GenaiPrices {
  private readonly models = new Map<string, ReadonlyMap<string, ModelInfo>>();

  /** undefined: the book does not know this id. */
  lookup(book: string, id: string, at: Instant): BookPrice | undefined {
    const model = this.modelsOf(book).get(id);
    if (model === undefined) return undefined;
    const { row, validUntil } = rowAt(rowsOf(model), at);
    return { price: row === undefined ? undefined : convert(row.prices), validUntil };
  }

  /** Ids of a provider. */
  ids(book: string): readonly string[] {
    return [...this.modelsOf(book).keys()];
  }

  knows(book: string, id: string): boolean {
    return this.modelsOf(book).has(id);
  }

  contextWindow(book: string, id: string): number | undefined {
    return this.modelsOf(book).get(id)?.context_window;
  }

  private modelsOf(book: string): ReadonlyMap<string, ModelInfo> {
    const present = this.models.get(book);
    if (present !== undefined) return present;
    const read = new Map((findProvider({ providerId: book })?.models ?? []).map((model) => [model.id, model]));
    this.models.set(book, read);
    return read;
  }
}

function rowsOf(model: ModelInfo): readonly (DatedRow & { readonly prices: PackagePrice })[] {
  const rows: readonly ConditionalPrice[] = Array.isArray(model.prices) ? model.prices : [{ prices: model.prices }];
  return rows.map(({ constraint, prices }) => ({
    prices,
    ...(constraint?.type === 'start_date' ? { startDate: constraint.start_date } : {}),
    ...(constraint?.type === 'time_of_date' ? { startTime: constraint.start_time, endTime: constraint.end_time } : {}),
  }));
}

function convert(prices: PackagePrice): ModelPrice | undefined {
  const base = unitPrices(prices, undefined);
  if (base.input === undefined && base.output === undefined) return undefined;
  return {
    base,
    tiers: startsOf(prices).map((start) => ({ aboveInputTokens: start, prices: unitPrices(prices, start) })),
    serviceTiers: {},
    source: SOURCE,
  };
}

function startsOf(prices: PackagePrice): readonly number[] {
  const starts = Object.values(prices).flatMap((price) =>
    typeof price === 'object' ? price.tiers.map((tier) => tier.start) : [],
  );
  return [...new Set(starts)].sort((a, b) => a - b);
}

/** Prices above a tier's start; the base prices for undefined. A package tier holds above its `start`, not at it. */
function unitPrices(prices: PackagePrice, start: number | undefined): UnitPrices {
  const units: Record<string, NanoUsd> = {};
  for (const [unit, key] of Object.entries(TOKEN_UNITS)) {
    const dollars = dollarsOf(prices[key], start);
    if (dollars !== undefined) units[unit] = nano(dollars, 1e9);
  }
  if (start !== undefined) return units;
  const search = dollarsOf(prices['web_searches_kcount'], undefined);
  if (search !== undefined) units['search'] = nano(search, 1e12);
  const request = dollarsOf(prices['requests_kcount'], undefined);
  if (request !== undefined) units['request'] = nano(request, 1e6);
  return units;
}

function dollarsOf(price: PackagePrice[string], start: number | undefined): number | undefined {
  if (typeof price !== 'object') return price;
  if (start === undefined) return price.base;
  return price.tiers.filter((tier) => tier.start <= start).at(-1)?.price ?? price.base;
}

function nano(dollars: number, factor: number): NanoUsd {
  return BigInt(Math.round(dollars * factor));
}

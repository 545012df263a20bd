import type { ModelFacts, ModelPrice } from '@tollgate/canonical';
import type { Instant } from '@tollgate/kernel';
import { type BookPrice, GenaiPrices } from './genai-prices.js';
import { type ModelRow, readModelTable } from './model-table.js';

/** What is known of a model at an instant. */
export interface BookEntry extends BookPrice {
  readonly facts: ModelFacts;
}

/**
 * Prices and facts of providers' models, by the book's provider id and the exact model id. Dated prices of the package come first; our
 * own table adds what the package lacks. A model that neither knows has no price: unknown, not free.
 */
export class PriceBook {
  private readonly genai = new GenaiPrices();

  constructor(private readonly table: ReadonlyMap<string, ReadonlyMap<string, ModelRow>> = readModelTable()) {}

  lookup(book: string, name: string, at: Instant): BookEntry {
    const model = withoutOwner(name);
    const row = this.table.get(book)?.get(model);
    const alias =
      row?.pricedAs === undefined || row.pricedAs === model ? undefined : this.lookup(book, row.pricedAs, at);
    const listed = alias ?? this.genai.lookup(book, model, at);
    const contextWindow = this.genai.contextWindow(book, model) ?? alias?.facts.contextWindow;
    return {
      price: row === undefined ? listed?.price : complete(listed?.price, row),
      validUntil: listed?.validUntil,
      facts: { ...factsOf(row), ...(contextWindow === undefined ? {} : { contextWindow }) },
    };
  }

  /** The models of a provider that are worth listing: our table's, else the package's. */
  models(book: string): readonly string[] {
    const own = this.table.get(book);
    if (own === undefined) return this.genai.ids(book);
    // a fine-tuned one is its owner's: the base alone can be called by nobody
    return [...own].flatMap(([model, row]) => (model.startsWith('ft:') || row.retired === true ? [] : [model]));
  }

  knows(book: string, name: string): boolean {
    const model = withoutOwner(name);
    return this.table.get(book)?.has(model) === true || this.genai.knows(book, model);
  }
}

/** Fine-tuned models (`ft:<base>:<organization>:<name>:<id>`) have the facts and the fine-tuned price of their base. */
function withoutOwner(model: string): string {
  return model.startsWith('ft:') ? model.split(':', 2).join(':') : model;
}

function complete(listed: ModelPrice | undefined, row: ModelRow): ModelPrice | undefined {
  const own = row.prices ?? {};
  const serviceTiers = row.serviceTiers ?? listed?.serviceTiers ?? {};
  const pictures = row.pictures === undefined ? {} : { pictures: row.pictures };
  if (listed !== undefined) return { ...listed, base: { ...own, ...listed.base }, serviceTiers, ...pictures };
  if (row.prices === undefined && row.pictures === undefined) return undefined;
  return { base: own, tiers: [], serviceTiers, ...pictures, source: `tollgate:${row.date}` };
}

function factsOf(row: ModelRow | undefined): ModelFacts {
  if (row === undefined) return {};
  return {
    mode: row.mode,
    ...(row.maxInputTokens === undefined ? {} : { maxInputTokens: row.maxInputTokens }),
    ...(row.maxOutputTokens === undefined ? {} : { maxOutputTokens: row.maxOutputTokens }),
    ...(row.reasoning === undefined ? {} : { reasoning: row.reasoning }),
  };
}

import type { Deployment, ModelFacts, ModelPrice, ProviderDescription, Snapshot } from '@tollgate/canonical';
import type { ModelEntry } from '@tollgate/config';
import type { Clock, Instant } from '@tollgate/kernel';
import { configPrice, overBook } from './config-price.js';
import type { BookEntry, PriceBook } from './price-book.js';

/** What the price of a deployment depends on beside the model's name. */
export interface PricedEntry {
  readonly entry: ModelEntry;
  readonly provider: ProviderDescription | undefined;
  /** The API stands at an address of the operator's: free unless priced. */
  readonly customBase: boolean;
}

interface Memo {
  readonly value: PriceAndFacts;
  readonly validUntil: Instant | undefined;
}

export interface PriceAndFacts {
  readonly price: ModelPrice | undefined;
  readonly facts: ModelFacts;
}

const FREE_UNITS = {
  input: 0n,
  cacheRead: 0n,
  cacheWrite5m: 0n,
  cacheWrite1h: 0n,
  inputAudio: 0n,
  inputImage: 0n,
  output: 0n,
  reasoning: 0n,
  outputAudio: 0n,
  outputImage: 0n,
  search: 0n,
  image: 0n,
  second: 0n,
  character: 0n,
  page: 0n,
};
const FREE: ModelPrice = { base: FREE_UNITS, tiers: [], serviceTiers: {}, source: 'free' };
/** A wildcard lets clients choose names, so the memo has a bound. */
const MEMO_ENTRIES_MAX = 10_000;

/**
 * Price and facts of a model at a deployment: the config's price, then `base_model` or the model itself in the book; self-hosted
 * providers and custom bases are free where nobody prices them. An answer is kept until the book says that another price begins.
 */
export class PriceResolver {
  private readonly entries = new Map<string, PricedEntry>();
  /** By deployment, then by model: names that live as long as the snapshot, so looking them up hashes nothing anew. */
  private readonly memo = new Map<string, Map<string, Memo>>();
  private memoSize = 0;

  constructor(
    private readonly book: PriceBook,
    private readonly clock: Clock,
  ) {}

  add(deploymentId: string, priced: PricedEntry): void {
    this.entries.set(deploymentId, priced);
  }

  /** For `Snapshot.priceOf`. */
  readonly priceOf: Snapshot['priceOf'] = (deployment: Pick<Deployment, 'id'>, model) => {
    const kept = this.memo.get(deployment.id)?.get(model);
    if (kept !== undefined && (kept.validUntil === undefined || this.clock.now() < kept.validUntil)) return kept.value;
    const fresh = this.resolve(deployment.id, model, this.clock.now());
    this.keep(deployment.id, model, fresh);
    return fresh.value;
  };

  private keep(deploymentId: string, model: string, memo: Memo): void {
    if (this.memoSize >= MEMO_ENTRIES_MAX) {
      this.memo.clear();
      this.memoSize = 0;
    }
    const byModel = this.memo.get(deploymentId) ?? new Map<string, Memo>();
    if (!byModel.has(model)) this.memoSize += 1;
    this.memo.set(deploymentId, byModel.set(model, memo));
  }

  private resolve(deploymentId: string, model: string, now: Instant): Memo {
    const priced = this.entries.get(deploymentId);
    if (priced === undefined) return { value: { price: undefined, facts: {} }, validUntil: undefined };
    const { entry, provider } = priced;
    const known = this.inBooks(provider, baseModelOf(entry, model, provider), now);
    const own = configPrice(entry.params, entry.info);
    const price = own === undefined ? known?.price : overBook(own, known?.price);
    const isFree = price === undefined && (provider?.selfHosted === true || priced.customBase);
    return {
      value: { price: isFree ? FREE : price, facts: factsOf(entry, known?.facts ?? {}) },
      validUntil: known?.validUntil,
    };
  }

  private inBooks(provider: ProviderDescription | undefined, model: string, now: Instant): BookEntry | undefined {
    const { priceBookId: own, priceBookFallbackId: other } = provider ?? {};
    if (own === undefined) return undefined;
    const known = this.book.lookup(own, model, now);
    return known.price === undefined && other !== undefined ? this.book.lookup(other, model, now) : known;
  }
}

/** `base_model` may be written with the provider's prefix. */
function baseModelOf(entry: ModelEntry, model: string, provider: ProviderDescription | undefined): string {
  const named = entry.info.base_model ?? model;
  const prefix = provider?.prefixes.find((candidate) => named.startsWith(`${candidate}/`));
  const bare = prefix === undefined ? named : named.slice(prefix.length + 1);
  return bare;
}

function factsOf({ info }: ModelEntry, known: ModelFacts): ModelFacts {
  const maxOutput = info.max_output_tokens ?? info.max_tokens;
  return {
    ...known,
    ...(info.mode == null ? {} : { mode: info.mode }),
    ...(info.max_input_tokens == null
      ? {}
      : { maxInputTokens: info.max_input_tokens, contextWindow: info.max_input_tokens }),
    ...(maxOutput == null ? {} : { maxOutputTokens: maxOutput }),
    ...(info.supports_reasoning == null ? {} : { reasoning: info.supports_reasoning }),
  };
}

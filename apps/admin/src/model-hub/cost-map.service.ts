import { Injectable } from '@nestjs/common';
import { type ListedPrice, SnapshotLoader } from '@tollgate/catalog';
import { Clock, type Instant } from '@tollgate/kernel';
import { toCosts } from '../models/model-costs.js';

/** Prices change at dates that the list knows; whoever asks more often gets what was made last. */
const KEPT_MS = 60_000;

/**
 * The list of prices that this version comes with, in the form of LiteLLM's `model_cost` map. It is downloaded from nowhere: another version
 * has another one, so that nobody upstream changes what calls are charged.
 */
@Injectable()
export class CostMap {
  private made: { readonly at: Instant; readonly map: Readonly<Record<string, object>> } | undefined;

  constructor(
    private readonly loader: SnapshotLoader,
    private readonly clock: Clock,
  ) {}

  all(): Readonly<Record<string, object>> {
    const now = this.clock.now();
    if (this.made === undefined || now - this.made.at >= KEPT_MS || now < this.made.at)
      this.made = { at: now, map: makeMap(this.loader.priceList()) };
    return this.made.map;
  }

  /** Where it comes from, in LiteLLM's members. */
  source(): object {
    return { source: 'local', url: null, is_env_forced: false, fallback_reason: null, model_count: this.count };
  }

  /** What a reload does: the list is what it was. */
  reload(): object {
    return {
      message:
        'Prices come with this version and are downloaded from nowhere: the list in use is the newest that it has.',
      status: 'success',
      models_count: this.count,
      timestamp: new Date(this.clock.now()).toISOString(),
    };
  }

  private get count(): number {
    return Object.keys(this.all()).length;
  }
}

/** Of two providers that go by one list, the first names its models. */
function makeMap(rows: readonly ListedPrice[]): Readonly<Record<string, object>> {
  const map = new Map<string, object>();
  for (const row of rows) if (!map.has(nameOf(row))) map.set(nameOf(row), toEntry(row));
  return Object.fromEntries(map);
}

/** Models of some providers go by their bare names in LiteLLM's map. */
function nameOf({ provider, model }: ListedPrice): string {
  return provider.bareModels === undefined ? `${provider.prefixes[0] ?? provider.id}/${model}` : model;
}

function toEntry({ provider, price, facts }: ListedPrice): object {
  const { mode, maxInputTokens, maxOutputTokens, reasoning } = facts;
  return {
    ...toCosts(price),
    litellm_provider: provider.prefixes[0] ?? provider.id,
    ...(mode !== undefined && { mode }),
    ...(maxInputTokens !== undefined && { max_input_tokens: maxInputTokens }),
    ...(maxOutputTokens !== undefined && { max_output_tokens: maxOutputTokens, max_tokens: maxOutputTokens }),
    ...(reasoning !== undefined && { supports_reasoning: reasoning }),
  };
}

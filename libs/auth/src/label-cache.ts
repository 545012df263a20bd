import { GatewayError, type HeldLimits, type Label } from '@tollgate/canonical';
import { type Clock, fail, type Outcome, succeed } from '@tollgate/kernel';
import { LRUCache } from 'lru-cache';
import type { EpochListener, EpochPoller } from './epoch-poller.js';
import type { EpochChange } from './epoch-source.port.js';
import type { LabelStore } from './label-store.port.js';
import { LookupCap, type LookupBounds } from './lookup-cap.js';

/** Labels and budgets in memory, those that are not there included. */
const ENTRIES_MAX = 200_000;
/** Whoever names them holds a key; a flood of names must still leave the store to the others. */
const LOOKUPS: LookupBounds = { perSecond: 2_000, atOnce: 100 };
const LOADS_MAX = 5;

type Entry = { readonly label: Label | undefined } | { readonly budget: HeldLimits | undefined };

/** Labels by their ids; a budget that is asked for by id stands beside them. */
export interface FoundLabels {
  readonly labels: ReadonlyMap<string, Label>;
  readonly budget: HeldLimits | undefined;
}

/**
 * Customers and tags that were named lately, and which names stand for nothing. As with keys, a load is kept only if nothing changed
 * while it ran.
 */
export class LabelCache implements EpochListener {
  private readonly entries = new LRUCache<string, Entry>({ max: ENTRIES_MAX });
  private readonly loading = new Map<string, { readonly watermark: number; readonly found: Promise<FoundLabels> }>();
  private readonly cap: LookupCap;
  private watermark = 0;

  constructor(
    private readonly store: LabelStore,
    private readonly epochs: Pick<EpochPoller, 'isStale'>,
    clock: Clock,
    bounds: LookupBounds = LOOKUPS,
  ) {
    this.cap = new LookupCap(clock, bounds);
  }

  /** What is known of all of these, in memory; undefined: ask `find`. */
  peek(ids: readonly string[], budgetId: string | undefined): FoundLabels | undefined {
    return this.epochs.isStale() ? undefined : this.recall(ids, budgetId);
  }

  /**
   * The same, from the store where it is not in memory. 503 when the store cannot say, too many are being looked up, or changes have not
   * been heard of for too long: whoever calls, with the master key too, names customers that may have been blocked.
   */
  async find(ids: readonly string[], budgetId: string | undefined): Promise<Outcome<FoundLabels, GatewayError>> {
    if (this.epochs.isStale())
      return fail(unavailable(new Error('the epoch has not been read for longer than the grace')));
    try {
      for (let loads = 1; ; loads += 1) {
        const known = this.recall(ids, budgetId);
        if (known !== undefined) return succeed(known);
        const loading = this.join(ids, budgetId);
        if (loading === undefined) return fail(tooMany());
        const found = await loading.found;
        const current = loading.watermark === this.watermark;
        if (current) this.keep(ids, budgetId, found);
        if (current || loads >= LOADS_MAX) return succeed(found);
      }
    } catch (cause) {
      return fail(unavailable(cause));
    }
  }

  changed(changes: readonly EpochChange[]): void {
    const touching = changes.filter(({ kind }) => kind === 'customer' || kind === 'tag' || kind === 'budget');
    if (touching.length === 0) return;
    this.watermark += 1;
    for (const { kind, id } of touching) this.entries.delete(kind === 'budget' ? budgetKey(id) : id);
    this.dropLinked(new Set(touching.flatMap(({ kind, id }) => (kind === 'budget' ? [id] : []))));
  }

  everything(): void {
    this.watermark += 1;
    this.entries.clear();
  }

  /** Labels that are linked to one of these budgets: one walk over all of them, however many budgets changed. */
  private dropLinked(budgetIds: ReadonlySet<string>): void {
    if (budgetIds.size === 0) return;
    for (const [key, entry] of this.entries.entries()) {
      const budgetId = 'label' in entry ? entry.label?.budgetId : undefined;
      if (budgetId !== undefined && budgetIds.has(budgetId)) this.entries.delete(key);
    }
  }

  private recall(ids: readonly string[], budgetId: string | undefined): FoundLabels | undefined {
    const labels = new Map<string, Label>();
    for (const id of ids) {
      const entry = this.entries.get(id);
      if (entry === undefined || !('label' in entry)) return undefined;
      if (entry.label !== undefined) labels.set(id, entry.label);
    }
    if (budgetId === undefined) return { labels, budget: undefined };
    const entry = this.entries.get(budgetKey(budgetId));
    return entry === undefined || !('budget' in entry) ? undefined : { labels, budget: entry.budget };
  }

  private join(ids: readonly string[], budgetId: string | undefined) {
    const name = JSON.stringify([ids, budgetId]);
    const running = this.loading.get(name);
    if (running?.watermark === this.watermark) return running;
    if (!this.cap.take()) return undefined;
    const started = {
      watermark: this.watermark,
      found: this.load(ids, budgetId).finally(() => {
        this.cap.release();
        if (this.loading.get(name) === started) this.loading.delete(name);
      }),
    };
    this.loading.set(name, started);
    return started;
  }

  private async load(ids: readonly string[], budgetId: string | undefined): Promise<FoundLabels> {
    const [labels, budget] = await Promise.all([
      this.store.find(ids),
      budgetId === undefined ? undefined : this.store.findBudget(budgetId),
    ]);
    return { labels: new Map(labels.map((label) => [label.id, label])), budget };
  }

  private keep(ids: readonly string[], budgetId: string | undefined, { labels, budget }: FoundLabels): void {
    for (const id of ids) this.entries.set(id, { label: labels.get(id) });
    if (budgetId !== undefined) this.entries.set(budgetKey(budgetId), { budget });
  }
}

/** No label's id has this form. */
function budgetKey(id: string): string {
  return `budget ${id}`;
}

function unavailable(cause: unknown): GatewayError {
  return new GatewayError('store_unavailable', {
    message: 'Customers and tags cannot be looked up at the moment. Try again.',
    cause,
    retryAfterMs: 1000,
  });
}

function tooMany(): GatewayError {
  return new GatewayError('overloaded', {
    message: 'Too many customers and tags are being looked up at the moment. Try again.',
    retryAfterMs: 1000,
  });
}

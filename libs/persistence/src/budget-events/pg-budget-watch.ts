import { type BudgetEvent, BudgetWatch, judgeBudget } from '@tollgate/callbacks';
import type { Clock, IdSource } from '@tollgate/kernel';
import type { Logger } from '@tollgate/telemetry';
import type pg from 'pg';
import { answerWithin } from '../database/answer-within.js';
import type { Database } from '../database/database.js';
import { toEventColumns } from './budget-event-row.js';
import { budgetsOfWindow } from './budgets-of-window.js';
import { type BudgetDefaults, type Held, readHolders } from './read-holders.js';
import { KEEP_EVENTS, TAKE_MARKS } from './keep-events-sql.js';

const ANSWER_TIMEOUT_MS = 15_000;

export interface BudgetWatchOptions extends BudgetDefaults {
  /** Names of the sinks that are told of events. */
  readonly sinks: readonly string[];
}

/** A balance that changed. */
interface Mark {
  readonly scope: string;
  readonly scopeId: string;
  readonly start: number;
  readonly exceeded: boolean;
  /** How many changes it stands for. */
  readonly marks: number;
  readonly spentNano: string;
}

/**
 * Marks that the ledger's statements leave in `budget_mark`, judged by limits and balances as they are now. A round is one transaction:
 * marks go, events and outbox rows come, or nothing changes. Two rounds at once that find the same event keep it once, by its key.
 */
export class PgBudgetWatch extends BudgetWatch {
  constructor(
    private readonly database: Database,
    private readonly options: BudgetWatchOptions,
    private readonly clock: Clock,
    private readonly ids: IdSource,
    private readonly logger: Logger,
  ) {
    super();
  }

  override judge(changesMax: number): Promise<number> {
    return this.database.transaction(async (client) => {
      const { rows: marks } = await client.query<Mark>(answerWithin(ANSWER_TIMEOUT_MS, TAKE_MARKS, [changesMax]));
      if (marks.length === 0) return 0;
      const holders = await readHolders(client, marks, this.options);
      const events = marks.flatMap((mark) => this.eventsOf(mark, holders.get(`${mark.scope}\n${mark.scopeId}`)));
      if (events.length > 0) await this.keep(client, events);
      return marks.reduce((sum, mark) => sum + mark.marks, 0);
    });
  }

  /** Nobody is there any more, or a budget cannot be read: that holds up no other. */
  private eventsOf(mark: Mark, held: Held | undefined): readonly BudgetEvent[] {
    if (held === undefined) return [];
    try {
      return this.judgeMark(mark, held);
    } catch (error) {
      const { scope, scopeId } = mark;
      this.logger.error({ scope, id: scopeId, error: String(error) }, 'events of a budget cannot be looked for');
      return [];
    }
  }

  private judgeMark({ start, exceeded, spentNano }: Mark, { scope, scopeId, limits, holder }: Held) {
    const now = this.clock.now();
    const spent = BigInt(spentNano) > 0n ? BigInt(spentNano) : 0n;
    return budgetsOfWindow(limits, start, now).flatMap(({ window, duration, ...budget }) =>
      judgeBudget(budget, spent, exceeded).map((crossing) => ({
        ...crossing,
        ...holder,
        id: this.ids.newId(),
        createdAt: now,
        scope,
        scopeId,
        windowStart: window.start,
        windowEnd: window.end ?? null,
        budgetDuration: duration,
        spendNano: spent,
        maxBudgetNano: budget.maxBudget ?? null,
        softBudgetNano: budget.softBudget ?? null,
      })),
    );
  }

  private async keep(client: pg.ClientBase, events: readonly BudgetEvent[]): Promise<void> {
    const rows = JSON.stringify(events.map(toEventColumns));
    await client.query(answerWithin(ANSWER_TIMEOUT_MS, KEEP_EVENTS, [rows, this.options.sinks]));
  }
}

import type { BudgetEvent, BudgetEventScope } from '@tollgate/callbacks';
import type { Instant } from '@tollgate/kernel';
import type { Database } from '../database/database.js';
import { Prisma } from '../generated/prisma/client.js';
import { type SpendVisibility, visibleSpend } from '../repositories/visible-spend.js';
import { type BudgetEventRow, EVENT_MEMBERS, toBudgetEvent } from './budget-event-row.js';

export interface BudgetEventFilter {
  readonly event?: BudgetEvent['event'] | undefined;
  readonly scope?: BudgetEventScope | undefined;
  /** Told of from this instant on, and before that one. */
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
}

export interface BudgetEventPage {
  readonly page: number;
  readonly size: number;
}

/** Events of budgets, for who may see whose they are. */
export class BudgetEventRepository {
  constructor(private readonly database: Database) {}

  /** One page, newest first, and how many there are in all. */
  async list(
    visibility: SpendVisibility,
    filter: BudgetEventFilter,
    { page, size }: BudgetEventPage,
  ): Promise<{ readonly events: readonly BudgetEvent[]; readonly total: number }> {
    const where = Prisma.join([visibleSpend(visibility), ...conditionsOf(filter)], ' AND ');
    const rows = await this.database.prisma.$queryRaw<readonly BudgetEventRow[]>`
      SELECT ${Prisma.raw(EVENT_MEMBERS)} FROM tollgate.budget_event AS f WHERE ${where}
      ORDER BY f.created_at DESC, f.id DESC LIMIT ${size} OFFSET ${(page - 1) * size}`;
    const [counted] = await this.database.prisma.$queryRaw<readonly { readonly total: number }[]>`
      SELECT count(*)::int AS total FROM tollgate.budget_event AS f WHERE ${where}`;
    return { events: rows.map(toBudgetEvent), total: counted?.total ?? 0 };
  }
}

function conditionsOf({ event, scope, from, to }: BudgetEventFilter): readonly Prisma.Sql[] {
  return [
    ...(event === undefined ? [] : [Prisma.sql`f.event = ${event}`]),
    ...(scope === undefined ? [] : [Prisma.sql`f.scope = ${scope}`]),
    ...(from === undefined ? [] : [Prisma.sql`f.created_at >= ${new Date(from)}`]),
    ...(to === undefined ? [] : [Prisma.sql`f.created_at < ${new Date(to)}`]),
  ];
}

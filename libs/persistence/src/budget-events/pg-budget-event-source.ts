import { type BudgetEvent, BudgetEventSource } from '@tollgate/callbacks';
import { answerWithin } from '../database/answer-within.js';
import type { Database } from '../database/database.js';
import { type BudgetEventRow, EVENT_MEMBERS, toBudgetEvent } from './budget-event-row.js';

/** A delivery waits for it. */
const ANSWER_TIMEOUT_MS = 15_000;
const FIND = `SELECT ${EVENT_MEMBERS} FROM tollgate.budget_event AS f WHERE f.id = $1::uuid`;

/** Events of budgets read back, for sinks. */
export class PgBudgetEventSource extends BudgetEventSource {
  constructor(private readonly database: Database) {
    super();
  }

  override async find(id: string): Promise<BudgetEvent | undefined> {
    const { rows } = await this.database.pool.query<BudgetEventRow>(answerWithin(ANSWER_TIMEOUT_MS, FIND, [id]));
    return rows[0] === undefined ? undefined : toBudgetEvent(rows[0]);
  }
}

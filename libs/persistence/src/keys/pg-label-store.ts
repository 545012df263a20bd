import { LabelStore } from '@tollgate/auth';
import type { Label, ScopeLimits } from '@tollgate/canonical';
import { answerWithin } from '../database/answer-within.js';
import type { Database } from '../database/database.js';
import { FIND_BUDGET, FIND_LABELS, type FoundLabel, type FoundLimits } from './find-labels-sql.js';
import { toLimits } from './to-limits.js';

/** A caller waits for it. */
const ANSWER_TIMEOUT_MS = 3_000;

/** Customers and tags in PostgreSQL, on the two connections that look-ups have to themselves. */
export class PgLabelStore extends LabelStore {
  constructor(private readonly database: Database) {
    super();
  }

  override async find(ids: readonly string[]): Promise<readonly Label[]> {
    const { rows } = await this.database.keyPool.query<FoundLabel>(answerWithin(ANSWER_TIMEOUT_MS, FIND_LABELS, [ids]));
    return rows.map(toLabel);
  }

  override async findBudget(id: string): Promise<ScopeLimits | undefined> {
    const { rows } = await this.database.keyPool.query<FoundLimits>(answerWithin(ANSWER_TIMEOUT_MS, FIND_BUDGET, [id]));
    return rows[0] === undefined ? undefined : toLimits(rows[0]);
  }
}

function toLabel(row: FoundLabel): Label {
  const { id, blocked, limited, budgetId, allowedRegion, defaultModel, models } = row;
  return {
    id,
    blocked,
    limits: toLimits(row),
    limited,
    ...(budgetId !== null && { budgetId }),
    ...(allowedRegion !== null && { allowedRegion }),
    ...(defaultModel !== null && { defaultModel }),
    ...(models.length > 0 && { models }),
  };
}

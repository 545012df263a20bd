import { LabelStore } from '@tollgate/auth';
import type { HeldLimits, Label } from '@tollgate/canonical';
import { answerWithin } from '../database/answer-within.js';
import type { Database } from '../database/database.js';
import { FIND_BUDGET, FIND_LABELS, type FoundLabel, type FoundLimits } from './find-labels-sql.js';
import { toModelLimits } from './model-limits.js';
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

  override async findBudget(id: string): Promise<HeldLimits | undefined> {
    const { rows } = await this.database.keyPool.query<FoundLimits>(answerWithin(ANSWER_TIMEOUT_MS, FIND_BUDGET, [id]));
    const [row] = rows;
    if (row === undefined) return undefined;
    const models = toModelLimits(row);
    return { limits: toLimits(row), ...(models !== undefined && { models }) };
  }
}

function toLabel(row: FoundLabel): Label {
  const { id, blocked, limited, budgetId, allowedRegion, defaultModel, models } = row;
  const modelLimits = toModelLimits(row);
  return {
    id,
    blocked,
    limits: toLimits(row),
    ...(modelLimits !== undefined && { modelLimits }),
    limited,
    ...(budgetId !== null && { budgetId }),
    ...(allowedRegion !== null && { allowedRegion }),
    ...(defaultModel !== null && { defaultModel }),
    ...(models.length > 0 && { models }),
  };
}

import { computeWindow } from '@tollgate/admission';
import type { BudgetLimit } from '@tollgate/canonical';
import type { Instant } from '@tollgate/kernel';
import { toFurtherBudgets } from '../keys/further-budgets.js';
import type { Prisma } from '../generated/prisma/client.js';

/** A budget beside the holder's own, with the end of its window that is running. */
export interface RunningBudgetLimit extends BudgetLimit {
  readonly resetAt: Instant;
}

interface Columns {
  readonly budgetLimits: Prisma.JsonValue;
  readonly budgetTimeZone: string | null;
  readonly createdAt: Date;
}

/** The budgets beside a holder's own, as its row has them. */
export function readBudgetLimits(
  { budgetLimits, budgetTimeZone, createdAt }: Columns,
  now: Instant,
): readonly RunningBudgetLimit[] {
  const windows = toFurtherBudgets({
    budgetLimits,
    timeZone: budgetTimeZone,
    createdAt: createdAt.getTime(),
  });
  return ((budgetLimits ?? []) as unknown as readonly BudgetLimit[]).flatMap((limit, index) => {
    const window = windows[index]?.budgetWindow;
    return window === undefined ? [] : [{ ...limit, resetAt: computeWindow(window, now).end }];
  });
}

import type { AdminChange, AuditNote } from '../control/control-plane.js';
import { type BudgetRow, toAuditedBudget } from './budget-row.js';

/** Notes a change of a budget for the audit and for every process. */
export function noteBudget(
  change: AdminChange,
  action: AuditNote['action'],
  before: BudgetRow | null,
  after: BudgetRow | null,
): void {
  const id = after?.id ?? before?.id ?? '';
  change.touch('budget', id);
  change.note({
    action,
    resource: 'budget',
    objectId: id,
    before: before === null ? null : toAuditedBudget(before),
    after: after === null ? null : toAuditedBudget(after),
  });
}

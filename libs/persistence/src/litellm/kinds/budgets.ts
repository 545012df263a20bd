import { fail, succeed } from '@tollgate/kernel';
import { birthOf } from '../birth-of.js';
import { type ImportKind, wholeRows } from '../import-kind.js';
import { SourceRow } from '../source-row.js';
import { unenforcedOfBudget } from '../unenforced-settings.js';

export const BUDGETS: ImportKind = {
  name: 'budget',
  plural: 'budgets',
  from: 'LiteLLM_BudgetTable',
  rows: wholeRows('LiteLLM_BudgetTable', 'budget_id'),
  table: 'budget',
  identity: ['id'],
  read: (json, known) => {
    const row = new SourceRow(json);
    const id = row.text('budget_id');
    if (id === null) return fail('it has no id');
    known.resets.set(id, row.resetAt());
    known.unenforcedOfBudgets.set(id, unenforcedOfBudget(row));
    return succeed({
      name: id,
      birth: { id, ...birthOf(row, known.now) },
      columns: {
        ...row.limits(known.timeZone),
        soft_budget_nano: row.limit('soft_budget'),
        model_max_budget: row.object('model_max_budget'),
        allowed_models: row.texts('allowed_models'),
      },
      notes: row.notes,
    });
  },
};

import { fail, succeed } from '@tollgate/kernel';
import { birthOf } from '../birth-of.js';
import { ID_WITH_ALIAS, type ImportKind } from '../import-kind.js';
import { liftMetadata, modelLimits } from '../lift-metadata.js';
import { withPermission } from '../source-sql.js';
import { SourceRow } from '../source-row.js';
import { blockUnenforced } from '../unenforced-settings.js';

export const ORGANIZATIONS: ImportKind = {
  name: 'organization',
  plural: 'organizations',
  from: 'LiteLLM_OrganizationTable',
  rows: withPermission('LiteLLM_OrganizationTable', 'organization_id'),
  table: 'organization',
  identity: ['id'],
  shown: ID_WITH_ALIAS,
  scope: 'organization',
  read: (json, known) => {
    const row = new SourceRow(json);
    const [id, budgetId] = [row.text('organization_id'), row.text('budget_id')];
    if (id === null) return fail('it has no id');
    const missing = known.missing({ budget: budgetId });
    if (missing !== undefined) return fail(missing);
    const { metadata, lifted } = liftMetadata(row);
    return succeed({
      name: id,
      birth: { id, ...birthOf(row, known.now) },
      columns: {
        alias: row.text('organization_alias') ?? id,
        models: row.texts('models'),
        budget_id: budgetId,
        metadata,
        model_max_budget: {},
        model_rpm_limit: modelLimits(lifted.row['model_rpm_limit']),
        model_tpm_limit: modelLimits(lifted.row['model_tpm_limit']),
        object_permission: row.json('object_permission'),
        blocked: false,
        ...blockUnenforced(row, lifted.row, known),
      },
      spend: { windowNano: row.spent('spend'), resetAt: known.resets.get(budgetId ?? '') ?? null },
      linkedBudgetId: budgetId,
      notes: row.notes,
    });
  },
};

import { fail, succeed } from '@tollgate/kernel';
import { birthOf } from '../birth-of.js';
import { ID_WITH_ALIAS, type ImportKind } from '../import-kind.js';
import { liftMetadata, modelLimits } from '../lift-metadata.js';
import { withPermission } from '../source-sql.js';
import { SourceRow } from '../source-row.js';
import { blockUnenforced } from '../unenforced-settings.js';

export const PROJECTS: ImportKind = {
  name: 'project',
  plural: 'projects',
  from: 'LiteLLM_ProjectTable',
  rows: withPermission('LiteLLM_ProjectTable', 'project_id'),
  table: 'project',
  identity: ['id'],
  shown: ID_WITH_ALIAS,
  scope: 'project',
  read: (json, known) => {
    const row = new SourceRow(json);
    const [id, team, budgetId] = [row.text('project_id'), row.text('team_id'), row.text('budget_id')];
    if (id === null) return fail('it has no id');
    const missing = known.missing({ team, budget: budgetId });
    if (missing !== undefined) return fail(missing);
    const { metadata, lifted } = liftMetadata(row);
    return succeed({
      name: id,
      birth: { id, ...birthOf(row, known.now) },
      columns: {
        alias: row.text('project_alias'),
        description: row.text('description'),
        team_id: team,
        budget_id: budgetId,
        models: row.texts('models'),
        metadata,
        tags: lifted.texts('tags'),
        model_max_budget: {},
        model_rpm_limit: modelLimits(row.row['model_rpm_limit']),
        model_tpm_limit: modelLimits(row.row['model_tpm_limit']),
        object_permission: row.json('object_permission'),
        blocked: row.flag('blocked') === true,
        ...blockUnenforced(row, lifted.row, known),
      },
      spend: { windowNano: row.spent('spend'), resetAt: known.resets.get(budgetId ?? '') ?? null },
      linkedBudgetId: budgetId,
      notes: row.notes,
    });
  },
};

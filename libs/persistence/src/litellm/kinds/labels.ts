import { ALL_TENANTS, LABEL_CHARACTERS_MAX, labelId } from '@tollgate/canonical';
import { fail, type JsonObject, type Outcome, succeed } from '@tollgate/kernel';
import { birthOf } from '../birth-of.js';
import { type ImportKind, type Wanted, wholeRows } from '../import-kind.js';
import type { KnownObjects } from '../known-objects.js';
import { withPermission } from '../source-sql.js';
import { SourceRow } from '../source-row.js';
import { blockUnenforced, noteUnenforcedOfBudget } from '../unenforced-settings.js';

/** End users; LiteLLM knows one of each name, so they are of all tenants. */
export const CUSTOMERS: ImportKind = {
  name: 'customer',
  plural: 'customers',
  from: 'LiteLLM_EndUserTable',
  rows: withPermission('LiteLLM_EndUserTable', 'user_id'),
  table: 'customer',
  identity: ['id'],
  shown: 't.name',
  scope: 'customer',
  isKnownByIdentity: true,
  read: (json, known) => {
    const row = new SourceRow(json);
    return toLabel('customer', row, 'user_id', known, {
      alias: row.text('alias'),
      allowed_model_region: row.text('allowed_model_region'),
      default_model: row.text('default_model'),
      metadata: {},
      object_permission: row.json('object_permission'),
      blocked: row.flag('blocked') === true,
      ...blockUnenforced(row, {}, known),
    });
  },
};

export const TAGS: ImportKind = {
  name: 'tag',
  plural: 'tags',
  from: 'LiteLLM_TagTable',
  rows: wholeRows('LiteLLM_TagTable', 'tag_name'),
  table: 'tag',
  identity: ['id'],
  shown: 't.name',
  scope: 'tag',
  isKnownByIdentity: true,
  read: (json, known) => {
    const row = new SourceRow(json);
    noteUnenforcedOfBudget(row, known, ['tpd_limit', 'allowed_models']);
    return toLabel('tag', row, 'tag_name', known, {
      description: row.text('description'),
      models: row.texts('models'),
      model_info: row.json('model_info'),
    });
  },
};

function toLabel(
  kind: 'customer' | 'tag',
  row: SourceRow,
  nameColumn: string,
  known: KnownObjects,
  columns: JsonObject,
): Outcome<Wanted, string> {
  const [name, budgetId] = [row.text(nameColumn), row.text('budget_id')];
  if (name === null) return fail('it has no name');
  if (name.length > LABEL_CHARACTERS_MAX) return fail(`its name is longer than ${LABEL_CHARACTERS_MAX} characters`);
  const missing = known.missing({ budget: budgetId });
  if (missing !== undefined) return fail(missing);
  const id = labelId(kind, ALL_TENANTS, name);
  return succeed({
    name,
    birth: { id, tenant_kind: 'all', tenant_id: ALL_TENANTS, name, ...birthOf(row, known.now) },
    columns: { ...columns, budget_id: budgetId },
    spend: { windowNano: row.spent('spend'), resetAt: known.resets.get(budgetId ?? '') ?? null },
    linkedBudgetId: budgetId,
    notes: row.notes,
  });
}

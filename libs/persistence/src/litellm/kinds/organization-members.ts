import { fail, succeed, uuidV5 } from '@tollgate/kernel';
import { type ImportKind, wholeRows } from '../import-kind.js';
import { iso, SourceRow } from '../source-row.js';
import { noteUnenforcedOfBudget } from '../unenforced-settings.js';

const ROLES = ['org_admin', 'internal_user', 'internal_user_viewer', 'proxy_admin', 'proxy_admin_viewer'];

export const ORGANIZATION_MEMBERS: ImportKind = {
  name: 'organization_member',
  plural: 'members of organizations',
  from: 'LiteLLM_OrganizationMembership',
  rows: wholeRows('LiteLLM_OrganizationMembership', 'organization_id, user_id'),
  table: 'organization_member',
  identity: ['organization_id', 'user_id'],
  shown: "t.user_id || ' in ' || t.organization_id",
  scope: 'organization_member',
  isKnownByIdentity: true,
  read: (json, known) => {
    const row = new SourceRow(json);
    const [organization, user] = [row.text('organization_id') ?? '', row.text('user_id') ?? ''];
    const budgetId = row.text('budget_id');
    const missing = known.missing({ organization, user, budget: budgetId });
    if (missing !== undefined) return fail(missing);
    noteUnenforcedOfBudget(row, known, ['tpd_limit', 'allowed_models']);
    const role = row.text('user_role') ?? 'internal_user';
    const taken = ROLES.includes(role) ? role : 'internal_user_viewer';
    if (taken !== role) row.notes.push(`role "${role}" became ${taken}`);
    const created = iso(row.instant('created_at') ?? known.now);
    return succeed({
      name: `${user} in ${organization}`,
      birth: {
        id: uuidV5('organization_member', organization, user),
        organization_id: organization,
        user_id: user,
        created_at: created,
        updated_at: created,
      },
      columns: { role: taken, budget_id: budgetId },
      spend: { windowNano: row.spent('spend'), resetAt: known.resets.get(budgetId ?? '') ?? null },
      linkedBudgetId: budgetId,
      notes: row.notes,
    });
  },
  touches: ({ birth }) => [
    ['organization', String(birth['organization_id'])],
    ['user', String(birth['user_id'])],
  ],
};

import type { AdminChange } from '../control/control-plane.js';
import type { OrganizationMemberRow } from './organization-row.js';

/** Notes who came to, left or changed in an organization: a change of the organization, for the audit and for every process. */
export function noteOrganizationMember(
  change: AdminChange,
  before: OrganizationMemberRow | null,
  after: OrganizationMemberRow | null,
): void {
  const objectId = after?.organizationId ?? before?.organizationId ?? '';
  change.touch('organization', objectId);
  change.note({
    action: 'updated',
    resource: 'organization',
    objectId,
    before: before === null ? null : shown(before),
    after: after === null ? null : shown(after),
  });
}

function shown({ userId, role, maxBudgetNano, budgetDuration, budgetAnchor, budgetTimeZone }: OrganizationMemberRow) {
  const maxBudget = maxBudgetNano?.toString() ?? null;
  const anchor = budgetAnchor?.toISOString() ?? null;
  return { member: userId, role, maxBudgetNano: maxBudget, budgetDuration, budgetAnchor: anchor, budgetTimeZone };
}

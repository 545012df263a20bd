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
    before: before === null ? null : { member: before.userId, role: before.role },
    after: after === null ? null : { member: after.userId, role: after.role },
  });
}

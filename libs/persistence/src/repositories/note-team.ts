import type { AdminChange, AuditNote } from '../control/control-plane.js';
import { type TeamRow, toAuditedTeam } from './team-row.js';

/** Notes a change of a team for the audit and for every process. */
export function noteTeam(
  change: AdminChange,
  action: AuditNote['action'],
  before: TeamRow | null,
  after: TeamRow | null,
): void {
  const id = after?.id ?? before?.id ?? '';
  change.touch('team', id);
  change.note({
    action,
    resource: 'team',
    objectId: id,
    teamId: id,
    before: before === null ? null : toAuditedTeam(before),
    after: after === null ? null : toAuditedTeam(after),
  });
}

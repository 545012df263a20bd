import type { AdminChange, AuditNote } from '../control/control-plane.js';
import { type ProjectRow, toAuditedProject } from './project-row.js';

/** Notes a change of a project for the audit and for every process. */
export function noteProject(
  change: AdminChange,
  action: AuditNote['action'],
  before: ProjectRow | null,
  after: ProjectRow | null,
): void {
  const row = after ?? before;
  if (row === null) throw new Error('a change of no project');
  change.touch('project', row.id);
  change.note({
    action,
    resource: 'project',
    objectId: row.id,
    teamId: row.teamId,
    before: before === null ? null : toAuditedProject(before),
    after: after === null ? null : toAuditedProject(after),
  });
}

import { AUDIT_RESOURCES, type AuditResource, type AuditRow } from '@tollgate/persistence';
import { toTime } from '../shown/to-time.js';
import { toLiteLlmColumns } from './to-litellm-columns.js';

/** LiteLLM's tables by our kinds of objects. */
const TABLES: ReadonlyMap<string, string> = new Map<AuditResource, string>([
  ['key', 'LiteLLM_VerificationToken'],
  ['team', 'LiteLLM_TeamTable'],
  ['user', 'LiteLLM_UserTable'],
  ['organization', 'LiteLLM_OrganizationTable'],
  ['organization_member', 'LiteLLM_OrganizationMembership'],
  ['team_member', 'LiteLLM_TeamMembership'],
  ['project', 'LiteLLM_ProjectTable'],
  ['budget', 'LiteLLM_BudgetTable'],
  ['customer', 'LiteLLM_EndUserTable'],
  ['tag', 'LiteLLM_TagTable'],
  ['model', 'LiteLLM_ProxyModelTable'],
  ['credential', 'LiteLLM_CredentialsTable'],
  ['access_group', 'LiteLLM_AccessGroupTable'],
  ['invitation', 'LiteLLM_InvitationLink'],
  ['config', 'LiteLLM_Config'],
]);

/** What `table_name` can name: our words and LiteLLM's. */
export const TABLE_NAMES: readonly string[] = [...AUDIT_RESOURCES, ...TABLES.values()];

/** The kind of object that a caller names by its own word or by LiteLLM's table. */
export function resourceOf(name: string): string {
  return [...TABLES].find(([, table]) => table === name)?.[0] ?? name;
}

/**
 * One row of `GET /audit`, by LiteLLM's names (litellm-admin-api, section 14): as there, `changed_by` is whom the header named, else who called.
 * Who called in any case is `actor_id`. What there was before and after is in LiteLLM's columns; the rows hold ours.
 */
export function toAuditLog(row: AuditRow): object {
  return {
    id: String(row.sequence),
    updated_at: toTime(row.at),
    changed_by: row.changedBy ?? row.actorId,
    actor_id: row.actorId,
    changed_by_api_key: row.actorKeyHash ?? '',
    litellm_changed_by: row.changedBy,
    action: row.action,
    table_name: TABLES.get(row.resource) ?? row.resource,
    object_id: row.objectId,
    object_team_id: row.teamId,
    before_value: toLiteLlmColumns(row.resource, row.before),
    updated_values: toLiteLlmColumns(row.resource, row.after),
  };
}

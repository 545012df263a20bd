import type { StoredAccessGroup } from '@tollgate/persistence';
import { toTime } from '../shown/to-time.js';

/** An access group as LiteLLM answers it (AccessGroupResponse of its source), with the names of who has it. */
export function toAccessGroup(group: StoredAccessGroup): object {
  return {
    access_group_id: group.id,
    access_group_name: group.name,
    description: group.description,
    access_model_names: group.models,
    access_mcp_server_ids: group.mcpServerIds,
    access_agent_ids: group.agentIds,
    assigned_team_ids: group.teams.map(({ id }) => id),
    assigned_key_ids: group.keys.map(({ hash }) => hash),
    assigned_teams: group.teams,
    assigned_keys: group.keys.map(({ hash, name }) => ({ id: hash, name })),
    created_at: toTime(group.createdAt),
    created_by: group.createdBy,
    updated_at: toTime(group.updatedAt),
    updated_by: group.updatedBy,
  };
}

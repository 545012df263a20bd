import { GatewayError } from '@tollgate/canonical';
import { fail, isJsonObject, type JsonValue, type Outcome, succeed } from '@tollgate/kernel';
import type { UserPlaces } from '@tollgate/persistence';
import { readMemberLimits } from '../teams/read-members.js';
import { isName } from '../validation/is-name.js';
import { PLACES_MAX, type UserSettingsDto } from './dto/user-settings.dto.js';

/**
 * Reads `teams` (ids, or `{team_id, user_role, max_budget_in_team}`) and `organizations` (ids) of LiteLLM's users. Who is to leave one
 * again leaves it by the route of its members.
 */
export function readUserPlaces(dto: UserSettingsDto): Outcome<UserPlaces, GatewayError> {
  const teams: NonNullable<UserPlaces['teams']>[number][] = [];
  for (const entry of dto.teams ?? []) {
    const team = readTeam(entry);
    if (!team.ok) return team;
    teams.push(team.value);
  }
  const organizations = dto.organizations ?? [];
  if (!organizations.every(isName) || organizations.length > PLACES_MAX) return fail(faulty('organizations'));
  if (teams.length > PLACES_MAX) return fail(faulty('teams'));
  return succeed({ ...(teams.length > 0 && { teams }), ...(organizations.length > 0 && { organizations }) });
}

function readTeam(entry: JsonValue): Outcome<NonNullable<UserPlaces['teams']>[number], GatewayError> {
  if (isName(entry)) return succeed({ teamId: entry, role: 'user' });
  if (!isJsonObject(entry)) return fail(faulty('teams'));
  const { team_id: teamId, user_role: role = 'user', max_budget_in_team: max = null } = entry;
  if (!isName(teamId) || (role !== 'user' && role !== 'admin')) return fail(faulty('teams'));
  if (max !== null && typeof max !== 'number') return fail(faulty('teams'));
  const limits = readMemberLimits(max === null ? {} : { max_budget_in_team: max });
  return limits.ok ? succeed({ teamId, role, settings: limits.value }) : limits;
}

function faulty(field: 'teams' | 'organizations'): GatewayError {
  const forms = {
    teams: 'ids of teams, or {"team_id": …, "user_role": "user" or "admin", "max_budget_in_team": dollars}',
    organizations: 'ids of organizations',
  };
  return new GatewayError('bad_request', {
    message: `${field} is a list of at most ${String(PLACES_MAX)} ${forms[field]}.`,
    param: field,
  });
}

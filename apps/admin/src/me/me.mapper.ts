import type { Memberships, Reach } from '@tollgate/auth';
import type { LimitedScope, Principal, ScopeLimits, ScopeName } from '@tollgate/canonical';
import { usdFromNanoUsd } from '@tollgate/kernel';
import { toTime } from '../shown/to-time.js';

/** Scopes whose limits say something of a user. */
const OF_USERS: ReadonlySet<ScopeName> = new Set(['user', 'team_member', 'organization_member']);

/** Answer of `GET /me`: the caller as authentication found it. Money in dollars. */
export function toMe(principal: Principal, { teams, organizations }: Memberships): object {
  return {
    kind: principal.kind,
    user_id: principal.userId ?? null,
    // who knows a lent key is somebody else: he learns no more of its user than his id
    user_email: principal.lent === true ? null : (principal.userEmail ?? null),
    user_role: principal.lent === true ? null : principal.role,
    key: toKey(principal),
    team_id: principal.teamId ?? null,
    project_id: principal.projectId ?? null,
    organization_id: principal.organizationId ?? null,
    teams: teams.map(({ id, role, permissions }) => ({ team_id: id, role, team_member_permissions: permissions })),
    organizations: organizations.map(({ id, role }) => ({ organization_id: id, role })),
    limits: principal.scopes.filter((scope) => isLimited(scope) && !isHidden(principal, scope)).map(toLimits),
  };
}

/** How far a permission reaches, as `GET /me/permissions` shows it. */
export function toReach(reach: Reach): object {
  if (reach.kind === 'all') return { scope: 'all' };
  return {
    scope: 'own',
    key_ids: reach.keyIds,
    user_ids: reach.userIds,
    team_ids: reach.teamIds,
    organization_ids: reach.organizationIds,
    personal_user_ids: reach.personalOf,
    memberships: reach.memberships.map(({ teamId, userId }) => ({ team_id: teamId, user_id: userId })),
  };
}

function toKey(principal: Principal): object {
  const { kind, keyId, keyAlias, keyName, expiresAt, models, teamModels, allowedRoutes } = principal;
  return {
    id: kind === 'key' ? keyId : null,
    key_alias: keyAlias ?? null,
    key_name: keyName ?? null,
    expires: toTime(expiresAt ?? null),
    models,
    team_models: teamModels,
    member_models: principal.memberModels ?? [],
    project_models: principal.projectModels ?? [],
    organization_models: principal.organizationModels ?? [],
    allowed_routes: allowedRoutes,
  };
}

function isHidden({ lent }: Principal, { scope }: LimitedScope): boolean {
  return lent === true && OF_USERS.has(scope);
}

function isLimited({ limits, models }: LimitedScope): boolean {
  return models !== undefined || Object.keys(limits).length > 0;
}

function toLimits({ scope, id, limits, models = {} }: LimitedScope): object {
  const ofModels = Object.entries(models).map(([model, own]) => [model, toMembers(own)] as const);
  return { scope, id, ...toMembers(limits), models: Object.fromEntries(ofModels) };
}

function toMembers(limits: ScopeLimits): object {
  return {
    max_budget: limits.maxBudget === undefined ? null : usdFromNanoUsd(limits.maxBudget),
    soft_budget: limits.softBudget === undefined ? null : usdFromNanoUsd(limits.softBudget),
    budget_duration: limits.budgetWindow?.duration ?? null,
    rpm_limit: limits.requestsPerMinute ?? null,
    tpm_limit: limits.tokensPerMinute ?? null,
    max_parallel_requests: limits.concurrentRequests ?? null,
  };
}

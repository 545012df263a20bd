import type { Reach } from '@tollgate/auth';
import type { Instant, JsonObject } from '@tollgate/kernel';
import { jsonColumn } from '../database/json-column.js';
import type { Prisma } from '../generated/prisma/client.js';
import { auditedColumns } from './audited-columns.js';
import { toBudgetColumns } from './budget-row.js';
import { heldBudget } from './held-budget.js';
import type {
  OrganizationRole,
  OrganizationSettings,
  StoredOrganization,
  StoredOrganizationMember,
} from './stored-organization.js';
import { visibleOrganizationMembers } from './visible-organizations.js';
import { visibleTeams } from './visible-teams.js';

/** Members and teams that are shown with their organization. `/user/list` and `/v2/team/list` page through all. */
const SHOWN_MAX = 100;

export const MEMBER_INCLUDE = {
  user: { select: { email: true } },
  budget: true,
} as const satisfies Prisma.OrganizationMemberInclude;

export type OrganizationMemberRow = Prisma.OrganizationMemberGetPayload<{ include: typeof MEMBER_INCLUDE }>;

const WITH_SHOWN = {
  budget: true,
  members: { include: MEMBER_INCLUDE, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], take: SHOWN_MAX },
  teams: { select: { id: true }, orderBy: [{ createdAt: 'desc' }, { id: 'asc' }], take: SHOWN_MAX },
  _count: { select: { members: true, teams: true } },
} as const satisfies Prisma.OrganizationInclude;

export type OrganizationRow = Prisma.OrganizationGetPayload<{ include: typeof WITH_SHOWN }>;

/** An organization with those of its members and teams that a caller may see. */
export function organizationInclude(reach: Reach): typeof WITH_SHOWN {
  const [ofMembers, ofTeams] = [{ where: visibleOrganizationMembers(reach) }, { where: visibleTeams(reach) }];
  const members = { ...WITH_SHOWN.members, ...ofMembers };
  const teams = { ...WITH_SHOWN.teams, ...ofTeams };
  // a count with a condition is of the same type as one without: it is read by its name alone
  const counted = { select: { members: ofMembers, teams: ofTeams } } as unknown as typeof WITH_SHOWN._count;
  return { ...WITH_SHOWN, members, teams, _count: counted };
}

/** Settings as columns; what was not said is not there. */
export function toOrganizationColumns(
  settings: OrganizationSettings,
): Partial<Prisma.OrganizationUncheckedCreateInput> & Prisma.OrganizationUncheckedUpdateInput {
  const { alias, models, metadata, blocked, budgetId, modelMaxBudget, modelRpmLimit, modelTpmLimit, ...limits } =
    settings;
  return {
    ...(toBudgetColumns(limits) as Partial<Prisma.OrganizationUncheckedCreateInput> &
      Prisma.OrganizationUncheckedUpdateInput),
    ...(alias !== undefined && { alias }),
    ...(models !== undefined && { models: [...models] }),
    ...(metadata !== undefined && { metadata: jsonColumn(metadata) }),
    ...(blocked !== undefined && { blocked }),
    ...(budgetId !== undefined && { budgetId }),
    ...(modelMaxBudget !== undefined && { modelMaxBudget: jsonColumn(modelMaxBudget) }),
    ...(modelRpmLimit !== undefined && { modelRpmLimit: jsonColumn(modelRpmLimit) }),
    ...(modelTpmLimit !== undefined && { modelTpmLimit: jsonColumn(modelTpmLimit) }),
  };
}

/** The row for the audit: bigints as decimal strings, instants in ISO form. Members and teams have notes of their own. */
export function toAuditedOrganization({
  budget: _budget,
  members: _members,
  teams: _teams,
  _count,
  ...columns
}: OrganizationRow): JsonObject {
  return auditedColumns(columns);
}

/** Spend of members of organizations in their windows that are running, by their ids; absent: none. */
export type OrganizationMemberSpend = ReadonlyMap<string, bigint>;

export function toStoredOrganization(
  row: OrganizationRow,
  spendNano: bigint,
  members: OrganizationMemberSpend,
  now: Instant,
): StoredOrganization {
  return {
    id: row.id,
    alias: row.alias,
    models: row.models,
    metadata: row.metadata as JsonObject,
    blocked: row.blocked,
    spendNano,
    budgetId: row.budgetId,
    budget: heldBudget(row, now),
    modelMaxBudget: row.modelMaxBudget as JsonObject,
    modelRpmLimit: row.modelRpmLimit as JsonObject | null,
    modelTpmLimit: row.modelTpmLimit as JsonObject | null,
    members: row.members.map((member) => toStoredOrganizationMember(member, members, now)),
    memberCount: row._count.members,
    teamIds: row.teams.map(({ id }) => id),
    teamCount: row._count.teams,
    createdAt: row.createdAt.getTime(),
    createdBy: row.createdBy ?? '',
    updatedAt: row.updatedAt.getTime(),
    updatedBy: row.updatedBy ?? '',
  };
}

export function toStoredOrganizationMember(
  row: OrganizationMemberRow,
  spend: OrganizationMemberSpend,
  now: Instant,
): StoredOrganizationMember {
  return {
    id: row.id,
    budgetId: row.budgetId,
    budget: heldBudget({ ...row, ...NO_OTHER_LIMITS }, now),
    spendNano: spend.get(row.id) ?? 0n,
    organizationId: row.organizationId,
    userId: row.userId,
    email: row.showsUser ? row.user.email : null,
    role: row.role as OrganizationRole,
    createdAt: row.createdAt.getTime(),
    updatedAt: row.updatedAt.getTime(),
  };
}

/** What members of organizations have no columns for. */
const NO_OTHER_LIMITS = {
  softBudgetNano: null,
  rpmLimit: null,
  tpmLimit: null,
  maxParallelRequests: null,
  modelMaxBudget: {},
  createdBy: null,
  updatedBy: null,
} as const;

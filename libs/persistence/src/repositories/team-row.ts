import { computeWindow } from '@tollgate/admission';
import type { Instant, JsonObject } from '@tollgate/kernel';
import { jsonColumn } from '../database/json-column.js';
import type { Prisma } from '../generated/prisma/client.js';
import { auditedColumns } from './audited-columns.js';
import { readBudgetLimits } from './budget-limits.js';
import { toStoredBudget } from './budget-row.js';
import { heldBudget } from './held-budget.js';
import { ownWindow } from './holder-balance.js';
import type { MemberSettings, StoredMember, StoredTeam, TeamSettings } from './stored-team.js';
import { toStoredWindow, withoutWindow } from './window-columns.js';

export const TEAM_INCLUDE = {
  budget: true,
  defaultMemberBudget: true,
  members: {
    include: { budget: true, user: { select: { email: true, alias: true } } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  },
  _count: { select: { keys: true } },
} as const satisfies Prisma.TeamInclude;

export type TeamRow = Prisma.TeamGetPayload<{ include: typeof TEAM_INCLUDE }>;
type MemberRow = TeamRow['members'][number];

/** Settings as columns; what was not said is not there. */
export function toTeamColumns(
  settings: TeamSettings,
): Partial<Prisma.TeamUncheckedCreateInput> & Prisma.TeamUncheckedUpdateInput {
  const { models, metadata, tags, memberPermissions, modelAliases, defaultMemberModels, memberLimits, ...rest } =
    settings;
  const { modelMaxBudget, modelRpmLimit, modelTpmLimit, budgetLimits, accessGroupIds, routerSettings, ...same } = rest;
  return {
    ...withBigCounts(withoutWindow(same)),
    ...(budgetLimits !== undefined && { budgetLimits: jsonColumn(budgetLimits.map((limit) => ({ ...limit }))) }),
    ...(models !== undefined && { models: [...models] }),
    ...(accessGroupIds !== undefined && { accessGroupIds: [...accessGroupIds] }),
    ...(tags !== undefined && { tags: [...tags] }),
    ...(memberPermissions !== undefined && { memberPermissions: [...memberPermissions] }),
    ...(metadata !== undefined && { metadata: jsonColumn(metadata) }),
    ...(modelAliases !== undefined && { modelAliases: jsonColumn({ ...modelAliases }) }),
    ...(defaultMemberModels !== undefined && { defaultMemberModels: [...defaultMemberModels] }),
    ...(routerSettings !== undefined && { routerSettings: jsonColumn(routerSettings) }),
    ...(modelMaxBudget !== undefined && { modelMaxBudget: jsonColumn(modelMaxBudget) }),
    ...(modelRpmLimit !== undefined && { modelRpmLimit: jsonColumn(modelRpmLimit) }),
    ...(modelTpmLimit !== undefined && { modelTpmLimit: jsonColumn(modelTpmLimit) }),
  };
}

/** Settings of a member as columns. */
export function toMemberColumns({
  models,
  modelMaxBudget,
  ...settings
}: MemberSettings): Omit<
  MemberSettings,
  'models' | 'modelMaxBudget' | 'budgetTimeZone' | 'budgetAnchor' | keyof Counts
> &
  BigCounts & { models?: string[]; modelMaxBudget?: ReturnType<typeof jsonColumn> } {
  return {
    ...withBigCounts(withoutWindow(settings)),
    ...(models !== undefined && { models: [...models] }),
    ...(modelMaxBudget !== undefined && { modelMaxBudget: jsonColumn(modelMaxBudget) }),
  };
}

interface Counts {
  readonly tpmLimit?: number | null;
  readonly rpmLimit?: number | null;
}

interface BigCounts {
  tpmLimit?: bigint | null;
  rpmLimit?: bigint | null;
}

/** Counts as their columns hold them. */
function withBigCounts<T extends Counts>({ tpmLimit, rpmLimit, ...same }: T): Omit<T, keyof Counts> & BigCounts {
  const toBig = (count: number | null): bigint | null => (count === null ? null : BigInt(count));
  return {
    ...same,
    ...(tpmLimit !== undefined && { tpmLimit: toBig(tpmLimit) }),
    ...(rpmLimit !== undefined && { rpmLimit: toBig(rpmLimit) }),
  };
}

/** The row for the audit: bigints as decimal strings, instants in ISO form, members by id and role. */
export function toAuditedTeam(row: TeamRow): JsonObject {
  const { budget: _budget, defaultMemberBudget: _linked, _count, members, ...columns } = row;
  const shown = { ...columns, members: members.map(toAuditedMember) };
  return auditedColumns(shown);
}

function toAuditedMember({
  userId,
  role,
  models,
  maxBudgetNano,
  budgetDuration,
  tpmLimit,
  rpmLimit,
  maxParallelRequests,
  modelMaxBudget,
  budgetId,
}: MemberRow): JsonObject {
  return {
    userId,
    role,
    models,
    maxBudgetNano: maxBudgetNano?.toString() ?? null,
    budgetDuration,
    tpmLimit: tpmLimit?.toString() ?? null,
    rpmLimit: rpmLimit?.toString() ?? null,
    maxParallelRequests,
    modelMaxBudget: modelMaxBudget,
    budgetId,
  };
}

/** Spend of the current window, and of the whole life, by the id of a team's member. */
export type MemberSpend = ReadonlyMap<string, { readonly windowNano: bigint; readonly lifetimeNano: bigint }>;

export function toStoredTeam(row: TeamRow, spendNano: bigint, members: MemberSpend, now: Instant): StoredTeam {
  const window = ownWindow(row);
  return {
    id: row.id,
    alias: row.alias,
    organizationId: row.organizationId,
    models: row.models,
    accessGroupIds: row.accessGroupIds,
    metadata: row.metadata as JsonObject,
    tags: row.tags,
    blocked: row.blocked,
    maxBudgetNano: row.maxBudgetNano,
    softBudgetNano: row.softBudgetNano,
    budgetDuration: row.budgetDuration,
    ...toStoredWindow(row),
    budgetLimits: readBudgetLimits(row, now),
    budgetResetAt: window === undefined ? null : (computeWindow(window, now).end ?? null),
    tpmLimit: toCount(row.tpmLimit),
    rpmLimit: toCount(row.rpmLimit),
    maxParallelRequests: row.maxParallelRequests,
    modelMaxBudget: row.modelMaxBudget as JsonObject,
    modelRpmLimit: row.modelRpmLimit as JsonObject | null,
    modelTpmLimit: row.modelTpmLimit as JsonObject | null,
    memberPermissions: row.memberPermissions,
    modelAliases: row.modelAliases as Readonly<Record<string, string>>,
    defaultMemberModels: row.defaultMemberModels,
    memberKeyDuration: row.memberKeyDuration,
    routerSettings: row.routerSettings as JsonObject,
    memberBudget: row.defaultMemberBudget === null ? null : toStoredBudget(row.defaultMemberBudget, now),
    spendNano,
    members: row.members.map((member) => toStoredMember(member, members, now)),
    keyCount: row._count.keys,
    createdAt: row.createdAt.getTime(),
    updatedAt: row.updatedAt.getTime(),
  };
}

function toStoredMember(row: MemberRow, spend: MemberSpend, now: Instant): StoredMember {
  const { windowNano = 0n, lifetimeNano = 0n } = spend.get(row.id) ?? {};
  return {
    id: row.id,
    userId: row.userId,
    email: row.showsUser ? row.user.email : null,
    userAlias: row.showsUser ? row.user.alias : null,
    role: row.role,
    models: row.models,
    budgetId: row.budgetId,
    budget: heldBudget({ ...row, createdBy: null, updatedBy: null }, now),
    spendNano: windowNano,
    totalSpendNano: lifetimeNano,
    createdAt: row.createdAt.getTime(),
  };
}

function toCount(value: bigint | null): number | null {
  return value === null ? null : Number(value);
}

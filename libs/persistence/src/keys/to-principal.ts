import type { Blocker, LimitedScope, Principal, UserRole } from '@tollgate/canonical';
import type { JsonObject } from '@tollgate/kernel';
import { toFurtherBudgets } from './further-budgets.js';
import { toModelLimits } from './model-limits.js';
import type { FoundHolder } from './find-key-sql.js';
import { aliasesIn, toRouterOverrides } from './router-overrides.js';
import { toLimits } from './to-limits.js';

/** A row of FIND_KEY. */
export interface FoundKey {
  readonly id: string;
  readonly alias: string | null;
  readonly name: string;
  readonly models: readonly string[];
  readonly aliases: Readonly<Record<string, string>>;
  readonly router_settings: JsonObject | null;
  readonly team_router_settings: JsonObject | null;
  readonly allowed_routes: readonly string[];
  readonly enforced_params: readonly string[] | null;
  readonly metadata: JsonObject;
  readonly user_id: string | null;
  readonly tags: readonly string[];
  readonly expires_at: Date | null;
  readonly secret_expires_at: Date | null;
  /** A rotation's, fetched, with its copy still there. */
  readonly secret_is_new: boolean;
  readonly rotation_uncollected: boolean;
  /** null: of a token, which is its user's own. */
  readonly lent: boolean | null;
  /** The key itself is; so is one that lacks a key which binds it. */
  readonly blocked: boolean;
  /** A key that binds it and is blocked. */
  readonly blocked_binding_id: string | null;
  readonly project_blocked: boolean;
  readonly user_blocked: boolean;
  readonly organization_blocked: boolean;
  readonly team_blocked: boolean;
  readonly role: UserRole | null;
  readonly user_email: string | null;
  readonly user_models: readonly string[] | null;
  readonly team_id: string | null;
  readonly team_alias: string | null;
  readonly team_models: readonly string[] | null;
  readonly own_tags: readonly string[] | null;
  readonly team_aliases: Readonly<Record<string, string>> | null;
  readonly member_models: readonly string[] | null;
  readonly team_member_id: string | null;
  readonly project_id: string | null;
  readonly project_models: readonly string[] | null;
  readonly organization_id: string | null;
  readonly organization_models: readonly string[] | null;
  readonly lifetime_nano: string | null;
  readonly budget_ids: readonly string[];
  readonly holders: readonly (FoundHolder | null)[];
}

function roleOf({ role, user_id: userId }: FoundKey): UserRole {
  return role ?? (userId === null ? 'internal_user' : 'internal_user_viewer');
}

/** The key of a user who was never created has the least role. */
export function toPrincipal(row: FoundKey, keyHash: string, spendNano: bigint): Principal {
  const blockedBy = row.blocked ? undefined : blockerOf(row);
  return {
    kind: 'key',
    keyId: row.id,
    keyHash,
    keyName: row.name,
    role: row.lent === true ? 'internal_user_viewer' : roleOf(row),
    ...(row.lent === true && { lent: true }),
    models: row.models,
    teamModels: row.team_models ?? [],
    aliases: { ...aliasesIn(row.router_settings), ...row.aliases },
    allowedRoutes: row.allowed_routes,
    blocked: row.blocked || blockedBy !== undefined,
    ...(blockedBy !== undefined && { blockedBy }),
    teamBlocked: row.team_blocked,
    scopes: scopesOf(row),
    tags: row.tags,
    spendNano,
    metadata: row.metadata,
    ...(row.rotation_uncollected && { rotationUncollected: true }),
    ...(row.budget_ids.length > 0 && { budgetIds: [...new Set(row.budget_ids)] }),
    ...defined({
      keyAlias: row.alias,
      userId: row.user_id,
      userEmail: row.user_email,
      ownTags: listOf(row.own_tags),
      enforcedParams: listOf(row.enforced_params),
      memberModels: listOf(row.member_models),
      teamAliases: unlessEmpty({ ...aliasesIn(row.team_router_settings), ...row.team_aliases }),
      router: unlessEmpty({
        ...toRouterOverrides(row.team_router_settings),
        ...toRouterOverrides(row.router_settings),
      }),
      userModels: listOf(row.user_models),
      projectModels: listOf(row.project_models),
      organizationModels: listOf(row.organization_models),
      teamId: row.team_id,
      teamAlias: row.team_alias,
      teamMemberId: row.team_member_id,
      projectId: row.project_id,
      organizationId: row.organization_id,
      expiresAt: row.expires_at?.getTime() ?? null,
      secretEndsAt: row.secret_expires_at?.getTime() ?? null,
    }),
  };
}

/** The first that is blocked of those that a key stands under, from the nearest on. */
function blockerOf(row: FoundKey): Blocker | undefined {
  const {
    blocked_binding_id: bindingId,
    project_id: projectId,
    user_id: userId,
    organization_id: organizationId,
  } = row;
  if (bindingId !== null) return { scope: 'binding_key', id: bindingId };
  if (row.project_blocked && projectId !== null) return { scope: 'project', id: projectId };
  if (row.user_blocked && userId !== null) return { scope: 'user', id: userId };
  return row.organization_blocked && organizationId !== null
    ? { scope: 'organization', id: organizationId }
    : undefined;
}

/**
 * A user who was never created has a scope all the same, without limits. What somebody else may have spent with a key of a team or an
 * organization is theirs to pay: it counts neither against the money nor
 * against the rates of its user.
 */
function scopesOf({
  holders,
  lent,
  team_id: teamId,
  organization_id: organizationId,
  user_id,
}: FoundKey): LimitedScope[] {
  const scopes = holders.flatMap((holder) => (holder === null ? [] : [toScope(holder)]));
  if (lent === true && (teamId !== null || organizationId !== null))
    return scopes.filter(({ scope }) => scope !== 'user');
  const userKnown = scopes.some(({ scope }) => scope === 'user');
  return user_id === null || userKnown ? scopes : [...scopes, { scope: 'user', id: user_id, limits: {} }];
}

function unlessEmpty<T extends object>(members: T): T | null {
  return Object.keys(members).length === 0 ? null : members;
}

/** An empty list is none. */
function listOf(list: readonly string[] | null): readonly string[] | null {
  return list?.length === 0 ? null : list;
}

/** A holder as FIND_KEY finds it: its scope with all that limits it. */
export function toScope(holder: FoundHolder): LimitedScope {
  const { ownTimeZone, increaseNano, increaseUntil } = holder;
  const models = toModelLimits(holder);
  const furtherBudgets = toFurtherBudgets({ ...holder, timeZone: ownTimeZone });
  return {
    ...(models !== undefined && { models }),
    scope: holder.scope,
    id: holder.id,
    limits: {
      ...toLimits(holder),
      ...(furtherBudgets.length > 0 && { furtherBudgets }),
      ...(increaseNano !== null &&
        increaseUntil !== null && { temporaryIncrease: { amount: BigInt(increaseNano), until: increaseUntil } }),
    },
  };
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], null> };

function defined<T extends object>(members: T): Defined<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null)) as Defined<T>;
}

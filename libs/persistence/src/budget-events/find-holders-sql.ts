import type { BudgetHolder, BudgetHolderScope } from '@tollgate/callbacks';
import type { FoundHolder } from '../keys/find-key-sql.js';
import { HOLDERS, limitsOf, ORGANIZATION_MEMBERS } from '../keys/find-key-sql.js';

type HolderScope = (typeof HOLDERS)[number]['scope'];
type LabelScope = Exclude<BudgetHolderScope, HolderScope>;

/** A holder of a budget, with all that limits it and with how it is called. */
export interface FoundBudgetHolder {
  readonly id: string;
  readonly limits: FoundHolder;
  readonly holder: BudgetHolder;
}

/** A customer or a tag by how it is called; its limits are read like the data plane does. */
export type FoundBudgetLabel = Pick<FoundBudgetHolder, 'id' | 'holder'>;

/** What is not named here is null. */
const MEMBERS: Readonly<Record<keyof BudgetHolder, string>> = {
  name: 'NULL',
  keyId: 'NULL',
  keyHash: 'NULL',
  keyAlias: 'NULL',
  userId: 'NULL',
  userEmail: 'NULL',
  teamId: 'NULL',
  teamAlias: 'NULL',
  projectId: 'NULL',
  organizationId: 'NULL',
  model: 'NULL',
};

interface Source {
  /** Joins under the aliases that the limits are written with. */
  readonly from: string;
  readonly members: Partial<typeof MEMBERS>;
}

const TEAM = { teamId: 't.id', teamAlias: 't.alias' } as const;
const ofTeam = (id: string): string => `LEFT JOIN tollgate.team AS t ON t.id = ${id}`;
const ofUser = (id: string): string => `LEFT JOIN tollgate.app_user AS u ON u.id = ${id}`;

const SOURCES: Readonly<Record<HolderScope, Source>> = {
  key: {
    from: `tollgate.virtual_key AS k LEFT JOIN tollgate.budget AS k_budget ON k_budget.id = k.budget_id
      ${ofUser('k.user_id')} ${ofTeam('k.team_id')} LEFT JOIN tollgate.project AS p ON p.id = k.project_id`,
    members: {
      ...TEAM,
      keyId: 'k.id',
      keyHash: '(SELECT s.hash FROM tollgate.key_secret AS s WHERE s.key_id = k.id ORDER BY s.created_at DESC LIMIT 1)',
      keyAlias: 'k.alias',
      userId: 'k.user_id',
      userEmail: 'u.email',
      projectId: 'k.project_id',
      organizationId: 'coalesce(t.organization_id, p.organization_id, k.organization_id)',
    },
  },
  user: {
    from: 'tollgate.app_user AS u LEFT JOIN tollgate.budget AS u_budget ON u_budget.id = u.budget_id',
    members: { userId: 'u.id', userEmail: 'u.email' },
  },
  team: {
    from: 'tollgate.team AS t LEFT JOIN tollgate.budget AS t_budget ON t_budget.id = t.budget_id',
    members: { ...TEAM, organizationId: 't.organization_id' },
  },
  team_member: {
    from: `tollgate.team_member AS m ${ofTeam('m.team_id')} ${ofUser('m.user_id')}
      LEFT JOIN tollgate.budget AS m_budget ON m_budget.id = coalesce(m.budget_id, t.default_member_budget_id)`,
    members: { ...TEAM, userId: 'm.user_id', userEmail: 'u.email', organizationId: 't.organization_id' },
  },
  project: {
    from: `tollgate.project AS p LEFT JOIN tollgate.budget AS p_budget ON p_budget.id = p.budget_id ${ofTeam('p.team_id')}`,
    members: {
      ...TEAM,
      name: 'p.alias',
      projectId: 'p.id',
      organizationId: 'coalesce(t.organization_id, p.organization_id)',
    },
  },
  organization: {
    from: 'tollgate.organization AS o LEFT JOIN tollgate.budget AS o_budget ON o_budget.id = o.budget_id',
    members: { name: 'o.alias', organizationId: 'o.id' },
  },
  organization_member: {
    from: `${ORGANIZATION_MEMBERS} AS om ${ofUser('om.user_id')}
      LEFT JOIN tollgate.budget AS om_budget ON om_budget.id = om.budget_id`,
    members: { userId: 'om.user_id', userEmail: 'u.email', organizationId: 'om.organization_id' },
  },
};

/** Whose ids are UUIDs. */
export const UUID_SCOPES: ReadonlySet<string> = new Set([
  'key',
  'team_member',
  'organization_member',
  'customer',
  'tag',
]);

/** Holders of one scope by their ids (`$1`); rows are FoundBudgetHolder. */
export function findHolders(scope: HolderScope): string {
  const row = HOLDERS.find((holder) => holder.scope === scope);
  if (row === undefined) throw new Error(`nobody holds limits in the scope ${scope}`);
  const { from, members } = SOURCES[scope];
  return `SELECT ${row.holder}.id::text AS id, ${limitsOf(row)} AS limits, ${asJson(members)} AS holder
    FROM ${from} WHERE ${row.holder}.id = ANY($1::${UUID_SCOPES.has(scope) ? 'uuid' : 'text'}[])`;
}

/** Customers or tags by their ids (`$1`): who owns the name sees it. Rows are FoundBudgetLabel. */
export function findLabelNames(scope: LabelScope): string {
  const ofTenant = (kind: string): string => `CASE WHEN h.tenant_kind = '${kind}' THEN h.tenant_id END`;
  return `SELECT h.id::text AS id, ${asJson({
    name: 'h.name',
    keyId: ofTenant('key'),
    userId: ofTenant('user'),
    teamId: ofTenant('team'),
    organizationId: ofTenant('organization'),
  })} AS holder FROM tollgate.${scope} AS h WHERE h.id = ANY($1::uuid[])`;
}

export function isHolderScope(scope: BudgetHolderScope): scope is HolderScope {
  return Object.hasOwn(SOURCES, scope);
}

function asJson(members: Partial<typeof MEMBERS>): string {
  const pairs = Object.entries({ ...MEMBERS, ...members }).map(([name, value]) => `'${name}', ${value}`);
  return `json_build_object(${pairs.join(', ')})`;
}

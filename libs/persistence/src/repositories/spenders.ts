import type { ScopeName } from '@tollgate/canonical';
import { Prisma } from '../generated/prisma/client.js';

/** Holders of one scope by their table, and how a fact row names them. */
export interface Spenders {
  readonly scope: ScopeName;
  /** Rows `h` with their `id`, and the `name` of those that are of all tenants: where `condition` holds of `h`. */
  readonly from: (condition: Prisma.Sql) => Prisma.Sql;
  /** That `h` is linked to a budget by id. */
  readonly isLinked: (budgetId: string) => Prisma.Sql;
  /** That `h` is the one of an id. */
  readonly isOne: (id: string) => Prisma.Sql;
  /** That a fact `f` is of a row of `from`. */
  readonly ofFact: Prisma.Sql;
}

const isLinked = (id: string): Prisma.Sql => Prisma.sql`h.budget_id = ${id}`;
const isText = (id: string): Prisma.Sql => Prisma.sql`h.id = ${id}`;
const isUuid = (id: string): Prisma.Sql => Prisma.sql`h.id = ${id}::uuid`;

/** Whose id stands in a column of the fact. */
function named<Scope extends ScopeName>(scope: Scope, table: string, isOne: Spenders['isOne'] = isText) {
  const from = (condition: Prisma.Sql): Prisma.Sql =>
    Prisma.sql`SELECT h.id, NULL::text AS name FROM tollgate.${Prisma.raw(table)} AS h WHERE ${condition}`;
  return { scope, from, isLinked, isOne, ofFact: Prisma.sql`f.${Prisma.raw(`${scope}_id`)} = h.id` };
}

/** One of all tenants has the facts of each tenant's own of that name. */
function labelled(table: string) {
  return (condition: Prisma.Sql): Prisma.Sql => Prisma.sql`SELECT h.id, own.id AS fact_id,
      CASE WHEN h.tenant_id = '' THEN h.name END AS name FROM tollgate.${Prisma.raw(table)} AS h
    JOIN tollgate.${Prisma.raw(table)} AS own ON own.id = h.id OR (h.tenant_id = '' AND own.name = h.name) WHERE ${condition}`;
}

/** Who can be linked to a budget. */
export const SPENDERS = {
  key: named('key', 'virtual_key', isUuid),
  user: named('user', 'app_user'),
  team: named('team', 'team'),
  team_member: {
    scope: 'team_member',
    from: (condition) =>
      Prisma.sql`SELECT h.id::text AS id, NULL::text AS name FROM tollgate.team_member AS h JOIN tollgate.team AS t ON t.id = h.team_id WHERE ${condition}`,
    isLinked: (id) => Prisma.sql`coalesce(h.budget_id, t.default_member_budget_id) = ${id}`,
    isOne: isUuid,
    ofFact: Prisma.sql`f.team_member_id = h.id`,
  },
  project: named('project', 'project'),
  organization: named('organization', 'organization'),
  organization_member: {
    scope: 'organization_member',
    from: (condition) => Prisma.sql`SELECT h.id, NULL::text AS name, h.user_id, h.organization_id
      FROM (SELECT *, '{}'::jsonb AS model_max_budget FROM tollgate.organization_member) AS h WHERE ${condition}`,
    isLinked,
    isOne: isUuid,
    ofFact: Prisma.sql`f.user_id = h.user_id AND f.organization_id = h.organization_id`,
  },
  customer: {
    scope: 'customer',
    from: labelled('customer'),
    isLinked,
    isOne: isUuid,
    ofFact: Prisma.sql`f.customer_id = h.fact_id`,
  },
  tag: {
    scope: 'tag',
    from: labelled('tag'),
    isLinked,
    isOne: isUuid,
    ofFact: Prisma.sql`h.fact_id = ANY(f.tag_ids)`,
  },
} as const satisfies Readonly<Record<string, Spenders>>;

export type SpenderScope = keyof typeof SPENDERS;

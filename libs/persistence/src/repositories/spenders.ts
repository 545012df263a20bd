import type { ScopeName } from '@tollgate/canonical';
import { Prisma } from '../generated/prisma/client.js';

/** Holders of one scope by their table, and how a fact row names them. */
export interface Spenders {
  readonly scope: ScopeName;
  /** Rows `h` with their `id`: where `condition` holds of `h`. */
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

/** Who can be linked to a budget. */
export const SPENDERS = {
  key: {
    scope: 'key',
    from: (condition) => Prisma.sql`SELECT h.id FROM tollgate.virtual_key AS h WHERE ${condition}`,
    isLinked,
    isOne: isUuid,
    ofFact: Prisma.sql`f.key_id = h.id`,
  },
  user: {
    scope: 'user',
    from: (condition) => Prisma.sql`SELECT h.id FROM tollgate.app_user AS h WHERE ${condition}`,
    isLinked,
    isOne: isText,
    ofFact: Prisma.sql`f.user_id = h.id`,
  },
  team: {
    scope: 'team',
    from: (condition) => Prisma.sql`SELECT h.id FROM tollgate.team AS h WHERE ${condition}`,
    isLinked,
    isOne: isText,
    ofFact: Prisma.sql`f.team_id = h.id`,
  },
  team_member: {
    scope: 'team_member',
    from: (condition) =>
      Prisma.sql`SELECT h.id::text AS id FROM tollgate.team_member AS h JOIN tollgate.team AS t ON t.id = h.team_id WHERE ${condition}`,
    isLinked: (id) => Prisma.sql`coalesce(h.budget_id, t.default_member_budget_id) = ${id}`,
    isOne: isUuid,
    ofFact: Prisma.sql`f.team_member_id = h.id`,
  },
  project: {
    scope: 'project',
    from: (condition) => Prisma.sql`SELECT h.id FROM tollgate.project AS h WHERE ${condition}`,
    isLinked,
    isOne: isText,
    ofFact: Prisma.sql`f.project_id = h.id`,
  },
  organization: {
    scope: 'organization',
    from: (condition) => Prisma.sql`SELECT h.id FROM tollgate.organization AS h WHERE ${condition}`,
    isLinked,
    isOne: isText,
    ofFact: Prisma.sql`f.organization_id = h.id`,
  },
  organization_member: {
    scope: 'organization_member',
    from: (condition) => Prisma.sql`SELECT h.id, h.user_id, h.organization_id
      FROM (SELECT *, '{}'::jsonb AS model_max_budget FROM tollgate.organization_member) AS h WHERE ${condition}`,
    isLinked,
    isOne: isUuid,
    ofFact: Prisma.sql`f.user_id = h.user_id AND f.organization_id = h.organization_id`,
  },
  customer: {
    scope: 'customer',
    // one of all tenants has the facts of each tenant's own of that name
    from: (condition) => Prisma.sql`SELECT h.id, own.id AS fact_id FROM tollgate.customer AS h
      JOIN tollgate.customer AS own ON own.id = h.id OR (h.tenant_id = '' AND own.name = h.name) WHERE ${condition}`,
    isLinked,
    isOne: isUuid,
    ofFact: Prisma.sql`f.customer_id = h.fact_id`,
  },
  tag: {
    scope: 'tag',
    from: (condition) => Prisma.sql`SELECT h.id, own.id AS fact_id FROM tollgate.tag AS h
      JOIN tollgate.tag AS own ON own.id = h.id OR (h.tenant_id = '' AND own.name = h.name) WHERE ${condition}`,
    isLinked,
    isOne: isUuid,
    ofFact: Prisma.sql`h.fact_id = ANY(f.tag_ids)`,
  },
} as const satisfies Readonly<Record<string, Spenders>>;

export type SpenderScope = keyof typeof SPENDERS;

import { ALL_TENANTS, type LabelKind, labelId } from '@tollgate/canonical';
import type { Instant } from '@tollgate/kernel';
import type { Database } from '../database/database.js';
import { Prisma } from '../generated/prisma/client.js';
import { readBalances } from '../ledger/read-balances.js';
import { balanceOf, type BudgetHolder } from './holder-balance.js';

/** How a row of a customer or tag says that it is of all tenants. */
export const OF_ALL = { tenantKind: 'all', tenantId: ALL_TENANTS } as const;

export function idOfAll(kind: LabelKind, name: string): string {
  return labelId(kind, ALL_TENANTS, name);
}

export interface LabelRow extends BudgetHolder {
  readonly id: string;
  readonly name: string;
}

/** Ids of the rows that stand for names: that of all tenants where there is one, else the first of the tenants' own. */
export async function idsOfNames(database: Database, kind: LabelKind, names: readonly string[]): Promise<string[]> {
  const rows = await database.prisma.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT ON (name) id::text AS id FROM ${TABLES[kind]} WHERE name = ANY(${[...names]}::text[])
    ORDER BY name, (tenant_id = ${ALL_TENANTS}) DESC, created_at, id`;
  return rows.map(({ id }) => id);
}

/** How many names there are; `used`: a condition on rows named `t`. */
export async function countNames(
  database: Database,
  kind: LabelKind,
  used: Prisma.Sql = Prisma.empty,
): Promise<number> {
  const rows = await database.prisma.$queryRaw<{ count: number }[]>`
    SELECT count(*)::float8 AS count FROM (SELECT DISTINCT t.name FROM ${TABLES[kind]} AS t ${used}) AS names`;
  return rows[0]?.count ?? 0;
}

/**
 * The rows that stand for names, in the order of `names`, with what was spent: one of all tenants its own, another what the tenants'
 * own of its name come to.
 */
export async function withSpend<Row extends LabelRow>(
  database: Database,
  kind: LabelKind,
  { rows, names }: { readonly rows: readonly Row[]; readonly names: readonly string[] },
  now: Instant,
): Promise<readonly { readonly row: Row; readonly spentNano: bigint }[]> {
  const isOfAll = ({ id, name }: Row): boolean => id === idOfAll(kind, name);
  const ofAll = rows.filter(isOfAll);
  const balances = await readBalances(
    database,
    ofAll.map((row) => balanceOf(kind, row.id, row, now)),
  );
  const ofTenants = await spentByTenants(
    database,
    kind,
    rows.filter((row) => !isOfAll(row)).map(({ name }) => name),
  );
  const spent = new Map([...ofTenants, ...ofAll.map(({ name }, index) => [name, balances[index] ?? 0n] as const)]);
  const byName = new Map(rows.map((row) => [row.name, row]));
  return names.flatMap((name) => {
    const row = byName.get(name);
    return row === undefined ? [] : [{ row, spentNano: spent.get(name) ?? 0n }];
  });
}

/** Nobody sets anything within a tenant: what was spent there is that of whole lives. */
async function spentByTenants(
  database: Database,
  kind: LabelKind,
  names: readonly string[],
): Promise<ReadonlyMap<string, bigint>> {
  if (names.length === 0) return new Map();
  const sums = await database.prisma.$queryRaw<{ name: string; spent: bigint }[]>`
    SELECT own.name, sum(b.amount_nano)::bigint AS spent FROM ${TABLES[kind]} AS own
      JOIN tollgate.scope_balance AS b ON b.scope = ${kind} AND b.scope_id = own.id::text AND b.window_start = to_timestamp(0)
    WHERE own.name = ANY(${[...names]}::text[]) GROUP BY own.name`;
  return new Map(sums.map(({ name, spent }) => [name, spent]));
}

const TABLES = {
  customer: Prisma.raw('tollgate.customer'),
  tag: Prisma.raw('tollgate.tag'),
} as const satisfies Readonly<Record<LabelKind, Prisma.Sql>>;

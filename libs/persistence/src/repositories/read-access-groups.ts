import type { Database } from '../database/database.js';
import { type AccessGroup, Prisma } from '../generated/prisma/client.js';
import type { StoredAccessGroup } from './stored-access-group.js';

interface Holder {
  readonly groupId: string;
  readonly id: string;
  readonly name: string | null;
}

/** Groups with who was given them, for all of the rows at once. */
export async function readAccessGroups(
  { prisma }: Database,
  rows: readonly AccessGroup[],
): Promise<readonly StoredAccessGroup[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const given = Prisma.sql`CROSS JOIN LATERAL unnest(h.access_group_ids) AS given(id)
    WHERE h.access_group_ids && ${ids} AND given.id = ANY(${ids})`;
  const teams = await prisma.$queryRaw<Holder[]>`
    SELECT given.id AS "groupId", h.id, h.alias AS name FROM tollgate.team AS h ${given} ORDER BY h.id`;
  const keys = await prisma.$queryRaw<Holder[]>`
    SELECT given.id AS "groupId", h.alias AS name, (SELECT s.hash FROM tollgate.key_secret AS s WHERE s.key_id = h.id
      ORDER BY s.expires_at DESC NULLS FIRST, s.created_at DESC, s.hash LIMIT 1) AS id
    FROM tollgate.virtual_key AS h ${given} ORDER BY h.created_at, h.id`;
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    description: row.description,
    models: row.modelNames,
    mcpServerIds: row.mcpServerIds,
    agentIds: row.agentIds,
    teams: teams.filter(({ groupId }) => groupId === row.id).map(({ id, name }) => ({ id, name })),
    keys: keys.filter(({ groupId }) => groupId === row.id).map(({ id: hash, name }) => ({ hash, name })),
    createdAt: row.createdAt.getTime(),
    createdBy: row.createdBy,
    updatedAt: row.updatedAt.getTime(),
    updatedBy: row.updatedBy,
  }));
}

import type { AdminChange } from '../control/control-plane.js';
import { Prisma } from '../generated/prisma/client.js';
import { namedKeys } from './find-key-ids.js';

/** Rows that are given access groups by their ids. */
export type HolderKind = 'team' | 'key';

const TABLES = { team: Prisma.raw('tollgate.team'), key: Prisma.raw('tollgate.virtual_key') } as const;

/** Ids of those that have a group. */
export async function holdersOf(
  tx: Prisma.TransactionClient,
  kind: HolderKind,
  groupId: string,
): Promise<readonly string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id::text AS id FROM ${TABLES[kind]} WHERE access_group_ids @> ARRAY[${groupId}] ORDER BY id`;
  return rows.map(({ id }) => id);
}

/**
 * Gives a group to those that are named and to nobody else. Whoever loses the last entry of his list of models with it may use none from
 * then on: an empty list would be all.
 */
export async function setHolders(
  change: AdminChange,
  kind: HolderKind,
  groupId: string,
  ids: readonly string[],
): Promise<void> {
  const { tx } = change;
  const before = await holdersOf(tx, kind, groupId);
  const [stood, stand] = [new Set(before), new Set(ids)];
  const [lost, gained] = [before.filter((id) => !stand.has(id)), [...stand].filter((id) => !stood.has(id))];
  if (lost.length > 0)
    await tx.$executeRaw`
    UPDATE ${TABLES[kind]} SET access_group_ids = array_remove(access_group_ids, ${groupId}),
      models = CASE WHEN cardinality(models) = 0 AND cardinality(array_remove(access_group_ids, ${groupId})) = 0
        THEN ARRAY['no-default-models'] ELSE models END
    WHERE id::text = ANY(${lost})`;
  if (gained.length > 0)
    await tx.$executeRaw`
    UPDATE ${TABLES[kind]} SET access_group_ids = coalesce(access_group_ids, '{}') || ARRAY[${groupId}]
    WHERE id::text = ANY(${gained})`;
  for (const id of [...lost, ...gained]) change.touch(kind, id);
}

/** The first of the named teams that there is not. */
export async function findUnknownTeam(
  tx: Prisma.TransactionClient,
  ids: readonly string[],
): Promise<string | undefined> {
  const found = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM tollgate.team WHERE id = ANY(${ids})`;
  const known = new Set(found.map(({ id }) => id));
  return ids.find((id) => !known.has(id));
}

/** Own ids of keys by what names them; or the first name that finds none, or several of an alias. */
export async function resolveKeys(
  tx: Prisma.TransactionClient,
  refs: readonly string[],
): Promise<{ readonly ids: readonly string[]; readonly unknown?: string }> {
  const found = await tx.$queryRaw<{ ref: string; id: string }[]>`
    SELECT named.ref, h.id::text AS id FROM ${namedKeys(refs)}`;
  const ids = new Map(found.map(({ ref, id }) => [ref, id]));
  const unknown = refs.find((ref) => !ids.has(ref)) ?? found.find(({ ref, id }) => ids.get(ref) !== id)?.ref;
  return { ids: [...new Set(ids.values())], ...(unknown !== undefined && { unknown }) };
}

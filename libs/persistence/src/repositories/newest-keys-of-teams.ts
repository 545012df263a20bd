import type { Database } from '../database/database.js';
import type { KeyVisibility, StoredKey } from './stored-key.js';
import { visibleKeys } from './visible-keys.js';

/** By team: keys of it, the newest first, and how many there are in all. */
export type KeysOfTeams = ReadonlyMap<string, { readonly keys: readonly StoredKey[]; readonly total: number }>;

/**
 * Ids of the newest keys of each team, at most so many of each, of those that the caller may see, and how many those are: a few
 * questions for all teams.
 */
export async function newestKeysOfTeams(
  database: Database,
  teamIds: readonly string[],
  visibility: KeyVisibility,
  perTeam: number,
): Promise<{ readonly ids: readonly string[]; readonly totals: ReadonlyMap<string, number> }> {
  const isWhole = (id: string): boolean => visibility.kind === 'all' || visibility.teamIds?.includes(id) === true;
  const [whole, others] = [teamIds.filter(isWhole), teamIds.filter((id) => !isWhole(id))];
  const found =
    whole.length === 0
      ? []
      : await database.prisma.$queryRaw<{ id: string }[]>`
          SELECT newest.id::text AS id FROM unnest(${whole}::text[]) AS wanted(team) CROSS JOIN LATERAL (
            SELECT id FROM tollgate.virtual_key WHERE team_id = wanted.team ORDER BY created_at DESC, id DESC LIMIT ${perTeam}) AS newest`;
  // of these the caller sees his own keys
  const own =
    others.length === 0
      ? []
      : await database.prisma.virtualKey.findMany({
          where: { AND: [{ teamId: { in: others } }, visibleKeys(visibility)] },
          select: { id: true },
          orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
          take: perTeam * others.length,
        });
  const counted = await database.prisma.virtualKey.groupBy({
    by: ['teamId'],
    where: { AND: [{ teamId: { in: [...teamIds] } }, visibleKeys(visibility)] },
    _count: { _all: true },
  });
  const totals = new Map(counted.map(({ teamId, _count }) => [teamId ?? '', _count._all]));
  return { ids: [...found, ...own].map(({ id }) => id), totals };
}

export function groupByTeam(
  teamIds: readonly string[],
  keys: readonly StoredKey[],
  totals: ReadonlyMap<string, number>,
  perTeam: number,
): KeysOfTeams {
  return new Map(
    teamIds.map((id) => [
      id,
      { keys: keys.filter(({ teamId }) => teamId === id).slice(0, perTeam), total: totals.get(id) ?? 0 },
    ]),
  );
}

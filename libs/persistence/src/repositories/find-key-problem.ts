import type { Prisma } from '../generated/prisma/client.js';
import { findUnknownGroup } from './find-unknown-group.js';
import { type AliasScope, isAliasTaken } from './is-alias-taken.js';
import type { KeyProblem, KeySettings } from './stored-key.js';

/**
 * What stands in the way of these settings, or undefined. Inside an admin transaction, which nobody else's overlaps, so that
 * what is found free stays free. `own` is the key that is changed, or the hash that a new one is to have. A project is one of the
 * key's team.
 */
export async function findKeyProblem(
  tx: Prisma.TransactionClient,
  settings: KeySettings,
  own: {
    readonly id?: string;
    readonly hash?: string;
    readonly alias?: string | null;
    readonly userId?: string | null;
    readonly organizationId?: string | null;
    readonly teamId?: string | null;
    readonly projectId?: string | null;
    readonly accessGroupIds?: readonly string[];
  },
  aliasScope: AliasScope = 'all',
): Promise<KeyProblem | undefined> {
  const { teamId, organizationId, budgetId } = settings;
  if (own.hash !== undefined && (await isHashKnown(tx, own.hash))) return { kind: 'hash_taken' };
  if (await isGivenAliasTaken(tx, settings, own, aliasScope)) return { kind: 'alias_taken' };
  const isMissing = async (
    id: string | null | undefined,
    find: (id: string) => Promise<object | null>,
  ): Promise<boolean> => id != null && (await find(id)) === null;
  if (await isMissing(teamId, (id) => tx.team.findUnique({ where: { id }, select: { id: true } })))
    return { kind: 'unknown', field: 'teamId' };
  if (await isMissing(organizationId, (id) => tx.organization.findUnique({ where: { id }, select: { id: true } }))) {
    return { kind: 'unknown', field: 'organizationId' };
  }
  const next = { teamId: own.teamId, projectId: own.projectId, ...settings };
  if (organizationId != null && next.teamId != null) {
    const team = await tx.team.findUnique({ where: { id: next.teamId }, select: { organizationId: true } });
    if (team?.organizationId != null && team.organizationId !== organizationId)
      return { kind: 'unknown', field: 'organizationId' };
  }
  if (next.projectId !== own.projectId || next.teamId !== own.teamId) {
    const where = { id: next.projectId ?? '', teamId: next.teamId ?? '' };
    if (next.projectId != null && (await tx.project.findUnique({ where, select: { id: true } })) === null)
      return { kind: 'unknown', field: 'projectId' };
  }
  if ((await findUnknownGroup(tx, settings.accessGroupIds, own.accessGroupIds)) !== undefined)
    return { kind: 'unknown', field: 'accessGroupIds' };
  if (await isMissing(budgetId, (id) => tx.budget.findUnique({ where: { id }, select: { id: true } })))
    return { kind: 'unknown', field: 'budgetId' };
  return undefined;
}

/** With its place an alias comes to another tenant. */
async function isGivenAliasTaken(
  tx: Prisma.TransactionClient,
  settings: KeySettings,
  own: Parameters<typeof findKeyProblem>[2],
  scope: AliasScope,
): Promise<boolean> {
  const { alias = own.alias } = settings;
  const places = ['userId', 'teamId', 'organizationId'] as const;
  const isMoved = places.some((place) => settings[place] !== undefined && settings[place] !== (own[place] ?? null));
  if (alias == null || (alias === own.alias && !isMoved)) return false;
  const { userId = own.userId ?? null, teamId = own.teamId ?? null } = settings;
  const { organizationId = own.organizationId ?? null } = settings;
  return isAliasTaken(tx, alias, { userId, teamId, organizationId }, scope, own.id);
}

/** Secrets of deleted keys included: a secret that was taken away must not come back to somebody else. */
export async function isHashKnown(tx: Prisma.TransactionClient, hash: string): Promise<boolean> {
  if ((await tx.keySecret.findUnique({ where: { hash }, select: { hash: true } })) !== null) return true;
  return (await tx.deletedKey.findFirst({ where: { hashes: { has: hash } }, select: { id: true } })) !== null;
}

import { createHash } from 'node:crypto';
import type { Prisma } from '../generated/prisma/client.js';
import { UUID } from '../database/uuid.js';
import { escapeLike } from './escape-like.js';

export interface KeyFilter {
  readonly userId?: string | undefined;
  /** With `userId`: keys that he made are meant beside his own. */
  readonly withMade?: boolean | undefined;
  readonly teamId?: string | undefined;
  readonly organizationId?: string | undefined;
  readonly projectId?: string | undefined;
  readonly accessGroupId?: string | undefined;
  /** Of one of its secrets, or the key's own id. */
  readonly hash?: string | undefined;
  /** Part of an alias, in any case. */
  readonly aliasPart?: string | undefined;
}

/** Keys by id, alias, secret or hash; a secret is recognised by its hash alone. */
export function keyByRef(ref: string): Prisma.VirtualKeyWhereInput {
  const byName: Prisma.VirtualKeyWhereInput[] = [
    { alias: ref },
    { secrets: { some: { hash: { in: [ref, hashOf(ref)] } } } },
  ];
  return { OR: UUID.test(ref) ? [{ id: ref }, ...byName] : byName };
}

/** The same for the archive. */
export function deletedKeyByRef(ref: string): Prisma.DeletedKeyWhereInput {
  const byName: Prisma.DeletedKeyWhereInput[] = [{ alias: ref }, { hashes: { hasSome: [ref, hashOf(ref)] } }];
  return { OR: UUID.test(ref) ? [{ id: ref }, ...byName] : byName };
}

export function matchingKeys({ hash, accessGroupId, ...named }: KeyFilter): Prisma.VirtualKeyWhereInput {
  return {
    ...matchingNames(named),
    ...(hash !== undefined && ofHash(hash, { secrets: { some: { hash } } })),
    ...(accessGroupId !== undefined && { accessGroupIds: { has: accessGroupId } }),
  };
}

/** The same for the archive. */
export function matchingDeletedKeys({ hash, accessGroupId, ...named }: KeyFilter): Prisma.DeletedKeyWhereInput {
  return {
    ...matchingNames(named),
    ...(hash !== undefined && ofHash(hash, { hashes: { has: hash } })),
    ...(accessGroupId !== undefined && { row: { path: ['accessGroupIds'], array_contains: [accessGroupId] } }),
  };
}

function ofHash<Where>(ref: string, byHash: Where): Where | { readonly id: string } {
  return UUID.test(ref) ? { id: ref } : byHash;
}

function matchingNames(
  filter: Omit<KeyFilter, 'hash' | 'accessGroupId'>,
): Pick<
  Prisma.VirtualKeyWhereInput & Prisma.DeletedKeyWhereInput,
  'OR' | 'userId' | 'teamId' | 'organizationId' | 'projectId' | 'alias'
> {
  const { userId, withMade = false, teamId, organizationId, projectId, aliasPart } = filter;
  return {
    ...(userId !== undefined && (withMade ? { OR: [{ userId }, { createdBy: userId }] } : { userId })),
    ...(teamId !== undefined && { teamId }),
    ...(organizationId !== undefined && { organizationId }),
    ...(projectId !== undefined && { projectId }),
    ...(aliasPart !== undefined && { alias: { contains: escapeLike(aliasPart), mode: 'insensitive' as const } }),
  };
}

/** SHA-256 of a text, as hashes of secrets are stored. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

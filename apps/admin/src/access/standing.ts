import { isDeepStrictEqual } from 'node:util';
import type { Reach } from '@tollgate/auth';
import { GatewayError, type Principal } from '@tollgate/canonical';
import type { Author, Standing } from '@tollgate/persistence';

/** Who calls, and how far he reaches with the permission of the route. */
export interface Judged {
  readonly principal: Principal;
  readonly reach: Reach;
}

/** What a caller's right comes from, by the names that changes have. */
export function holdersOf({ principal, reach }: Judged): Standing['holders'] {
  const { keyId, userId, teamId, projectId, organizationId } = principal;
  const of = reach.kind === 'all' ? { teamIds: [], organizationIds: [], memberships: [] } : reach;
  const named = (kind: string, ids: readonly (string | undefined)[]) =>
    ids.flatMap((id) => (id === undefined ? [] : [{ kind, id }]));
  return [
    ...named('key', [keyId]),
    ...named('user', [userId]),
    ...named('team', [teamId, ...of.teamIds, ...of.memberships.map((membership) => membership.teamId)]),
    ...named('project', [projectId]),
    ...named('organization', [organizationId, ...of.organizationIds]),
  ];
}

/**
 * Why what was judged before no longer stands, by the same judged anew; undefined: it does. 503, since the request itself may be right:
 * asked again it is judged by what the caller is now.
 */
export function refuseChanged(before: Judged, now: Judged): GatewayError | undefined {
  if (isDeepStrictEqual(powersOf(before.principal), powersOf(now.principal)) && covers(now.reach, before.reach))
    return undefined;
  const message = 'What you may do was changed while this waited. Nothing was written: repeat the request.';
  return new GatewayError('store_unavailable', { message });
}

/** Judges a change anew by `judge`, which throws, where one of `places` was changed before it is written, or what the caller's right comes from. */
export function alsoJudgedBy(author: Author, places: Standing['holders'], judge: () => Promise<void>): Author {
  const { standing } = author;
  if (standing === undefined) return author;
  const confirm = async (): Promise<void> => {
    await standing.confirm();
    await judge();
  };
  return { ...author, standing: { ...standing, holders: [...standing.holders, ...places], confirm } };
}

/** What of a caller says nothing of what he may. */
const INERT: readonly string[] = [
  ...['spendNano', 'metadata', 'keyAlias', 'keyName', 'userEmail', 'teamAlias'],
  ...['secretEndsAt', 'rotationUncollected'],
];

/** A secret that has been followed by another ends by itself; its key may what it may. */
function powersOf({ expiresAt, ...principal }: Principal): object {
  const end = expiresAt === principal.secretEndsAt ? {} : { expiresAt };
  return Object.fromEntries(Object.entries({ ...principal, ...end }).filter(([name]) => !INERT.includes(name)));
}

/** Whether one reaches whatever the other did. */
function covers(now: Reach, before: Reach): boolean {
  if (now.kind === 'all') return true;
  if (before.kind === 'all') return false;
  const lists = ['keyIds', 'userIds', 'teamIds', 'organizationIds', 'personalOf', 'memberships'] as const;
  return lists.every((list) => {
    const known = new Set(now[list].map((one) => JSON.stringify(one)));
    return before[list].every((one) => known.has(JSON.stringify(one)));
  });
}

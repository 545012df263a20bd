import type { Reach } from './find-reach.js';

/** Whether a key that stands there may be made or governed with a reach: its team counts first, then its organization, then its user. */
export function standsWithin(
  reach: Reach,
  place: { readonly userId: string | null; readonly teamId: string | null; readonly organizationId: string | null },
): boolean {
  if (reach.kind === 'all') return true;
  const { userId, teamId, organizationId } = place;
  if (teamId !== null) {
    const isMembership = reach.memberships.some((own) => own.teamId === teamId && own.userId === userId);
    return reach.teamIds.includes(teamId) || isMembership;
  }
  if (organizationId !== null) return reach.organizationIds.includes(organizationId);
  return userId !== null && reach.personalOf.includes(userId);
}

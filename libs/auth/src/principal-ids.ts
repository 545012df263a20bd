import type { Principal } from '@tollgate/canonical';

/** Every own id in a principal: whatever changes under one of them changes what the key may do. Of a token's caller, also those that it names. */
export function principalIds(principal: Principal): ReadonlySet<string> {
  const { keyId, userId, teamId, teamMemberId, projectId, organizationId } = principal;
  const named = [keyId, userId, teamId, teamMemberId, projectId, organizationId].filter((id) => id !== undefined);
  const { token, alternatives = [] } = principal;
  return new Set([
    ...named,
    ...(principal.budgetIds ?? []),
    ...principal.scopes.map((scope) => scope.id),
    ...(token?.teamIds ?? []),
    ...alternatives.flatMap((other) => [...principalIds(other)]),
  ]);
}

import { findModelDenial } from '@tollgate/admission';
import type { Principal, Snapshot } from '@tollgate/canonical';

/**
 * Of a caller whose token names several teams, the one that the call is for: the first that may use the model, as in LiteLLM; where none
 * may, the first, whose refusal it is.
 */
export function callingTeam(principal: Principal, model: string, snapshot: Snapshot): Principal {
  const { alternatives } = principal;
  if (alternatives === undefined) return principal;
  const asked = snapshot.forcedModel ?? model;
  const candidates = [principal, ...alternatives].filter(({ teamBlocked }) => teamBlocked !== true);
  return candidates.find((candidate) => findModelDenial(candidate, snapshot, asked) === undefined) ?? principal;
}

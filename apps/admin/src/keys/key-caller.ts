import { findBinding } from '@tollgate/admission';
import type { Reach } from '@tollgate/auth';
import type { Principal } from '@tollgate/canonical';
import type { AliasScope } from '@tollgate/persistence';
import { isUncompared } from '../access/is-uncompared.js';

/** Who calls, and how far he reaches with the permission of the route. */
export interface KeyCaller {
  readonly principal: Principal;
  readonly reach: Reach;
}

/** Among which keys an alias that the caller gives is to be the only one: he must learn of no other tenant's. */
export function aliasScopeOf({ reach }: KeyCaller): AliasScope {
  return reach.kind === 'all' ? 'all' : 'tenant';
}

/** The part of a new key's settings that puts it under the limits of the calling key; empty where the caller gives what he likes. */
export function bindingOf(caller: KeyCaller): { readonly boundBy?: readonly string[] } {
  return isUncompared(caller) ? {} : { boundBy: findBinding(caller.principal) };
}

/**
 * Whether a key's secret gets known to somebody who is not its user, nor governs everything: he must not be on the admin API who that user is,
 * now or later. So it is with a key of nobody, which may get a user later.
 */
export function isLentBy(
  { principal, reach }: KeyCaller,
  { id, userId }: { readonly id?: string; readonly userId?: string | null },
): boolean {
  return reach.kind !== 'all' && (userId ?? undefined) !== principal.userId && id !== principal.keyId;
}

/** Whether a change gives a key to somebody while somebody else knows it: who gives it, or whose it was. */
export function isGivenBy(
  caller: KeyCaller,
  { id, userId: before }: { readonly id: string; readonly userId: string | null },
  after: string | null | undefined,
): boolean {
  if (after === undefined || after === before) return false;
  return before !== null || isLentBy(caller, { id, userId: after });
}

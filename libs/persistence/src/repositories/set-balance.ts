import type { Instant, NanoUsd } from '@tollgate/kernel';
import type { AdminChange, AuditResource, Author } from '../control/control-plane.js';
import type { BalanceRef } from '../ledger/read-balances.js';
import { beginOpening, noteResets } from '../ledger/window-openings.js';

/**
 * Brings a balance down to an amount within an admin transaction: a signed entry of the ledger, its audit row, and a change that
 * lets every process count anew from the ledger. Resolves to what the balance was; where that is no more than the amount, it
 * stays. Either way it is what the calls so far come to: those that the ledger hears of later add nothing to it.
 */
export async function setBalance(
  change: AdminChange,
  { scope, id, start }: BalanceRef & { readonly scope: AuditResource },
  toNano: NanoUsd,
  {
    author,
    teamId,
    reason,
    now,
  }: { readonly author: Author; readonly teamId: string | null; readonly reason: string; readonly now: Instant },
): Promise<NanoUsd> {
  await beginOpening(change.tx);
  const where = { scope, scopeId: id, windowStart: new Date(start) };
  const held = await change.tx.scopeBalance.findUnique({ where: { scope_scopeId_windowStart: where } });
  const previous = held?.amountNano ?? 0n;
  if (previous < toNano) return previous;
  await noteResets(change.tx, scope, [{ id, start: where.windowStart }], now);
  const amountNano = toNano - previous;
  if (amountNano !== 0n) {
    await change.tx.ledgerEntry.create({ data: { ...where, kind: 'reset', amountNano, actorId: author.name, reason } });
    await change.tx.scopeBalance.update({
      where: { scope_scopeId_windowStart: where },
      data: { amountNano: { increment: amountNano } },
    });
  }
  change.touch(`spend:${scope}`, id);
  const note = { action: 'updated', resource: scope, objectId: id, teamId } as const;
  change.note({ ...note, before: { spendNano: String(previous) }, after: { spendNano: String(toNano) } });
  return previous;
}

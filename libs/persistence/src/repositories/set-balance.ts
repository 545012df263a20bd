import type { NanoUsd } from '@tollgate/kernel';
import type { AdminChange, Author } from '../control/control-plane.js';
import type { BalanceRef } from '../ledger/read-balances.js';

/**
 * Brings a balance down to an amount within an admin transaction: a signed entry of the ledger, its audit row, and a change that
 * lets every process count anew from the ledger. Resolves to what the balance was; where that is no more than the amount, nothing
 * happens.
 */
export async function setBalance(
  change: AdminChange,
  { scope, id, start }: BalanceRef,
  toNano: NanoUsd,
  { author, teamId, reason }: { readonly author: Author; readonly teamId: string | null; readonly reason: string },
): Promise<NanoUsd> {
  const where = { scope, scopeId: id, windowStart: new Date(start) };
  const held = await change.tx.scopeBalance.findUnique({ where: { scope_scopeId_windowStart: where } });
  const previous = held?.amountNano ?? 0n;
  if (previous <= toNano) return previous;
  const amountNano = toNano - previous;
  await change.tx.ledgerEntry.create({ data: { ...where, kind: 'reset', amountNano, actorId: author.name, reason } });
  await change.tx.scopeBalance.update({
    where: { scope_scopeId_windowStart: where },
    data: { amountNano: { increment: amountNano } },
  });
  change.touch(`spend:${scope}`, id);
  const note = { action: 'updated', resource: scope, objectId: id, teamId } as const;
  change.note({ ...note, before: { spendNano: String(previous) }, after: { spendNano: String(toNano) } });
  return previous;
}

import { type Clock, type Instant, type NanoUsd, sumNanoUsd } from '@tollgate/kernel';
import type { AdminChange, Author, ControlPlane } from '../control/control-plane.js';
import { Prisma } from '../generated/prisma/client.js';
import type { BalanceRef } from '../ledger/read-balances.js';
import { beginOpening, noteResets } from '../ledger/window-openings.js';
import { type BudgetHolder, balanceOf } from './holder-balance.js';

/** Holders that are read, and balances that are written, in one go. */
const CHUNK = 5_000;
const WINDOW = { budgetDuration: true, budgetAnchor: true, budgetTimeZone: true, createdAt: true } as const;
const HOLDER = { id: true, maxBudgetNano: true, ...WINDOW, budget: { select: WINDOW } } as const;

type Scope = 'key' | 'team';
type Holder = BudgetHolder & { readonly id: string };

/** How many balances were brought to nothing, and what they came to. */
interface SpendReset {
  readonly keys: number;
  readonly teams: number;
  readonly amountNano: NanoUsd;
}

/** Resets of everybody's spend. */
export class SpendResetRepository {
  constructor(
    private readonly controlPlane: ControlPlane,
    private readonly clock: Clock,
  ) {}

  /**
   * Brings what keys and teams are shown to have spent to nothing: of each the balance of the window that counts now, with a signed entry
   * of the ledger, all of them or none. Calls keep their rows and their daily sums.
   */
  async resetAll(author: Author): Promise<SpendReset> {
    const now = this.clock.now();
    return this.controlPlane.change(author, async (change) => {
      await beginOpening(change.tx);
      const keys = await resetScope(change, 'key', author, now);
      const teams = await resetScope(change, 'team', author, now);
      const amountNano = sumNanoUsd([keys.amountNano, teams.amountNano]);
      if (keys.count + teams.count > 0)
        change.note({
          ...{ action: 'updated', resource: 'spend', objectId: 'all', teamId: null },
          before: { spendNano: String(amountNano) },
          after: { spendNano: '0', keys: keys.count, teams: teams.count },
        });
      return { keys: keys.count, teams: teams.count, amountNano };
    });
  }
}

interface Cleared {
  readonly count: number;
  readonly amountNano: NanoUsd;
}

async function resetScope(change: AdminChange, scope: Scope, author: Author, now: Instant): Promise<Cleared> {
  const amounts: NanoUsd[] = [];
  for (let after = await nextHolders(change.tx, scope, undefined); after.length > 0;) {
    const refs = after.map((holder) => balanceOf(scope, holder.id, holder, now));
    const cleared = await clearBalances(change.tx, scope, refs, author);
    const windows = refs.map(({ id, start }) => ({ id, start: new Date(start) }));
    await noteResets(change.tx, scope, windows, now);
    for (const { id } of cleared) change.touch(`spend:${scope}`, id);
    amounts.push(...cleared.map(({ amountNano }) => amountNano));
    after = after.length < CHUNK ? [] : await nextHolders(change.tx, scope, after.at(-1)?.id);
  }
  return { count: amounts.length, amountNano: sumNanoUsd(amounts) };
}

function nextHolders(
  tx: Prisma.TransactionClient,
  scope: Scope,
  after: string | undefined,
): Promise<readonly Holder[]> {
  const page = {
    where: after === undefined ? {} : { id: { gt: after } },
    orderBy: { id: 'asc' },
    take: CHUNK,
  } as const;
  return scope === 'key'
    ? tx.virtualKey.findMany({ ...page, select: HOLDER })
    : tx.team.findMany({ ...page, select: HOLDER });
}

interface HeldBalance {
  readonly id: string;
  readonly start: Date;
  readonly amountNano: NanoUsd;
}

/** Entries are written for what the balances held when they were locked. */
async function clearBalances(
  tx: Prisma.TransactionClient,
  scope: Scope,
  refs: readonly BalanceRef[],
  author: Author,
): Promise<readonly HeldBalance[]> {
  const wanted = namedBalances(
    refs.map(({ id }) => id),
    refs.map(({ start }) => new Date(start)),
  );
  const held = await tx.$queryRaw<HeldBalance[]>`
    SELECT b.scope_id AS id, b.window_start AS start, b.amount_nano AS "amountNano"
    FROM tollgate.scope_balance AS b JOIN ${wanted} ON b.scope_id = w.id AND b.window_start = w.start
    WHERE b.scope = ${scope} AND b.amount_nano > 0 ORDER BY b.scope_id, b.window_start FOR UPDATE OF b`;
  if (held.length === 0) return held;
  const [kind, reason] = ['reset', 'spend of all keys and teams reset'];
  await tx.ledgerEntry.createMany({
    data: held.map(({ id, start, amountNano }) => ({
      ...{ kind, scope, scopeId: id, windowStart: start, amountNano: -amountNano },
      ...{ actorId: author.name, reason },
    })),
  });
  const [ids, starts] = [held.map(({ id }) => id), held.map(({ start }) => start)];
  await tx.$executeRaw`UPDATE tollgate.scope_balance AS b SET amount_nano = 0
    FROM ${namedBalances(ids, starts)} WHERE b.scope = ${scope} AND b.scope_id = w.id AND b.window_start = w.start`;
  return held;
}

function namedBalances(ids: readonly string[], starts: readonly Date[]): Prisma.Sql {
  return Prisma.sql`unnest(${[...ids]}::text[], ${[...starts]}::timestamptz[]) AS w(id, start)`;
}

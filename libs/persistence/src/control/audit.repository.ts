import type { Instant } from '@tollgate/kernel';
import type { Database } from '../database/database.js';
import type { Prisma } from '../generated/prisma/client.js';
import { auditHash, FIRST_HASH, type AuditRow } from './audit-hash.js';

export interface AuditFilter {
  /** Who called. */
  readonly actorId?: string | undefined;
  /** Who called, or whom the caller named as behind the change. */
  readonly behind?: string | undefined;
  /** Hash of the key that was called with, or the master key's word. */
  readonly actorKeyHash?: string | undefined;
  readonly action?: string | undefined;
  readonly resource?: string | undefined;
  readonly objectId?: string | undefined;
  readonly teamId?: string | undefined;
  /** Changes of the key that has this hash, or had it when it was deleted. */
  readonly keyHash?: string | undefined;
  /** From this instant on. */
  readonly from?: Instant | undefined;
  /** Before this instant. */
  readonly to?: Instant | undefined;
}

export interface AuditPage {
  readonly page: number;
  readonly size: number;
  readonly sort: 'sequence' | 'action' | 'resource';
  readonly order: 'asc' | 'desc';
}

/** What reading the whole chain found. */
export interface AuditVerdict {
  readonly rows: number;
  /** The last row that is whole: compare it with a head noted elsewhere, since a chain that was cut short is whole up to its new end. */
  readonly head?: { readonly sequence: bigint; readonly hash: string };
  /** The first row that does not fit. */
  readonly fault?: { readonly sequence: bigint; readonly what: 'missing' | 'changed' | 'unchained' };
}

const BATCH = 1_000;

/** The audit, which only the control plane's transactions write. */
export class AuditRepository {
  constructor(private readonly database: Database) {}

  /** One page, those of the same kind in the order of the changes, and how many rows there are in all. */
  async list(
    filter: AuditFilter,
    { page, size, sort, order }: AuditPage,
  ): Promise<{ readonly rows: readonly AuditRow[]; readonly total: number }> {
    const where = { AND: [toWhere(filter), await this.ofKey(filter.keyHash)] };
    const { auditEntry } = this.database.prisma;
    const rows = await auditEntry.findMany({
      where,
      orderBy: sort === 'sequence' ? { sequence: order } : [{ [sort]: order }, { sequence: order }],
      skip: (page - 1) * size,
      take: size,
    });
    return { rows: rows.map(toAuditRow), total: await auditEntry.count({ where }) };
  }

  /** undefined: no row with that number. */
  async find(sequence: bigint): Promise<AuditRow | undefined> {
    const row = await this.database.prisma.auditEntry.findUnique({ where: { sequence } });
    return row === null ? undefined : toAuditRow(row);
  }

  /** Rows name a key by its id, which stays when its secret becomes another. */
  private async ofKey(hash: string | undefined): Promise<Prisma.AuditEntryWhereInput> {
    if (hash === undefined) return {};
    const { keySecret, deletedKey } = this.database.prisma;
    const live = await keySecret.findMany({ where: { hash }, select: { keyId: true } });
    const deleted = await deletedKey.findMany({ where: { hashes: { has: hash } }, select: { id: true } });
    const ids = [...live.map(({ keyId }) => keyId), ...deleted.map(({ id }) => id)];
    return { resource: 'key', objectId: { in: ids } };
  }

  /** Reads the chain from its first row on, a batch at a time, and stops at the first row that does not fit. */
  async verify(): Promise<AuditVerdict> {
    let rows = 0;
    let sequence = 0n;
    let hash: Uint8Array = FIRST_HASH;
    const soFar = (): AuditVerdict => ({ rows, ...(rows > 0 && { head: { sequence, hash: toHex(hash) } }) });
    for (;;) {
      const batch = await this.database.prisma.auditEntry.findMany({
        where: { sequence: { gt: sequence } },
        orderBy: { sequence: 'asc' },
        take: BATCH,
      });
      for (const entry of batch) {
        const what = findFault(entry, sequence, hash);
        if (what !== undefined) {
          const at = what === 'missing' ? sequence + 1n : entry.sequence;
          return { ...soFar(), fault: { sequence: at, what } };
        }
        [rows, sequence, hash] = [rows + 1, entry.sequence, entry.hash];
      }
      if (batch.length < BATCH) return soFar();
    }
  }
}

type Entry = Prisma.AuditEntryGetPayload<object>;

function findFault(
  entry: Entry,
  sequence: bigint,
  hash: Uint8Array,
): NonNullable<AuditVerdict['fault']>['what'] | undefined {
  if (entry.sequence !== sequence + 1n) return 'missing';
  if (toHex(entry.hash) !== toHex(auditHash(entry.previousHash, toAuditRow(entry)))) return 'changed';
  return toHex(entry.previousHash) === toHex(hash) ? undefined : 'unchained';
}

function toWhere({ from, to, behind, keyHash: _key, ...same }: AuditFilter): Prisma.AuditEntryWhereInput {
  const at = {
    ...(from !== undefined && { gte: new Date(from) }),
    ...(to !== undefined && { lt: new Date(to) }),
  };
  const named = Object.fromEntries(Object.entries(same).filter(([, value]) => value !== undefined));
  const either = behind === undefined ? {} : { OR: [{ actorId: behind }, { changedBy: behind }] };
  return { ...named, ...either, ...(Object.keys(at).length > 0 && { at }) };
}

function toAuditRow(entry: Entry): AuditRow {
  const { previousHash: _previous, hash: _hash, at, before, after, ...same } = entry;
  return { ...same, at: at.getTime(), before, after };
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

import { type Clock, fail, type IdSource, type Instant, type NanoUsd, type Outcome, succeed } from '@tollgate/kernel';
import type { Author, ControlPlane } from '../control/control-plane.js';
import type { Database } from '../database/database.js';
import { readBalances } from '../ledger/read-balances.js';
import { bySpend } from './by-spend.js';
import { dearest } from './dearest.js';
import { deleteKeys } from './delete-keys.js';
import { ambiguousAlias, findKeyIds } from './find-key-ids.js';
import { isHashKnown } from './find-key-problem.js';
import { keyConditions } from './key-conditions.js';
import { deletedKeyByRef, keyByRef, type KeyFilter, matchingDeletedKeys, matchingKeys } from './key-filter.js';
import type { AliasScope } from './is-alias-taken.js';
import { insertKey, type NewKey } from './insert-key.js';
import { currentBalance, KEY_INCLUDE, type KeyRow, toStoredKey } from './key-row.js';
import { readDeletedKeys } from './read-deleted-keys.js';
import { type KeyPage, readKeyPage } from './read-key-page.js';
import { readLastActive } from './read-last-active.js';
import { UNCOLLECTED } from './rotated-secret.js';
import { groupByTeam, type KeysOfTeams, newestKeysOfTeams } from './newest-keys-of-teams.js';
import { setBalance } from './set-balance.js';
import type { KeyProblem, KeySettings, KeyVisibility, StoredKey } from './stored-key.js';
import { visibleKeys } from './visible-keys.js';
import { type RefuseChange, writeKey } from './write-key.js';

export interface DeletedKeyPage extends Pick<KeyPage, 'page' | 'size' | 'order'> {
  readonly sort: 'createdAt' | 'alias' | 'deletedAt';
}

/** Another secret of a key. */
export interface RotatedKey {
  /** SHA-256 of the secret, hex. */
  readonly hash: string;
  /** The secret, masked. */
  readonly name: string;
  readonly settings: KeySettings;
  /** When the secrets that the key has had until now end. */
  readonly graceEnd: Instant;
  readonly aliasScope?: AliasScope;
}

/** Virtual keys. Every read takes the caller's visibility: what it does not cover is not there. */
export class KeyRepository {
  constructor(
    private readonly database: Database,
    private readonly controlPlane: ControlPlane,
    private readonly clock: Clock,
    private readonly ids: IdSource,
  ) {}

  async create(key: NewKey, author: Author): Promise<Outcome<StoredKey, KeyProblem>> {
    const id = this.ids.newId();
    const now = new Date(this.clock.now());
    return this.controlPlane.change(author, async (change) => {
      const row = await insertKey(change, { ...key, id }, author, now);
      if (!row.ok) return row;
      const spend = { windowNano: key.openingNano ?? 0n, lifetimeNano: key.openingNano ?? 0n, lastActiveAt: null };
      return succeed(toStoredKey(row.value, { hash: key.hash }, row.value.budget, spend, null, now.getTime()));
    });
  }

  /**
   * By id, alias, secret or hash; a secret is recognised by its hash alone. Throws GatewayError (400) where keys of several tenants that the
   * caller sees have the alias: none of them is meant more than the others.
   */
  async findByRef(ref: string, visibility: KeyVisibility): Promise<StoredKey | undefined> {
    const where = { AND: [keyByRef(ref), visibleKeys(visibility)] };
    const [row, ...others] = await this.database.prisma.virtualKey.findMany({ where, include: KEY_INCLUDE, take: 5 });
    if (row !== undefined && others.length > 0) throw ambiguousAlias(ref, [row, ...others]);
    return row === undefined ? undefined : (await this.withSpend([row]))[0];
  }

  /** The same for many names, by which the keys that are there are told; one that finds nothing is left out. */
  async findByRefs(refs: readonly string[], visibility: KeyVisibility): Promise<ReadonlyMap<string, StoredKey>> {
    const found = await this.findIds(refs, visibility);
    const keys = await this.readAll([...new Set(found.values())]);
    const named = [...found].map(([ref, id]) => [ref, keys.get(id)] as const);
    return new Map(named.flatMap(([ref, key]) => (key === undefined ? [] : [[ref, key] as const])));
  }

  /** The ids alone. */
  findIds(refs: readonly string[], visibility: KeyVisibility): Promise<ReadonlyMap<string, string>> {
    return findKeyIds(this.database, refs, visibility);
  }

  /** The archived key, newest first where an alias was used again. */
  async findDeletedByRef(ref: string, visibility: KeyVisibility): Promise<StoredKey | undefined> {
    const where = { AND: [deletedKeyByRef(ref), visibleKeys(visibility)] };
    const row = await this.database.prisma.deletedKey.findFirst({ where, orderBy: { deletedAt: 'desc' } });
    return row === null ? undefined : (await readDeletedKeys(this.database, [row], this.clock.now()))[0];
  }

  /** One page of the archive that the caller may see, and how many there are in all. */
  async listDeleted(
    filter: KeyFilter,
    visibility: KeyVisibility,
    { page, size, sort, order }: DeletedKeyPage,
  ): Promise<{ readonly keys: readonly StoredKey[]; readonly total: number }> {
    const where = { AND: [matchingDeletedKeys(filter), visibleKeys(visibility)] };
    const rows = await this.database.prisma.deletedKey.findMany({
      where,
      orderBy: [{ [sort]: sort === 'alias' ? { sort: order, nulls: 'last' } : order }, { id: order }],
      skip: (page - 1) * size,
      take: size,
    });
    const keys = await readDeletedKeys(this.database, rows, this.clock.now());
    return { keys, total: await this.database.prisma.deletedKey.count({ where }) };
  }

  /**
   * undefined: no key with that id. `refuse` judges the change by the key as it stands in the same transaction, so that no other
   * change slips in between.
   */
  async update(
    id: string,
    settings: KeySettings,
    author: Author,
    refuse: RefuseChange,
    aliasScope?: AliasScope,
  ): Promise<Outcome<StoredKey, KeyProblem> | undefined> {
    const now = new Date(this.clock.now());
    const writing = { action: 'updated', settings, author, now, refuse, aliasScope } as const;
    const written = await this.controlPlane.change(author, (change) => writeKey(change, id, writing));
    return this.stored(written);
  }

  /**
   * Gives a key another secret, and settings with it; the secrets that it had end at `graceEnd`. The key keeps its id, and so its
   * spend. undefined: no key with that id.
   */
  async rotate(
    id: string,
    { hash, name, settings, graceEnd, aliasScope }: RotatedKey,
    author: Author,
    refuse: RefuseChange,
  ): Promise<Outcome<StoredKey, KeyProblem> | undefined> {
    const now = new Date(this.clock.now());
    const written = await this.controlPlane.change(author, async (change) => {
      if (await isHashKnown(change.tx, hash)) return fail<KeyProblem>({ kind: 'hash_taken' });
      const columns = {
        name,
        rotationCount: { increment: 1 },
        lastRotationAt: now,
        secrets: { create: { hash, createdAt: now } },
      };
      const writing = { action: 'rotated', settings, author, now, refuse, columns, aliasScope } as const;
      const rotated = await writeKey(change, id, writing);
      if (rotated?.ok !== true) return rotated;
      // one of a schedule that nobody was told ends with this; one that somebody has goes on for the grace
      const others = { keyId: id, hash: { not: hash } };
      await change.tx.keySecret.updateMany({ where: { ...others, ...UNCOLLECTED }, data: { expiresAt: now } });
      await change.tx.keySecret.updateMany({ where: { ...others, sealed: { not: null } }, data: { sealed: null } });
      const end = new Date(graceEnd);
      const outliving = { keyId: id, hash: { not: hash }, OR: [{ expiresAt: null }, { expiresAt: { gt: end } }] };
      await change.tx.keySecret.updateMany({ where: outliving, data: { expiresAt: end } });
      return succeed(await change.tx.virtualKey.findUniqueOrThrow({ where: { id }, include: KEY_INCLUDE }));
    });
    return this.stored(written);
  }

  /**
   * Sets the spend of the window that counts for a key, with an entry of the ledger. Resolves to the key and what it had spent; to
   * undefined where there is no key with that id; nothing changes where it had spent less than `toNano`.
   */
  async resetSpend(
    id: string,
    toNano: NanoUsd,
    author: Author,
  ): Promise<{ readonly key: StoredKey; readonly previousNano: NanoUsd } | undefined> {
    const now = this.clock.now();
    const reset = await this.controlPlane.change(author, async (change) => {
      const row = await change.tx.virtualKey.findUnique({ where: { id }, include: KEY_INCLUDE });
      if (row === null) return undefined;
      const ref = currentBalance(row, now);
      const reset = { author, teamId: row.teamId, reason: 'spend reset', now };
      const previousNano = await setBalance(change, ref, toNano, reset);
      return { row, previousNano };
    });
    if (reset === undefined) return undefined;
    const [key] = await this.withSpend([reset.row]);
    return key === undefined ? undefined : { key, previousNano: reset.previousNano };
  }

  /** undefined: no key with that id. Blocking a blocked key changes nothing but its `updated_at`. */
  async setBlocked(id: string, blocked: boolean, author: Author): Promise<StoredKey | undefined> {
    const now = new Date(this.clock.now());
    const row = await this.controlPlane.change(author, async (change) => {
      const before = await change.tx.virtualKey.findUnique({ where: { id }, select: { blocked: true } });
      if (before === null) return undefined;
      const data = { blocked, updatedAt: now, updatedBy: author.name };
      const after = await change.tx.virtualKey.update({ where: { id }, data, include: KEY_INCLUDE });
      change.touch('key', id);
      const action = blocked ? 'blocked' : 'unblocked';
      change.note({
        action,
        resource: 'key',
        objectId: id,
        teamId: after.teamId,
        before: { blocked: before.blocked },
        after: { blocked },
      });
      return after;
    });
    return row === undefined ? undefined : (await this.withSpend([row]))[0];
  }

  /** Moves keys to the archive, with their secrets' hashes and the keys that they bind; ids that are gone are passed over. */
  async delete(ids: readonly string[], author: Author): Promise<void> {
    const now = new Date(this.clock.now());
    await this.controlPlane.change(author, (change) => deleteKeys(change, { id: { in: [...ids] } }, author, now));
  }

  /** One page of the aliases of the keys that the caller may see, in their order, and how many there are in all. */
  async listAliases(
    filter: KeyFilter,
    visibility: KeyVisibility,
    { page, size }: Pick<KeyPage, 'page' | 'size'>,
  ): Promise<{ readonly aliases: readonly string[]; readonly total: number }> {
    const where = { AND: [{ alias: { not: null } }, matchingKeys(filter), visibleKeys(visibility)] };
    const rows = await this.database.prisma.virtualKey.findMany({
      where,
      select: { alias: true },
      orderBy: { alias: 'asc' },
      skip: (page - 1) * size,
      take: size,
    });
    const aliases = rows.flatMap(({ alias }) => (alias === null ? [] : [alias]));
    return { aliases, total: await this.database.prisma.virtualKey.count({ where }) };
  }

  /** One page of the keys that the caller may see, and how many there are in all. */
  async list(
    filter: KeyFilter,
    visibility: KeyVisibility,
    page: KeyPage,
  ): Promise<{ readonly keys: readonly StoredKey[]; readonly total: number }> {
    if (page.sort === 'spend') {
      const condition = keyConditions(filter, visibility);
      return this.inOrder(await bySpend(this.database, 'key', condition, page, this.clock.now()));
    }
    const { rows, total } = await readKeyPage(this.database, filter, visibility, { ...page, sort: page.sort });
    return { keys: await this.withSpend(rows), total };
  }

  /** The newest keys of each team that the caller may see, at most so many of each, and how many there are. */
  async listOfTeams(teamIds: readonly string[], visibility: KeyVisibility, perTeam: number): Promise<KeysOfTeams> {
    const { ids, totals } = await newestKeysOfTeams(this.database, teamIds, visibility, perTeam);
    const [where, newest] = [{ id: { in: [...ids] } }, [{ createdAt: 'desc' }, { id: 'desc' }] as const];
    const rows = await this.database.prisma.virtualKey.findMany({ where, include: KEY_INCLUDE, orderBy: [...newest] });
    return groupByTeam(teamIds, await this.withSpend(rows), totals, perTeam);
  }

  /** A page of all keys, those that spent the most first, and how many there are. */
  async listDearest(page: {
    readonly page: number;
    readonly size: number;
  }): Promise<{ readonly keys: readonly StoredKey[]; readonly total: number }> {
    return this.inOrder(await dearest(this.database, 'key', page));
  }

  private async inOrder({ ids, total }: { readonly ids: readonly string[]; readonly total: number }): Promise<{
    readonly keys: readonly StoredKey[];
    readonly total: number;
  }> {
    const byId = await this.readAll(ids);
    return { keys: ids.flatMap((id) => byId.get(id) ?? []), total };
  }

  private async readAll(ids: readonly string[]): Promise<ReadonlyMap<string, StoredKey>> {
    const where = { id: { in: [...ids] } };
    const rows = await this.database.prisma.virtualKey.findMany({ where, include: KEY_INCLUDE });
    return new Map((await this.withSpend(rows)).map((key) => [key.id, key]));
  }

  private async stored(
    written: Outcome<KeyRow, KeyProblem> | undefined,
  ): Promise<Outcome<StoredKey, KeyProblem> | undefined> {
    if (written === undefined || !written.ok) return written;
    const [key] = await this.withSpend([written.value]);
    return key === undefined ? undefined : succeed(key);
  }

  private async withSpend(rows: readonly KeyRow[]): Promise<readonly StoredKey[]> {
    const now = this.clock.now();
    const refs = rows.flatMap((row) => [currentBalance(row, now), { scope: 'key', id: row.id, start: 0 }]);
    const ids = rows.map((row) => row.id);
    const [balances, lastActive] = await Promise.all([
      readBalances(this.database, refs),
      readLastActive(this.database, ids, now),
    ]);
    return rows.map((row, index) => {
      const lastActiveAt = lastActive.get(row.id) ?? null;
      const spend = {
        windowNano: balances[2 * index] ?? 0n,
        lifetimeNano: balances[2 * index + 1] ?? 0n,
        lastActiveAt,
      };
      return toStoredKey(row, row.secrets[0] ?? { hash: '' }, row.budget, spend, null, now);
    });
  }
}

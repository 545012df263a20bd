import type { Reach } from '@tollgate/auth';
import type { UserRole } from '@tollgate/canonical';
import { type Clock, fail, type IdSource, type Outcome, succeed } from '@tollgate/kernel';
import type { Author, ControlPlane } from '../control/control-plane.js';
import { takenBackFor } from '../control/taken-back.js';
import type { Database } from '../database/database.js';
import type { Prisma } from '../generated/prisma/client.js';
import { readBalances } from '../ledger/read-balances.js';
import { bySpend, type OrderedPage } from './by-spend.js';
import { dearest } from './dearest.js';
import { deleteKeys } from './delete-keys.js';
import { endOldPassword } from './end-old-password.js';
import type { UserMaking } from './find-or-make-user.js';
import { balanceOf, openWrittenWindows } from './holder-balance.js';
import { insertKey, type NewKey } from './insert-key.js';
import { joinPlaces, type PlaceProblem } from './join-places.js';
import { findHolderOfId, isAddressOfAnother } from './address-ids.js';
import type { KeyProblem } from './stored-key.js';
import type { StoredUser, UserFilter, UserPlaces, UserProblem, UserSettings, UserSort } from './stored-user.js';
import { toAuditedUser, toStoredUser, toUserColumns, USER_INCLUDE, type UserRow } from './user-row.js';
import { matchingUsers, userConditions } from './user-filter.js';
import { visibleUsers } from './visible-users.js';
import { windowColumns } from './window-columns.js';

const { Refused, takeRefusal } = takenBackFor<PlaceProblem>();

export interface NewUser {
  readonly id: string;
  readonly role: UserRole;
  readonly settings?: UserSettings;
  /** A key of the user, made with it. */
  readonly key?: NewKey;
  readonly places?: UserPlaces;
}

export interface UserPage {
  readonly page: number;
  readonly size: number;
  readonly sort: UserSort;
  readonly order: 'asc' | 'desc';
}

/** Internal users. Every read takes the caller's reach: what it does not cover is not there. */
export class UserRepository {
  constructor(
    private readonly database: Database,
    private readonly controlPlane: ControlPlane,
    private readonly clock: Clock,
    private readonly ids: IdSource,
  ) {}

  /** The user and its key, both or neither. */
  async create(user: NewUser, author: Author): Promise<Outcome<StoredUser, UserProblem | PlaceProblem | KeyProblem>> {
    const { id, role, settings = {}, key, places = {} } = user;
    const now = new Date(this.clock.now());
    const made = this.controlPlane.change(author, async (change) => {
      const problem = await findUserProblem(change.tx, settings, { newId: id });
      if (problem !== undefined) return fail(problem);
      if (key !== undefined) {
        const made = await insertKey(change, { ...key, id: this.ids.newId() }, author, now);
        if (!made.ok) return made;
      }
      await change.tx.appUser.create({
        data: {
          ...toUserColumns(settings),
          ...windowColumns(settings, null, { now: now.getTime(), timeZone: change.timeZone }),
          id,
          role,
          createdAt: now,
          createdBy: author.name,
          updatedAt: now,
          updatedBy: author.name,
        },
      });
      const unknown = await joinPlaces(change, id, places, this.making(author, now));
      if (unknown !== undefined) throw new Refused(unknown);
      const row = await change.tx.appUser.findUniqueOrThrow({ where: { id }, include: USER_INCLUDE });
      change.touch('user', id);
      change.note({ action: 'created', resource: 'user', objectId: id, before: null, after: toAuditedUser(row) });
      return succeed(toStoredUser(row, { spendNano: 0n, keyCount: key === undefined ? 0 : 1 }, now.getTime()));
    });
    return made.catch(takeRefusal);
  }

  async find(id: string, reach: Reach): Promise<StoredUser | undefined> {
    const where = { AND: [{ id }, visibleUsers(reach)] };
    const row = await this.database.prisma.appUser.findFirst({ where, include: USER_INCLUDE });
    return row === null ? undefined : (await this.withSpend([row]))[0];
  }

  /** Those of them who are there, in the order of the ids. */
  async findAll(ids: readonly string[], reach: Reach): Promise<readonly StoredUser[]> {
    const where = { AND: [{ id: { in: [...ids] } }, visibleUsers(reach)] };
    const rows = await this.database.prisma.appUser.findMany({ where, include: USER_INCLUDE });
    const byId = new Map((await this.withSpend(rows)).map((user) => [user.id, user]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  async findByEmail(email: string, reach: Reach): Promise<StoredUser | undefined> {
    const where = { AND: [{ email: email.toLowerCase() }, visibleUsers(reach)] };
    const row = await this.database.prisma.appUser.findFirst({ where, include: USER_INCLUDE });
    return row === null ? undefined : (await this.withSpend([row]))[0];
  }

  /** undefined: no user with that id. */
  async update(
    id: string,
    settings: UserSettings,
    author: Author,
    places: UserPlaces = {},
  ): Promise<Outcome<StoredUser, UserProblem | PlaceProblem> | undefined> {
    const now = new Date(this.clock.now());
    const written = this.controlPlane.change(author, async (change) => {
      const before = await change.tx.appUser.findUnique({ where: { id }, include: USER_INCLUDE });
      if (before === null) return undefined;
      const problem = await findUserProblem(change.tx, settings, { ownId: id });
      if (problem !== undefined) return fail(problem);
      const window = windowColumns(settings, before, { now: now.getTime(), timeZone: change.timeZone });
      const data = { ...toUserColumns(settings), ...window, updatedAt: now, updatedBy: author.name };
      const unknown = await joinPlaces(change, id, places, this.making(author, now));
      if (unknown !== undefined) throw new Refused(unknown);
      const after = await change.tx.appUser.update({ where: { id }, data, include: USER_INCLUDE });
      if (settings.passwordHash !== undefined) await endOldPassword(change, id);
      await openWrittenWindows(change.tx, 'user', { id: after.id, before, after }, now.getTime());
      change.touch('user', id);
      const note = { action: 'updated', resource: 'user', objectId: id } as const;
      change.note({ ...note, before: toAuditedUser(before), after: toAuditedUser(after) });
      return succeed(after);
    });
    const outcome = await written.catch(takeRefusal);
    if (outcome === undefined || !outcome.ok) return outcome;
    const [stored] = await this.withSpend([outcome.value]);
    return stored === undefined ? undefined : succeed(stored);
  }

  /**
   * Deletes users with their keys (into the archive), memberships and invitations, those that they made too: all of them, or none where an id is not there.
   * Resolves to the first id that is not.
   */
  async delete(ids: readonly string[], author: Author): Promise<string | undefined> {
    const now = new Date(this.clock.now());
    return this.controlPlane.change(author, async (change) => {
      const rows = await change.tx.appUser.findMany({ where: { id: { in: [...ids] } }, include: USER_INCLUDE });
      const missing = ids.find((id) => !rows.some((row) => row.id === id));
      if (missing !== undefined) return missing;
      await deleteKeys(change, { userId: { in: [...ids] } }, author, now);
      for (const row of rows) {
        change.touch('user', row.id);
        const note = { action: 'deleted', resource: 'user', objectId: row.id } as const;
        change.note({ ...note, before: toAuditedUser(row), after: null });
      }
      await change.tx.uiSession.deleteMany({ where: { userId: { in: [...ids] } } });
      await change.tx.invitation.deleteMany({ where: { createdBy: { in: [...ids] }, acceptedAt: null } });
      await change.tx.appUser.deleteMany({ where: { id: { in: [...ids] } } });
      return undefined;
    });
  }

  /** One page of the users that the caller may see, and how many there are in all. */
  async list(
    filter: UserFilter,
    reach: Reach,
    { page, size, sort, order }: UserPage,
  ): Promise<{ readonly users: readonly StoredUser[]; readonly total: number }> {
    const where = { AND: [matchingUsers(filter), visibleUsers(reach)] };
    const direction = sort === 'email' || sort === 'alias' ? ({ sort: order, nulls: 'last' } as const) : order;
    const rows = await this.database.prisma.appUser.findMany({
      where,
      include: USER_INCLUDE,
      orderBy: sort === 'id' ? [{ id: order }] : [{ [sort]: direction }, { id: order }],
      skip: (page - 1) * size,
      take: size,
    });
    return { users: await this.withSpend(rows), total: await this.database.prisma.appUser.count({ where }) };
  }

  /** A page of all users, those that spent the most first, and how many there are. */
  async listDearest(page: {
    readonly page: number;
    readonly size: number;
  }): Promise<{ readonly users: readonly StoredUser[]; readonly total: number }> {
    return this.inOrder(await dearest(this.database, 'user', page));
  }

  /** A page of all users that a filter leaves, by what they spent in the windows that count for them, and how many there are. */
  async listBySpend(
    filter: UserFilter,
    page: OrderedPage,
  ): Promise<{ readonly users: readonly StoredUser[]; readonly total: number }> {
    return this.inOrder(await bySpend(this.database, 'user', userConditions(filter), page, this.clock.now()));
  }

  private async inOrder({ ids, total }: { readonly ids: readonly string[]; readonly total: number }): Promise<{
    readonly users: readonly StoredUser[];
    readonly total: number;
  }> {
    return { users: await this.findAll(ids, { kind: 'all' }), total };
  }

  /** Nobody is made on the way: the user is there. */
  private making(author: Author, now: Date): UserMaking {
    return {
      author,
      now,
      ids: this.ids,
      newUsers: { role: 'internal_user_viewer', models: [] },
      reach: { kind: 'all' },
    };
  }

  private async withSpend(rows: readonly UserRow[]): Promise<readonly StoredUser[]> {
    const now = this.clock.now();
    const [balances, counts] = await Promise.all([
      readBalances(
        this.database,
        rows.map((row) => balanceOf('user', row.id, row, now)),
      ),
      this.database.prisma.virtualKey.groupBy({
        by: ['userId'],
        where: { userId: { in: rows.map(({ id }) => id) } },
        _count: { _all: true },
      }),
    ]);
    const keyCounts = new Map(counts.map(({ userId, _count }) => [userId, _count._all]));
    return rows.map((row, index) =>
      toStoredUser(row, { spendNano: balances[index] ?? 0n, keyCount: keyCounts.get(row.id) ?? 0 }, now),
    );
  }
}

async function findUserProblem(
  tx: Prisma.TransactionClient,
  { email, ssoUserId }: UserSettings,
  { newId, ownId }: { readonly newId?: string; readonly ownId?: string },
): Promise<UserProblem | undefined> {
  const isTaken = async (where: Prisma.AppUserWhereUniqueInput): Promise<boolean> => {
    const found = await tx.appUser.findUnique({ where, select: { id: true } });
    return found !== null && found.id !== ownId;
  };
  if (newId !== undefined && (await isTaken({ id: newId }))) return { kind: 'taken', field: 'id' };
  if (newId !== undefined && (await isAddressOfAnother(tx, newId))) return { kind: 'id_is_address', id: newId };
  if (email != null && (await isTaken({ email: email.toLowerCase() }))) return { kind: 'taken', field: 'email' };
  // the same answer: who changes his own address learns no more of others
  const holder = email == null ? undefined : await findHolderOfId(tx, email);
  if (holder !== undefined && holder !== (newId ?? ownId)) return { kind: 'taken', field: 'email' };
  if (ssoUserId != null && (await isTaken({ ssoUserId }))) return { kind: 'taken', field: 'ssoUserId' };
  return undefined;
}

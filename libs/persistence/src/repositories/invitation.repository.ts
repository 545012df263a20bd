import { hash } from 'node:crypto';
import { NO_REACH, type PasswordHolder, type Reach } from '@tollgate/auth';
import type { Clock, Instant, JsonObject } from '@tollgate/kernel';
import type { AdminChange, AuditNote, Author, ControlPlane } from '../control/control-plane.js';
import type { Database } from '../database/database.js';
import type { Prisma } from '../generated/prisma/client.js';
import { endOldPassword } from './end-old-password.js';
import { invitableUsers, keysWithin } from './invitable-users.js';
import type { StoredInvitation } from './stored-invitation.js';

type InvitationRow = Prisma.InvitationGetPayload<object>;

/** The database, or a transaction in it. */
type Reading = Pick<Prisma.TransactionClient, 'appUser' | 'organizationMember' | 'team' | 'virtualKey'>;

/** Invitations of users. Their secrets are stored as hashes: what is in the database, or in the audit, accepts nothing. */
export class InvitationRepository {
  constructor(
    private readonly database: Database,
    private readonly controlPlane: ControlPlane,
    private readonly clock: Clock,
  ) {}

  /** undefined: no user with that id whom the caller may invite. */
  async create(
    { secret, userId, expiresAt, maker }: NewInvitation,
    reach: Reach,
    author: Author,
  ): Promise<StoredInvitation | undefined> {
    const now = new Date(this.clock.now());
    return this.controlPlane.change(author, async (change) => {
      if (!(await isInvitable(change.tx, userId, reach, maker))) return undefined;
      const authorship = { createdAt: now, createdBy: author.name, updatedAt: now, updatedBy: author.name };
      const data = {
        id: idOf(secret),
        userId,
        expiresAt: new Date(expiresAt),
        ...reachColumn(reach, maker),
        ...authorship,
      };
      const row = await change.tx.invitation.create({ data });
      note(change, 'created', null, row);
      return toStored(row);
    });
  }

  async find(secret: string, reach: Reach): Promise<StoredInvitation | undefined> {
    const row = await this.database.prisma.invitation.findFirst({ where: matching(secret, reach) });
    return row === null ? undefined : toStored(row);
  }

  /** Accepts an invitation that has neither been accepted nor expired; any other stays as it is. undefined: there is none. */
  async accept(secret: string, reach: Reach, author: Author): Promise<StoredInvitation | undefined> {
    const now = new Date(this.clock.now());
    return this.controlPlane.change(author, async (change) => {
      const before = await change.tx.invitation.findFirst({ where: matching(secret, reach) });
      if (before === null) return undefined;
      if (before.acceptedAt !== null || before.expiresAt <= now) return toStored(before);
      const data = { acceptedAt: now, updatedAt: now, updatedBy: author.name };
      const after = await change.tx.invitation.update({ where: { id: before.id }, data });
      note(change, 'updated', before, after);
      return toStored(after);
    });
  }

  /** Of whoever has the secret; undefined: there is none, or none that is open. */
  async findOpen(secret: string): Promise<OpenInvitation | undefined> {
    const where = { id: idOf(secret), acceptedAt: null, expiresAt: { gt: new Date(this.clock.now()) } };
    const include = { user: { select: { email: true } } };
    const row = await this.database.prisma.invitation.findFirst({ where, include });
    if (row === null || !(await isHeldUp(this.database.prisma, row))) return undefined;
    return { ...toStored(row), email: row.user.email };
  }

  /**
   * Accepts an invitation by setting its user's password, once. What the user has become since is judged again by what is left of the
   * reach of who made it. undefined: there is none that is open, or it is somebody else's.
   */
  async claim(secret: string, userId: string, passwordHash: string): Promise<PasswordHolder | undefined> {
    const now = new Date(this.clock.now());
    const author = { name: userId, changedBy: null, key: 'invitation' };
    return this.controlPlane.change(author, async (change) => {
      const where = { id: idOf(secret), userId, acceptedAt: null, expiresAt: { gt: now } };
      const before = await change.tx.invitation.findFirst({ where });
      if (before === null || !(await isHeldUp(change.tx, before))) return undefined;
      const authorship = { updatedAt: now, updatedBy: author.name };
      const data = { acceptedAt: now, ...authorship };
      note(change, 'updated', before, await change.tx.invitation.update({ where: { id: before.id }, data }));
      const user = { passwordHash, ...authorship };
      const { role } = await change.tx.appUser.update({ where: { id: userId }, data: user, select: { role: true } });
      await endOldPassword(change, userId);
      return { userId, role, passwordHash };
    });
  }

  /** What it was; undefined: there is none. */
  async delete(secret: string, reach: Reach, author: Author): Promise<StoredInvitation | undefined> {
    return this.controlPlane.change(author, async (change) => {
      const row = await change.tx.invitation.findFirst({ where: matching(secret, reach) });
      if (row === null) return undefined;
      await change.tx.invitation.delete({ where: { id: row.id } });
      note(change, 'deleted', row, null);
      return toStored(row);
    });
  }
}

interface NewInvitation {
  readonly secret: string;
  readonly userId: string;
  readonly expiresAt: Instant;
  /** Who has to have made the user: whoever was there before is nobody's whom a team takes in. Absent: anybody. */
  readonly maker?: string;
}

/** An invitation that can be accepted, with the address of its user. */
export interface OpenInvitation extends StoredInvitation {
  readonly email: string | null;
}

/** Whether a user is one whom who reaches so far may invite. */
async function isInvitable(tx: Reading, userId: string, reach: Reach, maker?: string): Promise<boolean> {
  const made = maker === undefined ? {} : { createdBy: maker };
  const where = { AND: [{ id: userId }, made, invitableUsers(reach)] };
  if ((await tx.appUser.findFirst({ where, select: { id: true } })) === null) return false;
  return (await countKeys(tx, userId, {})) === (await countKeys(tx, userId, keysWithin(reach)));
}

/** Whether who made an invitation might still make it: his places may have ended since. */
async function isHeldUp(tx: Reading, invitation: InvitationRow): Promise<boolean> {
  const reach = toMadeReach(invitation);
  if (reach === undefined) return isInvitable(tx, invitation.userId, { kind: 'all' });
  const user = { id: reach.maker, blocked: false };
  if ((await tx.appUser.findFirst({ where: user, select: { id: true } })) === null) return false;
  return isInvitable(tx, invitation.userId, await reachLeft(tx, reach));
}

/** What is left of a reach: the teams and organizations that its maker still keeps. */
async function reachLeft(tx: Reading, { maker: userId, teamIds, organizationIds }: MadeReach): Promise<Reach> {
  const organizations = await tx.organizationMember.findMany({
    where: { userId, role: 'org_admin' },
    select: { organizationId: true },
  });
  const kept = organizations.map(({ organizationId }) => organizationId);
  const isKept: Prisma.TeamWhereInput[] = [
    { organizationId: { in: kept } },
    { members: { some: { userId, role: 'admin' } } },
  ];
  const teams = await tx.team.findMany({ where: { id: { in: teamIds }, OR: isKept }, select: { id: true } });
  return {
    ...NO_REACH,
    teamIds: teams.map(({ id }) => id),
    organizationIds: organizationIds.filter((id) => kept.includes(id)),
  };
}

interface MadeReach {
  readonly maker: string;
  readonly teamIds: string[];
  readonly organizationIds: string[];
}

function reachColumn(reach: Reach, maker = ''): { reach?: Prisma.InputJsonObject } {
  if (reach.kind === 'all') return {};
  return { reach: { maker, teamIds: [...reach.teamIds], organizationIds: [...reach.organizationIds] } };
}

/** undefined: it was made by somebody who governs everything. */
function toMadeReach({ reach, createdBy }: InvitationRow): MadeReach | undefined {
  if (reach === null) return undefined;
  // an older row names its maker as the author alone
  return { maker: createdBy ?? '', ...(reach as unknown as Omit<MadeReach, 'maker'>) };
}

/** The row's own id is made from the hash of the secret. */
function idOf(secret: string): string {
  const hex = hash('sha256', secret, 'hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

function matching(secret: string, reach: Reach): Prisma.InvitationWhereInput {
  return reach.kind === 'all' ? { id: idOf(secret) } : { id: idOf(secret), user: invitableUsers(reach) };
}

function countKeys(tx: Reading, userId: string, where: Prisma.VirtualKeyWhereInput): Promise<number> {
  return tx.virtualKey.count({ where: { AND: [{ userId }, where] } });
}

function note(
  change: AdminChange,
  action: AuditNote['action'],
  before: InvitationRow | null,
  after: InvitationRow | null,
): void {
  const row = after ?? before;
  if (row === null) throw new Error('a change of no invitation');
  change.touch('user', row.userId);
  const audited = (invitation: InvitationRow | null): JsonObject | null =>
    invitation === null ? null : (JSON.parse(JSON.stringify(invitation)) as JsonObject);
  change.note({ action, resource: 'invitation', objectId: row.id, before: audited(before), after: audited(after) });
}

function toStored(row: InvitationRow): StoredInvitation {
  return {
    userId: row.userId,
    acceptedAt: row.acceptedAt?.getTime() ?? null,
    expiresAt: row.expiresAt.getTime(),
    createdAt: row.createdAt.getTime(),
    createdBy: row.createdBy ?? '',
    updatedAt: row.updatedAt.getTime(),
    updatedBy: row.updatedBy ?? '',
  };
}

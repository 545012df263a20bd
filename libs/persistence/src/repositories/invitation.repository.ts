import { hash } from 'node:crypto';
import type { PasswordHolder } from '@tollgate/auth';
import type { Clock, Instant, JsonObject } from '@tollgate/kernel';
import type { AdminChange, AuditNote, Author, ControlPlane } from '../control/control-plane.js';
import type { Database } from '../database/database.js';
import type { Prisma } from '../generated/prisma/client.js';
import { endOldPassword } from './end-old-password.js';
import type { StoredInvitation } from './stored-invitation.js';

type InvitationRow = Prisma.InvitationGetPayload<object>;

/**
 * Invitations of users, made by those who govern everything. Their secrets are stored as hashes: what is in the database, or in the audit,
 * accepts nothing.
 */
export class InvitationRepository {
  constructor(
    private readonly database: Database,
    private readonly controlPlane: ControlPlane,
    private readonly clock: Clock,
  ) {}

  /** undefined: no user with that id. */
  async create({ secret, userId, expiresAt }: NewInvitation, author: Author): Promise<StoredInvitation | undefined> {
    const now = new Date(this.clock.now());
    return this.controlPlane.change(author, async (change) => {
      const user = await change.tx.appUser.findUnique({ where: { id: userId }, select: { id: true } });
      if (user === null) return undefined;
      const authorship = { createdAt: now, createdBy: author.name, updatedAt: now, updatedBy: author.name };
      const data = { id: idOf(secret), userId, expiresAt: new Date(expiresAt), ...authorship };
      const row = await change.tx.invitation.create({ data });
      note(change, 'created', null, row);
      return toStored(row);
    });
  }

  async find(secret: string): Promise<StoredInvitation | undefined> {
    const row = await this.database.prisma.invitation.findUnique({ where: { id: idOf(secret) } });
    return row === null ? undefined : toStored(row);
  }

  /** Accepts an invitation that has neither been accepted nor expired; any other stays as it is. undefined: there is none. */
  async accept(secret: string, author: Author): Promise<StoredInvitation | undefined> {
    const now = new Date(this.clock.now());
    return this.controlPlane.change(author, async (change) => {
      const before = await change.tx.invitation.findUnique({ where: { id: idOf(secret) } });
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
    return row === null ? undefined : { ...toStored(row), email: row.user.email };
  }

  /** Accepts an invitation by setting its user's password, once. undefined: there is none that is open, or it is somebody else's. */
  async claim(secret: string, userId: string, passwordHash: string): Promise<PasswordHolder | undefined> {
    const now = new Date(this.clock.now());
    const author = { name: userId, changedBy: null, key: 'invitation' };
    return this.controlPlane.change(author, async (change) => {
      const where = { id: idOf(secret), userId, acceptedAt: null, expiresAt: { gt: now } };
      const before = await change.tx.invitation.findFirst({ where });
      if (before === null) return undefined;
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
  async delete(secret: string, author: Author): Promise<StoredInvitation | undefined> {
    return this.controlPlane.change(author, async (change) => {
      const row = await change.tx.invitation.findUnique({ where: { id: idOf(secret) } });
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
}

/** An invitation that can be accepted, with the address of its user. */
export interface OpenInvitation extends StoredInvitation {
  readonly email: string | null;
}

/** The row's own id is made from the hash of the secret. */
function idOf(secret: string): string {
  const hex = hash('sha256', secret, 'hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
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

import { type PasswordHolder, type Session, SessionStore } from '@tollgate/auth';
import type { Clock } from '@tollgate/kernel';
import type { Database } from '../database/database.js';
import { isAddress } from '../repositories/address-ids.js';
import type { AdminChange, Author, ControlPlane } from './control-plane.js';

const HOLDER = { id: true, email: true, role: true, passwordHash: true } as const;

/** Sessions in PostgreSQL: opened and ended in admin transactions, with audit rows. */
export class PgSessionStore extends SessionStore {
  constructor(
    private readonly database: Database,
    private readonly controlPlane: ControlPlane,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async findHolder(name: string): Promise<PasswordHolder | undefined> {
    const where = { blocked: false, passwordHash: { not: null }, OR: [{ id: name }, { email: name.toLowerCase() }] };
    const found = await this.database.prisma.appUser.findMany({ where, select: HOLDER });
    // an address is whose it is, whatever ids there are
    const isNamed = ({ id, email }: (typeof found)[number]) =>
      isAddress(name) ? email === name.toLowerCase() : id === name;
    const user = found.find(isNamed) ?? found[0];
    if (user?.passwordHash == null) return undefined;
    return { userId: user.id, role: user.role, passwordHash: user.passwordHash };
  }

  override async open(hash: string, { userId, role, expiresAt }: Session, passwordHash?: string): Promise<boolean> {
    const now = new Date(this.clock.now());
    return this.controlPlane.change(authorOf(userId), async (change) => {
      const user = { id: userId, passwordHash: passwordHash ?? null };
      if (passwordHash !== undefined && (await change.tx.appUser.findFirst({ where: user, select: HOLDER })) === null)
        return false;
      await change.tx.uiSession.deleteMany({ where: { expiresAt: { lte: now } } });
      const data = { hash, userId, role, createdAt: now, expiresAt: new Date(expiresAt) };
      const { id } = await change.tx.uiSession.create({ data, select: { id: true } });
      note(change, id, { userId, role }, true);
      return true;
    });
  }

  override async find(hash: string): Promise<Session | undefined> {
    const found = await this.database.prisma.uiSession.findUnique({ where: { hash } });
    if (found === null) return undefined;
    return { userId: found.userId, role: found.role, expiresAt: found.expiresAt.getTime() };
  }

  override async end(hash: string): Promise<void> {
    const found = await this.database.prisma.uiSession.findUnique({ where: { hash } });
    if (found === null) return;
    await this.controlPlane.change(authorOf(found.userId), async (change) => {
      const { count } = await change.tx.uiSession.deleteMany({ where: { id: found.id } });
      if (count > 0) note(change, found.id, found, false);
    });
  }
}

function authorOf(userId: string): Author {
  return { name: userId, changedBy: null, key: 'session' };
}

function note(
  change: AdminChange,
  id: string,
  { userId, role }: Pick<Session, 'userId' | 'role'>,
  opened: boolean,
): void {
  const session = { userId, role };
  change.touch('session', id);
  change.note({
    action: opened ? 'created' : 'deleted',
    resource: 'session',
    objectId: id,
    before: opened ? null : session,
    after: opened ? session : null,
  });
}

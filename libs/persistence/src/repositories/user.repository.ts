import type { UserRole } from '@tollgate/canonical';
import type { Clock } from '@tollgate/kernel';
import type { Author, ControlPlane } from '../control/control-plane.js';
import type { Database } from '../database/database.js';

export interface StoredUser {
  readonly id: string;
  readonly email: string | null;
  readonly role: UserRole;
}

export interface NewUser {
  readonly id: string;
  readonly email?: string;
  readonly role: UserRole;
}

const COLUMNS = { id: true, email: true, role: true } as const;

/** Internal users. */
export class UserRepository {
  constructor(
    private readonly database: Database,
    private readonly controlPlane: ControlPlane,
    private readonly clock: Clock,
  ) {}

  async find(id: string): Promise<StoredUser | undefined> {
    return (await this.database.prisma.appUser.findUnique({ where: { id }, select: COLUMNS })) ?? undefined;
  }

  /** undefined: id or e-mail address are taken. */
  async create(user: NewUser, author: Author): Promise<StoredUser | undefined> {
    const email = user.email?.toLowerCase() ?? null;
    const now = new Date(this.clock.now());
    return this.controlPlane.change(author, async (change) => {
      const taken = await change.tx.appUser.findFirst({
        where: { OR: [{ id: user.id }, ...(email === null ? [] : [{ email }])] },
      });
      if (taken !== null) return undefined;
      const data = {
        id: user.id,
        email,
        role: user.role,
        createdAt: now,
        createdBy: author.name,
        updatedAt: now,
        updatedBy: author.name,
      };
      const row = await change.tx.appUser.create({ data, select: COLUMNS });
      change.touch('user', user.id);
      change.note({ action: 'created', resource: 'user', objectId: user.id, before: null, after: { ...row } });
      return row;
    });
  }
}

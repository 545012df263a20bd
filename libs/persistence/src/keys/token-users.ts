import type { TokenIdentity, UserRole } from '@tollgate/canonical';
import type { Clock } from '@tollgate/kernel';
import type { AdminChange, Author, ControlPlane } from '../control/control-plane.js';
import type { NewUsers } from '../repositories/find-or-make-user.js';
import { findHolderOfId, isAddress } from '../repositories/address-ids.js';
import { toAuditedUser, toUserColumns, USER_INCLUDE } from '../repositories/user-row.js';
import { windowColumns } from '../repositories/window-columns.js';
import { answerWithin } from '../database/answer-within.js';
import type { Database } from '../database/database.js';

/** A caller waits for it. */
const ANSWER_TIMEOUT_MS = 3_000;
const AUTHOR: Author = { name: 'identity provider', changedBy: null, key: 'token' };

/**
 * By the address that its id is ($3; others could have made a user with such an id), else by its id, else as the identity provider knows it,
 * else by its address.
 */
const FIND_USER = `SELECT id FROM tollgate.app_user WHERE id = $1 OR sso_user_id = $1 OR email = $2 OR email = $3
  ORDER BY email = $3 DESC NULLS LAST, id = $1 DESC, sso_user_id = $1 DESC NULLS LAST LIMIT 1`;

/** The users that tokens name. */
export class TokenUsers {
  constructor(
    private readonly database: Database,
    private readonly controlPlane: ControlPlane,
    private readonly clock: Clock,
    /** What becomes of who is made, by the role that his token gives him. */
    private readonly newUsers: (role: UserRole | undefined) => NewUsers,
  ) {}

  /** Its id here; undefined: there is no such user, and none is to be made. */
  async idOf(identity: TokenIdentity & { readonly userId: string }): Promise<string | undefined> {
    const found = await this.find(identity);
    if (found !== undefined || !identity.createsUser) return found;
    await this.create(identity);
    return this.find(identity);
  }

  private async find({ userId, userEmail }: TokenIdentity): Promise<string | undefined> {
    const { rows } = await this.database.keyPool.query<{ id: string }>(
      answerWithin(ANSWER_TIMEOUT_MS, FIND_USER, [userId, userEmail ?? null, addressIn(userId)]),
    );
    return rows[0]?.id;
  }

  /** Another process may have been first. */
  private async create({ userId, userEmail, role }: TokenIdentity & { readonly userId: string }): Promise<void> {
    const now = new Date(this.clock.now());
    const settings = this.newUsers(role);
    const authorship = { createdAt: now, createdBy: AUTHOR.name, updatedAt: now, updatedBy: AUTHOR.name };
    await this.controlPlane.change(AUTHOR, async (change) => {
      if ((await change.tx.appUser.findUnique({ where: { id: userId }, select: { id: true } })) !== null) return;
      const window = windowColumns(settings, null, { now: now.getTime(), timeZone: change.timeZone });
      const email = userEmail === undefined ? null : await freeAddress(change.tx, userEmail, userId);
      const user = { ...toUserColumns(settings), ...window, ...authorship, id: userId, email };
      const row = await change.tx.appUser.create({ data: user, include: USER_INCLUDE });
      change.touch('user', userId);
      change.note({ action: 'created', resource: 'user', objectId: userId, before: null, after: toAuditedUser(row) });
    });
  }
}

function addressIn(userId: string | undefined): string | null {
  return userId !== undefined && isAddress(userId) ? userId.toLowerCase() : null;
}

/** null: it is the id of somebody else. */
async function freeAddress(tx: AdminChange['tx'], address: string, userId: string): Promise<string | null> {
  const holder = await findHolderOfId(tx, address);
  return holder === undefined || holder === userId ? address : null;
}

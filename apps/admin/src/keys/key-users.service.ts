import { Injectable } from '@nestjs/common';
import { NO_REACH, type Permission } from '@tollgate/auth';
import { type StoredKey, type StoredUser, UserRepository } from '@tollgate/persistence';
import { Reaches } from '../access/reaches.js';
import type { KeyCaller } from './key-caller.js';

/** Users beside keys, as `expand=user` of LiteLLM's list shows them. */
@Injectable()
export class KeyUsers {
  constructor(
    private readonly users: UserRepository,
    private readonly reaches: Reaches,
  ) {}

  /** The keys as they are shown, each with its user and who made it; null where there is nobody, or nobody that the caller may see. */
  async expand(keys: readonly StoredKey[], shown: readonly object[], caller: KeyCaller): Promise<readonly object[]> {
    const seen = await this.seenBy(caller, [
      ...new Set(keys.flatMap(({ userId, createdBy }) => [userId ?? '', createdBy])),
    ]);
    return keys.map((key, index) => ({
      ...shown[index],
      user: seen.get(key.userId ?? '') ?? null,
      created_by_user: seen.get(key.createdBy) ?? null,
    }));
  }

  /** Who a user is, is seen by who may search for him; what he is, by who may read him whole. */
  private async seenBy({ principal }: KeyCaller, ids: readonly string[]): Promise<ReadonlyMap<string, object>> {
    const reachOf = async (permission: Permission) => (await this.reaches.of(principal, permission)) ?? NO_REACH;
    const [reading, searching] = [await reachOf('user:read'), await reachOf('user:search')];
    const isWhole = ({ id }: StoredUser): boolean => reading.kind === 'all' || reading.userIds.includes(id);
    const found = await this.users.findAll(ids, searching);
    return new Map(found.map((user) => [user.id, toUserOfKey(user, isWhole(user))]));
  }
}

function toUserOfKey({ id, email, alias, role }: StoredUser, isWhole: boolean): object {
  return { user_id: id, user_email: email, user_alias: alias, ...(isWhole && { user_role: role }) };
}

import { Injectable } from '@nestjs/common';
import type { Reach } from '@tollgate/auth';
import { GatewayError, type Principal } from '@tollgate/canonical';
import { type Author, UserRepository } from '@tollgate/persistence';
import { BULK_USERS_MAX, type BulkUpdateUsersDto } from './dto/bulk-update-users.dto.js';
import type { UpdateUserDto } from './dto/update-user.dto.js';
import { UserWriter } from './user-writer.service.js';

/** Changes many users one by one, each as `/user/update` does: what fails leaves the others. */
@Injectable()
export class BulkUserWriter {
  constructor(
    private readonly writer: UserWriter,
    private readonly users: UserRepository,
  ) {}

  async update(dto: BulkUpdateUsersDto, caller: Principal, reach: Reach, author: Author): Promise<object> {
    const updates = dto.all_users ? await this.updatesOfAll(dto.user_updates, reach) : (dto.users ?? []);
    if (updates.length === 0) throw faultySelection(0);
    const results: { readonly success: boolean }[] = [];
    for (const update of updates) results.push(await this.updateOne(update, caller, reach, author));
    const successful = results.filter(({ success }) => success).length;
    return {
      results,
      total_requested: updates.length,
      successful_updates: successful,
      failed_updates: updates.length - successful,
    };
  }

  private async updateOne(update: UpdateUserDto, caller: Principal, reach: Reach, author: Author) {
    const named = { user_id: update.user_id ?? null, user_email: update.user_email ?? null };
    try {
      const { data } = await this.writer.update(update, caller, reach, author);
      return { ...named, success: true, error: null, updated_user: data };
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      return { ...named, success: false, error: error.message, updated_user: null };
    }
  }

  private async updatesOfAll(
    change: UpdateUserDto | null | undefined,
    reach: Reach,
  ): Promise<readonly UpdateUserDto[]> {
    if (change == null) throw faultySelection(0);
    const page = { page: 1, size: BULK_USERS_MAX + 1, sort: 'createdAt', order: 'asc' } as const;
    const { users } = await this.users.list({}, reach, page);
    if (users.length > BULK_USERS_MAX) throw faultySelection(users.length);
    return users.map(({ id }) => ({ ...change, user_id: id }));
  }
}

function faultySelection(count: number): GatewayError {
  const message =
    count === 0
      ? 'Name users in users, or set all_users and user_updates.'
      : `One call changes ${String(BULK_USERS_MAX)} users at most; there are more. Name them in users, some at a time.`;
  return new GatewayError('bad_request', { message, param: 'users' });
}

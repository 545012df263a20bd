import { Injectable } from '@nestjs/common';
import { GatewayError } from '@tollgate/canonical';
import { type Author, KeyRepository } from '@tollgate/persistence';
import { BULK_KEYS_MAX, type BulkUpdateKeysDto, type BulkUpdateTeamKeysDto } from './dto/bulk-update-keys.dto.js';
import type { KeyCaller } from './key-caller.js';
import { KeyWriter } from './key-writer.service.js';
import type { UpdateKeyDto } from './dto/update-key.dto.js';

/** Changes many keys one by one, each as `/key/update` does: what fails leaves the others. */
@Injectable()
export class BulkKeyWriter {
  constructor(
    private readonly writer: KeyWriter,
    private readonly keys: KeyRepository,
  ) {}

  async update({ keys }: BulkUpdateKeysDto, caller: KeyCaller, author: Author): Promise<object> {
    return this.each(keys, caller, author);
  }

  /** Keys of the one team alone, whatever else the caller reaches. */
  async updateOfTeam(dto: BulkUpdateTeamKeysDto, caller: KeyCaller, author: Author): Promise<object> {
    const refs = dto.all_keys_in_team ? await this.keysOfTeam(dto.team_id, caller) : (dto.key_ids ?? []);
    if (refs.length === 0 || refs.length > BULK_KEYS_MAX) throw faultySelection(refs.length);
    const fields = dto.update_fields;
    return this.each(
      refs.map((key) => ({ ...fields, key })),
      caller,
      author,
      dto.team_id,
    );
  }

  private async each(
    updates: readonly UpdateKeyDto[],
    caller: KeyCaller,
    author: Author,
    teamId?: string,
  ): Promise<object> {
    const done: object[] = [];
    const failed: object[] = [];
    for (const update of updates) {
      const { key } = update;
      try {
        done.push({ key, key_info: await this.writer.update(update, caller, author, teamId) });
      } catch (error) {
        if (!(error instanceof GatewayError)) throw error;
        failed.push({ key, key_info: null, failed_reason: error.message });
      }
    }
    return { total_requested: updates.length, successful_updates: done, failed_updates: failed };
  }

  private async keysOfTeam(teamId: string, { reach }: KeyCaller): Promise<readonly string[]> {
    const page = { page: 1, size: BULK_KEYS_MAX + 1, sort: 'createdAt', order: 'asc' } as const;
    return (await this.keys.list({ teamId }, reach, page)).keys.map(({ id }) => id);
  }
}

function faultySelection(count: number): GatewayError {
  const message =
    count === 0
      ? 'Name keys of the team in key_ids, or set all_keys_in_team where it has some.'
      : `One call changes ${String(BULK_KEYS_MAX)} keys at most; the team has more. Name them in key_ids, some at a time.`;
  return new GatewayError('bad_request', { message, param: 'key_ids' });
}

import { HttpException, Injectable } from '@nestjs/common';
import { Reaches } from '../access/reaches.js';
import type { Reach } from '@tollgate/auth';
import { GatewayError, type Principal } from '@tollgate/canonical';
import { isJsonObject, type JsonValue } from '@tollgate/kernel';
import { type Author, TeamRepository, UserRepository } from '@tollgate/persistence';
import { unwrap } from '../validation/unwrap.js';
import type { BulkAddMembersDto } from './dto/bulk-add-members.dto.js';
import { MEMBERS_MAX } from './dto/team-member.dto.js';
import { readMemberLimits } from './read-members.js';
import { TeamMemberWriter } from './team-member-writer.service.js';
import { noSuchTeamToJoin } from './team-refusals.js';
import { toTeam } from './team.mapper.js';

/** Adds many members one by one, each as `/team/member_add` does: who cannot join leaves the others. */
@Injectable()
export class BulkMemberWriter {
  constructor(
    private readonly writer: TeamMemberWriter,
    private readonly teams: TeamRepository,
    private readonly users: UserRepository,
    private readonly reaches: Reaches,
  ) {}

  async add(dto: BulkAddMembersDto, caller: Principal, reach: Reach, author: Author): Promise<object> {
    if ((await this.teams.find(dto.team_id, reach)) === undefined) throw noSuchTeamToJoin(dto.team_id);
    const members = dto.all_users ? await this.everyUser(caller) : (dto.members ?? []);
    unwrap(readMemberLimits(limitsOf(dto)));
    if (members.length === 0 || members.length > MEMBERS_MAX) throw faultySelection(members.length);
    const results: { readonly success: boolean }[] = [];
    for (const member of members) results.push(await this.addOne(dto, member, caller, reach, author));
    const team = await this.teams.find(dto.team_id, reach);
    const successful = results.filter(({ success }) => success).length;
    return {
      team_id: dto.team_id,
      results,
      total_requested: members.length,
      successful_additions: successful,
      failed_additions: members.length - successful,
      updated_team: team === undefined ? null : toTeam(team),
    };
  }

  private async addOne(dto: BulkAddMembersDto, member: JsonValue, caller: Principal, reach: Reach, author: Author) {
    const fields = isJsonObject(member) ? member : {};
    const named = { user_id: fields['user_id'] ?? null, user_email: fields['user_email'] ?? null };
    try {
      await this.writer.add({ team_id: dto.team_id, member, ...limitsOf(dto) }, caller, reach, author);
      return { ...named, success: true, error: null };
    } catch (error) {
      if (!(error instanceof GatewayError) && !(error instanceof HttpException)) throw error;
      return { ...named, success: false, error: error.message };
    }
  }

  /** Those whom the caller may list: nobody puts users into a team whom he cannot see. */
  private async everyUser(caller: Principal): Promise<readonly JsonValue[]> {
    const reach = await this.reaches.of(caller, 'user:list');
    if (reach === undefined) throw notEveryUser();
    const page = { page: 1, size: MEMBERS_MAX + 1, sort: 'createdAt', order: 'asc' } as const;
    const { users } = await this.users.list({}, reach, page);
    return users.map(({ id }) => ({ role: 'user', user_id: id }));
  }
}

function limitsOf({ max_budget_in_team: max, model_max_budget, budget_id }: BulkAddMembersDto) {
  return {
    ...(max !== undefined && { max_budget_in_team: max }),
    ...(model_max_budget !== undefined && { model_max_budget }),
    ...(budget_id !== undefined && { budget_id }),
  };
}

function faultySelection(count: number): GatewayError {
  const message =
    count === 0
      ? 'Name members, or set all_users.'
      : `One call adds ${String(MEMBERS_MAX)} members at most. Name them in members, some at a time.`;
  return new GatewayError('bad_request', { message, param: 'members' });
}

function notEveryUser(): GatewayError {
  const message = 'all_users: only who may list users adds them all. Name them in members.';
  return new GatewayError('grant_refused', { message, param: 'all_users' });
}

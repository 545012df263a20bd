import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Reach } from '@tollgate/auth';
import type { Principal } from '@tollgate/canonical';
import type { Author } from '@tollgate/persistence';
import { CallerReach } from '../access/caller-reach.decorator.js';
import { Caller } from '../access/caller.decorator.js';
import { ChangedBy } from '../access/changed-by.decorator.js';
import { CHANGED_BY_HEADER } from '../access/changed-by.header.js';
import { RequirePermission } from '../access/permission.decorator.js';
import { BulkMemberWriter } from './bulk-member-writer.service.js';
import { BulkAddMembersDto } from './dto/bulk-add-members.dto.js';
import { AddMembersDto, DeleteMemberDto, UpdateMemberDto } from './dto/team-member.dto.js';
import { TeamMemberWriter } from './team-member-writer.service.js';

/** LiteLLM's routes for the members of teams. */
@ApiTags('teams')
@Controller('team')
export class TeamMembersController {
  constructor(
    private readonly writer: TeamMemberWriter,
    private readonly bulk: BulkMemberWriter,
  ) {}

  @Post('member_add')
  @HttpCode(200)
  @RequirePermission('team_member:join')
  @ApiOperation({
    summary:
      'Add members to a team, with limits within it; who is no user yet becomes one. Users add themselves to teams that are open to all',
  })
  @ApiHeader(CHANGED_BY_HEADER)
  add(@Body() body: AddMembersDto, @Caller() caller: Principal, @ChangedBy() author: Author): Promise<object> {
    return this.writer.addOrJoin(body, caller, author);
  }

  @Post('bulk_member_add')
  @HttpCode(200)
  @RequirePermission('team_member:create')
  @ApiOperation({ summary: 'Add many members to a team, each on its own' })
  @ApiHeader(CHANGED_BY_HEADER)
  bulkAdd(
    @Body() body: BulkAddMembersDto,
    @Caller() caller: Principal,
    @CallerReach() reach: Reach,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.bulk.add(body, caller, reach, author);
  }

  @Post('member_update')
  @HttpCode(200)
  @RequirePermission('team_member:update')
  @ApiOperation({ summary: 'Change the role and the limits of a member' })
  @ApiHeader(CHANGED_BY_HEADER)
  update(
    @Body() body: UpdateMemberDto,
    @Caller() caller: Principal,
    @CallerReach() reach: Reach,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.writer.update(body, caller, reach, author);
  }

  @Post('member_delete')
  @HttpCode(200)
  @RequirePermission('team_member:delete')
  @ApiOperation({ summary: 'Take a member out of a team, with his keys of it' })
  @ApiHeader(CHANGED_BY_HEADER)
  delete(
    @Body() body: DeleteMemberDto,
    @Caller() caller: Principal,
    @CallerReach() reach: Reach,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.writer.delete(body, caller, reach, author);
  }
}

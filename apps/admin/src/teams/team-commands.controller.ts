import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Reach } from '@tollgate/auth';
import type { Principal } from '@tollgate/canonical';
import type { Author } from '@tollgate/persistence';
import { CallerReach } from '../access/caller-reach.decorator.js';
import { Caller } from '../access/caller.decorator.js';
import { ChangedBy } from '../access/changed-by.decorator.js';
import { CHANGED_BY_HEADER } from '../access/changed-by.header.js';
import { RequirePermission } from '../access/permission.decorator.js';
import { ResetSpendDto } from '../keys/dto/reset-spend.dto.js';
import { TextParamPipe } from '../validation/text-param.pipe.js';
import { HeadedAnswers } from '../shown/headed-answers.decorator.js';
import type { HeadedAnswer } from '../shown/page-headers.js';
import { AddPermissionsDto, SearchTeamsQuery } from './dto/team-commands.dto.js';
import { TeamCommands } from './team-commands.service.js';

/** LiteLLM's routes that do one thing with teams. */
@ApiTags('teams')
@Controller('team')
export class TeamCommandsController {
  constructor(private readonly commands: TeamCommands) {}

  @Post('permissions_bulk_update')
  @HttpCode(200)
  @RequirePermission('team:update')
  @ApiOperation({ summary: 'Let members of many teams do more with the keys of their team' })
  @ApiHeader(CHANGED_BY_HEADER)
  addPermissions(
    @Body() body: AddPermissionsDto,
    @Caller() caller: Principal,
    @CallerReach() reach: Reach,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.commands.addPermissions(body, caller, reach, author);
  }

  @Get('filter/ui')
  @RequirePermission('team:list')
  @HeadedAnswers('pages')
  @ApiOperation({ summary: 'Teams by name, for a search box' })
  search(@Query() query: SearchTeamsQuery, @CallerReach() reach: Reach): Promise<HeadedAnswer> {
    return this.commands.search(query, reach);
  }

  @Get(':team_id/members/me')
  @RequirePermission('team:read')
  @ApiOperation({ summary: "The caller's own membership of a team, with his limits and spend in it" })
  ownMembership(
    @Param('team_id', TextParamPipe) id: string,
    @Caller() caller: Principal,
    @CallerReach() reach: Reach,
  ): Promise<object> {
    return this.commands.ownMembership(id, caller, reach);
  }

  @Post(':team_id/reset_spend')
  @HttpCode(200)
  @RequirePermission('team:reset_spend')
  @ApiOperation({ summary: 'Correct what a team is shown to have spent in its current window' })
  @ApiHeader(CHANGED_BY_HEADER)
  resetSpend(
    @Param('team_id', TextParamPipe) id: string,
    @Body() body: ResetSpendDto,
    @CallerReach() reach: Reach,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.commands.resetSpend(id, body.reset_to, reach, author);
  }

  @Post(':team_id/member/:user_id/reset_spend')
  @HttpCode(200)
  @RequirePermission('team_member:reset_spend')
  @ApiOperation({ summary: 'Correct what a member is shown to have spent in a team in its current window' })
  @ApiHeader(CHANGED_BY_HEADER)
  resetMemberSpend(
    @Param('team_id', TextParamPipe) id: string,
    @Param('user_id', TextParamPipe) userId: string,
    @Body() body: ResetSpendDto,
    @CallerReach() reach: Reach,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.commands.resetMemberSpend(id, userId, body.reset_to, reach, author);
  }
}

import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Reach } from '@tollgate/auth';
import type { Principal } from '@tollgate/canonical';
import type { Author } from '@tollgate/persistence';
import { CallerReach } from '../access/caller-reach.decorator.js';
import { Caller } from '../access/caller.decorator.js';
import { ChangedBy } from '../access/changed-by.decorator.js';
import { CHANGED_BY_HEADER } from '../access/changed-by.header.js';
import { RequirePermission } from '../access/permission.decorator.js';
import { HeadedAnswers } from '../shown/headed-answers.decorator.js';
import type { HeadedAnswer } from '../shown/page-headers.js';
import { ListTeamsQuery, PageTeamsQuery, TeamQuery } from './dto/list-teams.query.js';
import { NewTeamDto } from './dto/new-team.dto.js';
import { DeleteTeamsDto, TeamModelsDto, TeamPermissionsDto, TeamRefDto, UpdateTeamDto } from './dto/team-ref.dto.js';
import { TeamReader } from './team-reader.service.js';
import { TeamWriter } from './team-writer.service.js';

/** LiteLLM's routes for teams. */
@ApiTags('teams')
@Controller()
export class TeamsController {
  constructor(
    private readonly reader: TeamReader,
    private readonly writer: TeamWriter,
  ) {}

  @Post('team/new')
  @HttpCode(200)
  @RequirePermission('team:create')
  @ApiOperation({ summary: 'Make a team' })
  @ApiHeader(CHANGED_BY_HEADER)
  create(
    @Body() body: NewTeamDto,
    @Caller() caller: Principal,
    @CallerReach() reach: Reach,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.writer.create(body, caller, reach, author);
  }

  @Get('team/info')
  @RequirePermission('team:read')
  @HeadedAnswers('cut')
  @ApiOperation({ summary: 'A team with its members, and those of its keys that the caller may see' })
  info(@Query() query: TeamQuery, @Caller() caller: Principal, @CallerReach() reach: Reach): Promise<HeadedAnswer> {
    return this.reader.info(query.team_id, caller, reach);
  }

  @Post('team/update')
  @HttpCode(200)
  @RequirePermission('team:update')
  @ApiOperation({ summary: 'Change the named settings of a team' })
  @ApiHeader(CHANGED_BY_HEADER)
  update(
    @Body() body: UpdateTeamDto,
    @Caller() caller: Principal,
    @CallerReach() reach: Reach,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.writer.update(body, caller, reach, author);
  }

  @Post('team/delete')
  @HttpCode(200)
  @RequirePermission('team:delete')
  @ApiOperation({ summary: 'Delete teams with their keys and memberships; their spend stays readable' })
  @ApiHeader(CHANGED_BY_HEADER)
  delete(@Body() body: DeleteTeamsDto, @CallerReach() reach: Reach, @ChangedBy() author: Author): Promise<object> {
    return this.writer.delete(body.team_ids, reach, author);
  }

  @Get('team/list')
  @RequirePermission('team:list')
  @HeadedAnswers('pages', 'cut')
  @ApiOperation({ summary: 'Teams with their newest 100 keys each, newest first, page by page' })
  list(
    @Query() query: ListTeamsQuery,
    @Caller() caller: Principal,
    @CallerReach() reach: Reach,
  ): Promise<HeadedAnswer> {
    return this.reader.list(query, caller, reach);
  }

  @Get('team/available')
  @RequirePermission('team:list')
  @ApiOperation({ summary: 'Teams that are open to all, and that the user of the calling key is not in yet' })
  available(@Caller() caller: Principal): Promise<readonly object[]> {
    return this.reader.available(caller);
  }

  @Get('v2/team/list')
  @RequirePermission('team:list')
  @ApiOperation({ summary: 'Teams, page by page' })
  page(@Query() query: PageTeamsQuery, @CallerReach() reach: Reach): Promise<object> {
    return this.reader.page(query, reach);
  }

  @Post('team/block')
  @HttpCode(200)
  @RequirePermission('team:block')
  @ApiOperation({ summary: 'Refuse every call of the keys of a team' })
  @ApiHeader(CHANGED_BY_HEADER)
  block(
    @Body() body: TeamRefDto,
    @Caller() caller: Principal,
    @CallerReach() reach: Reach,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.writer.setBlocked(body.team_id, true, caller, reach, author);
  }

  @Post('team/unblock')
  @HttpCode(200)
  @RequirePermission('team:unblock')
  @ApiOperation({ summary: 'Serve the calls of the keys of a team again' })
  @ApiHeader(CHANGED_BY_HEADER)
  unblock(
    @Body() body: TeamRefDto,
    @Caller() caller: Principal,
    @CallerReach() reach: Reach,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.writer.setBlocked(body.team_id, false, caller, reach, author);
  }

  @Post('team/model/add')
  @HttpCode(200)
  @RequirePermission('team:govern')
  @ApiOperation({ summary: 'Let a team use more models' })
  @ApiHeader(CHANGED_BY_HEADER)
  addModels(
    @Body() body: TeamModelsDto,
    @Caller() caller: Principal,
    @CallerReach() reach: Reach,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.writer.addModels(body, caller, reach, author);
  }

  @Post('team/model/delete')
  @HttpCode(200)
  @RequirePermission('team:govern')
  @ApiOperation({ summary: 'Take models from a team' })
  @ApiHeader(CHANGED_BY_HEADER)
  deleteModels(
    @Body() body: TeamModelsDto,
    @Caller() caller: Principal,
    @CallerReach() reach: Reach,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.writer.deleteModels(body, caller, reach, author);
  }

  @Get('team/permissions_list')
  @RequirePermission('team:read')
  @ApiOperation({ summary: 'What members of a team may do with its keys, and what they could be let do' })
  permissions(@Query() query: TeamQuery, @CallerReach() reach: Reach): Promise<object> {
    return this.reader.permissions(query.team_id, reach);
  }

  @Post('team/permissions_update')
  @HttpCode(200)
  @RequirePermission('team:update')
  @ApiOperation({ summary: 'Say what members of a team may do with its keys' })
  @ApiHeader(CHANGED_BY_HEADER)
  setPermissions(
    @Body() body: TeamPermissionsDto,
    @Caller() caller: Principal,
    @CallerReach() reach: Reach,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.writer.setPermissions(body, caller, reach, author);
  }
}

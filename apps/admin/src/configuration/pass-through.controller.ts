import { Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Reach } from '@tollgate/auth';
import { TeamRepository } from '@tollgate/persistence';
import { CallerReach } from '../access/caller-reach.decorator.js';
import { RequirePermission } from '../access/permission.decorator.js';
import { noSuchTeamToRead } from '../teams/team-refusals.js';
import { TextParamPipe } from '../validation/text-param.pipe.js';
import { noPassThrough } from './configuration-refusals.js';

const NONE = { endpoints: [] };

/** LiteLLM's routes for paths that are handed on to any address. None is: what is set would have no effect, so it is refused by name. */
@ApiTags('configuration')
@Controller('config/pass_through_endpoint')
export class PassThroughController {
  constructor(private readonly teams: TeamRepository) {}

  @Get()
  @RequirePermission('config:read')
  @ApiOperation({ summary: 'Paths that are handed on to another address: none' })
  list(): object {
    return NONE;
  }

  @Get('team/:team_id')
  @RequirePermission('config:read')
  @ApiOperation({ summary: 'Those of a team: none' })
  async listOfTeam(@Param('team_id', TextParamPipe) id: string, @CallerReach() reach: Reach): Promise<object> {
    if ((await this.teams.find(id, reach)) === undefined) throw noSuchTeamToRead(id);
    return NONE;
  }

  @Post()
  @RequirePermission('config:update')
  @ApiOperation({ summary: 'Refused by name: no path is handed on' })
  create(): never {
    throw noPassThrough();
  }

  @Post(':endpoint_id')
  @RequirePermission('config:update')
  @ApiOperation({ summary: 'Refused by name: no path is handed on' })
  update(): never {
    throw noPassThrough();
  }

  @Delete()
  @RequirePermission('config:update')
  @ApiOperation({ summary: 'Refused by name: no path is handed on' })
  delete(): never {
    throw noPassThrough();
  }
}

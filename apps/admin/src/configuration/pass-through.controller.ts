import { Controller, Delete, Get, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '../access/permission.decorator.js';
import { noPassThrough } from './configuration-refusals.js';

const NONE = { endpoints: [] };

/** LiteLLM's routes for paths that are handed on to any address. None is: what is set would have no effect, so it is refused by name. */
@ApiTags('configuration')
@Controller('config/pass_through_endpoint')
export class PassThroughController {
  @Get()
  @RequirePermission('config:read')
  @ApiOperation({ summary: 'Paths that are handed on to another address: none' })
  list(): object {
    return NONE;
  }

  @Get('team/:team_id')
  @RequirePermission('config:read')
  @ApiOperation({ summary: 'Those of a team: none' })
  listOfTeam(): object {
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

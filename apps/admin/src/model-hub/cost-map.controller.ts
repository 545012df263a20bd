import { Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '../access/permission.decorator.js';
import { CostMap } from './cost-map.service.js';
import { noSchedule } from './model-hub-refusals.js';

const NEVER = { scheduled: false, interval_hours: null, last_run: null, next_run: null };

/** LiteLLM's routes for its list of prices. */
@ApiTags('models')
@Controller()
export class CostMapController {
  constructor(private readonly map: CostMap) {}

  @Get('model/cost_map/source')
  @RequirePermission('config:read')
  @ApiOperation({ summary: 'Where prices come from: from this version' })
  source(): object {
    return this.map.source();
  }

  @Post('reload/model_cost_map')
  @HttpCode(200)
  @RequirePermission('config:update')
  @ApiOperation({ summary: 'Says how many prices there are; nothing is downloaded' })
  reload(): object {
    return this.map.reload();
  }

  @Post('schedule/model_cost_map_reload')
  @HttpCode(200)
  @RequirePermission('config:update')
  @ApiOperation({ summary: 'Refused: nothing is downloaded, by no schedule either' })
  schedule(): never {
    throw noSchedule();
  }

  @Delete('schedule/model_cost_map_reload')
  @RequirePermission('config:update')
  @ApiOperation({ summary: 'Says that nothing is scheduled' })
  cancel(): object {
    return { message: 'No reload of prices is scheduled.', status: 'success' };
  }

  @Get('schedule/model_cost_map_reload/status')
  @RequirePermission('config:read')
  @ApiOperation({ summary: 'Says that nothing is scheduled' })
  status(): object {
    return NEVER;
  }
}
